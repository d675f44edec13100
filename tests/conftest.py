"""Archives, servers and browsers for the tests of the site. All people here are invented."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from golden import Golden
from hypothesis import settings
from playwright.sync_api import Browser, Page, sync_playwright
from servers import START_S, serve
from starlette.testclient import TestClient

from media.archive import Archive
from media.model import Cue, Recognition, Recording, Word
from media.transcript import spread
from web import kept
from web.app import make_app

# A busy machine is no failure.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

BOATS = "2030-01-15-paper-boats"
TEACUPS = "2030-02-teacups"
LANTERNS = "2030-03-01-lanterns"
NAUGHTY = "2030-05-05-naughty"
DRAFT = "2030-04-01-secret"
WITHDRAWN = "2030-04-02-gone"
SCRIPT = "<script>alert(1)</script>"

SITE = """
title = "Harbour archive"
tagline = "Every word said at the harbour"
description = "Invented webinars about paper boats."
contact = "harbour@example.org"
notice = "Everything here is invented."
title_cy = "Archif yr harbwr"
tagline_cy = "Pob gair a ddywedwyd yn yr harbwr"
"""
INSTITUTIONS = """
[[institution]]
id = "boat-college"
name = "College of Paper Boats"
kind = "college"
nation = "Wales"
names_cy = ["Coleg Cychod Papur"]
variants = ["Boat College"]
unconfirmed = ["names_cy"]

[[institution]]
id = "teacup-university"
name = "University of Teacups"
kind = "university"
nation = "Scotland"
names_cy = ["Prifysgol Cwpanau Te"]

[[institution]]
id = "lantern-fund"
name = "Lantern Fund"
kind = "funder"
nation = "Wales"

[[institution]]
id = "beacon-fund"
name = "Beacon Fund"
kind = "funder"
nation = "Wales"
successor_of = "lantern-fund"
"""
PEOPLE = f"""
[[person]]
id = "nia-paperclip"
name = "Nia Paperclip"

[[person]]
id = "otto-inkwell"
name = "Otto Inkwell"
honorific = "Professor"

[[person]]
id = "secret-draftsman"
name = "Secret Draftsman"

[[person]]
id = "naughty-name"
name = '{SCRIPT}'
"""
TERMS = """
[[term]]
id = "tide"
name = "tide"
kind = "topic"
variants = ["tides"]
"""
DOCUMENTS = {
    "folding-guide": """
title = "A guide to folding"
kind = "guide"
date = "2029-12"
by = ["boat-college"]
about = ["teacup-university"]
webinar = "2030-01-15-paper-boats"
""",
    "trap": """
title = "A trap"
kind = "report"
webinar = "2030-04-01-secret"
unconfirmed = ["title"]
""",
}
APPEARANCES = """
[[appearance]]
person = "nia-paperclip"
role = "Head of Folding"
institution = "boat-college"
part = "chair"

[[appearance]]
person = "otto-inkwell"
honorific = "Professor"
role = "Reader in Saucers"
institution = "teacup-university"
unconfirmed = ["role"]
"""
WEBINARS = {
    BOATS: f"""
title = "Paper boats for everybody"
subtitle = "Small and seaworthy"
date = "2030-01-15"
origin = "synthetic"
host = "boat-college"
description = "How boats are folded."
{APPEARANCES}""",
    TEACUPS: f"""
title = "Storms in teacups"
date = "2030-02"
date_note = "The day is not known."
{APPEARANCES}""",
    LANTERNS: """
title = "Lanterns at dusk"
date = "2030-03-01"
note = "Nobody remembers who spoke."
unconfirmed = ["date"]
""",
    NAUGHTY: f"""
title = '{SCRIPT} & "quotes"'
date = "2030-05-05"
description = '{SCRIPT}'

[[link]]
title = '{SCRIPT}'
url = "https://example.org/?a=1&b=<b>"

[[appearance]]
person = "naughty-name"
role = '{SCRIPT}'
""",
    DRAFT: """
title = "A secret meeting"
date = "2030-04-01"
state = "draft"

[[appearance]]
person = "secret-draftsman"
""",
    WITHDRAWN: """
