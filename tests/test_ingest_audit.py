"""Faults planted in a transcript that has none; what is written here is about lighthouses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.audit import Finding, audit
from ingest.silence import Spoken
from media.model import Doubt, Word
from media.timecode import Span

SENTENCES = (
    "the lamp of the lighthouse was lit at six and it burned until the morning came over the water"
    " and the keeper wrote down every boat that passed and every boat that did not pass and then"
    " she went to bed with a cup of tea and a book about gardens which she never finished"
)
TEXT = SENTENCES.split()
WORD_MS, LATER_MS = 300, 400


def said(text: list[str], start_ms: int = 0, **more: object) -> list[Word]:
    """Words one after another, as fast as people speak."""
    return [
        Word(start_ms + n * LATER_MS, start_ms + n * LATER_MS + WORD_MS, word, **more)  # type: ignore[arg-type]
        for n, word in enumerate(text)
    ]


def end(words: list[Word]) -> int:
    return words[-1].end_ms + 100


def heard(*words: Word) -> Spoken:
    """Voice activity that hears just those words."""
    return Spoken([Span(words[0].start_ms, words[-1].end_ms)])


def kinds(found: list[Finding]) -> list[str]:
    return [finding.kind for finding in found]


def test_a_clean_transcript_has_no_findings() -> None:
    words = said(TEXT)
    assert audit(words, [], heard(*words), end(words)) == []


def test_a_clean_transcript_without_a_recording_has_none_either() -> None:
    assert audit(said(TEXT), [], None, end(said(TEXT))) == []


def test_half_a_minute_of_speech_without_words_is_found_where_it_is() -> None:
    first, last = said(TEXT), said(TEXT, 60_000)
    spoken = Spoken([Span(0, 52_000), Span(60_000, end(last))])
    (gap,) = audit(first + last, [], spoken, end(last))
    assert (gap.kind, gap.start_ms, gap.end_ms) == ("no-words", first[-1].end_ms, 52_000)
    assert gap.why == f"{round((52_000 - first[-1].end_ms) / 1000)} s of speech have no words."


def test_speech_without_words_is_found_at_both_ends() -> None:
    words = said(TEXT, 10_000)
    spoken = Spoken([Span(0, end(words) + 8_000)])
    found = audit(words, [], spoken, end(words) + 9_000)
    assert [(f.start_ms, f.end_ms) for f in found] == [
        (0, 10_000),
        (words[-1].end_ms, end(words) + 8_000),
    ]


def test_a_word_stretched_over_speech_does_not_cover_it() -> None:
    words = [Word(0, 40_000, "well"), *said(TEXT, 40_000)]
    assert kinds(audit(words, [], heard(*words), end(words))) == ["no-words"]


def test_a_pause_between_words_is_no_fault() -> None:
    first, last = said(TEXT), said(TEXT, 60_000)
    spoken = Spoken([Span(0, first[-1].end_ms), Span(60_000, end(last))])
    assert audit(first + last, [], spoken, end(last)) == []


def test_a_summary_in_place_of_a_transcript_is_found() -> None:
    words = [Word(n * 2_500, n * 2_500 + 300, "boat") for n in range(20)]
    spoken = Spoken([Span(n * 10_000, (n + 1) * 10_000 - 100) for n in range(5)])
    assert "no-words" in kinds(audit(words, [], spoken, 50_000))


def test_words_where_nobody_speaks_are_found() -> None:
    first, invented = said(TEXT), said(["a", "tale", "that", "nobody", "ever", "told"], 60_000)
    (finding,) = audit(first + invented, [], heard(*first), end(invented))
    assert (finding.kind, finding.start_ms) == ("no-speech", 60_000)
    assert finding.text == "a tale that nobody ever told"


def test_words_held_back_are_told_with_their_text() -> None:
    words, held = said(TEXT), said(["thanks", "for", "watching"], 60_000)
    (finding,) = audit(words, held, heard(*words), 90_000)
    assert (finding.kind, finding.held, finding.text) == ("no-speech", True, "thanks for watching")


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("boat", 12),
        ("the boat", 6),
        ("and then she went", 4),
        ("she wrote it down in the book of boats", 3),
    ],
)
def test_loops_are_found(text: str, times: int) -> None:
    words = said(TEXT + text.split() * times + TEXT)
    (finding,) = audit(words, [], None, end(words))
    assert finding.kind == "loop"
    assert finding.why.endswith(f"{times} times over.")


@pytest.mark.parametrize(
    "text",
    [
        "no no no no no",
        "very very",
        "bye bye bye bye",
        "the boat the boat",
        "that is that is that is that is that is",
        "did it land yet did it land yet did it land yet",
    ],
)
def test_people_repeat_themselves(text: str) -> None:
    words = said(TEXT + text.split() + TEXT)
    assert audit(words, [], None, end(words)) == []


def test_what_the_recogniser_says_of_its_own_loop_is_told() -> None:
    words = said(TEXT[:10]) + said(TEXT[10:], 4_000, doubt=Doubt(0.1, -0.2, 3.4))
    (finding,) = audit(words, [], None, end(words))
    assert (finding.kind, finding.start_ms) == ("loop", 4_000)


@pytest.mark.parametrize(
    "text", ["Thanks for watching!", "Please subscribe.", "Thank you for listening."]
)
def test_a_stock_phrase_counts_over_silence_only(text: str) -> None:
    words, phrase = said(TEXT), said(text.split(), 20_500 + len(TEXT) * LATER_MS)
    silent = Spoken([Span(0, words[-1].end_ms), Span(phrase[0].start_ms - 200, phrase[0].start_ms)])
    assert "stock-phrase" in kinds(audit(words + phrase, [], silent, end(phrase)))
    spoken = Spoken([Span(0, words[-1].end_ms), Span(phrase[0].start_ms, phrase[-1].end_ms)])
    assert audit(words + phrase, [], spoken, end(phrase)) == []


@pytest.mark.parametrize(
    "text", ["Subtitles by the Amara.org community", "Transcribed by https://otter.ai"]
)
def test_what_nobody_says_counts_anywhere(text: str) -> None:
    words = said(TEXT + text.split() + TEXT)
    assert kinds(audit(words, [], heard(*words), end(words))) == ["stock-phrase"]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ([Word(5_000, 4_000, "back")], "It ends before it starts."),
        ([Word(99_000, 99_500, "late")], "do the captions belong to this recording"),
        ([Word(0, 1_000, "lighthouse") for _ in range(8)], "nobody speaks so fast"),
    ],
)
def test_impossible_times_are_found(words: list[Word], why: str) -> None:
    found = [f for f in audit(words, [], None, 60_000) if f.kind == "impossible-time"]
    assert len(found) == 1
    assert why in found[0].why


def test_a_number_whose_time_is_a_guess_is_found_among_measured_words() -> None:
    words = [*said(TEXT), Word(40_000, 40_500, "£3.50", estimated=True)]
    assert kinds(audit(words, [], None, 41_000)) == ["untimed-number"]


def test_numbers_among_guessed_words_are_no_news() -> None:
    words = said([*TEXT, "1,037", "boats"], estimated=True)
    assert audit(words, [], None, end(words)) == []


WORDS = st.builds(
    Word,
    st.integers(0, 60_000),
    st.integers(0, 60_000),
    st.text(min_size=1, max_size=12) | st.sampled_from(["boat", "the", "subscribe", "12"]),
)


@given(st.lists(WORDS, max_size=40), st.lists(WORDS, max_size=5), st.integers(0, 60_000))
def test_whatever_the_words_are_the_audit_ends_in_order(
    words: list[Word], held: list[Word], length_ms: int
) -> None:
    words.sort(key=lambda word: word.start_ms)
    found = audit(words, held, Spoken([Span(0, 20_000), Span(30_000, 50_000)]), length_ms)
    assert [f.start_ms for f in found] == sorted(f.start_ms for f in found)
    assert all(f.start_ms <= f.end_ms and f.why.endswith((".", "?")) for f in found)
