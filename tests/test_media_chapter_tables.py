"""Made chapters written into webinar.toml. All people and institutions here are invented."""

import subprocess
import sys
from pathlib import Path

import pytest
from archives import write_archive, write_transcript

from media.archive import Archive, Transcript
from media.chapter_tables import HasChapters, NoChapters, write_chapters
from media.chapters import chapters_of
from media.entities import Chapter
from media.errors import FileChanged, NoWebinar
from media.model import Cue

ROOT = Path(__file__).parents[1]
KELP = "2031-05-14-kelp"
HEAD = """\
# Kept by hand: do not sort.
title = "Kelp"   # two spaces here
date  = "2031-05-14"

[[appearance]]
person = "nerys-quill"
institution = "tern-college"

[[appearance]]
person = 'ewan-thistle' # single quotes
"""
CUES = [
    Cue(1_500, 200_000, "Kelp grows, and so do I.", "Nerys Quill"),
    Cue(200_250, 203_000, "Ewan, over to you.", "Host"),
    Cue(203_000, 400_000, "It does.", "Ewan Thistle"),
]
MADE = (
    Chapter(start_ms=1_500, title="Nerys Quill, Tern “College”", person="nerys-quill"),
    Chapter(start_ms=200_250, title="Ewan Thistle", person="ewan-thistle"),
)
WRITTEN = """
# Where each part begins; it lasts until the next. Edit times and titles.
[[chapter]]
start = "0:01.5"
title = "Nerys Quill, Tern “College”"
person = "nerys-quill"

[[chapter]]
start = "3:20.25"
title = "Ewan Thistle"
person = "ewan-thistle"
"""


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    root = write_archive(
        tmp_path / "archive",
        institutions=[
            {"id": "tern-college", "name": "Tern “College”", "kind": "college", "nation": "Wales"}
        ],
        people=[
            {"id": "nerys-quill", "name": "Nerys Quill"},
            {"id": "ewan-thistle", "name": "Ewan Thistle"},
        ],
        webinars={KELP: {}},
    )
    _toml(Archive(root)).write_text(HEAD, "utf-8")
    write_transcript(root, KELP, CUES)
    return Archive(root)


def _toml(archive: Archive) -> Path:
    return archive.folder(KELP) / "webinar.toml"


@pytest.mark.parametrize(
    ("head", "after"),
    [
        (HEAD, WRITTEN),
        (HEAD.rstrip("\n"), f"\n{WRITTEN}"),
        (HEAD.replace("\n", "\r\n"), WRITTEN.replace("\n", "\r\n")),
        (f"\ufeff{HEAD}", WRITTEN),
    ],
    ids=["lines", "no last line end", "other line ends", "a mark at the start"],
)
def test_chapters_come_after_what_stands_there(archive: Archive, head: str, after: str) -> None:
    _toml(archive).write_bytes(head.encode())
    assert write_chapters(archive, KELP) == MADE
    assert _toml(archive).read_bytes().decode() == head + after


def test_what_was_written_is_what_is_shown(archive: Archive) -> None:
    made = chapters_of(archive.catalogue.webinar(KELP), CUES, archive.catalogue)
    write_chapters(archive, KELP)
    assert Archive(archive.root).catalogue.webinar(KELP).chapters == made == MADE


@pytest.mark.parametrize(
    "chapters",
    ['[[chapter]]\nstart = "0:10"\ntitle = "Mine"\n', None],
    ids=["tables", "an empty list"],
)
def test_a_persons_chapters_stay(archive: Archive, chapters: str | None) -> None:
    text = f"{HEAD}\n{chapters}" if chapters else f"chapter = []\n{HEAD}"
    _toml(archive).write_text(text, "utf-8")
    with pytest.raises(HasChapters, match=r"webinar\.toml has chapters already .* was left as it"):
        write_chapters(archive, KELP)
    assert _toml(archive).read_text("utf-8") == text


def test_where_none_can_be_made_nothing_is_written(archive: Archive) -> None:
    (archive.folder(KELP) / "transcript.vtt").unlink()
    with pytest.raises(NoChapters, match=r"No chapters can be made for '2031-05-14-kelp': "):
        write_chapters(archive, KELP)
    assert _toml(archive).read_text("utf-8") == HEAD


def test_a_webinar_that_is_not_there(archive: Archive) -> None:
    with pytest.raises(NoWebinar, match=KELP):
        write_chapters(archive, "2031-kelp")


class _Shared(Archive):
    """An archive in which somebody else saves webinar.toml while it is read."""

    def transcript(self, slug: str) -> Transcript | None:
        _toml(self).write_text(f"{HEAD}# mine\n", "utf-8")
        return super().transcript(slug)


def test_what_another_writes_meanwhile_stays(archive: Archive) -> None:
    with pytest.raises(FileChanged):
        write_chapters(_Shared(archive.root), KELP)
    assert _toml(archive).read_text("utf-8") == f"{HEAD}# mine\n"


def test_the_command_prints_what_it_wrote(archive: Archive) -> None:
    command = [sys.executable, "-m", "media.chapter_tables", KELP, "--archive", str(archive.root)]
    first = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert first.stdout.splitlines() == [
        "    0:01  Nerys Quill, Tern “College”",
        "    3:20  Ewan Thistle",
        "These stand in webinar.toml now: edit them there.",
    ]
    again = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (again.returncode, again.stdout) == (2, "")
    assert again.stderr.count("\n") == 1
    assert "has chapters already" in again.stderr
