"""Known words set to the fixture's first half minute by PocketSphinx, and the pure parts."""

import json
from dataclasses import replace
from functools import cache
from itertools import pairwise
from statistics import median

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from recordings import FIXTURE, SPEECH

from ingest.aligning.alignment import Aligned, find_times, long_rows, retime
from ingest.aligning.matching import match
from ingest.aligning.placing import in_order, place
from ingest.speech import Samples
from ingest.voice import speech_spans
from media import ffmpeg
from media.model import Cue, Word
from media.timecode import Span
from media.transcript import spread

# Before the fixture's long silence.
END_MS = 29_000


@cache
def speech() -> Samples:
    data = b"".join(ffmpeg.decode(SPEECH, ffmpeg.probe(SPEECH)))
    return np.frombuffer(data, dtype=np.int16)[: END_MS * 16]


@cache
def said() -> tuple[Word, ...]:
    rows = json.loads((FIXTURE / "words.json").read_text("utf-8"))["words"]
    words = (Word(row["start_ms"], row["end_ms"], row["text"]) for row in rows)
    return tuple(word for word in words if word.end_ms <= END_MS)


def sentences(late_ms: int = 0) -> list[Cue]:
    cues, held = list[Cue](), list[Word]()
    for word in said():
        held.append(word)
        if word.text.endswith("."):
            start_ms, end_ms = held[0].start_ms + late_ms, held[-1].end_ms + late_ms
            cues.append(Cue(start_ms, end_ms, " ".join(one.text for one in held)))
            held = []
    return cues


def paragraph() -> list[Cue]:
    return [Cue(0, END_MS, " ".join(word.text for word in said()))]


def retimed(samples: Samples, cues: list[Cue], heard: list[Word] | None = None) -> Aligned:
    return retime(samples, cues, speech_spans(samples), heard or ())


def timed(samples: Samples, tokens: list[str]) -> Aligned:
    return find_times(samples, tokens, speech_spans(samples))


def errors(aligned: Aligned, true: tuple[Word, ...] | None = None) -> list[int]:
    pairs = zip(aligned.words, true or said(), strict=True)
    return [abs(found.start_ms - word.start_ms) for found, word in pairs]


@pytest.mark.parametrize(
    ("cues", "offset_ms"),
    [(sentences(), 0), (sentences(700), 0), (sentences(12_000), -12_000), (paragraph(), 0)],
    ids=["captions", "late by 0.7 s", "late by 12 s", "one paragraph"],
)
def test_captions_get_the_times_of_their_words(cues: list[Cue], offset_ms: int) -> None:
    aligned = retimed(speech(), cues)
    assert [word.text for word in aligned.words] == [word.text for word in said()]
    assert median(errors(aligned)) < 50
    assert max(errors(aligned)) < 500
    assert aligned.share > 0.95
    assert aligned.belongs
    assert aligned.offset_ms == pytest.approx(offset_ms, abs=100)
    assert not any(word.estimated for word in aligned.words)


def test_a_text_without_times_finds_them() -> None:
    aligned = timed(speech(), [word.text for word in said()])
    assert median(errors(aligned)) < 50
    assert (aligned.offset_ms, long_rows(aligned.words)) == (0, [])


