import json
import os
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest
from archives import harbour

from index import generations, seal
from index.build import build
from index.opening import open_index, open_or_rebuild
from index.seal import IndexUnusable
from index.search import search
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


def whole(folder: Path) -> Path:
    """Return the folder of the current generation."""
    current = generations.current(folder)
    assert current
    return current


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_private_to_its_user(archive: Archive, folder: Path) -> None:
    build(archive, folder)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert whole(folder).stat().st_mode & 0o777 == 0o700
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


def _flipped(name: str) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        path = next(whole(folder).glob(name))
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)

    return damage


def _cut(folder: Path) -> None:
    path = next(whole(folder).glob("*.seg"))
    path.write_bytes(path.read_bytes()[:-100])


def _gone(folder: Path) -> None:
    next(whole(folder).glob("*.toc")).unlink()


def _added(folder: Path) -> None:
    (whole(folder) / "_MAIN_2.toc").write_bytes(b"cos\nsystem\n")


def _no_manifest(folder: Path) -> None:
    (whole(folder) / "manifest.json").unlink()


def _foreign(folder: Path) -> None:
    seal.key_path().write_bytes(b"another user's key")


def _no_key(folder: Path) -> None:
    seal.key_path().unlink()


def _writable(folder: Path) -> None:
    folder.chmod(0o777)


def _older(folder: Path) -> None:
    _sealed_anew(folder, analyser="speech-0")


def _sealed_anew(folder: Path, **changes: object) -> None:
    path = whole(folder) / "manifest.json"
    manifest = json.loads(path.read_text())["manifest"] | changes
    key = seal.key_path().read_bytes()
    sealed = {"manifest": manifest, "seal": seal._seal(manifest, key)}
    path.write_text(json.dumps(sealed))


@pytest.mark.parametrize(
    "spoil",
    [
        _no_index,
        _outside,
        _missing,
        _flipped("*.seg"),
        _flipped("*.toc"),
        _flipped("cards.json"),
        _flipped("entries.jsonl"),
        _flipped("manifest.json"),
        _cut,
        _gone,
        _added,
        _no_manifest,
        _foreign,
        _no_key,
        _writable,
        _older,
    ],
)
def test_what_is_not_sound_is_refused_and_made_again(
    archive: Archive, folder: Path, spoil: Callable[[Path], None]
) -> None:
    build(archive, folder)
    spoil(folder)
    with pytest.raises(IndexUnusable, match="Run make index"):
        open_index(folder)
    assert search(open_or_rebuild(archive, folder), "teacups").total > 0


class _Payload:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Callable[..., object], tuple[str]]:
        return os.mkdir, (str(self.path),)


def test_a_foreign_pickle_never_runs(archive: Archive, folder: Path, tmp_path: Path) -> None:
    build(archive, folder)
    toc = next(whole(folder).glob("*.toc"))
    toc.write_bytes(pickle.dumps(_Payload(tmp_path / "ran")))
    # The sender has fitted the hashes, but cannot make the seal.
    path = whole(folder) / "manifest.json"
    sealed = json.loads(path.read_text())
    sealed["manifest"]["files"][toc.name] = store.digest_file(toc)
    path.write_text(json.dumps(sealed))
    with pytest.raises(IndexUnusable, match="not made by this user"):
        open_index(folder)
    open_or_rebuild(archive, folder)
    assert not (tmp_path / "ran").exists()
