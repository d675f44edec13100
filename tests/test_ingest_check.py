import pytest

from ingest.check import check
from ingest.run import Text
from media.dates import PartialDate
from media.entities import Appearance, ConfirmedVoice, Webinar
from media.model import Cue, Recognition
from media.speakers import Evidence, Naming

EVIDENCE = (
    Evidence("nerys-quill", 40_000, "speaks first, as a chair does", 0.7),
    Evidence("nerys-quill", 52_000, "“Thank you, Nerys”, said by unnamed 2", 1.9),
)
ROSTER = (Appearance(person="nerys-quill"), Appearance(person="dilys-pebble"))


def needs(namings: tuple[Naming, ...], *voices: ConfirmedVoice) -> tuple[str, ...]:
    webinar = Webinar(
        slug="2031-05-kelp",
        title="Kelp",
        date=PartialDate(2031, 5),
        appearances=ROSTER,
        voices=voices,
    )
    cues = [
        Cue(n * 60_000, n * 60_000 + 60_000, "So we go on. " * 20, one.label)
        for n, one in enumerate(namings)
    ]
    text = Text(Recognition("whisper", "", (), "0" * 64, ()), [], [], [], cues, namings)
    return check(webinar, text, None, ()).needs


def test_a_voice_without_a_name_is_asked_about_with_the_strongest_reason() -> None:
    told = needs((Naming("unnamed 1", "nerys-quill", 0.7, 60_000, EVIDENCE),))
    assert (
        "“unnamed 1” speaks for 1:00, first at 0:00: who is it"
        " (probably nerys-quill: “Thank you, Nerys”, said by unnamed 2)?" in told
    )


def test_voices_that_speak_longest_are_asked_about_first() -> None:
    told = needs(tuple(Naming(f"unnamed {n}", None, 0.0, n * 1_000) for n in range(1, 10)))
    asked = [one.split("”")[0] for one in told if "who is it?" in one]
    assert asked == [f"“unnamed {n}" for n in (9, 8, 7, 6, 5, 4)]
    assert "3 more voices have no name (speakers.json)." in told


@pytest.mark.parametrize(
    "naming",
    [
        Naming("unnamed 1", "nerys-quill", 0.97, 60_000, EVIDENCE),
        # Captions call them so, and nobody of the roster is likely.
        Naming("A visitor", None, 0.0, 60_000),
    ],
)
def test_who_has_a_name_is_not_asked_about(naming: Naming) -> None:
    assert not any("who is it" in one for one in needs((naming,)))


def test_a_confirmation_that_names_nobody_is_told() -> None:
    certain = Naming("unnamed 1", "nerys-quill", 0.99, 60_000, EVIDENCE)
    told = needs((certain,), ConfirmedVoice(at_ms=90_000, person="dilys-pebble"))
    assert any(one.startswith("[[voice]] at 1:30 in webinar.toml names nobody") for one in told)
    assert not any("[[voice]] at" in one for one in needs((certain,)))
