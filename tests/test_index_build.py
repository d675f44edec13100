import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from typing import ClassVar

import pytest
import tomlkit
from archives import harbour, said, write_archive, write_transcript, write_words
from indexes import contents, holding, made, names, number, owned, texts, whole

from index.build import Report, build
from index.collect import collect
from index.opening import open_index, open_or_rebuild, refreshed
from index.storing.generations import NotAnIndex
from media.archive import Archive, Transcript
from media.errors import CannotWrite, Fault, FaultyFiles, NoArchive
from media.model import Word

TALK, TEACUPS = "2030-01-15-paper-boats", "2030-02-teacups"


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return harbour(tmp_path / "archive")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "var" / "index"


def anew(archive: Archive) -> Archive:
    """Return the archive as it is now."""
    return Archive(archive.root)


def edit(path: Path, **values: object) -> None:
    """Change values of a TOML file."""
    document = tomlkit.parse(path.read_text("utf-8"))
    document.update(values)
    path.write_text(tomlkit.dumps(document), "utf-8")


def set_state(archive: Archive, slug: str, state: str) -> None:
    edit(archive.folder(slug) / "webinar.toml", state=state)


def command(archive: Archive, folder: Path) -> list[str]:
    options = ["--archive", str(archive.root), "--index", str(folder)]
    return [sys.executable, "-m", "index", "build", *options]


