"""Models that come in a package of their own, found without importing it."""

from importlib.util import find_spec
from pathlib import Path

from ingest.errors import BadVoiceModel, NotInstalled
from media.store import digest_file


def model_file(package: str, distribution: str, file: str, sha256: str) -> Path:
    """Return a model of an installed package; importing that would load torch.

    `file` is its path inside the package, `distribution` what the package is installed as. Raises
    NotInstalled, and BadVoiceModel for a file that is not the one with this hash.
    """
    found = find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise NotInstalled(distribution, "make setup")
    path = Path(found.submodule_search_locations[0], file)
    if not path.is_file() or digest_file(path) != sha256:
        raise BadVoiceModel(path)
    return path
