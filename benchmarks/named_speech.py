"""Real speech with the names of who speaks, for the benchmark of naming, and its rosters."""

import gzip
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.formats.labels import is_placeholder, name_forms
from media.catalogue import Catalogue
from media.dates import PartialDate
from media.entities import Appearance, Person, Site, Webinar
from media.model import Word

_TIMING = re.compile(r"((?:\d+:)?\d\d:\d\d\.\d{3}) --> ((?:\d+:)?\d\d:\d\d\.\d{3})")
_VOICE = re.compile(r"<v ([^>]+)>")
_SPOKEN = re.compile(r"([^:\n]{1,60}?):? *:? *(\d\d):(\d\d):(\d\d)\s*\Z")
_DEVICES = re.compile(r"\b(?:bot|iphone|ipad|user|zoom|admin|host|guest|room)\b", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
_WORD_MS = 300


@dataclass(frozen=True, slots=True)
class Line:
    """Something said, with the name that its source gives."""

    start_ms: int
    end_ms: int
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """A call, an episode or a talk; `tuned` says that it was looked at."""

    name: str
    kind: str
    lines: Sequence[Line]
    tuned: bool


def documents_of(folder: Path) -> Iterator[Document]:
    sources: tuple[tuple[str, str, Callable[[str], list[Line]]], ...] = (
        ("calls", "zoom-ethpm/*.vtt", read_zoom),
        ("podcasts", "talkpython/*.vtt", _voiced),
        ("talks", "btctranscripts/*.md", _dated),
    )
    for kind, pattern, read in sources:
        for number, path in enumerate(sorted(folder.glob(pattern), key=lambda p: (_date(p), p))):
            lines = [line for line in read(path.read_text("utf-8")) if line.text.strip()]
            names = {line.name for line in lines if not is_placeholder(line.name)}
            if len(names) > 1:
                yield Document(path.name, kind, lines, _is_tuned(path, kind, number))
    yield from _committees(folder.parent / "relevance" / "qmsum")


def _committees(folder: Path) -> Iterator[Document]:
    """Read QMSum's committees of the Senedd; parliaments that call nobody by name are left."""
    for path in sorted(folder.glob("*committee*.json.gz")):
        for name, meeting in json.loads(gzip.decompress(path.read_bytes())).items():
            said = [(_titled(t["speaker"]), t["content"]) for t in meeting["meeting_transcripts"]]
            if not any(speaker.startswith("The ") for speaker, _ in said):
                yield Document(name, "committees", _lined(said), tuned=False)


def _titled(name: str) -> str:
    return re.sub(r"^(?:Professor|Prof|Dr|Sir|Mr|Mrs|Ms) | (?:AM|MS)$", "", name.strip())


def _lined(said: Sequence[tuple[str, str]]) -> list[Line]:
    lines, at = list[Line](), 0
    for name, text in said:
        end = at + _WORD_MS * len(text.split())
        if end > at:
            lines.append(Line(at, end, name, text))
        at = end
    return lines


def _date(path: Path) -> str:
    found = re.search(r"\d{4}-\d\d-\d\d", path.name)
    return found.group() if found else ""


def _is_tuned(path: Path, kind: str, number: int) -> bool:
    """Halve by number; both versions of an episode are in one half."""
    found = _NUMBER.search(path.name) if kind == "podcasts" else None
    return (int(found.group()) if found else number) % 2 == 0


def _cues(text: str) -> Iterator[tuple[int, int, str]]:
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n")):
        found = _TIMING.search(block)
        if found:
            yield _ms(found[1]), _ms(found[2]), block[found.end() :].strip()


def _ms(text: str) -> int:
    *hours, minutes, seconds = text.split(":")
    whole = int(hours[0]) if hours else 0
    return (whole * 60 + int(minutes)) * 60_000 + round(float(seconds) * 1000)


def read_zoom(text: str) -> list[Line]:
    split = ((start, end, said.partition(": ")) for start, end, said in _cues(text))
    return [
        Line(s, e, name, said.replace("\n", " ")) for s, e, (name, colon, said) in split if colon
    ]


def _voiced(text: str) -> list[Line]:
    lines = list[Line]()
    for start, end, said in _cues(text):
        found, plain = _VOICE.search(said), re.sub(r"<[^>]*>", "", said).replace("\n", " ")
        if found:
            lines.append(Line(start, end, found[1].strip(), plain))
    return lines


def _dated(text: str) -> list[Line]:
    heads, bodies = list[tuple[str, int]](), list[list[str]]()
    for row in text.splitlines():
        found = _SPOKEN.match(row)
        if found:
            hours, minutes, seconds = (int(found[n]) for n in (2, 3, 4))
            heads.append((found[1].strip(), (hours * 60 + minutes) * 60_000 + seconds * 1000))
            bodies.append([])
        elif bodies and not row.startswith("#"):
            bodies[-1].append(row)
    texts = [" ".join(body) for body in bodies]
    ends = [*(start for _, start in heads[1:]), 0]
    return [
        Line(
            start,
            max(end, start + _WORD_MS * len(said.split())) if n + 1 == len(heads) else end,
            name,
            said,
        )
        for n, ((name, start), said, end) in enumerate(zip(heads, texts, ends, strict=True))
        if end > start or n + 1 == len(heads)
    ]


def words_of(lines: Sequence[Line]) -> list[Word]:
    words = list[Word]()
    for line in lines:
        texts = line.text.split()
        step = (line.end_ms - line.start_ms) / max(len(texts), 1)
        words += [
            Word(round(line.start_ms + n * step), round(line.start_ms + (n + 1) * step), text)
            for n, text in enumerate(texts)
        ]
    return words


def plain_names(names: Sequence[str]) -> dict[str, str | None]:
    """Return the plain name of each display name, None for devices; spellings are one."""
    plain = {name: _plain(name) for name in names}
    shown = dict[str, str]()
    for name in plain.values():
        if name:
            shown.setdefault(name.casefold(), name)
    full = [name for name in shown.values() if " " in name]
    for key, name in list(shown.items()):
        same = [other for other in full if other.casefold().split()[0] == key]
        if " " not in name and len(same) == 1:
            shown[key] = same[0]
    return {name: shown[one.casefold()] if one else None for name, one in plain.items()}


def _plain(name: str) -> str | None:
    if is_placeholder(name) or _DEVICES.search(name):
        return None
    form = min(name_forms(name), key=len)
    return name[: len(form)].strip() if name.casefold().startswith(form) else form


def archive_of(names: Sequence[str], chair: str | None = None) -> tuple[Catalogue, Webinar]:
    people = {str(n): Person(id=str(n), name=name) for n, name in enumerate(names)}
    webinar = Webinar(
        slug="talk",
        title="Talk",
        date=PartialDate(2026),
        appearances=tuple(
            Appearance(person=id_, part="chair" if person.name == chair else "speaker")
            for id_, person in people.items()
        ),
    )
    site = Site(title="Calls")
    return Catalogue(site, {}, people, {}, {}, {webinar.slug: webinar}), webinar
