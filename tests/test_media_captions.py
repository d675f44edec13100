"""Captions for players: each word once, at its time, in short lines, with who speaks."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.captions import read_captions
from media.captions import GAP_MS, Caption, captions_of, label_of
from media.linebreaks import LINE
from media.model import Cue, Word
from media.stretches import CHARACTERS_PER_S, FLICKER_MS, LINGER_MS
from media.transcript import spread, timed_cues
from media.vtt import dump_captions, load_vtt

HERE = Path("captions.vtt")
NIA, OTTO = "Nia Paperclip", "Professor Otto Inkwell"
LONGEST_MS = 7_000
WORDS = """a the tide tide, harbour. Yes. Harbour and of Nia Paperclip stackable — 12 R&D <v -->
    &lt; – https://example.org/kelp/that/is/far/longer/than/a/line"""
TOKENS = st.sampled_from(WORDS.split())
TEXTS = st.lists(TOKENS, max_size=40).map(" ".join)
VOICES = st.sampled_from([NIA, OTTO, None, "N" * 60])


@st.composite
def transcripts(draw: st.DrawFn) -> tuple[list[Cue], list[Word]]:
    """Cues of voices that may speak at the same time, each one thing after another."""
    ends: dict[str | None, int] = defaultdict(int)
    cues, heard = list[Cue](), list[Word]()
    for _ in range(draw(st.integers(0, 8))):
        voice, text = draw(VOICES), draw(TEXTS)
        start_ms = ends[voice] + draw(st.sampled_from([0, 0, 1, 30, 79, 400, 700, 3_000]))
        ends[voice] = start_ms + draw(st.sampled_from([0, 90, 800, 2_500, 6_000, 30_000]))
        cues.append(Cue(start_ms, ends[voice], text, voice))
        begin = draw(st.integers(start_ms, ends[voice]))
        if draw(st.booleans()):
            heard += spread(text.split(), begin, draw(st.integers(begin, ends[voice])))
    return sorted(cues, key=_start), sorted(heard, key=_start)


@settings(deadline=None, max_examples=200)
@given(transcripts())
def test_every_word_is_kept_in_order_and_visible_at_its_time(
    transcript: tuple[list[Cue], list[Word]],
) -> None:
    cues, heard = transcript
    captions = captions_of(cues, heard)
    shown, said = _shown(captions), _said(cues, heard)
    assert {voice: [text for text, _ in words] for voice, words in shown.items()} == {
        voice: [word.text for word in words] for voice, words in said.items()
    }
    for voice, words in said.items():
        for word, (_, caption) in zip(words, shown[voice], strict=True):
            assert caption.start_ms <= word.start_ms < caption.end_ms


@settings(deadline=None, max_examples=200)
@given(transcripts())
def test_captions_keep_within_their_bounds(transcript: tuple[list[Cue], list[Word]]) -> None:
    captions = captions_of(*transcript)
    for caption in captions:
        assert 0 < caption.end_ms - caption.start_ms <= LONGEST_MS
        assert len(caption.lines) <= 2
        assert all(_fits(line, caption.label) for line in caption.lines)
    starts = [caption.start_ms for caption in captions]
    assert starts == sorted(starts)
    shown_until = accumulate((caption.end_ms for caption in captions), max)
    gaps = [start - end for start, end in zip(starts[1:], shown_until, strict=False)]
    assert not [gap for gap in gaps if 0 < gap < FLICKER_MS]


@settings(deadline=None)
@given(transcripts())
def test_a_label_is_where_the_voice_changes(transcript: tuple[list[Cue], list[Word]]) -> None:
    captions = captions_of(*transcript)
    voices = [None, *(caption.speaker for caption in captions)]
    for before, caption in zip(voices, captions, strict=False):
        label = label_of(caption.speaker) if caption.speaker != before else ""
        assert caption.label == label
        assert caption.lines[0].startswith(label)


@settings(deadline=None)
@given(transcripts())
def test_our_reader_reads_words_and_voices_and_no_label(
    transcript: tuple[list[Cue], list[Word]],
) -> None:
    captions = captions_of(*transcript)
    read = load_vtt(dump_captions(captions, ["A note --> here"]), HERE)
    assert read == [Cue(c.start_ms, c.end_ms, c.text, c.speaker) for c in captions]


