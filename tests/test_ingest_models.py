"""Which models there are, and whether a model's file is the one that was meant."""

import base64
import gzip
import hashlib
import os
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
from recordings import said, spoken_pieces, tiny_model

from ingest.errors import BadHash, BadModel, OtherModel
from ingest.progress import Progress
from ingest.recognising import faster_whisper, whisper
from ingest.recognising.models import MODELS, describe
from ingest.recognising.segments import WINDOW
from ingest.recognising.weights import checked_hash
from media.settings import Settings
from media.store import digest, digest_file

ROOT = Path(__file__).parents[1]
WEIGHTS = b"weights"
RIGHT, WRONG = digest(WEIGHTS), "0" * 64
# The library leaves its vocabulary file open.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.mark.parametrize(
    ("pinned", "beside", "published", "refused_by"),
    [
        ("", None, {}, None),
        (RIGHT, None, {}, None),
        (RIGHT.upper(), None, {}, None),
        (WRONG, None, {}, "WHISPER_SHA256"),
        ("", f"{RIGHT}  small.en.pt\n", {}, None),
        ("", f"{RIGHT.upper()} *small.en.pt\n", {}, None),
        ("", RIGHT, {}, None),
        ("", f"{WRONG}  small.en.pt\n", {}, r"small\.en\.pt\.sha256"),
        ("", None, {"small.en.pt": RIGHT, "small.pt": WRONG}, None),
        ("", None, {"small.en.pt": WRONG}, "its name"),
        # What a person says stands above what lies beside the file, and that above its name.
        (RIGHT, WRONG, {"small.en.pt": WRONG}, None),
        ("", RIGHT, {"small.en.pt": WRONG}, None),
        (WRONG, RIGHT, {"small.en.pt": RIGHT}, "WHISPER_SHA256"),
    ],
)
def test_the_first_that_speaks_decides_whether_a_file_is_the_one_that_was_meant(
    tmp_path: Path,
    pinned: str,
    beside: str | None,
    published: dict[str, str],
    refused_by: str | None,
) -> None:
    file = tmp_path / "small.en.pt"
    file.write_bytes(WEIGHTS)
    if beside is not None:
        (tmp_path / "small.en.pt.sha256").write_text(beside)
    if refused_by is None:
        assert checked_hash(file, pinned, published) == RIGHT
        return
    with pytest.raises(OtherModel, match=f"is damaged, or another file than {refused_by} says"):
        checked_hash(file, pinned, published)


@pytest.mark.parametrize("nonsense", ["abc", "sha256:" + RIGHT, RIGHT + "0", "ü" * 64])
def test_a_hash_that_is_none_is_told(tmp_path: Path, nonsense: str) -> None:
    file = tmp_path / "my.pt"
    file.write_bytes(WEIGHTS)
    with pytest.raises(BadHash, match="WHISPER_SHA256 is no SHA-256"):
        checked_hash(file, nonsense, {})
    (tmp_path / "my.pt.sha256").write_text(nonsense, "utf-8")
    with pytest.raises(BadHash, match=r"my\.pt\.sha256 is no SHA-256"):
        checked_hash(file, "", {})


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadModel, match="Is a directory"):
        checked_hash(tmp_path, "", {})


def test_the_settings_hash_is_asked_for_a_file_and_for_a_name(tmp_path: Path) -> None:
    pytest.importorskip("whisper")
    file = tiny_model(tmp_path / "mine.pt")
    choose(str(file), digest_file(file))
    for model in (str(file), "small.en"):
        with pytest.raises(OtherModel, match="than WHISPER_SHA256 says"):
            choose(model, WRONG)


def test_a_file_with_the_name_of_a_published_model_has_to_be_that(tmp_path: Path) -> None:
    pytest.importorskip("whisper")
    with pytest.raises(OtherModel, match=r"small\.en\.pt is damaged, .* than its name"):
        choose(str(tiny_model(tmp_path / "small.en.pt")))


def test_a_published_model_is_the_same_by_its_name_and_by_its_path() -> None:
    pytest.importorskip("whisper")
    assert choose("turbo").model == choose("large-v3-turbo").model
    assert choose("small.en").model.startswith("small.en.pt sha256:f953ad0fd29c")


