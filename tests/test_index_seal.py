import json
import os
import pickle
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from archives import harbour, said, write_transcript
from hypothesis import given
from hypothesis import strategies as st
from indexes import contents, names, texts, whole

from index.build import build
from index.opening import open_index, open_or_rebuild
from index.storing import seal
from index.storing.seal import IndexUnusable
from media import store
from media.archive import Archive


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return harbour(tmp_path / "archive")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "var" / "index"


def part(folder: Path) -> Path:
    """Return the folder of the first part."""
    return folder / contents(folder).parts[0].name


def test_private_to_its_user(archive: Archive, folder: Path) -> None:
    build(archive, folder)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert whole(folder).stat().st_mode & 0o777 == 0o700
    assert part(folder).stat().st_mode & 0o777 == 0o700
    assert seal.key_path().stat().st_mode & 0o777 == 0o600
    assert len(seal.key_path().read_bytes()) == 32


def test_keys_are_made_once(archive: Archive, tmp_path: Path) -> None:
    build(archive, tmp_path / "one")
    key = seal.key_path().read_bytes()
    build(archive, tmp_path / "two")
    assert seal.key_path().read_bytes() == key
    assert names(seal.key_path().parent) == ["index.key"]


def _no_index(folder: Path) -> None:
    (folder / "CURRENT").unlink()


def _outside(folder: Path) -> None:
    (folder / "CURRENT").write_text("../elsewhere")


def _missing(folder: Path) -> None:
    (folder / "CURRENT").write_text("g-5-00c0ffee\n")


def _no_part(folder: Path) -> None:
    shutil.rmtree(part(folder))


def _another_part(folder: Path) -> None:
    """A part that this user sealed, but for another index."""
    other = folder.with_name("other")
    build(harbour(folder.with_name("others")), other)
    shutil.rmtree(part(folder))
    part(other).rename(part(folder))


def _older_part(folder: Path) -> None:
    """A part of this very index, as it was before."""
    older = folder.with_name("older")
    shutil.copytree(part(folder), older)
    archive = Archive(folder.parents[1] / "archive")
    write_transcript(archive.root, "2030-01-15-paper-boats", said("We sail a lagoon."))
    build(archive, folder, anew=True)
    shutil.rmtree(part(folder))
    older.rename(part(folder))


def _part_outside(folder: Path) -> None:
    _with_contents(folder, lambda text: text.replace(part(folder).name, "../../elsewhere"))


def _cut(folder: Path) -> None:
    path = part(folder) / "entries.jsonl"
    path.write_bytes(path.read_bytes()[:-100])


def _gone(folder: Path) -> None:
    (part(folder) / "entries.jsonl").unlink()


def _added(folder: Path) -> None:
    (part(folder) / "_MAIN_2.toc").write_bytes(b"cos\nsystem\n")


def _added_below(folder: Path) -> None:
    (part(folder) / "below").mkdir()
    (part(folder) / "below" / "_MAIN_2.toc").write_bytes(b"cos\nsystem\n")


def _added_to_the_generation(folder: Path) -> None:
    (whole(folder) / "more.json").write_text("{}")


def _link(folder: Path) -> None:
    """A file that is the same, but elsewhere, where it may be changed after it was looked at."""
    path = part(folder) / "entries.jsonl"
    path.rename(folder.with_name("entries.jsonl"))
    path.symlink_to(folder.with_name("entries.jsonl"))


def _linked_folder(folder: Path) -> None:
    path = part(folder)
    path.rename(folder.with_name(path.name))
    path.symlink_to(folder.with_name(path.name))


def _linked_generation(folder: Path) -> None:
    path = whole(folder)
    path.rename(folder.with_name(path.name))
    path.symlink_to(folder.with_name(path.name))


def _no_manifest(folder: Path) -> None:
    (whole(folder) / "manifest.json").unlink()


def _no_manifest_of_a_part(folder: Path) -> None:
    (part(folder) / "manifest.json").unlink()


def _foreign(folder: Path) -> None:
    seal.key_path().write_bytes(b"another user's key")


def _no_key(folder: Path) -> None:
    seal.key_path().unlink()


def _writable(folder: Path) -> None:
    folder.chmod(0o777)


def _writable_part(folder: Path) -> None:
    part(folder).chmod(0o777)


def _older(folder: Path) -> None:
    path = whole(folder) / "manifest.json"
    _seal_anew(path, json.loads(path.read_text())["manifest"] | {"analyser": "speech-0"})


