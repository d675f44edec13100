"""Models that come in a package of their own."""

from pathlib import Path

from ingest.errors import BadVoiceModel, NotInstalled
from media.packages import is_file_with, package_file


def model_file(package: str, distribution: str, file: str, sha256: str) -> Path:
    """Return a model of an installed package; importing that would load torch.

    `file` is its path inside the package, `distribution` what the package is installed as. Raises
    NotInstalled, and BadVoiceModel for a file that is not the one with this hash.
    """
    path = package_file(package, file)
    if path is None:
        raise NotInstalled(distribution, "make setup")
    if not is_file_with(path, sha256):
        raise BadVoiceModel(path)
    return path
