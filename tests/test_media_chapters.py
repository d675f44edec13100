"""Chapters from who speaks. All people and institutions here are invented."""

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.catalogue import Catalogue
from media.chapters import chapters_of
from media.dates import PartialDate
from media.entities import Appearance, Chapter, Institution, Person, Site, Webinar
from media.model import Cue
from media.timecode import format_clock

CUE_MS = 5_000
NERYS, EWAN, MARED, WILL = "Nerys Quill", "Ewan Thistle", "Mared Gull", "Will McKelp"
LIMPET = "Ianto Limpet"
PEOPLE = {
    "nerys": Person(id="nerys", name=NERYS),
    "ewan": Person(id="ewan", name=EWAN, variants=("Ewan T",)),
    "mared": Person(id="mared", name=MARED, honorific="Dr"),
    "will": Person(id="will", name=WILL),
    "sian": Person(id="sian", name="Siân Gull"),
}
PLACES = {
    "tern": Institution(id="tern", name="Tern College", kind="college", nation="Wales"),
    "skua": Institution(id="skua", name="Skua University", kind="university", nation="Wales"),
}
ROSTER = (
    Appearance(person="nerys", institution="tern", part="chair"),
    Appearance(person="ewan", institution="skua"),
    Appearance(person="mared", institution="tern", honorific="Professor"),
    Appearance(person="will"),
    Appearance(person="sian", institution="skua"),
)
WEBINAR = Webinar(slug="kelp", title="Kelp", date=PartialDate(2031), appearances=ROSTER)
CATALOGUE = Catalogue(Site(title="Harbour"), PLACES, PEOPLE, {}, {}, {"kelp": WEBINAR})

Said = tuple[str | None, int, str]