def choose(model: str, sha256: str = "") -> whisper.WhisperChoice:
    settings = Settings(whisper_model=model, whisper_sha256=sha256)
    return whisper.choose(settings, "en", "")


def test_a_named_model_downloads_into_the_packages_own_folder_and_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A real server, a real model, and the package's own table with one more name in it."""
    package = pytest.importorskip("whisper")
    sha256 = digest_file(tiny_model(tmp_path / "m.pt"))
    published = tmp_path / "server" / "models" / sha256 / "by-heart.pt"
    published.parent.mkdir(parents=True)
    tiny_model(published)
    every_head = base64.b85encode(gzip.compress(np.ones((2, 2), dtype=bool).tobytes()))
    monkeypatch.setitem(package._ALIGNMENT_HEADS, "by-heart", every_head)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    with Folder(tmp_path / "server") as server:
        url = f"http://127.0.0.1:{server.server_port}/models/{sha256}/by-heart.pt"
        monkeypatch.setitem(package._MODELS, "by-heart", url)
        assert "by-heart" not in whisper.installed_models()
        choose("by-heart").prepare(Progress())
    # The server is gone: what is there is used.
    assert whisper.installed_models()["by-heart"] == tmp_path / "cache/whisper/by-heart.pt"
    words = choose("by-heart").open(1).recognise(spoken_pieces(WINDOW)[3])
    assert [word.text for word in words] == [word.text for word in said()[-len(words) :]]
    assert len(words) == 20


class Folder(ThreadingHTTPServer):
    """A server of the files below a folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
        self._thread = threading.Thread(target=self.serve_forever, args=(0.01,))

    def __enter__(self) -> "Folder":
        self._thread.start()
        return self

    def __exit__(self, *why: object) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


def test_both_packages_know_every_model_of_the_table() -> None:
    package = pytest.importorskip("whisper")
    other = pytest.importorskip("faster_whisper")
    names = {model.model for model in MODELS}
    assert names <= set(package.available_models())
    assert names <= set(other.available_models())


def test_a_model_downloads_two_bytes_for_each_parameter() -> None:
    """The table's two sources agree, as far as the README's rounding goes."""
    for model in MODELS:
        megabytes, millions = (int(text.split()[0]) for text in (model.download, model.parameters))
        assert 0.96 < megabytes / (2 * millions) < 1.01, model.model


def test_the_table_marks_what_is_used_and_says_what_is_here() -> None:
    found = {"whisper": {"small.en": Path("/models/small.en.pt")}, "faster-whisper": None}
    lines = describe("small.en", found, graphics_card=False).splitlines()
    assert [line.split()[1] for line in lines if line.startswith("*")] == ["small.en"]
    assert "  whisper small.en: /models/small.en.pt" in lines
    assert "  faster-whisper is not installed" in lines
    assert max(map(len, lines)) <= 100
    assert "try WHISPER_MODEL=turbo" not in lines[-1]
    assert "try WHISPER_MODEL=turbo" in describe("small.en", found, graphics_card=True)


def test_the_command_finds_what_the_packages_have_downloaded(tmp_path: Path) -> None:
    pytest.importorskip("whisper")
    pytest.importorskip("faster_whisper")
    (tmp_path / "whisper").mkdir()
    (tmp_path / "whisper" / "large-v3-turbo.pt").write_bytes(WEIGHTS)
    hub = tmp_path / "hub" / "models--Systran--faster-whisper-base.en"
    for name, content in (
        ("refs/main", hashlib.sha1(b"").hexdigest()),  # noqa: S324, the hub's own names
        *((f"snapshots/{hashlib.sha1(b'').hexdigest()}/{n}", "") for n in faster_whisper._FILES),  # noqa: S324
    ):
        (hub / name).parent.mkdir(parents=True, exist_ok=True)
        (hub / name).write_text(content)
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path), "HF_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "ingest", "models"]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert f"  whisper turbo: {tmp_path}/whisper/large-v3-turbo.pt\n" in done.stdout
    assert f"  faster-whisper base.en: {hub}/snapshots/" in done.stdout
    assert done.stderr == ""