title = "Taken down"
date = "2030-04-02"
state = "withdrawn"
""",
}
NIA, OTTO = "Nia Paperclip", "Professor Otto Inkwell"
LINES = (
    (NIA, "Good morning and welcome to the harbour."),
    (NIA, "Today we fold paper boats out of old newspapers."),
    (OTTO, "A stackable saucer carries credit from one"),
    (OTTO, "harbour to the next, and nothing is lost."),
    (None, "Can a lighthouse be stackable as well?"),
    (OTTO, "A lighthouse keeps its own quality assurance."),
    (NIA, "Thank you for coming, and mind the tide."),
)
CUE_MS, GAP_MS, FIRST_MS = 6_000, 500, 2_000
LENGTH_MS = 60_000


def cues_of(lines: tuple[tuple[str | None, str], ...] = LINES) -> list[Cue]:
    step = CUE_MS + GAP_MS
    return [
        Cue(FIRST_MS + n * step, FIRST_MS + n * step + CUE_MS, text, speaker)
        for n, (speaker, text) in enumerate(lines)
    ]


def words_of(cues: list[Cue]) -> list[Word]:
    return [w for c in cues for w in spread(c.text.split(), c.start_ms, c.end_ms)]


def word_ms(word: str, nth: int = 0) -> int:
    """When a word of LINES is said."""
    said = [w for w in words_of(cues_of()) if w.text.strip(".,?!").casefold() == word]
    return said[nth].start_ms


def build_archive(root: Path, recording: bytes = b"\0" * 4096) -> Archive:
    """Write an archive with a webinar of every kind."""
    files = {
        "site.toml": SITE,
        "institutions.toml": INSTITUTIONS,
        "people.toml": PEOPLE,
        "terms.toml": TERMS,
        **{f"documents/{slug}.toml": text for slug, text in DOCUMENTS.items()},
        **{f"webinars/{slug}/webinar.toml": text for slug, text in WEBINARS.items()},
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    archive = Archive(root)
    for slug in (BOATS, DRAFT, WITHDRAWN):
        add_recording(archive, slug, recording)
        _add_transcript(archive, slug, cues_of())
    _add_transcript(archive, NAUGHTY, cues_of(((f'"><{SCRIPT}', f"{SCRIPT} --> stackable"),)))
    _correct(archive, TEACUPS)
    return archive


def add_recording(archive: Archive, slug: str, data: bytes) -> None:
    (archive.folder(slug) / "recording.mp4").write_bytes(data)
    (archive.folder(slug) / "poster.jpg").write_bytes(b"\xff\xd8\xff\xe0 a still")
    archive.write_probe(
        slug,
        Recording(
            file="recording.mp4",
            sha256="0" * 64,
            bytes=len(data),
            duration_ms=LENGTH_MS,
            sound_ms=LENGTH_MS,
            video_codec="h264",
            audio_codec="aac",
            width=320,
            height=180,
        ),
    )


def _add_transcript(archive: Archive, slug: str, cues: list[Cue]) -> None:
    options = (("language", "en"),)
    made = Recognition("pocketsphinx", "en-us", options, "0" * 64, tuple(words_of(cues)))
    archive.write_recognition(slug, made)
    archive.write_transcript(slug, cues, [])


def _correct(archive: Archive, slug: str) -> None:
    """A transcript that a person has changed, of a webinar that has no recording."""
    _add_transcript(archive, slug, cues_of(((NIA, "A storm is a micro credential of the sea."),)))
    path = archive.folder(slug) / "transcript.vtt"
    path.write_text(path.read_text("utf-8").replace("storm", "tempest"), "utf-8")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write golden files anew")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    return Golden(update=request.config.getoption("update_golden"))


@pytest.fixture(scope="session", autouse=True)
def own_state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the key of indexes apart from the one of whoever runs the tests, and the network of
    meaning out of indexes: who tests that names it. Let the site look at files each time, which it
    does not where a look takes long, as on a busy machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept, "_REST", 0)
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        patch.setenv("MEANING", "off")
        yield


@pytest.fixture
def harbour(tmp_path: Path) -> Archive:
    """An archive that a test may change; its recording cannot be played."""
    return build_archive(tmp_path / "archive")


@pytest.fixture
def client(harbour: Archive, tmp_path: Path) -> Iterator[TestClient]:
    """The site of that archive, with its index made."""
    yield from open_site(harbour, tmp_path / "index")


@pytest.fixture(scope="session")
def visitor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The site of an archive that no test changes."""
    folder = tmp_path_factory.mktemp("visited")
    yield from open_site(build_archive(folder / "archive"), folder / "index")


def open_site(archive: Archive, index: Path) -> Iterator[TestClient]:
    """Give a client of an archive's site, with its index made."""
    app = make_app(archive.root, index)
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
        assert app.state.site.finder.settled.wait(START_S)
        yield client


@pytest.fixture(scope="session")
def recording(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A minute of test picture and tone that a browser plays."""
    from imageio_ffmpeg import get_ffmpeg_exe

    path = tmp_path_factory.mktemp("media") / "recording.mp4"
    seconds = LENGTH_MS // 1000
    made = (
        f"-f lavfi -i testsrc=size=320x180:rate=10:duration={seconds}"
        f" -f lavfi -i sine=frequency=330:duration={seconds}"
        " -c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 10 -c:a aac -movflags +faststart"
    )
    command = [get_ffmpeg_exe(), "-v", "error", "-y", *made.split(), str(path)]
    subprocess.run(command, check=True, timeout=120)
    return path.read_bytes()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, recording: bytes) -> Iterator[str]:
    """A real server on a free loopback port; no test changes its archive."""
    folder = tmp_path_factory.mktemp("site")
    archive = build_archive(folder / "archive", recording)
    with serve(archive.root, folder / "index") as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.skip(f"There is no {CHROMIUM}: apt-get install chromium, or set CHROMIUM.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, site: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page that fails the test on a console error, a script error or an off-site request.

    `@pytest.mark.parametrize("page", [{…}], indirect=True)` sets the browser's options.
    """
    options = getattr(request, "param", {})
    context = chromium.new_context(
        base_url=site, permissions=["clipboard-read", "clipboard-write"], **options
    )
    faults: list[str] = []
    context.on(
        "request",
        lambda r: None if r.url.startswith((site, "data:", "blob:")) else faults.append(r.url),
    )
    context.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
    context.on("weberror", lambda e: faults.append(str(e.error)))
    page = context.new_page()
    yield page
    context.close()
    assert not faults, faults
