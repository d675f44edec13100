"""What can go wrong on the way from a recording to its transcript, each with its sentence."""

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
            " downloads, or copy a model file here and name it: WHISPER_MODEL=/path/to/model.pt"
        )


class BadModel(Fault):
    """A file that was given as a model is none."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is no Whisper model, or it is damaged. Copy it again, or give a name such as"
            " WHISPER_MODEL=small.en to have it downloaded."
        )


class NotCaptions(BadCaptions):
    """A file is something else than captions, such as a chat; nothing in it is damaged."""


class NoTimes(NotCaptions):
    """A text does not tell when anything in it is said."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path,
            0,
            "this is text without times. Give captions with times, as WebVTT or SubRip, or put"
            " times such as [0:12:34] at the head of its lines.",
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
