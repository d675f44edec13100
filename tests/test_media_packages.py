"""Files of packages, found without importing those."""

from pathlib import Path

import pytest

from media.packages import is_file_with, package_file
from media.store import digest


def test_a_file_of_a_package_is_found_without_running_its_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "holding_a_model").mkdir()
    (tmp_path / "holding_a_model" / "__init__.py").write_text("raise RuntimeError")
    (tmp_path / "of_one_file.py").write_text("raise RuntimeError")
    monkeypatch.syspath_prepend(str(tmp_path))
    found = package_file("holding_a_model", "data/model.bin")
    assert found == tmp_path / "holding_a_model" / "data" / "model.bin"
    assert package_file("of_one_file", "model.bin") is None
    assert package_file("not_installed_at_all", "model.bin") is None


def test_a_file_is_known_by_its_hash(tmp_path: Path) -> None:
    path = tmp_path / "model.bin"
    path.write_bytes(b"weights")
    assert is_file_with(path, digest(b"weights"))
    assert not is_file_with(path, digest(b"other weights"))
    assert not is_file_with(tmp_path / "missing.bin", digest(b""))
    assert not is_file_with(tmp_path, digest(b""))
