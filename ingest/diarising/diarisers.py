"""What tells voices apart, chosen by name; pyannote.audio is imported only when it is asked for."""

from collections.abc import Callable, Sequence

from ingest.diarising import diariser, pyannote
from ingest.errors import NoDiariser
from ingest.speech import Samples
from media.speakers import VoiceTurn
from media.timecode import Span

RESEMBLYZER, PYANNOTE, NONE = "resemblyzer", "pyannote", "none"
DIARISERS = [RESEMBLYZER, PYANNOTE, NONE]


def diariser_model(name: str, model: str = "") -> str:
    """Return what a diariser's outcome depends on, exactly enough to tell two outcomes apart.

    `model` is the name or path of pyannote's pipeline. Raises NoDiariser for an unknown name and
    NotInstalled.
    """
    check_diariser(name)
    return pyannote.pyannote_model(model) if name == PYANNOTE else diariser.diariser_model()


def diarise_with(
    name: str,
    samples: Samples,
    speech: Sequence[Span],
    listed: int,
    advance: Callable[[int], None],
    model: str = "",
) -> list[VoiceTurn]:
    """Return who speaks when, in order, as a diariser hears it.

    `speech` are the spans in which somebody speaks, which pyannote finds itself; `listed` is how
    many people are expected, 0 where nobody knows; `model` is the name or path of pyannote's
    pipeline. Raises NoDiariser, NotInstalled, BadVoiceModel and NoVoiceModel.
    """
    check_diariser(name)
    if name == PYANNOTE:
        return pyannote.diarise(samples, listed, model, advance)
    return diariser.diarise(samples, speech, listed, advance)


def check_diariser(name: str) -> None:
    """Raise NoDiariser for what is none."""
    if name not in DIARISERS:
        raise NoDiariser(name, DIARISERS)