def programme(*spoken: Said) -> list[Cue]:
    """Make lines of five seconds of (voice, seconds, text); the text is the first line's."""
    cues = list[Cue]()
    for voice, seconds, text in spoken:
        for number in range(seconds * 1_000 // CUE_MS):
            start_ms = len(cues) * CUE_MS
            said = "And so the tide goes on." if number else text
            cues.append(Cue(start_ms, start_ms + CUE_MS, said, voice))
    return cues


def made(cues: Sequence[Cue], webinar: Webinar = WEBINAR) -> list[str]:
    return [
        f"{format_clock(chapter.start_ms)} {chapter.title}"
        for chapter in chapters_of(webinar, cues, CATALOGUE)
    ]


WELCOME = (NERYS, 60, "Welcome to the harbour.")
EWANS = (EWAN, 300, "Kelp is a crop.")
MAREDS = (MARED, 300, "Sand is older.")
WILLS = (WILL, 300, "Nets have holes.")
TO_EWAN = (NERYS, 10, "Our first speaker is Ewan Thistle.")
TO_MARED = (NERYS, 20, "Professor Gull, the floor is yours.")
BYE = (NERYS, 20, "That is all we have time for.")
EWAN_HEAD = "Ewan Thistle, Skua University"
MARED_HEAD = "Professor Mared Gull, Tern College"
PANEL = (
    (NERYS, 15, "Let us talk about all of this."),
    (EWAN, 40, "Let us."),
    (NERYS, 10, "And you?"),
    (MARED, 60, "I would not."),
    ("unnamed 4", 10, "Who pays?"),
    (EWAN, 30, "The tide."),
    (MARED, 20, "The moon."),
)


@pytest.mark.parametrize(
    ("spoken", "chapters"),
    [
        pytest.param(
            (WELCOME, TO_EWAN, EWANS, TO_MARED, MAREDS, *PANEL, BYE),
            [
                *("0:00 Welcome", f"1:00 {EWAN_HEAD}", f"6:10 {MARED_HEAD}"),
                *("11:30 Discussion", "14:35 Close"),
            ],
            id="a whole programme",
        ),
        pytest.param(
            (
                (NERYS, 30, "We shall hear from Ewan Thistle, and later from Mared Gull."),
                (NERYS, 20, "Ewan, please begin."),
                EWANS,
                TO_MARED,
                MAREDS,
            ),
            ["0:00 Welcome", f"0:30 {EWAN_HEAD}", f"5:50 {MARED_HEAD}"],
            id="the list of speakers at the beginning hands over to nobody",
        ),
        pytest.param(
            (WELCOME, TO_EWAN, EWANS, (NERYS, 10, "What a tide."), MAREDS),
            ["0:00 Welcome", f"1:00 {EWAN_HEAD}", f"6:10 {MARED_HEAD}"],
            id="where nobody is named the chair's turn hands over",
        ),
        pytest.param(
            (WELCOME, TO_EWAN, EWANS, (NERYS, 60, "What a tide."), MAREDS),
            ["0:00 Welcome", f"1:00 {EWAN_HEAD}", f"7:10 {MARED_HEAD}"],
            id="unless it is a long one",
        ),
        pytest.param(
            (
                *(WELCOME, TO_EWAN, EWANS),
                *((NERYS, 15, "How deep?"), (EWAN, 30, "Very."), (MARED, 10, "Deeper?")),
                *((EWAN, 30, "No."), TO_MARED, MAREDS, BYE),
            ),
            ["0:00 Welcome", f"1:00 {EWAN_HEAD}", f"7:35 {MARED_HEAD}", "12:55 Close"],
            id="questions belong to the talk",
        ),
        pytest.param(
            (
                *(WELCOME, TO_EWAN, (EWAN, 120, "Kelp."), ("unnamed 7", 10, "Louder!"), EWANS),
                *((WILL, 5, "Here?"), (NERYS, 10, "Thanks. Will you wait?"), TO_MARED),
                *((EWAN, 5, "Thank you."), MAREDS),
            ),
            ["0:00 Welcome", f"1:00 {EWAN_HEAD}", f"8:35 {MARED_HEAD}"],
            id="calls, thanks and lines put to the wrong voice end nothing",
        ),
        pytest.param(
            (WELCOME, (NERYS, 15, "I will stop. Over to Will."), WILLS, TO_MARED, MAREDS),
            ["0:00 Welcome", f"1:00 {WILL}", f"6:15 {MARED_HEAD}"],
            id="a first name has a capital, and who has no institution none in the title",
        ),
        pytest.param(
            (WELCOME, TO_EWAN, EWANS, (NERYS, 20, "Now Sian."), ("Siân Gull", 200, "Foam.")),
            ["0:00 Welcome", f"1:00 {EWAN_HEAD}", "6:10 Siân Gull, Skua University"],
            id="accents do not matter",
        ),
        pytest.param(
            (EWANS, TO_MARED, MAREDS),
            [f"0:00 {EWAN_HEAD}", f"5:00 {MARED_HEAD}"],
            id="a recording that begins with a talk",
        ),
        pytest.param(
            ((WILL, 20, "Is it on?"), TO_EWAN, EWANS, TO_MARED, MAREDS),
            ["0:00 Introduction", f"0:20 {EWAN_HEAD}", f"5:30 {MARED_HEAD}"],
            id="one that begins without the chair",
        ),
        pytest.param(
            (
                *(WELCOME, TO_EWAN, (EWAN, 900, "Kelp."), *PANEL),
                *((NERYS, 20, "Now Will McKelp."), (WILL, 900, "Nets.")),
            ),
            ["0:00 Welcome", f"1:00 {EWAN_HEAD}", "17:05 Discussion", f"19:15 {WILL}"],
            id="a discussion between two talks, but for what is still asked of the speaker",
        ),
        pytest.param(
            (WELCOME, EWANS, (NERYS, 310, "Let me tell you of gulls."), MAREDS, BYE),
            [
                *("0:00 Welcome", f"1:00 {EWAN_HEAD}", "6:00 Nerys Quill, Tern College"),
                *(f"11:10 {MARED_HEAD}", "16:10 Close"),
            ],
            id="a talk by the chair",
        ),
        pytest.param(
            (("unnamed 1", 60, "Welcome."), EWANS, ("unnamed 2", 300, "Foam."), BYE),
            ["0:00 Introduction", f"1:00 {EWAN_HEAD}", "6:00 Speaker 2", "11:00 Close"],
            id="a voice that nobody could name",
        ),
        pytest.param(
            (WELCOME, EWANS, (LIMPET, 300, "Rocks."), BYE),
            ["0:00 Welcome", f"1:00 {EWAN_HEAD}", f"6:00 {LIMPET}", "11:00 Close"],
            id="a name that the roster does not have",
        ),
    ],
)
def test_chapters_are_made_from_who_speaks(spoken: tuple[Said, ...], chapters: list[str]) -> None:
    assert made(programme(*spoken)) == chapters


@pytest.mark.parametrize(
    "spoken",
    [
        pytest.param((), id="no words"),
        pytest.param((WELCOME, TO_EWAN, EWANS, BYE), id="one speaker"),
        pytest.param(((None, 900, "Kelp."),), id="nobody's voice"),
        pytest.param(
            (("unnamed 1", 60, "Hello."), ("unnamed 2", 300, "Kelp."), ("unnamed 3", 300, "Sand.")),
            id="nobody named",
        ),
        pytest.param(
            (WELCOME, (EWAN, 50, "Kelp."), (MARED, 50, "Sand.")), id="under three minutes"
        ),
        pytest.param((WELCOME, *PANEL * 9, BYE), id="a conversation without talks"),
    ],
)
def test_there_are_none_rather_than_silly_ones(spoken: tuple[Said, ...]) -> None:
    assert made(programme(*spoken)) == []


def test_a_chair_whom_the_roster_does_not_have_is_who_speaks_first() -> None:
    webinar = replace(WEBINAR, appearances=ROSTER[1:])
    chair = "unnamed 1"
    spoken = [(chair if v == NERYS else v, s, t) for v, s, t in (WELCOME, TO_EWAN, EWANS, TO_MARED)]
    assert made(programme(*spoken, MAREDS, (chair, 20, "Goodbye.")), webinar) == [
        "0:00 Welcome",
        f"1:00 {EWAN_HEAD}",
        f"6:10 {MARED_HEAD}",
        "11:30 Close",
    ]


def test_a_welsh_webinar_has_welsh_titles() -> None:
    webinar = replace(WEBINAR, language="cy-GB")
    cues = programme(WELCOME, EWANS, TO_MARED, MAREDS, *PANEL, BYE)
    assert [title.partition(" ")[2] for title in made(cues, webinar)] == [
        "Croeso",
        EWAN_HEAD,
        MARED_HEAD,
        "Trafodaeth",
        "Cloi",
    ]
    unnamed = programme(WELCOME, EWANS, ("unnamed 2", 300, "Ewyn."))
    assert made(unnamed, webinar)[-1] == "6:00 Siaradwr 2"


def test_variants_of_a_name_are_one_person() -> None:
    cues = programme(WELCOME, (EWAN, 100, "Kelp."), ("Ewan T", 100, "More."), TO_MARED, MAREDS)
    chapters = chapters_of(WEBINAR, cues, CATALOGUE)
    assert [chapter.person for chapter in chapters] == [None, "ewan", "mared"]


def test_lines_of_nobodys_voice_end_no_talk() -> None:
    lost = [line for _ in range(9) for line in ((EWAN, 20, "Kelp."), (None, 30, "Hm."))]
    cues = programme(WELCOME, TO_EWAN, *lost, TO_MARED, MAREDS)
    assert made(cues) == ["0:00 Welcome", f"1:00 {EWAN_HEAD}", f"8:40 {MARED_HEAD}"]


def test_a_name_without_letters_is_never_named() -> None:
    people = {**PEOPLE, "will": Person(id="will", name="!")}
    catalogue = replace(CATALOGUE, people=people)
    cues = programme(WELCOME, ("!", 300, "Nets!"), TO_MARED, MAREDS)
    chapters = chapters_of(WEBINAR, cues, catalogue)
    assert [(c.start_ms, c.title) for c in chapters][1] == (60_000, "!")


def test_what_a_person_wrote_stands_in_order_of_time() -> None:
    written = (
        Chapter(start_ms=90_000, title="Sand", person="mared"),
        Chapter(start_ms=0, title="Kelp"),
    )
    cues = programme(WELCOME, TO_EWAN, EWANS, TO_MARED, MAREDS)
    chapters = chapters_of(replace(WEBINAR, chapters=written), cues, CATALOGUE)
    assert chapters == written[::-1]


def test_chapters_follow_corrections() -> None:
    cues = programme(WELCOME, TO_EWAN, EWANS, TO_MARED, MAREDS)
    corrected = [replace(c, speaker=WILL if c.speaker == MARED else c.speaker) for c in cues]
    assert made(corrected)[-1] == f"6:10 {WILL}"


VOICES = (NERYS, EWAN, MARED, WILL, LIMPET, "unnamed 1", "unnamed", None)
SPOKEN = st.lists(
    st.tuples(
        st.sampled_from(VOICES),
        st.integers(5, 400),
        st.sampled_from(("Ewan?", "Mared Gull speaks.", "McKelp", "", "…")),
    ),
    max_size=25,
)


@given(SPOKEN, st.randoms(use_true_random=False))
def test_chapters_begin_with_lines_and_are_apart(spoken: list[Said], dice: random.Random) -> None:
    cues = programme(*spoken)
    chapters = chapters_of(WEBINAR, cues, CATALOGUE)
    assert {chapter.start_ms for chapter in chapters} <= {cue.start_ms for cue in cues}
    assert all(one.start_ms < next_.start_ms for one, next_ in pairwise(chapters))
    people = [chapter.person for chapter in chapters if chapter.person]
    assert len(people) == len(set(people))
    assert len(chapters) != 1
    dice.shuffle(cues)
    assert chapters_of(WEBINAR, cues, CATALOGUE) == chapters


def test_where_two_begin_at_once_there_is_one_chapter() -> None:
    cues = [
        Cue(0, 60_000, "Welcome.", NERYS),
        Cue(60_000, 360_000, "Kelp.", EWAN),
        Cue(60_000, 400_000, "Sand.", MARED),
    ]
    assert made(cues) == ["0:00 Welcome", f"1:00 {EWAN_HEAD}"]
    assert made(cues[1:]) == []
