"""An archive of invented webinars, of any number, to measure the site with.

Everybody in it is put together from parts of words. So is what they say: words are drawn as often
as those of a language are (Zipf's law), one after another by lot. Such text compresses less than
people's, whose words follow from each other, so that sizes measured with it are no smaller than
real ones. The newest webinar takes two hours, the others a few minutes.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import tomlkit

from media.archive import Archive
from media.model import Cue, Recognition, Recording
from media.vtt import dump_vtt

HOUR_MS = 3_600_000
LONG_MS = 2 * HOUR_MS
# So short that an index of five hundred is made within a minute.
SHORT_MS = 5 * 60_000
CUE_MS = 5_000
WORDS_A_CUE = 12  # about 145 words a minute
TURN_CUES = 9
SPEAKERS = 4

_START = date(2031, 1, 8)
_ONSETS = ("b", "br", "c", "d", "f", "gl", "h", "l", "m", "n", "p", "qu", "r", "s", "st", "t", "w")
_RHYMES = ("a", "an", "ar", "e", "el", "en", "er", "i", "in", "o", "on", "or", "u", "um", "y")
_KINDS = ("university", "college", "agency", "funder", "learned-society")
_NATIONS = ("Wales", "Scotland", "England", "Northern Ireland", "UK")
# How often words come: the 1st, 2nd, 3rd … commonest as 1, 1/2, 1/3 …
_WORDS = 6_000


class Invented:
    """Draws names and talk by lot, the same each time."""

    def __init__(self) -> None:
        self.lot = Random("an invented archive")  # noqa: S311, a seed and no secret
        syllables = ["".join(pair) for pair in product(_ONSETS, _RHYMES)]
        self.lot.shuffle(syllables)
        # The shorter, the commoner.
        longer = ("".join(pair) for pair in product(syllables, syllables))
        self._words = [*syllables, *(word for word, _ in zip(longer, range(_WORDS), strict=False))]
        self._weights = [1 / rank for rank in range(1, len(self._words) + 1)]

    def talk(self, words: int) -> str:
        """Return a sentence of so many words."""
        return " ".join(self.lot.choices(self._words, self._weights, k=words)).capitalize() + "."

    def name(self, parts: int = 2) -> str:
        """Return a name of so many words, rare ones."""
        return " ".join(word.capitalize() for word in self.lot.sample(self._words[300:], parts))


def write_archive(root: Path, webinars: int, long_ms: int = LONG_MS) -> Archive:
    """Write an archive of so many webinars; the newest takes `long_ms`. Returns it."""
    by = Invented()
    people = [(f"person-{n}", by.name()) for n in range(SPEAKERS + webinars)]
    bodies = [f"body-{n}" for n in range(8 + webinars // 5)]
    _write(root / "site.toml", {"title": "Invented archive", "tagline": "To measure with"})
    _write(root / "people.toml", {"person": [{"id": id_, "name": name} for id_, name in people]})
    _write(root / "institutions.toml", {"institution": [_body(by, id_) for id_ in bodies]})
    terms = [{"id": f"term-{n}", "name": by.talk(2)[:-1], "kind": "topic"} for n in range(30)]
    _write(root / "terms.toml", {"term": terms})
    for n in range(webinars):
        roster = by.lot.sample(people, SPEAKERS)
        slug = f"{_START - timedelta(days=7 * n)}-webinar-{n}"
        _write_webinar(by, root / "webinars" / slug, roster, bodies)
        cues = list(_cues(by, [name for _, name in roster], SHORT_MS if n else long_ms))
        (root / "webinars" / slug / "transcript.vtt").write_text(dump_vtt(cues), "utf-8")
        if n % 2 == 0:
            document = {"title": by.talk(6), "kind": "report", "date": slug[:7], "webinar": slug}
            _write(root / "documents" / f"document-{n}.toml", {**document, "by": [bodies[n % 8]]})
    archive = Archive(root)
    for slug in archive.catalogue.webinars:
        _add_recording(archive, slug)
    return archive


def _body(by: Invented, id_: str) -> dict[str, Any]:
    return {
        "id": id_,
        "name": f"{by.name(1)} {by.name(1)} College",
        "kind": by.lot.choice(_KINDS),
        "nation": by.lot.choice(_NATIONS),
        "names_cy": [f"Coleg {by.name()}"],
        "variants": [by.name(1)],
    }


def _write_webinar(
    by: Invented, folder: Path, roster: list[tuple[str, str]], bodies: list[str]
) -> None:
    appearances = [
        {"person": id_, "role": f"Head of {by.name(1)}", "institution": by.lot.choice(bodies)}
        for id_, _ in roster
    ]
    values = {
        "title": by.talk(7)[:-1],
        "date": folder.name[:10],
        "description": by.talk(40),
        "appearance": appearances,
    }
    _write(folder / "webinar.toml", values)


def _cues(by: Invented, names: list[str], length_ms: int) -> Iterator[Cue]:
    speaker = names[0]
    for n in range(length_ms // CUE_MS):
        if n % TURN_CUES == 0:
            speaker = by.lot.choice(names)
        yield Cue(n * CUE_MS, (n + 1) * CUE_MS, by.talk(WORDS_A_CUE), speaker)


def _add_recording(archive: Archive, slug: str) -> None:
    """Add a file that no player plays, and what is known of a recording."""
    (archive.folder(slug) / "recording.mp4").write_bytes(bytes(4096))
    archive.write_recognition(slug, Recognition("captions", "", (), "0" * 64, ()))
    facts = Recording("recording.mp4", "0" * 64, 4096, LONG_MS, LONG_MS, "h264", "aac", 1280, 720)
    archive.write_probe(slug, facts)


def _write(path: Path, values: Mapping[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(tomlkit.dumps(dict(values)), "utf-8")
