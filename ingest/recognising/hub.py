"""Models on the Hugging Face hub and in its cache on this machine.

The hub's package downloads, takes up a line that breaks and shows its progress by itself. A file
that a killed run had not finished begins anew.
"""

import errno
from collections.abc import Sequence
from pathlib import Path

from ingest.errors import NoModel
from media.errors import CannotWrite

# What a disk answers, and a line does not.
_DISK = (errno.EACCES, errno.EDQUOT, errno.ENOSPC, errno.EROFS)


def find(repository: str, needed: Sequence[str]) -> Path | None:
    """Return the folder of a model that is on this machine, None where a needed file is missing."""
    from huggingface_hub import snapshot_download

    try:
        folder = Path(snapshot_download(repository, local_files_only=True))
    except OSError:
        return None
    # The folder of a download that was interrupted is there as well.
    return folder if all((folder / name).is_file() for name in needed) else None


def download(name: str, repository: str, wanted: Sequence[str]) -> Path:
    """Download a model's wanted files (`*` stands for anything) and return their folder.

    Raises NoModel and CannotWrite.
    """
    from huggingface_hub import constants, snapshot_download

    try:
        return Path(snapshot_download(repository, allow_patterns=list(wanted)))
    # A server that answers otherwise than the hub makes its package raise anything.
    except Exception as why:
        if isinstance(why, OSError) and why.errno in _DISK:
            raise CannotWrite(Path(constants.HF_HUB_CACHE), why) from why
        raise NoModel(name, (str(why).splitlines() or [type(why).__name__])[0][:160]) from why
