"""Bringing a model to this machine over a line that may break and a process that may be killed.

What has arrived lies beside the file as `.part`, and the next try asks for the rest of it. A file
takes its name only when it is whole and its hash is the expected one, so nothing else is ever used.
"""

import fcntl
import os
from contextlib import suppress
from http.client import HTTPException, HTTPMessage, HTTPResponse
from pathlib import Path
from typing import IO, BinaryIO
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from ingest.errors import NoModel
from ingest.progress import Progress
from media.errors import CannotWrite
from media.store import adopt, digest_file

# Seconds to wait for the server to answer, and for more to arrive.
_PATIENCE_S = 15
# A line that breaks is taken up again so often, as long as each try brings something.
_TRIES = 20
_BLOCK_BYTES = 1 << 18
# The largest model there is has 3.1 GB; a server that sends more is not to fill the disk.
_MOST_BYTES = 8_000_000_000
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


class _LostError(Exception):
    """The line to the server broke, or there is none."""


def fetch(url: str, sha256: str, target: Path, progress: Progress) -> None:
    """Have a file of this hash at `target`: as it is, from its `.part`, or from the internet.

    Two processes may ask at once: the second waits. Raises NoModel where it cannot be had, with
    what has arrived kept for the next run, and CannotWrite where it cannot be kept.
    """
    part = target.with_name(f"{target.name}.part")
    try:
        if _is(target, sha256):
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        with part.open("ab") as file:
            _hold(file, target.name, progress)
            if _is(target, sha256):
                # Another process was first; this `.part` is a new one.
                part.unlink(missing_ok=True)
            else:
                _complete(url, sha256, target, part, file, progress)
    except OSError as why:
        raise CannotWrite(target, why) from why


def _is(path: Path, sha256: str) -> bool:
    return path.is_file() and digest_file(path) == sha256


def _hold(file: BinaryIO, name: str, progress: Progress) -> None:
    """Hold a file against other processes that fetch it; the lock dies with this one."""
    with suppress(BlockingIOError):
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return
    progress.tell(f"Another process is fetching {name}: waiting for it.")
    fcntl.flock(file, fcntl.LOCK_EX)


def _complete(
    url: str, sha256: str, target: Path, part: Path, file: BinaryIO, progress: Progress
) -> None:
    """Fetch what is missing; once more from the beginning where the whole is not right."""
    for _ in range(2):
        _receive_all(url, target.name, file, progress)
        if digest_file(part) == sha256:
            adopt(part, target)
            return
        progress.tell(f"{target.name} is damaged: fetching it anew.")
        file.truncate(0)
    raise NoModel(target.name, "what the server sends is not the file that was published")


def _receive_all(url: str, name: str, file: BinaryIO, progress: Progress) -> None:
    for _ in range(_TRIES):
        before = _size(file)
        try:
            _receive(url, name, file, progress)
        except _LostError as why:
            if _size(file) > before:
                continue
            raise NoModel(name, f"{why}{_kept(file)}") from why
        return
    raise NoModel(name, f"the line broke {_TRIES} times{_kept(file)}")


def _receive(url: str, name: str, file: BinaryIO, progress: Progress) -> None:
    """Ask for what is missing and append what comes; raises _LostError before it is whole."""
    have = _size(file)
    response = _ask(url, name, have)
    if response is None:
        return
    with response:
        if have and _first_byte(response) != have:
            # The server cannot go on from the middle.
            file.truncate(0)
        total = _size(file) + (response.length or 0)
        with progress.download(name, total, _size(file)) as advance:
            while block := _read(response):
                file.write(block)
                advance(len(block))
                _limit(_size(file), name)
    if _size(file) < total:
        raise _LostError("the line broke")


def _ask(url: str, name: str, have: int) -> HTTPResponse | None:
    """Ask for a file from a byte on; None when the server has nothing beyond that byte."""
    headers = {"Range": f"bytes={have}-"} if have else {}
    opener = build_opener(_Redirects)
    try:
        _check(url)
        response: HTTPResponse = opener.open(Request(url, headers=headers), timeout=_PATIENCE_S)  # noqa: S310, checked
    except HTTPError as why:
        why.close()
        if why.code == 416 and have:
            return None
        raise NoModel(name, f"the server answered {why.code} {why.reason}") from why
    except URLError as why:
        raise _LostError(_words(why.reason)) from why
    except (OSError, HTTPException) as why:
        raise _LostError(_words(why)) from why
    return response


def _read(response: HTTPResponse) -> bytes:
    try:
        return response.read(_BLOCK_BYTES)
    except (OSError, HTTPException) as why:
        raise _LostError(_words(why)) from why


def _first_byte(response: HTTPResponse) -> int:
    """Return where an answer begins: `bytes 100-199/200` at 100, an unreadable one nowhere."""
    first = response.headers.get("Content-Range", "").removeprefix("bytes ").partition("-")[0]
    return int(first) if first.isdecimal() else -1


def _size(file: BinaryIO) -> int:
    return file.seek(0, os.SEEK_END)


def _limit(size: int, name: str) -> None:
    if size > _MOST_BYTES:
        raise NoModel(name, f"the server sends more than {_MOST_BYTES // 10**9} GB")


def _kept(file: BinaryIO) -> str:
    have = _size(file)
    return f"; the {have / 1e6:.1f} MB that have arrived are kept for the next run" if have else ""


def _words(why: object) -> str:
    reason = why.strerror if isinstance(why, OSError) and why.strerror else str(why)
    return reason or type(why).__name__


def _check(url: str) -> None:
    """Refuse an address that others on the way could answer for."""
    parts = urlsplit(url)
    if parts.scheme != "https" and (parts.scheme != "http" or parts.hostname not in _LOOPBACK):
        raise URLError(f"{parts.scheme}://{parts.hostname} is not a secure address")


class _Redirects(HTTPRedirectHandler):
    """Follows a redirection only to an address that would have been asked itself."""

    def redirect_request(
        self,
        req: Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> Request | None:
        _check(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)
