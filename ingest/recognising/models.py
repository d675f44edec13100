"""The models that staff may choose from, as a table.

Parameters, graphics memory and speed (how many times as fast as the largest, on a data centre's
graphics card) are those of the README of openai/whisper. Downloads are what whisper's files take:
two bytes for each parameter of the layout, read from the package's own classes; faster-whisper's
are about the same. Minutes for a recording of ninety were estimated from the time that one window
took two cores in models of these shapes with random weights, as whisper / faster-whisper.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from ingest.errors import NotInstalled
from ingest.recognising import faster_whisper, whisper
from ingest.recognising.segments import is_english_only

# Where the named models of an engine lie on this machine; None where it is not installed.
Found = Mapping[str, Path] | None
# With a graphics card the large ones take no longer than the small ones without.
WITH_GRAPHICS_CARD = "turbo"


@dataclass(frozen=True, slots=True)
class Model:
    """A model by the name that both packages know, and what to know before choosing it."""

    model: str
    download: str
    parameters: str
    graphics: str
    speed: str
    minutes: str
    languages: str
    good_for: str


def _model(
    name: str, megabytes: int, millions: int, gigabytes: int, speed: int, minutes: str, use: str
) -> Model:
    return Model(
        name,
        f"{megabytes} MB",
        f"{millions} M",
        f"{gigabytes} GB",
        f"{speed} x",
        minutes,
        "English" if is_english_only(name) else "many",
        use,
    )


MODELS = (
    _model("tiny.en", 76, 39, 1, 10, "4 / 2", "trying things out"),
    _model("tiny", 76, 39, 1, 10, "", "the same, other languages"),
    _model("base.en", 145, 74, 1, 7, "8 / 4", "a slow machine; a rough draft"),
    _model("base", 145, 74, 1, 7, "", "the same, other languages"),
    _model("small.en", 484, 244, 2, 4, "22 / 9", "English, no graphics card"),
    _model("small", 484, 244, 2, 4, "", "the same, other languages"),
    _model("medium.en", 1528, 769, 5, 2, "", "English, when there is time"),
    _model("medium", 1528, 769, 5, 2, "", "the same, other languages"),
    _model("large-v3", 3087, 1550, 10, 1, "", "Welsh, and all that is hard"),
    _model("turbo", 1618, 809, 6, 8, "53 / 37", "a graphics card"),
)
_HEAD = Model(
    "model", "download", "parameters", "memory", "speed", "90 min", "languages", "good for"
)
_NOTES = """\
memory: on a graphics card; without one whisper takes up to twice that and faster-whisper half, as
measured from tiny to small. 90 min: minutes that such a recording takes two cores, estimated,
whisper / faster-whisper. Both know these names; see make setup-whisper and make setup-fast."""


def describe(chosen: str, found: Mapping[str, Found], *, graphics_card: bool) -> str:
    """Return the table, with the chosen model marked, and where the models lie that are here."""
    used = f"WHISPER_MODEL={chosen} is what is used; name another, or the path of one."
    lines = [*_table(chosen), "", _NOTES, "", *_here(found), "", used]
    if graphics_card and chosen != WITH_GRAPHICS_CARD:
        lines.append(f"This machine has a graphics card: try WHISPER_MODEL={WITH_GRAPHICS_CARD}")
    return "\n".join(lines)


def find_models() -> Mapping[str, Found]:
    """Return what each engine has on this machine."""
    found: dict[str, Found] = {}
    for engine, library in (("whisper", whisper), ("faster-whisper", faster_whisper)):
        try:
            found[engine] = library.installed_models()
        except NotInstalled:
            found[engine] = None
    return found


def has_graphics_card() -> bool:
    """Say whether an engine that is installed has a graphics card to run on."""
    for library in (whisper, faster_whisper):
        try:
            if library.has_graphics_card():
                return True
        except NotInstalled:
            continue
    return False


def _table(chosen: str) -> Iterator[str]:
    names = [field.name for field in fields(Model)]
    rows = [[getattr(row, name) for name in names] for row in (_HEAD, *MODELS)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(names))]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield f"{'*' if row[0] == chosen else ' '} {'  '.join(cells)}".rstrip()


def _here(found: Mapping[str, Found]) -> Iterator[str]:
    yield "On this machine:"
    for engine, models in found.items():
        if models is None:
            yield f"  {engine} is not installed"
        elif not models:
            yield f"  {engine}: none yet; a model downloads when it is first used"
        else:
            yield from (f"  {engine} {name}: {path}" for name, path in models.items())
