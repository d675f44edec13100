"""Files that come in packages, found without importing those: many would load what nobody needs."""

from importlib.util import find_spec
from pathlib import Path

from media.store import digest_file


def package_file(package: str, file: str) -> Path | None:
    """Return where a file of an installed package should be; None without the package.

    `file` is its path inside the package, which is one with a folder of its own.
    """
    found = find_spec(package)
    if found is None or not found.submodule_search_locations:
        return None
    return Path(found.submodule_search_locations[0], file)


def is_file_with(path: Path, sha256: str) -> bool:
    """Say whether there is a file with this hash."""
    return path.is_file() and digest_file(path) == sha256