@settings(deadline=None)
@given(st.lists(st.builds(Cue, st.integers(0, 9), st.integers(9, 20), TEXTS, VOICES), max_size=6))
def test_cues_in_any_disorder_lose_no_word(cues: list[Cue]) -> None:
    captions = captions_of(cues, ())
    shown = sorted((c.speaker or "", word) for c in captions for word in c.text.split())
    assert shown == sorted((c.speaker or "", word) for c in cues for word in c.text.split())


def test_a_long_cue_is_cut_at_sentences_then_clauses() -> None:
    text = (
        "It is a short course with real credit, and a person can finish it in a few weeks."
        " Four people are with us today, and each of them will speak about what happened."
    )
    assert _lines([Cue(0, 12_000, text)]) == [
        ["It is a short course with real credit,", "and a person can finish it in a few weeks."],
        ["Four people are with us today, and each", "of them will speak about what happened."],
    ]


def test_words_without_punctuation_are_cut_at_the_longest_pause() -> None:
    before = "kelp floats near boats while gulls cry loudly there"
    after = "nets dry slowly under bright suns"
    heard = [*spread(before.split(), 0, 4_000), *spread(after.split(), 4_900, 7_500)]
    captions = captions_of([Cue(0, 7_500, f"{before} {after}")], heard)
    assert [(caption.start_ms, caption.text) for caption in captions] == [
        (0, before),
        (4_900, after),
    ]


@pytest.mark.parametrize(
    ("cues", "texts"),
    [
        ([(0, 900, "Yes.", NIA), (1_000, 2_000, "I think so.", NIA)], ["Yes. I think so."]),
        ([(0, 900, "Yes.", NIA), (1_399, 2_400, "I think so.", NIA)], ["Yes. I think so."]),
        ([(0, 900, "Yes.", NIA), (1_400, 2_400, "I think so.", NIA)], ["Yes.", "I think so."]),
        ([(0, 900, "Yes.", NIA), (900, 2_000, "I think so.", OTTO)], ["Yes.", "I think so."]),
        ([(0, 900, "Yes.", NIA), (900, 2_000, "I think so.", None)], ["Yes.", "I think so."]),
    ],
)
def test_short_cues_that_belong_together_share_a_caption(
    cues: list[tuple[int, int, str, str | None]], texts: list[str]
) -> None:
    assert [caption.text for caption in captions_of([Cue(*cue) for cue in cues], ())] == texts


# 34 characters, read in two seconds.
READ = "The ferry leaves the quay at noon."


@pytest.mark.parametrize(
    ("spoken_ms", "next_ms", "end_ms"),
    [
        (3_000, 9_000, 3_000),  # slow enough
        (1_500, 9_000, 2_000),  # until it is read
        (400, 9_000, 400 + LINGER_MS),  # but not for long after it was said
        (1_500, 1_700, 1_700),  # never over the next one
        (3_000, 3_000 + GAP_MS - 1, 3_000 + GAP_MS - 1),  # a short gap is closed
        (3_000, 3_000 + GAP_MS, 3_000),  # a longer one is a pause
        (6_500, 6_999, 6_999),
        (30_000, 40_000, LONGEST_MS - FLICKER_MS),
    ],
)
def test_how_long_a_caption_is_shown(spoken_ms: int, next_ms: int, end_ms: int) -> None:
    # The times of a cue's words are known, so that a long one is not cut.
    assert len(READ) == 2 * CHARACTERS_PER_S
    cues = [Cue(0, spoken_ms, READ.replace(" ", "_")), Cue(next_ms, next_ms + 2_000, "Boats.", NIA)]
    assert captions_of(cues, ())[0].end_ms == end_ms


def test_a_short_word_is_shown_for_a_second_where_there_is_room() -> None:
    assert [c.end_ms for c in captions_of([Cue(0, 200, "Yes."), Cue(5_000, 5_100, "No.")], ())] == [
        1_000,
        6_000,
    ]


