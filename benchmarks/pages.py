"""Time and size of each page, in English and Welsh, of small and large archives.

    python -m benchmarks.pages [--webinars 5,500] [--times 20]

Archives are invented (`invented_archive`); the webinar whose page is asked for takes two hours.
Times are processor milliseconds of the one process that asks and answers, without a network: a
clock would tell how busy the machine is. Sizes are of the page alone in kB, as it is and as it is
sent.
"""

import argparse
import asyncio
import gzip
import os
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import httpx2
from starlette.applications import Starlette

from benchmarks.invented_archive import write_archive
from benchmarks.search.tables import percentile, table
from media.archive import Archive
from web import assets
from web.app import make_app
from web.command import spare_collector
from web.languages import LANGUAGES

_TIMES = 20
_SETTLED_S = 600


class Measured(NamedTuple):
    """A page in one language: processor milliseconds of each time, and bytes."""

    ms: Sequence[float]
    raw: int
    sent: int


def main() -> None:
    """Measure and print the tables."""
    arguments = _arguments()
    for webinars in arguments.webinars:
        with tempfile.TemporaryDirectory() as folder:
            pages = asyncio.run(_measure(Path(folder), webinars, arguments.times))
        print(f"\n### {webinars} webinars\n\n{_pages_table(pages)}", flush=True)
    print(f"\n### Files of the site\n\n{_files_table()}")


def addresses(archive: Archive) -> Mapping[str, str]:
    """Return a page of each kind, in English: those of the newest webinar, and of what it has."""
    webinar = archive.catalogue.published()[0]
    transcript = archive.transcript(webinar.slug)
    assert transcript
    said, appearance = transcript.cues[3].text.split(), webinar.appearances[0]
    return {
        "home": "/",
        "webinars": "/webinars",
        "search, one word": f"/search?q={said[4]}",
        "search, three words": f"/search?q={'+'.join(said[1:4])}",
        "watch": f"/webinars/{webinar.slug}",
        "watch, at a moment, marked": f"/webinars/{webinar.slug}?t=3000&q={said[4]}",
        "people": "/people",
        "person": f"/people/{appearance.person}",
        "institutions": "/institutions",
        "institution": f"/institutions/{appearance.institution}",
        "nations": "/nations",
        "nation": "/nations/wales",
        "terms": "/terms",
        "term": "/terms/term-0",
        "documents": "/documents",
        "document": "/documents/document-0",
        "a-z": "/a-z",
        "about": "/about",
    }


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--webinars", type=_numbers, default="5,500", help="in each archive")
    parser.add_argument("--times", type=int, default=_TIMES, help="that each page is asked for")
    return parser.parse_args()


def _numbers(text: str) -> list[int]:
    return [int(number) for number in text.split(",")]


async def _measure(folder: Path, webinars: int, times: int) -> Mapping[str, Mapping[str, Measured]]:
    # The key of its index is not this user's.
    os.environ["XDG_STATE_HOME"] = str(folder / "state")
    archive = write_archive(folder / "archive", webinars)
    app = make_app(archive.root, folder / "index")
    spare_collector()
    app.state.site.finder.start()
    app.state.site.finder.settled.wait(_SETTLED_S)
    return {
        name: {
            language.code: await _page(app, language.prefix + address, times)
            for language in LANGUAGES
        }
        for name, address in addresses(archive).items()
    }


async def _page(app: Starlette, address: str, times: int) -> Measured:
    """Ask for a page once, then measure so many times."""
    transport = httpx2.ASGITransport(app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://localhost") as client:
        page = await client.get(address, headers={"accept-encoding": "gzip"})
        page.raise_for_status()
        ms = []
        for _ in range(times):
            began = time.process_time()
            await client.get(address)
            ms.append((time.process_time() - began) * 1000)
    return Measured(ms, len(page.content), int(page.headers["content-length"]))


def _pages_table(pages: Mapping[str, Mapping[str, Measured]]) -> str:
    head = ("page", "p50 / p95 ms", "in Welsh", "kB", "kB sent", "in Welsh")
    return table(head, (_row(name, one) for name, one in pages.items()))


def _row(name: str, one: Mapping[str, Measured]) -> Sequence[str]:
    english, welsh = one["en"], one["cy"]
    times = (f"{percentile(m.ms, 50):.0f} / {percentile(m.ms, 95):.0f}" for m in (english, welsh))
    return (name, *times, _kb(english.raw), _kb(english.sent), _kb(welsh.sent))


def _files_table() -> str:
    return table(("file", "kB", "kB sent"), _files())


def _files() -> Iterator[Sequence[str]]:
    for path in sorted(assets.FOLDER.iterdir()):
        data = path.read_bytes()
        yield path.name, _kb(len(data)), _kb(len(gzip.compress(data, 6)))


def _kb(size: int) -> str:
    return f"{size / 1000:.1f}"


if __name__ == "__main__":
    main()
