"""What can go wrong on the way from a recording to its transcript, each with its sentence."""

from collections.abc import Iterable
from pathlib import Path

from media.errors import BadCaptions, Fault


class NoEngine(Fault):
    """The recogniser asked for does not exist."""

    def __init__(self, name: str, known: list[str]) -> None:
        super().__init__(f"There is no recogniser {name!r}. Choose one of {', '.join(known)}.")


class NotInstalled(Fault):
    """The recogniser asked for is not installed on this machine."""

    def __init__(self, package: str, command: str) -> None:
        super().__init__(
            f"{package} is not installed: run {command}, or put captions into the webinar's source"
            " folder and use --engine captions."
        )


class NoModel(Fault):
    """The recogniser is there, the model it needs is not."""

    def __init__(self, model: str, why: str) -> None:
        super().__init__(
            f"The model {model!r} could not be had ({why}). Connect to the internet once so that it"
            " downloads, or copy a model here and name it with its path: WHISPER_MODEL=/path/to/it"
        )


class UnknownModel(Fault):
    """A recogniser has no model of this name."""

    def __init__(self, engine: str, name: str, known: Iterable[str]) -> None:
        super().__init__(
            f"{engine} has no model {name!r}. It has {', '.join(known)}: make models tells which is"
            " for what. A model of your own is named with its path, as in ./my-model"
        )


class BadModel(Fault):
    """What was given as a model is none that can be used."""

    def __init__(self, path: Path, why: object) -> None:
        reason = (str(why).splitlines() or [type(why).__name__])[0][:160]
        super().__init__(
            f"{path} is no Whisper model, or damaged, or too large for this machine ({reason})."
            " Copy it again, or give a name such as WHISPER_MODEL=small.en to have it downloaded."
        )


class OtherModel(Fault):
    """A model's file is not the one that was meant."""

    def __init__(self, path: Path, found: str, expected: str, said_by: str) -> None:
        super().__init__(
            f"{path} is damaged, or another file than {said_by} says: its SHA-256 is {found[:12]}…"
            f" and not {expected[:12]}… Copy it again; if it is the one you mean, change {said_by}."
        )


class BadHash(Fault):
    """What should be the hash of a model's file is none."""

    def __init__(self, where: str) -> None:
        super().__init__(
            f"{where} is no SHA-256, which has 64 digits from 0 to f: take what sha256sum prints."
        )


class OtherEngine(Fault):
    """A model was given to a recogniser that reads another kind."""

    def __init__(self, path: Path, engine: str, takes: str, other: str) -> None:
        super().__init__(
            f"{path} is a model for {other}, and {engine} takes {takes}: run with ENGINE={other},"
            " or name another model in WHISPER_MODEL."
        )


class EnglishOnly(Fault):
    """A recording in another language was given to a model that knows English alone."""

    def __init__(self, model: str, language: str, instead: str) -> None:
        super().__init__(
            f"{model} hears English only, and the language is {language!r}: take {instead}"
        )


class UnknownLanguage(Fault):
    """A language that a model does not know."""

    def __init__(self, model: str, language: str) -> None:
        super().__init__(
            f"{model} knows no language {language!r}. Write the language's code of two letters, as"
            " en or cy, into webinar.toml."
        )


class BadVoiceModel(Fault):
    """A model of voice activity or of voices is not the one that came with its package."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is missing or was changed. Install it anew: rm .venv/.voice && make setup"
        )


class NoDiariser(Fault):
    """What should tell voices apart does not exist."""

    def __init__(self, name: str, known: list[str]) -> None:
        super().__init__(
            f"Nothing called {name!r} tells voices apart. Choose one of {', '.join(known)}."
        )


class NoVoiceModel(Fault):
    """A model that tells voices apart cannot be had, or not be used."""

    def __init__(self, model: str, why: object) -> None:
        reason = (str(why).strip().splitlines() or [type(why).__name__])[0][:160]
        super().__init__(
            f"The model {model!r} could not be used ({reason}). Accept its conditions on its page"
            " and put your token into HF_TOKEN, or copy it here and name its folder:"
            " PYANNOTE_MODEL=/path/to/it"
        )


class WorkerLost(Fault):
    """A process that recognised beside others was ended from outside."""

    def __init__(self, workers: int) -> None:
        super().__init__(
            f"One of {workers} recognising processes was ended, most likely because memory ran out."
            " What is done is kept: run the command again with WORKERS=1, or take a smaller model."
        )


class NotCaptions(BadCaptions):
    """A file is something else than captions, such as a chat; nothing in it is damaged."""

    @classmethod
    def because(cls, fault: BadCaptions) -> "NotCaptions":
        """Say the same of a file that nobody said was captions."""
        other = cls.__new__(cls, *fault.args)
        other.args = fault.args
        return other


class NoTimes(NotCaptions):
    """A text does not tell when anything in it is said."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            path,
            0,
            "this is text without times. Put it beside its recording, where the times of English"
            " are found, or give captions with times, as WebVTT or SubRip.",
        )


class OtherText(Fault):
    """A text without times is not what a recording says."""

    def __init__(self, path: Path, share: float) -> None:
        super().__init__(
            f"{path} is not what the recording says: {share:.0%} of its words were found there."
            " Give the text that belongs to it, or take it out of the source folder."
        )


class NothingToTranscribe(Fault):
    """A webinar has neither a recording nor captions."""

    def __init__(self, slug: str, folder: Path) -> None:
        super().__init__(
            f"{slug} has no recording and no captions yet. Run make ingest FILE=… WEBINAR={slug},"
            f" or put a caption file such as a .vtt into {folder / 'source'}."
        )


class NoCaptions(Fault):
    """Captions were asked for and there are none."""

    def __init__(self, slug: str, folder: Path) -> None:
        super().__init__(
            f"{slug} has no captions: put a caption file such as a .vtt into {folder / 'source'}."
        )


class OtherRecording(Fault):
    """The webinar has a recording already, and it is another one."""

    def __init__(self, slug: str, there: Path) -> None:
        super().__init__(
            f"{slug} already has another recording, {there}, which was left as it is. Move it away"
            " first if the new one is to take its place."
        )


class Busy(Fault):
    """Another run works on the same webinar."""

    def __init__(self, slug: str) -> None:
        super().__init__(f"Another run is working on {slug}. Wait until it has finished.")
