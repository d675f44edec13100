"""What a run asks of a person. All people here are invented."""

from collections.abc import Sequence

import pytest

from ingest.check import check
from ingest.run import Text
from media.dates import PartialDate
from media.entities import Appearance, ConfirmedVoice, Webinar
from media.model import Cue, Recognition, Word
from media.speakers import Naming

NERYS, EWAN = (
    ConfirmedVoice(at_ms=1_000, person="nerys"),
    ConfirmedVoice(at_ms=2_000, person="ewan"),
)


def _needs(namings: Sequence[Naming], *voices: ConfirmedVoice) -> list[str]:
    webinar = Webinar(
        slug="kelp",
        title="Kelp",
        date=PartialDate(2031),
        appearances=(Appearance(person="nerys"),),
        voices=voices,
    )
    words = (Word(0, 5_000, "Kelp."),)
    recognition = Recognition("whisper", "tiny", (), "", words)
    cues = [Cue(0, 5_000, "Kelp.", "unnamed 1")]
    text = Text(recognition, list(words), [], [], cues, tuple(namings))
    return [need for need in check(webinar, text, None, ()).needs if "[[voice]] at " in need]


def test_a_confirmed_voice_that_is_named_needs_nothing() -> None:
    assert _needs([Naming("unnamed 1", "nerys", 1.0, 5_000)], NERYS) == []


@pytest.mark.parametrize(
    ("namings", "voices", "told"),
    [
        ([Naming("unnamed 1", "nerys", 0.5, 5_000)], (NERYS, EWAN), ["0:01", "0:02"]),
        ([Naming("unnamed 1", None, 0.0, 5_000)], (EWAN,), ["0:02"]),
        ([], (NERYS,), ["0:01"]),
    ],
    ids=["two people for one voice", "nobody speaks there", "no voices"],
)
def test_a_confirmed_voice_that_is_nobodys_is_told(
    namings: Sequence[Naming], voices: Sequence[ConfirmedVoice], told: Sequence[str]
) -> None:
    needs = _needs(namings, *voices)
    assert [need.partition(" in webinar.toml names nobody: ")[0] for need in needs] == [
        f"[[voice]] at {at}" for at in told
    ]


def test_somebody_who_is_confirmed_and_not_listed_is_to_be_listed() -> None:
    (need,) = _needs([Naming("unnamed 1", "ewan", 1.0, 5_000)], EWAN)
    assert "names ewan, who is not listed: add an [[appearance]]" in need
