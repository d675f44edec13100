"""Where others reach the site: what stands before its own addresses in those that are absolute."""

from starlette.requests import Request

from web.state import state


def origin(request: Request) -> str:
    """Return the scheme and host, without a slash: `https://archive.example.org`.

    A server behind another cannot know what readers call it, so `address` in site.toml goes first.
    """
    told = state(request).library.catalogue.site.address.rstrip("/")
    return told or f"{request.url.scheme}://{request.url.netloc}"
