from itertools import pairwise
from pathlib import Path

from archives import harbour, said
from hypothesis import given, settings
from hypothesis import strategies as st

from index.passages import (
    AIM_MS,
    LONGEST_MS,
    MOST_WORDS,
    cut,
    passages_of,
    word_starts,
)
from media.catalogue import Catalogue
from media.dates import PartialDate
from media.entities import Site, Webinar
from media.model import Cue, Word

EMPTY = Catalogue(Site(title="None"), {}, {}, {}, {}, {})
WEBINAR = Webinar(slug="a-talk", title="A talk", date=PartialDate(2030))


def words(count: int, each_ms: int = 400, text: str = "word", start_ms: int = 0) -> list[Word]:
    return [Word(start_ms + n * each_ms, start_ms + (n + 1) * each_ms, text) for n in range(count)]


def test_a_short_turn_is_one_passage() -> None:
    assert len(cut([words(100)])) == 1


def test_cuts_at_the_sentence_end_that_is_nearest_to_the_aim() -> None:
    line = words(300)
    for at in (39, 84, 110, 170):
        line[at] = Word(line[at].start_ms, line[at].end_ms, "end.")
    assert [len(piece) for piece in cut([line])][:2] == [85, 86]


def test_cuts_at_the_longest_pause_where_nothing_marks_sentences() -> None:
    line = words(60) + words(200, start_ms=60 * 400 + 1_500)
    assert len(cut([line])[0]) == 60


def test_cuts_at_a_cue_end_where_there_is_no_pause() -> None:
    lines = [words(13, start_ms=n * 13 * 400) for n in range(30)]
    assert all(len(piece) % 13 == 0 for piece in cut(lines)[:-1])


def test_a_word_that_is_held_too_long_stays_whole() -> None:
    held = Word(0, 2 * LONGEST_MS, "Ommm")
    assert [len(piece) for piece in cut([[held, *words(5, start_ms=2 * LONGEST_MS)]])] == [1, 5]


def test_a_change_of_speaker_ends_a_passage(tmp_path: Path) -> None:
    catalogue = harbour(tmp_path).catalogue
    webinar = catalogue.webinar("2030-01-15-paper-boats")
    cues = said(
        ("Nia Paperclip", "Yes."), ("Otto Inkwell", "No."), ("Otto Inkwell", "Or?"), ("Who", "Hm")
    )
    passages = passages_of(webinar, cues, (), catalogue)
    assert [(p.text, p.speaker, p.person, p.institution) for p in passages] == [
        ("Yes.", "Nia Paperclip", "nia-paperclip", "boat-college"),
        ("No. Or?", "Otto Inkwell", "otto-inkwell", "teacup-university"),
        ("Hm", "Who", None, None),
    ]


def test_the_institution_is_that_of_the_day(tmp_path: Path) -> None:
    catalogue = harbour(tmp_path).catalogue
    cues = said(("Otto Inkwell", "Teacups."))
    [passage] = passages_of(catalogue.webinar("2030-02-teacups"), cues, (), catalogue)
    assert passage.institution == "boat-college"


def test_words_have_the_times_that_were_heard() -> None:
    heard = [Word(100, 300, "one"), Word(700, 900, "two"), Word(1_500, 1_900, "three")]
    [passage] = passages_of(WEBINAR, [Cue(0, 2_000, "One, two three.")], heard, EMPTY)
    assert passage.text == "One, two three."
    assert [word.start_ms for word in passage.words] == [100, 700, 1_500]
    assert word_starts(word.text for word in passage.words) == [0, 5, 9]


def test_silence_gives_no_passage() -> None:
    assert passages_of(WEBINAR, [], (), EMPTY) == []
    assert passages_of(WEBINAR, [Cue(0, 1_000, "")], (), EMPTY) == []


tokens = st.sampled_from(["word", "end.", "Really?", "micro-credentials,", "Dr.", "a"])
texts = st.lists(tokens, max_size=60).map(" ".join)


@st.composite
def transcripts(draw: st.DrawFn) -> list[Cue]:
    cues, at = [], 0
    for _ in range(draw(st.integers(0, 25))):
        at += draw(st.sampled_from([0, 0, 300, 2_000, 100_000]))
        end = at + draw(st.integers(0, 40_000))
        cues.append(Cue(at, end, draw(texts), draw(st.sampled_from([None, "A", "B"]))))
        at = end
    return cues


@settings(deadline=None)
@given(transcripts())
def test_every_word_is_covered_once_and_in_order(cues: list[Cue]) -> None:
    passages = passages_of(WEBINAR, cues, (), EMPTY)
    spoken = [(cue.speaker, token) for cue in cues for token in cue.text.split()]
    assert [(p.speaker, word.text) for p in passages for word in p.words] == spoken
    assert [token for p in passages for token in p.text.split()] == [text for _, text in spoken]


@settings(deadline=None)
@given(transcripts())
def test_bounds_are_held(cues: list[Cue]) -> None:
    for passage in passages_of(WEBINAR, cues, (), EMPTY):
        assert 1 <= len(passage.words) <= MOST_WORDS
        assert passage.end_ms - passage.start_ms <= LONGEST_MS or len(passage.words) == 1


@settings(deadline=None)
@given(st.integers(150, 600), st.integers(200, 1_000))
def test_long_turns_give_passages_near_the_aim(count: int, each_ms: int) -> None:
    pieces = cut([words(count, each_ms, "end.")])
    for piece, _ in pairwise(pieces):
        assert AIM_MS / 2 <= piece[-1].end_ms - piece[0].start_ms <= AIM_MS * 4 / 3 or (
            60 <= len(piece) <= MOST_WORDS
        )


@settings(deadline=None)
@given(st.lists(st.text("ab.", min_size=1), min_size=1))
def test_word_starts_are_where_words_start(texts: list[str]) -> None:
    joined = " ".join(texts)
    for start, text in zip(word_starts(texts), texts, strict=True):
        assert joined[start:].startswith(text)