def test_voices_that_overlap_stay_apart_and_are_named_again() -> None:
    long = "Nobody has heard of a lighthouse that moves. It is a stone tower, and a tower stands."
    captions = captions_of([Cue(0, 8_000, long, NIA), Cue(3_000, 3_800, "Mm.", OTTO)], ())
    assert [(c.speaker, c.label, c.lines[-1]) for c in captions] == [
        (NIA, f"{NIA}:", "of a lighthouse that moves."),
        (OTTO, f"{OTTO}:", f"{OTTO}: Mm."),
        (NIA, f"{NIA}:", "and a tower stands."),
    ]
    assert captions[0].end_ms > captions[1].start_ms


def test_captions_that_roll_are_shown_one_after_the_other() -> None:
    cues = [Cue(0, 5_000, "kelp floats near boats"), Cue(2_500, 7_500, "while gulls cry loudly")]
    assert [(c.start_ms, c.end_ms, c.text) for c in captions_of(cues, ())] == [
        (0, 2_500, "kelp floats near boats"),
        (2_500, 7_500, "while gulls cry loudly"),
    ]


@pytest.mark.parametrize(
    ("speaker", "label"),
    [
        (NIA, "Nia Paperclip:"),
        (" Nia\tPaperclip ", "Nia Paperclip:"),
        ("Dilys P (she/her)", "Dilys P (she/her):"),
        ("Dilys P (she/her) | Tern College of Further Education", "Dilys P (she/her):"),
        ("Dilys P (she/her/hers, any) - Tern College of Kelp", "Dilys P (she/her/hers, any):"),
        ("N" * 41, f"{'N' * 41}:"),
        ("N" * 42, f"{'N' * 40}…:"),
        (f"({'N' * 60})", f"({'N' * 39}…:"),
        (None, "–"),
        (" ", "–"),
        ("unnamed", "–"),
        ("unnamed 3", "Speaker 3:"),
    ],
)
def test_how_a_voice_is_named(speaker: str | None, label: str) -> None:
    assert label_of(speaker) == label
    assert len(label) <= LINE


def test_what_is_downloaded_and_taken_in_again_names_nobody_twice(tmp_path: Path) -> None:
    cues = [
        Cue(0, 3_000, "Note this: boats float, and nothing else that we know of does.", NIA),
        Cue(3_000, 5_000, "Does a lighthouse?"),
        Cue(5_000, 7_000, "Nia Paperclip: no, R&D <says> so.", OTTO),
    ]
    path = tmp_path / "captions.vtt"
    path.write_text(dump_captions(captions_of(cues, ())), "utf-8")
    written = path.read_text("utf-8")
    assert f"<v {NIA}><c.speaker>{NIA}:</c> Note this:" in written
    assert "\n<c.speaker>–</c> Does a lighthouse?" in written
    assert [(cue.speaker, cue.text) for cue in read_captions(path).cues] == [
        (cue.speaker, cue.text) for cue in cues
    ]


def test_no_words_make_no_captions() -> None:
    assert captions_of([], ()) == captions_of([Cue(0, 1_000, "")], [Word(0, 9, "kelp")]) == []


def _start(timed: Cue | Word) -> int:
    return timed.start_ms


def _lines(cues: Sequence[Cue]) -> list[list[str]]:
    return [list(caption.lines) for caption in captions_of(cues, ())]


def _fits(line: str, label: str) -> bool:
    return len(line) <= LINE or " " not in line.removeprefix(label).strip()


def _shown(captions: Sequence[Caption]) -> dict[str | None, list[tuple[str, Caption]]]:
    """Give what each voice says on the screen, word by word, with the caption that shows it."""
    shown = defaultdict[str | None, list[tuple[str, Caption]]](list)
    for caption in captions:
        shown[caption.speaker] += [(text, caption) for text in caption.text.split()]
    return dict(shown)


def _said(cues: Sequence[Cue], heard: Sequence[Word]) -> dict[str | None, list[Word]]:
    """Give the words of each voice with their times, none before its cue and none out of order."""
    said = defaultdict[str | None, list[Word]](list)
    for cue, words in zip(cues, timed_cues(cues, heard), strict=True):
        for word in words:
            before_ms = said[cue.speaker][-1].start_ms if said[cue.speaker] else 0
            start_ms = max(word.start_ms, cue.start_ms, before_ms)
            said[cue.speaker].append(Word(start_ms, max(word.end_ms, start_ms), word.text))
    return {voice: words for voice, words in said.items() if words}
