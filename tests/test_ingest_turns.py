from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.turns import (
    LARGEST_BYTES,
    Turn,
    Turns,
    read_rttm,
    turns_from_captions,
    widened,
)
from media.errors import FaultyFile, MissingFile
from media.model import Cue

RTTM = """\
;; the harbour talk
SPKR-INFO talk 1 <NA> <NA> <NA> unknown nerys-quill <NA> <NA>
SPEAKER talk 1 20 4.5 <NA> <NA> dilys-pebble <NA> <NA>

SPEAKER talk 1 0.0004 19.9996 <NA> <NA> nerys-quill 0.9
SPEAKER\ttalk\t1\t20.25\t0\t<NA>\t<NA>\tguest_1\t<NA>\t<NA>
"""


def _rttm(tmp_path: Path, text: str | bytes) -> Turns:
    path = tmp_path / "turns.rttm"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_rttm(path)


@pytest.mark.parametrize("text", [RTTM, "\ufeff" + RTTM, RTTM.replace("\n", "\r\n")])
def test_turns_are_read_in_order_of_time(tmp_path: Path, text: str) -> None:
    assert _rttm(tmp_path, text) == (
        Turn(0, 20_000, "nerys-quill"),
        Turn(20_000, 24_500, "dilys-pebble"),
        Turn(20_250, 20_250, "guest_1"),
    )


@pytest.mark.parametrize("text", ["", "\n\n", ";; nobody spoke\n"])
def test_a_file_in_which_nobody_speaks(tmp_path: Path, text: str) -> None:
    assert _rttm(tmp_path, text) == ()


def test_all_faults_are_told_at_once_with_their_lines(tmp_path: Path) -> None:
    text = """\
SPEAKER talk 1 0 1 <NA> <NA> ann <NA> <NA>
SPEAKER talk 1 soon 1 <NA> <NA> ann <NA> <NA>
SPEAKER talk 1 -1 nan <NA> <NA> ann <NA> <NA>
SPEAKER talk 1 0 1
Ann: hello

SPEAKER talk 1 359999 2 <NA> <NA> ann <NA> <NA>
"""
    with pytest.raises(FaultyFile) as caught:
        _rttm(tmp_path, text)
    told = [f"{line}: {what}" for line, what in caught.value.faults]
    assert [sentence[:40] for sentence in told] == [
        "2: the start 'soon' is no number of seco",
        "3: the duration 'nan' is no number of se",
        "3: the start '-1' is no number of second",
        "4: has 5 fields; a turn is written SPEAK",
        "5: 'Ann:' is no type of RTTM line; a tur",
        "7: the turn ends beyond 100 hours; mend ",
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"SPEAKER\nSPEAKER talk \xff", "line 2: is not UTF-8 text"),
        (b"x" * (LARGEST_BYTES + 1), "is larger than 10 MB"),
    ],
)
def test_what_is_no_rttm_file_is_told(tmp_path: Path, content: bytes, told: str) -> None:
    with pytest.raises(FaultyFile, match=told):
        _rttm(tmp_path, content)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(MissingFile):
        read_rttm(tmp_path / "gone.rttm")


@settings(deadline=None)
@given(st.binary())
def test_any_bytes_are_turns_or_faults(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    for content in (data, b"SPEAKER talk 1 " + data):
        try:
            _rttm(tmp_path_factory.getbasetemp(), content)
        except FaultyFile as fault:
            assert fault.faults


TURNS = Turns(
    [
        Turn(0, 10_000, "Nerys"),
        Turn(8_000, 12_000, "Dilys"),
        Turn(20_000, 21_000, "Ewan"),
        Turn(21_000, 22_000, "Nerys"),
        Turn(22_000, 24_000, "Ewan"),
        Turn(30_000, 30_000, "Nobody"),
    ]
)


@pytest.mark.parametrize(
    ("start_ms", "end_ms", "speaker"),
    [
        (0, 1_000, "Nerys"),
        (7_000, 9_000, "Nerys"),
        (9_500, 12_000, "Dilys"),
        (8_000, 10_000, "Nerys"),  # both spoke all of it: who began first
        (9_999, 9_999, "Nerys"),
        (10_000, 10_000, "Dilys"),
        (12_000, 20_000, None),
        (12_000, 20_001, "Ewan"),
        (19_000, 25_000, "Ewan"),  # 3 s in two turns
        (21_000, 22_000, "Nerys"),
        (29_000, 31_000, None),
        (90_000, 91_000, None),
    ],
)
def test_who_spoke_most_of_a_span(start_ms: int, end_ms: int, speaker: str | None) -> None:
    assert TURNS.speaker_at(start_ms, end_ms) == speaker


def test_where_there_are_no_turns_nobody_spoke() -> None:
    assert Turns().speaker_at(0, 1_000) is None


SPANS = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda ends: (min(ends), max(ends)))
ANY_TURNS = st.lists(
    st.builds(
        lambda span, name: Turn(span[0], span[1], name), SPANS, st.sampled_from(["a", "b", "c"])
    ),
    max_size=12,
)


@settings(deadline=None)
@given(ANY_TURNS, SPANS, st.randoms(use_true_random=False))
def test_the_answer_is_that_of_looking_at_every_turn(
    turns: list[Turn], span: tuple[int, int], random: Random
) -> None:
    start, end = span[0], max(span[1], span[0] + 1)
    spoken = {
        name: sum(
            max(0, min(turn.end_ms, end) - max(turn.start_ms, start))
            for turn in turns
            if turn.name == name
        )
        for name in "abc"
    }
    speaker = Turns(turns).speaker_at(*span)
    assert spoken.get(speaker or "", 0) == max(spoken.values())
    random.shuffle(turns)
    assert Turns(turns).speaker_at(*span) == speaker


def test_captions_tell_the_turns_of_who_is_named() -> None:
    cues = [Cue(5, 9, "b", "Dilys"), Cue(0, 4, "a", "Nerys"), Cue(10, 12, "c")]
    assert turns_from_captions(cues) == (Turn(0, 4, "Nerys"), Turn(5, 9, "Dilys"))


@pytest.mark.parametrize(
    ("turns", "wide"),
    [
        # To the middle of a pause, and no further than given.
        (
            [Turn(100, 400, "a"), Turn(500, 900, "b"), Turn(9_000, 9_500, "a")],
            [Turn(50, 450, "a"), Turn(450, 1_900, "b"), Turn(8_000, 10_500, "a")],
        ),
        # What overlaps stays as it is there.
        (
            [Turn(0, 900, "a"), Turn(300, 500, "b"), Turn(1_000, 1_200, "b")],
            [Turn(0, 950, "a"), Turn(300, 500, "b"), Turn(950, 2_200, "b")],
        ),
        ([], []),
    ],
)
def test_turns_reach_into_the_pauses_round_them(turns: list[Turn], wide: list[Turn]) -> None:
    assert list(widened(Turns(turns), 1_000)) == wide