def test_wrong_and_missing_words_leave_the_others_where_they_are() -> None:
    kept = [word for at, word in enumerate(said()) if at % 12 != 5]
    texts = ["banana" if at % 12 == 8 else word.text for at, word in enumerate(kept)]
    aligned = timed(speech(), texts)
    assert [word.text for word in aligned.words] == texts
    assert median(errors(aligned, tuple(kept))) < 50
    assert sorted(errors(aligned, tuple(kept)))[len(kept) * 9 // 10] < 300


def test_what_a_caption_adds_to_the_speech_stays_estimated() -> None:
    first, *others = sentences()
    extra = replace(first, text=f"– {first.text} [applause] 中文")
    aligned = retimed(speech(), [extra, *others])
    assert [word.text for word in aligned.words][:2] == ["–", "Welcome"]
    estimated = [word.text for word in aligned.words if word.estimated]
    assert {"–", "中文"} <= set(estimated) <= {"–", "[applause]", "中文"}


def test_words_keep_what_a_recogniser_thought_of_them() -> None:
    heard = [replace(word, probability=0.5, start_ms=word.start_ms + 300) for word in said()]
    aligned = retimed(speech(), sentences(), heard)
    assert {word.probability for word in aligned.words} == {0.5}
    assert median(errors(aligned)) < 50


def test_another_text_is_told_and_gets_no_times() -> None:
    other = "Nobody ever planted seven purple cucumbers behind our grandmother's aeroplane factory."
    cues = [Cue(at * 7_000, at * 7_000 + 6_000, other) for at in range(4)]
    aligned = retimed(speech(), cues)
    assert not aligned.belongs
    assert aligned.words == tuple(w for cue in cues for w in spread(other.split(), *cue_span(cue)))
    assert timed(speech(), other.split() * 4).words == ()


def cue_span(cue: Cue) -> tuple[int, int]:
    return cue.start_ms, cue.end_ms


def test_a_part_that_nobody_says_is_told_of() -> None:
    tokens = [word.text for word in said()]
    half = len(tokens) // 2
    added = "Seven purple cucumbers grew behind grandmother's aeroplane factory every Thursday"
    aligned = timed(speech(), [*tokens[:half], *added.split(), *tokens[half:]])
    assert len(long_rows(aligned.words)) == 1
    there = [*aligned.words[:half], *aligned.words[half + len(added.split()) :]]
    assert median(errors(replace(aligned, words=tuple(there)))) < 50


def test_a_recording_may_be_a_part_of_what_its_text_is_of() -> None:
    before = ["Seven", "purple", "cucumbers", "grew", "behind", "the", "factory."] * 40
    tokens = [*before, *(word.text for word in said())]
    aligned = timed(speech(), tokens)
    assert aligned.share < 0.25
    assert aligned.belongs
    there = aligned.words[len(before) :]
    assert median(errors(replace(aligned, words=there))) < 50


def test_a_text_may_be_of_a_part_of_the_recording() -> None:
    part = said()[10:25]
    aligned = timed(speech(), [word.text for word in part])
    assert aligned.belongs
    assert median(errors(aligned, part)) < 50


def test_only_speech_is_listened_to_and_the_work_is_told() -> None:
    done = list[int]()
    first = Span(2_900, 13_000)
    aligned = find_times(speech(), [word.text for word in said()], [first], done.append)
    assert sum(done) < 14_000
    found = [word for word in aligned.words if not word.estimated]
    assert all(word.end_ms <= 14_000 for word in found)
    assert len(found) > 20


@pytest.mark.parametrize("samples", [np.zeros(0, np.int16), np.zeros(160_000, np.int16)])
def test_silence_holds_no_words(samples: Samples) -> None:
    assert not timed(samples, ["Welcome", "to", "the", "lighthouse"]).belongs
    aligned = retimed(samples, [Cue(0, 20_000, "Welcome to the lighthouse")])
    end_ms = len(samples) // 16
    assert [word.text for word in aligned.words] == ["Welcome", "to", "the", "lighthouse"]
    assert all(0 <= word.start_ms <= word.end_ms <= end_ms for word in aligned.words)


@pytest.mark.parametrize("cues", [[], [Cue(0, 900, "")], [Cue(0, 900, "– …")]])
def test_captions_without_words_have_none(cues: list[Cue]) -> None:
    aligned = retimed(speech(), cues)
    assert [word.text for word in aligned.words] == [t for cue in cues for t in cue.text.split()]
    assert not aligned.belongs


SAID = list(range(20))


@pytest.mark.parametrize(
    ("said_so", "heard", "places"),
    [
        (SAID, SAID, SAID),
        (SAID, [*SAID[:8], 90, *SAID[9:]], [*SAID[:8], *SAID[9:]]),
        (SAID, [*SAID[:8], *SAID[9:]], [*SAID[:8], *SAID[9:]]),
        (SAID, [91, 92, *SAID, 93], SAID),
        (SAID, [90, 91, 3, 92, 93, 94, 95, 96, 97, 98, 12, 99], []),
        (SAID, [], []),
        ([], SAID, []),
        ([1, 2], [1, 2], [0, 1]),
        ([1], [1], [0]),
        (SAID * 3, SAID * 3, list(range(60))),
    ],
)
def test_what_was_heard_counts_where_its_neighbours_agree(
    said_so: list[int], heard: list[int], places: list[int]
) -> None:
    assert [at for at, _ in match(said_so, heard)] == places


def test_a_phrase_that_comes_again_is_matched_in_order() -> None:
    thanks = [1, 2, 3, 4, 5]
    text = [*thanks, *range(10, 20), *thanks, *range(20, 30), *thanks]
    heard = [*thanks, *range(20, 30), *thanks]
    assert [at for at, _ in match(text, heard)][-15:] == list(range(20, 35))


numbers = st.lists(st.integers(0, 12), max_size=60)


@given(numbers, numbers)
def test_pairs_are_in_order_and_the_same(said_so: list[int], heard: list[int]) -> None:
    pairs = match(said_so, heard)
    assert all(said_so[a] == heard[b] for a, b in pairs)
    assert all(a < c and b < d for (a, b), (c, d) in pairwise(pairs))


def span(words: list[Word]) -> list[tuple[int, int]]:
    return [(word.start_ms, word.end_ms) for word in words]


def test_a_word_between_two_found_ones_is_put_where_the_longest_speech_is() -> None:
    found = [Span(0, 1000), None, Span(9000, 9500)]
    speech_spans = [Span(0, 1200), Span(5000, 9500)]
    assert span(place(["a", "bb", "c"], found, (), speech_spans, 10_000)) == [
        (0, 1000),
        (8600, 9000),
        (9000, 9500),
    ]


def test_words_are_shared_out_over_speech_and_not_over_silence() -> None:
    found = [Span(0, 1000), None, None, Span(9000, 9500)]
    speech_spans = [Span(0, 1000), Span(4000, 4300), Span(6000, 6300)]
    assert span(place(["a", "bb", "cc", "d"], found, (), speech_spans, 10_000))[1:3] == [
        (4000, 4300),
        (6000, 6300),
    ]


@pytest.mark.parametrize(
    ("found", "spans"),
    [
        ([None, Span(9000, 9500)], [(8600, 9000), (9000, 9500)]),
        ([Span(500, 1000), None], [(500, 1000), (1000, 1400)]),
        ([Span(500, 1000), Span(1000, 1300)], [(500, 1000), (1000, 1300)]),
        ([Span(500, 9900), None], [(500, 9900), (9900, 10_000)]),
    ],
)
def test_words_at_the_ends_of_a_text_stay_near_it(
    found: list[Span | None], spans: list[tuple[int, int]]
) -> None:
    assert span(place(["a", "b"], found, (), (), 10_000)) == spans


def test_a_caption_that_was_not_found_moves_with_those_round_it() -> None:
    given_words = [Word(at * 1000, at * 1000 + 500, "a", estimated=True) for at in range(5)]
    found = [Span(w.start_ms + 12_000, w.end_ms + 12_000) for w in given_words]
    placed = place(["a"] * 5, [*found[:2], None, *found[3:]], given_words, (), 60_000)
    assert span(placed)[2] == (14_000, 14_500)
    assert [word.estimated for word in placed] == [False, False, True, False, False]


def test_a_caption_that_cannot_be_where_it_says_is_put_between_its_neighbours() -> None:
    given_words = [Word(0, 500, "a"), Word(9000, 9500, "b"), Word(1000, 1500, "c")]
    placed = place(["a", "b", "c"], [Span(0, 500), None, Span(1200, 1500)], given_words, (), 9_999)
    assert span(placed)[1] == (500, 900)


def test_a_word_fills_a_narrow_room_whatever_its_caption_says() -> None:
    given_words = [Word(0, 500, "a"), Word(700, 900, "b"), Word(800, 1500, "c")]
    placed = place(["a", "b", "c"], [Span(0, 500), None, Span(800, 1500)], given_words, (), 9_999)
    assert span(placed)[1] == (500, 800)


times = st.integers(-1_000, 40_000)
spans_in_order = st.lists(st.integers(0, 30_000), max_size=40).map(
    lambda edges: [Span(a, b) for a, b in list(pairwise(sorted(edges)))[::2]]
)


@given(spans_in_order, st.data(), spans_in_order, st.integers(0, 32_000))
def test_each_token_is_one_word_in_order_and_inside_the_recording(
    measured: list[Span], data: st.DataObject, speech_spans: list[Span], end_ms: int
) -> None:
    found = list[Span | None]()
    for one in measured:
        found += [None] * data.draw(st.integers(0, 3)) + [one]
    found += [None] * data.draw(st.integers(0, 3))
    tokens = [data.draw(st.text("ab", min_size=1, max_size=30)) for _ in found]
    edges = [sorted((data.draw(times), data.draw(times))) for _ in found]
    given_words = [Word(a, b, t) for (a, b), t in zip(edges, tokens, strict=True)]
    for given_ in (given_words, ()):
        words = place(tokens, found, given_, speech_spans, end_ms)
        assert [word.text for word in words] == tokens
        assert all(0 <= word.start_ms <= word.end_ms <= end_ms for word in words)
        assert all(a.start_ms <= b.start_ms for a, b in pairwise(words))


@given(st.lists(st.tuples(times, times)), st.integers(0, 30_000))
def test_order_is_brought_into_words_without_losing_any(
    edges: list[tuple[int, int]], end_ms: int
) -> None:
    words = in_order([Word(a, b, "w") for a, b in edges], end_ms)
    assert len(words) == len(edges)
    assert all(0 <= word.start_ms <= word.end_ms <= end_ms for word in words)
    assert in_order(words, end_ms) == words