def _other_engine_version(folder: Path) -> None:
    engine = contents(folder).engine_version
    _with_contents(folder, lambda text: text.replace(f'"{engine}"', '"0"'))


def _unknown_engine(folder: Path) -> None:
    _with_contents(folder, lambda text: text.replace('"whoosh"', '"abacus"'))


def _with_contents(folder: Path, change: Callable[[str], str]) -> None:
    """Change which parts a generation says that it has, as this user could have sealed it."""
    path = whole(folder) / "parts.json"
    path.write_text(change(path.read_text()))
    manifest = whole(folder) / "manifest.json"
    made = json.loads(manifest.read_text())["manifest"]
    _seal_anew(manifest, made | {"files": made["files"] | {path.name: store.digest_file(path)}})


def _seal_anew(path: Path, manifest: dict[str, object]) -> None:
    sealed = {"manifest": manifest, "seal": seal._seal(manifest, seal.key_path().read_bytes())}
    path.write_text(json.dumps(sealed))


@pytest.mark.parametrize(
    "spoil",
    [
        _no_index,
        _outside,
        _missing,
        _no_part,
        _another_part,
        _older_part,
        _part_outside,
        _cut,
        _gone,
        _added,
        _added_below,
        _added_to_the_generation,
        _link,
        _linked_folder,
        _linked_generation,
        _no_manifest,
        _no_manifest_of_a_part,
        _foreign,
        _no_key,
        _writable,
        _writable_part,
        _older,
        _other_engine_version,
        _unknown_engine,
    ],
)
def test_what_is_not_sound_is_refused_and_made_again(
    archive: Archive, folder: Path, spoil: Callable[[Path], None]
) -> None:
    build(archive, folder)
    open_index(folder)
    spoil(folder)
    with pytest.raises(IndexUnusable, match="Run make index"):
        open_index(folder)
    index = open_or_rebuild(archive, folder)
    assert len(index) == index.size > 0
    assert texts(index, "teacup") != []


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, list[Path]]]:
    """An index with two parts and all its files, whose key is kept while the module's tests run."""
    base = tmp_path_factory.mktemp("sound")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(base / "state"))
        archive = harbour(base / "archive")
        lines = ((f"Voice {n}", f"Cup {n}.") for n in range(30))
        write_transcript(archive.root, "2030-02-teacups", said(*lines))
        build(archive, base / "index")
        write_transcript(archive.root, "2030-01-15-paper-boats", said("We sail a lagoon."))
        build(archive, base / "index")
        assert len(open_index(base / "index").parts) == 2
        files = [path for path in sorted((base / "index").glob("*/**/*")) if path.is_file()]
        yield base, files


@given(data=st.data())
def test_a_byte_that_is_another_in_any_file_is_found(
    sound: tuple[Path, list[Path]], data: st.DataObject
) -> None:
    base, files = sound
    path = data.draw(st.sampled_from(files), label="file")
    written = path.read_bytes()
    at = data.draw(st.integers(0, len(written) - 1), label="byte")
    other = data.draw(st.integers(1, 255), label="changed by")
    spoilt = bytearray(written)
    spoilt[at] ^= other
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(base / "state"))
        path.write_bytes(spoilt)
        try:
            with pytest.raises(IndexUnusable):
                open_index(base / "index")
        finally:
            path.write_bytes(written)
        assert open_index(base / "index").size > 30


class _Payload:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Callable[..., object], tuple[str]]:
        return os.mkdir, (str(self.path),)


def _fit(manifest: Path, path: Path) -> None:
    sealed = json.loads(manifest.read_text())
    sealed["manifest"]["files"][str(path.relative_to(manifest.parent))] = store.digest_file(path)
    manifest.write_text(json.dumps(sealed))


def test_a_foreign_pickle_never_runs(archive: Archive, folder: Path, tmp_path: Path) -> None:
    build(archive, folder)
    toc = next(part(folder).rglob("*.toc"))
    toc.write_bytes(pickle.dumps(_Payload(tmp_path / "ran")))
    # The sender has fitted all hashes, but cannot make the seals.
    manifest = part(folder) / "manifest.json"
    before = store.digest_file(manifest)
    _fit(manifest, toc)
    parts = whole(folder) / "parts.json"
    parts.write_text(parts.read_text().replace(before, store.digest_file(manifest)))
    _fit(whole(folder) / "manifest.json", parts)
    with pytest.raises(IndexUnusable, match="not made by this user"):
        open_index(folder)
    open_or_rebuild(archive, folder)
    assert not (tmp_path / "ran").exists()
