import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from archives import harbour, said, write_archive, write_transcript, write_words

from index import generations
from index.build import Report, build, fingerprint
from index.generations import NotAnIndex
from index.opening import open_index, open_or_rebuild, refreshed
from index.schema import Terms
from index.search import search
from media.archive import Archive
from media.errors import FaultyFiles, NoArchive
from media.model import Word

TALK = "2030-01-15-paper-boats"


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return harbour(tmp_path / "archive")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "var" / "index"


def whole(folder: Path) -> Path:
    """Return the folder of the current generation."""
    current = generations.current(folder)
    assert current
    return current


def number(folder: Path) -> int:
    """Return how many generations there were."""
    return int(whole(folder).name.split("-")[1])


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_builds_what_is_published(archive: Archive, folder: Path) -> None:
    assert build(archive, folder) == Report(webinars=2, passages=3, documents=2, faults=())
    assert open_index(folder).manifest.counts == {"webinar": 2, "speech": 3, "document": 2}


def test_nothing_unpublished_is_in_any_file(archive: Archive, folder: Path) -> None:
    build(archive, folder)
    for path in whole(folder).iterdir():
        data = path.read_bytes().lower()
        assert b"secrets" not in data
        assert b"2030-04-01-draft" not in data


def test_an_empty_archive_has_an_empty_index(tmp_path: Path, folder: Path) -> None:
    build(Archive(write_archive(tmp_path / "empty")), folder)
    assert search(open_index(folder), "anything").total == 0


def test_no_archive_leaves_the_index_as_it_was(
    archive: Archive, folder: Path, tmp_path: Path
) -> None:
    build(archive, folder)
    with pytest.raises(NoArchive):
        build(Archive(tmp_path / "nowhere"), folder)
    assert number(folder) == 1


def test_faults_of_the_catalogue_stop_the_build(archive: Archive, folder: Path) -> None:
    (archive.root / "people.toml").write_text("[[person]]\nid = 5\n")
    with pytest.raises(FaultyFiles):
        build(archive, folder)
    assert not folder.exists()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("transcript.vtt", "no header\n"),
        ("words.json", "{"),
        ("aligned.json", "{"),
        ("probe.json", "{"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_of_and_left_out(
    archive: Archive, folder: Path, name: str, text: str
) -> None:
    path = archive.folder(TALK) / name
    path.write_text(text)
    report = build(archive, folder)
    assert len(report.faults) == 1
    assert str(path) in report.faults[0]
    assert search(open_index(folder), "Paper boats").total > 0


def test_old_generations_and_orphans_go(archive: Archive, folder: Path) -> None:
    build(archive, folder)
    for orphan in ("g-7-00c0ffee", "new-abc"):
        (folder / orphan).mkdir()
        (folder / orphan / "half").write_text("written")
    build(archive, folder)
    assert names(folder) == ["CURRENT", whole(folder).name, "lock"]
    assert number(folder) == 2


def test_a_reader_keeps_the_generation_it_has_open(archive: Archive, folder: Path) -> None:
    build(archive, folder)
    old = open_index(folder)
    write_transcript(archive.root, TALK, said("Everything is different."))
    build(archive, folder)
    assert not old.folder.exists()
    assert search(old, '"quality assurance"').total == 2
    new = refreshed(old)
    assert search(new, '"quality assurance"').total == 0
    assert search(new, "different").total == 1
    assert refreshed(new) is new


def test_an_index_that_was_deleted_and_made_again_is_a_new_one(
    archive: Archive, folder: Path
) -> None:
    build(archive, folder)
    old = open_index(folder)
    shutil.rmtree(folder)
    assert refreshed(old) is old
    build(archive, folder)
    assert refreshed(old) is not old


def test_a_newer_generation_that_cannot_be_opened_is_passed_over(
    archive: Archive, folder: Path
) -> None:
    build(archive, folder)
    old = open_index(folder)
    build(archive, folder)
    (whole(folder) / "entries.jsonl").write_bytes(b"")
    assert refreshed(old) is old


def test_never_builds_where_something_else_is_kept(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "thesis.txt").write_text("mine")
    with pytest.raises(NotAnIndex, match=r"thesis\.txt"):
        build(archive, tmp_path / "home")
    assert names(tmp_path / "home") == ["thesis.txt"]


def test_a_sound_index_of_the_archive_is_not_made_again(archive: Archive, folder: Path) -> None:
    first = open_or_rebuild(archive, folder)
    assert open_or_rebuild(archive, folder).folder == first.folder


@pytest.mark.parametrize("name", ["transcript.vtt", "webinar.toml", "recording.mp4", "words.json"])
def test_an_index_older_than_the_archive_is_made_again(
    archive: Archive, folder: Path, name: str
) -> None:
    before = fingerprint(archive)
    open_or_rebuild(archive, folder)
    path = archive.folder(TALK) / name
    if name == "words.json":
        write_words(archive.root, TALK, [Word(0, 100, "Welcome")])
    else:
        with path.open("a") as file:
            file.write("\n")
    assert fingerprint(archive) != before
    open_or_rebuild(Archive(archive.root), folder)
    assert number(folder) == 2


def test_the_open_index_reads_terms_of_every_entry(archive: Archive, folder: Path) -> None:
    build(archive, folder)
    terms = Terms(whole(folder))
    assert terms.entries == 7
    assert [number for number, _ in terms.positions("text", "secret")] == []
    terms.close()


def test_killed_at_any_moment_there_is_the_old_index_or_the_new(
    archive: Archive, folder: Path
) -> None:
    build(archive, folder)
    command = [sys.executable, "-m", "index", "build"]
    command += ["--archive", str(archive.root), "--index", str(folder)]
    for round_ in range(10):
        write_transcript(archive.root, TALK, said(f"Round number {round_}."))
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
            _wait_for_a_build(folder, process)
            time.sleep(round_ * 0.003)
            process.send_signal(signal.SIGKILL)
        index = open_index(folder)
        assert search(index, "number OR harbour").total >= 1
    build(Archive(archive.root), folder)
    assert len(names(folder)) == 3
    assert generations.current(folder) == folder / names(folder)[1]


def _wait_for_a_build(folder: Path, process: "subprocess.Popen[bytes]") -> None:
    while process.poll() is None and not list(folder.glob("new-*")):
        time.sleep(0.001)
