"""The site's own files: style, scripts and signs, under an address that changes with them.

`/static/<version>/site.css` may be kept for good, `/static/site.css` is asked for again. Scripts
import each other by relative addresses, which have the version of the one that asks.
"""

import hashlib
import os
import re
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import PathLike, StaticFiles
from starlette.types import Scope

from web.kept import Kept, print_of

FOLDER = Path(__file__).parent / "static"
# A year, the longest that browsers keep anything.
FOREVER = "public, max-age=31536000, immutable"

_VERSION = re.compile(r"[0-9a-f]{12}")


class Assets(StaticFiles):
    """Serves the folder; under a version that is not the present one, files as they are now."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Answer with a file; that of the present version may be kept for good."""
        asked, _, rest = path.partition("/")
        has_version = bool(rest and _VERSION.fullmatch(asked))
        response = await super().get_response(rest if has_version else path, scope)
        # The card of the site is shown by whoever links to it.
        response.headers["cross-origin-resource-policy"] = "cross-origin"
        if has_version and asked == version():
            response.headers["cache-control"] = FOREVER
        return response

    def file_response(
        self,
        full_path: PathLike,
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """Answer with a file under a weak tag, since it is compressed on its way."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["etag"] = f"W/{response.headers['etag']}"
        if response.status_code == 304:
            # As compression says it of the whole answer.
            response.headers.add_vary_header("Accept-Encoding")
        return response


def version() -> str:
    """Return the version of all files together, another once one of them changes."""
    return _KEPT.get()


def _read() -> str:
    contents = hashlib.blake2b(digest_size=6)
    for path in sorted(path for path in FOLDER.iterdir() if path.is_file()):
        contents.update(f"{path.name}\0{path.stat().st_size}\0".encode())
        contents.update(path.read_bytes())
    return contents.hexdigest()


_KEPT = Kept(_read, lambda: print_of(FOLDER))