def everything(folder: Path) -> bytes:
    """Return what all files of a folder hold, in small letters."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return b"".join(path.read_bytes() for path in files).lower()


def test_builds_what_is_published(archive: Archive, folder: Path) -> None:
    assert build(archive, folder) == Report(
        webinars=2,
        passages=3,
        documents=2,
        parts=1,
        engine="whoosh",
        changed=2,
        removed=0,
        documents_changed=True,
        anew=True,
        faults=(),
    )
    assert open_index(folder).size == 7


def test_nothing_unpublished_is_in_any_file(archive: Archive, folder: Path) -> None:
    build(archive, folder)
    assert b"secrets" not in everything(folder)
    assert b"2030-04-01-draft" not in everything(folder)


def test_an_empty_archive_has_an_empty_index(tmp_path: Path, folder: Path) -> None:
    archive = Archive(write_archive(tmp_path / "empty"))
    build(archive, folder)
    assert holding(open_index(folder), "anything") == []
    build(archive, folder)
    assert number(folder) == 1


def test_an_index_of_which_all_is_removed_is_empty(archive: Archive, folder: Path) -> None:
    build(archive, folder)
    shutil.rmtree(archive.root / "documents")
    for slug in (TALK, TEACUPS):
        set_state(archive, slug, "withdrawn")
    report = build(archive, folder)
    assert (report.webinars, report.removed, report.documents) == (0, 2, 0)
    assert open_index(folder).size == 0


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
    assert names(folder) == ["lock"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("transcript.vtt", "no header\n"),
        ("words.json", "{"),
        ("aligned.json", "{"),
        ("probe.json", "{"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_of_and_left_out_until_it_is_mended(
    archive: Archive, folder: Path, name: str, text: str
) -> None:
    build(archive, folder)
    path = archive.folder(TALK) / name
    path.write_text(text)
    for _ in range(2):
        report = build(archive, folder)
        assert len(report.faults) == 1
        assert str(path) in report.faults[0]
    assert holding(open_index(folder), "fold") != []
    if name == "transcript.vtt":
        write_transcript(archive.root, TALK, said("It is mended."))
    else:
        path.unlink()
    assert build(archive, folder).faults == ()


class Watched(Archive):
    """Remembers whose transcripts were read."""

    read: ClassVar[list[str]] = []

    def transcript(self, slug: str) -> Transcript | None:
        self.read.append(slug)
        return super().transcript(slug)


def test_a_changed_transcript_is_all_that_is_read_again(archive: Archive, folder: Path) -> None:
    write_transcript(archive.root, TEACUPS, said(*(f"Saucer number {n}." for n in range(40))))
    build(archive, folder)
    before = contents(folder)
    write_transcript(archive.root, TALK, said("We sail a lagoon."))
    Watched.read.clear()
    report = build(Watched(archive.root), folder)
    assert Watched.read == [TALK]
    assert (report.changed, report.removed, report.anew) == (1, 0, False)
    assert contents(folder).owners[TEACUPS] == before.owners[TEACUPS]
    assert texts(open_index(folder), "lagoon") == ["We sail a lagoon."]
    assert holding(open_index(folder), "harbour") == []


def test_what_did_not_change_makes_no_generation(archive: Archive, folder: Path) -> None:
    build(archive, folder)
    (archive.root / "site.toml").write_text('title = "Another title"\n')
    with (archive.folder(TALK) / "webinar.toml").open("a") as file:
        file.write("# a comment\n")
    report = build(archive, folder)
    assert (report.changed, report.documents_changed, number(folder)) == (0, False, 1)


def test_a_webinar_comes_and_goes(archive: Archive, folder: Path) -> None:
    build(archive, folder)
    set_state(archive, "2030-04-01-draft", "published")
    report = build(archive, folder)
    # Its document names it from now on.
    assert (report.changed, report.removed, report.documents_changed) == (1, 0, True)
    assert "Nobody may read this secret yet." in texts(open_index(folder), "secret")
    set_state(archive, "2030-04-01-draft", "withdrawn")
    report = build(archive, folder)
    assert (report.changed, report.removed, report.documents_changed) == (0, 1, True)
    assert texts(open_index(folder), "secret") == []
    [paper] = holding(open_index(folder), "event")
    assert paper.webinar is None


def test_the_archive_is_read_as_it_is_when_its_index_is_made(
    archive: Archive, folder: Path
) -> None:
    assert archive.catalogue.webinars[TALK].state == "published"
    set_state(archive, TALK, "withdrawn")
    build(archive, folder)
    assert holding(open_index(folder), "harbour") == []


def test_what_was_withdrawn_is_in_no_file(archive: Archive, folder: Path) -> None:
    set_state(archive, "2030-04-01-draft", "published")
    lines = ((f"Voice {n}", f"Cup {n}.") for n in range(40))
    write_transcript(archive.root, TEACUPS, said(*lines))
    build(archive, folder)
    assert b"secret yet" in everything(folder)
    set_state(archive, "2030-04-01-draft", "withdrawn")
    build(archive, folder)
    assert b"secret yet" not in everything(folder)
    assert b"04-01-draft" not in everything(folder)


def test_who_is_no_longer_public_is_named_nowhere(archive: Archive, folder: Path) -> None:
    write_transcript(archive.root, TALK, said("Siân Lamp lit the harbour.", "Siân Lamp left."))
    index = made(archive, folder)
    assert holding(index, "harbour")[0].about.people == ("sian-lamp",)
    assert "sian-lamp" in index.directory.names.people
    set_state(archive, TEACUPS, "withdrawn")
    report = build(archive, folder)
    assert (report.changed, report.removed) == (1, 1)
    index = refreshed(index)
    assert holding(index, "harbour")[0].about.people == ()
    assert "sian-lamp" not in index.directory.names.people
    set_state(archive, TEACUPS, "published")
    build(archive, folder)
    assert holding(refreshed(index), "harbour")[0].about.people == ("sian-lamp",)


def test_a_voice_that_is_heard_no_more_has_no_name(archive: Archive, folder: Path) -> None:
    build(archive, folder)
    assert open_index(folder).directory.names.people["name:passer-by"] == ("Passer-by",)
    write_transcript(archive.root, TALK, said("Nobody passes by."))
    build(archive, folder)
    assert "name:passer-by" not in open_index(folder).directory.names.people


def test_a_new_name_of_an_institution_is_found_in_every_transcript(
    archive: Archive, folder: Path
) -> None:
    write_transcript(archive.root, TEACUPS, said("They teach at Saucer Hall."))
    build(archive, folder)
    assert holding(open_index(folder), "teach")[0].about.institutions == ()
    path = archive.root / "institutions.toml"
    path.write_text(path.read_text("utf-8").replace("Boat College", "Saucer Hall"), "utf-8")
    build(archive, folder)
    assert holding(open_index(folder), "teach")[0].about.institutions == ("boat-college",)


def test_an_updated_index_is_as_one_that_is_made_anew(archive: Archive, folder: Path) -> None:
    build(archive, folder)
    for round_ in range(4):
        lines = ((f"Voice {n}", f"Round {round_}, line {n}.") for n in range(round_ * 7))
        write_transcript(archive.root, (TALK, TEACUPS)[round_ % 2], said(*lines))
        build(archive, folder)
        found = collect(anew(archive))
        index = open_index(folder)
        entries = owned(index)
        for owner in entries:
            assert entries[owner] == [entry for entry in found.entries if entry.owner == owner]
        assert index.size == len(found.entries)
        assert index.directory.names == found.names


def test_all_is_made_anew_where_that_is_asked_for(archive: Archive, folder: Path) -> None:
    build(archive, folder)
    before = contents(folder)
    report = build(archive, folder, anew=True)
    assert report.anew
    assert {part.name for part in before.parts}.isdisjoint(names(folder))


def test_an_index_keeps_its_engine_until_another_is_named(archive: Archive, folder: Path) -> None:
    pytest.importorskip("tantivy")
    assert build(archive, folder).engine == "whoosh"
    assert build(archive, folder, engine="tantivy").anew
    write_transcript(archive.root, TALK, said("We sail a lagoon."))
    report = build(archive, folder)
    assert (report.engine, report.anew, report.changed) == ("tantivy", False, 1)
    assert texts(open_index(folder), "lagoon") == ["We sail a lagoon."]
    assert build(archive, folder, anew=True).engine == "tantivy"


def test_what_changed_itself_is_published_before_what_depends_on_it(
    archive: Archive, folder: Path
) -> None:
    write_transcript(archive.root, TEACUPS, said("They teach at Saucer Hall."))
    build(archive, folder)
    path = archive.root / "institutions.toml"
    path.write_text(path.read_text("utf-8").replace("Boat College", "Saucer Hall"), "utf-8")
    write_transcript(archive.root, TALK, said("We sail a lagoon."))
    seen: list[tuple[bool, bool]] = []

    class Reader(Archive):
        """Looks into the index when a transcript is read."""

        def transcript(self, slug: str) -> Transcript | None:
            index = open_index(folder)
            teaching = holding(index, "teach")[0]
            seen.append((texts(index, "lagoon") != [], teaching.about.institutions != ()))
            return super().transcript(slug)

    build(Reader(archive.root), folder)
    assert seen == [(False, False), (True, False)]
    assert holding(open_index(folder), "teach")[0].about.institutions == ("boat-college",)


def test_an_engine_that_nobody_knows_is_refused(archive: Archive, folder: Path) -> None:
    build(archive, folder)
    with pytest.raises(Fault, match="whoosh"):
        build(archive, folder, engine="abacus")
    assert open_index(folder).size == 7


def test_parts_stay_few(archive: Archive, folder: Path) -> None:
    write_transcript(archive.root, TEACUPS, said(*((f"V {n}", f"Cup {n}.") for n in range(120))))
    build(archive, folder)
    for round_ in range(12):
        write_transcript(archive.root, TALK, said(f"Round number {round_}."))
        assert build(archive, folder).parts <= 3
    index = open_index(folder)
    assert len(holding(index, "round")) == 1
    assert len(holding(index, "cup")) == 120


def test_old_generations_and_orphans_go(archive: Archive, folder: Path) -> None:
    build(archive, folder)
    for orphan in ("g-7-00c0ffee", "new-abc", "p-0123456789abcdef"):
        (folder / orphan).mkdir()
        (folder / orphan / "half").write_text("written")
    (folder / "new-def").symlink_to(archive.root)
    build(archive, folder, anew=True)
    [part] = contents(folder).parts
    assert names(folder) == sorted(["CURRENT", whole(folder).name, "lock", part.name])
    assert number(folder) == 2
    assert (archive.root / "site.toml").exists()


def test_a_reader_keeps_what_it_has_open(archive: Archive, folder: Path) -> None:
    old = made(archive, folder)
    write_transcript(archive.root, TALK, said("We sail a lagoon."))
    build(archive, folder, anew=True)
    assert not old.folder.exists()
    assert not old.parts[0][0].folder.exists()
    assert len(holding(old, "harbour")) == 1
    new = refreshed(old)
    assert holding(new, "harbour") == []
    assert len(holding(new, "lagoon")) == 1
    assert refreshed(new) is new


def test_a_reader_shares_the_parts_that_are_open(archive: Archive, folder: Path) -> None:
    write_transcript(archive.root, TEACUPS, said(*((f"V {n}", f"Cup {n}.") for n in range(40))))
    old = made(archive, folder)
    write_transcript(archive.root, TALK, said("We sail a lagoon."))
    build(archive, folder)
    new = refreshed(old)
    assert len(new.parts) == 2
    assert new.parts[0][0] is old.parts[0][0]


def test_an_index_that_was_deleted_and_made_again_is_a_new_one(
    archive: Archive, folder: Path
) -> None:
    old = made(archive, folder)
    shutil.rmtree(folder)
    assert refreshed(old) is old
    build(archive, folder)
    assert refreshed(old) is not old


def test_a_newer_generation_that_cannot_be_opened_is_passed_over(
    archive: Archive, folder: Path
) -> None:
    old = made(archive, folder)
    build(archive, folder, anew=True)
    [part] = contents(folder).parts
    (folder / part.name / "entries.jsonl").write_bytes(b"")
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


def _transcript(archive: Archive) -> None:
    write_transcript(archive.root, TALK, said("Something else."))


def _words(archive: Archive) -> None:
    write_words(archive.root, TALK, [Word(0, 100, "Welcome")])


def _title(archive: Archive) -> None:
    edit(archive.folder(TALK) / "webinar.toml", title="Another title")


def _recording(archive: Archive) -> None:
    (archive.folder(TALK) / "recording.mp4").write_bytes(b"\0")


def _document(archive: Archive) -> None:
    edit(archive.root / "documents" / "folding-guide.toml", title="A guide to unfolding")


def _person(archive: Archive) -> None:
    path = archive.root / "people.toml"
    path.write_text(path.read_text("utf-8").replace("Otto Inkwell", "Otto Penwell"), "utf-8")


@pytest.mark.parametrize("change", [_transcript, _words, _title, _recording, _document, _person])
def test_an_index_older_than_the_archive_is_brought_up_to_date(
    archive: Archive, folder: Path, change: Callable[[Archive], None]
) -> None:
    open_or_rebuild(archive, folder)
    change(archive)
    index = open_or_rebuild(archive, folder)
    entries, found = owned(index), collect(anew(archive))
    assert [e for owner in ("", TALK, TEACUPS) for e in entries[owner]] == [
        e for owner in ("", TALK, TEACUPS) for e in found.entries if e.owner == owner
    ]
    assert number(folder) > 1


def test_all_is_synced_before_a_generation_is_named(
    archive: Archive, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(archive, folder)
    write_transcript(archive.root, TALK, said("A new part."))
    synced, fsync = set[int](), os.fsync

    def watched(descriptor: int) -> None:
        synced.add(os.fstat(descriptor).st_ino)
        fsync(descriptor)

    old = set(names(folder))
    monkeypatch.setattr(os, "fsync", watched)
    build(archive, folder)
    for name in set(names(folder)) - old:
        inside = [folder / name, *(folder / name).rglob("*")]
        assert {path.stat().st_ino for path in inside} <= synced
    assert {folder.stat().st_ino, (folder / "CURRENT").stat().st_ino} <= synced


def test_a_full_disk_leaves_the_index_as_it_was(archive: Archive, folder: Path) -> None:
    build(archive, folder)
    before = names(folder)
    lines = ((f"Voice {n}", f"Line {n} of a long talk.") for n in range(200))
    write_transcript(archive.root, TALK, said(*lines))
    done = subprocess.run(
        command(archive, folder),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192)),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert "could not be written (File too large)" in done.stderr
    assert done.stderr.count("\n") == 1
    assert names(folder) == before
    assert len(holding(open_index(folder), "harbour")) == 1


def test_a_write_that_is_refused_is_told_in_a_sentence(
    archive: Archive, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    build(archive, folder)
    write_transcript(archive.root, TALK, said("A new part."))
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CannotWrite, match="No space left"):
        build(archive, folder)
    assert len(holding(open_index(folder), "harbour")) == 1


def test_two_builders_take_turns(archive: Archive, folder: Path) -> None:
    builders = [
        subprocess.Popen(command(archive, folder), stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    told = sorted(builder.communicate()[0] for builder in builders)
    assert [builder.returncode for builder in builders] == [0, 0]
    assert told[0].startswith("2 webinars")
    assert told[1].startswith("Nothing to do")
    assert number(folder) == 1


def test_readers_see_old_or_new_while_an_index_is_updated(archive: Archive, folder: Path) -> None:
    write_transcript(archive.root, TALK, said("Round 0 begins.", ("Echo", "Round 0 ends.")))
    build(archive, folder)
    failed: list[object] = []
    done = Event()

    def read() -> None:
        index = open_index(folder)
        while not done.is_set():
            index = refreshed(index)
            found = texts(index, "round")
            if len(found) != 2 or len({text.split()[1] for text in found}) != 1:
                failed.append(found)

    readers = [Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for n in range(1, 21):
        lines = (f"Round {n} begins.", ("Echo", f"Round {n} ends."))
        write_transcript(archive.root, TALK, said(*lines))
        build(archive, folder)
    done.set()
    for reader in readers:
        reader.join()
    assert failed == []
    assert len(contents(folder).parts) <= 3


def test_killed_at_any_moment_there_is_the_old_index_or_the_new(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "benchmarks.kills_index", "--kills", "25", "--seed", "2"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "| 25 | 25 | 25 | 25 |" in told.stdout
