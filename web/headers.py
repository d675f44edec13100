"""What stands around every answer: headers, which hosts we answer to, which methods, and the guard.

Each class is plain ASGI, so that it also covers answers that no page has made.
"""

import logging
import secrets
from collections.abc import Awaitable, Callable, Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger("web")


def policy(frame_ancestors: str = "'none'") -> str:
    """Return what a page may load and do, and which sites may show it in a frame."""
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "media-src 'self'",
            "font-src 'self'",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            f"frame-ancestors {frame_ancestors}",
        )
    )


POLICY = policy()
# What browsers offer and no page asks for; sound, full screen and the clipboard are asked for.
UNWANTED = (
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "hid",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "serial",
    "usb",
)
# What a page says of itself stands above these.
ALWAYS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": ", ".join(f"{feature}=()" for feature in UNWANTED),
}
# Of a page that any site may show in a frame.
EMBEDDABLE = {
    "content-security-policy": policy(frame_ancestors="*"),
    "cross-origin-resource-policy": "cross-origin",
}
# Of what is made for programs and players: those in the pages of other sites may read it too.
FOR_ANY_SITE = {
    "access-control-allow-origin": "*",
    "cross-origin-resource-policy": "cross-origin",
}
# For a year, over TLS alone: told over plain HTTP it counts for nothing (RFC 6797, 7.2).
TRANSPORT = ("strict-transport-security", "max-age=31536000")
# A correction shows at the next look: browsers ask again, and get a short 304 where they can.
DEFAULT_CACHE = "no-cache"
# Bytes of an address. A query, its filters and all ids together are far shorter.
LONGEST_ADDRESS = 8_192
METHODS = ("GET", "HEAD")

Show = Callable[[Request, str], Awaitable[Response]]


class SafeHeaders:
    """Adds the headers that keep browsers from doing what no page asks for.

    What a page says of itself stands.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, with headers."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in ALWAYS.items():
                    headers.setdefault(name, value)
                headers.setdefault("cache-control", DEFAULT_CACHE)
                if scope.get("scheme") == "https":
                    headers.setdefault(*TRANSPORT)
            await send(message)

        await self.app(scope, receive, send_with_headers)


class KnownHosts:
    """Refuses names that are not ours, so that no other site can point its name at this one."""

    def __init__(self, app: ASGIApp, hosts: Sequence[str]) -> None:
        self.app, self.hosts = app, frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what was sent to a host of ours."""
        if scope["type"] != "http" or self._knows(Headers(scope=scope).get("host", "")):
            await self.app(scope, receive, send)
            return
        sentence = "This site does not answer to that host name. ALLOWED_HOSTS names those it has."
        await PlainTextResponse(sentence, 400)(scope, receive, send)

    def _knows(self, host: str) -> bool:
        return "*" in self.hosts or host_name(host) in self.hosts


class ReadOnly:
    """Answers GET and HEAD alone: nothing on the site can be written."""

    def __init__(self, app: ASGIApp, refuse: Show) -> None:
        self.app, self.refuse = app, refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what only reads."""
        if scope["type"] != "http" or scope["method"] in METHODS:
            await self.app(scope, receive, send)
            return
        response = await self.refuse(Request(scope), "")
        await response(scope, receive, send)


class ShortAddresses:
    """Refuses addresses that nobody can mean, before anything reads them."""

    def __init__(self, app: ASGIApp, refuse: Show) -> None:
        self.app, self.refuse = app, refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is short enough."""
        if scope["type"] != "http" or _length(scope) <= LONGEST_ADDRESS:
            await self.app(scope, receive, send)
            return
        # Nothing of it comes back.
        short = Request({**scope, "path": "/", "raw_path": b"/", "query_string": b""})
        response = await self.refuse(short, scope["path"])
        await response(scope, receive, send)


class Guard:
    """Turns a failure of ours into a page with a number; the trace goes to the log alone."""

    def __init__(self, app: ASGIApp, apologise: Show) -> None:
        self.app, self.apologise = app, apologise

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and answer for what goes wrong."""
        started = False

        async def note_start(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, note_start)
        except Exception:
            number = secrets.token_hex(4)
            # %r escapes control characters: an address cannot write lines into the log.
            log.exception("Fault %s at %r", number, scope.get("path"))
            if started:
                raise
            response = await self.apologise(Request(scope), number)
            await response(scope, receive, send)


def _length(scope: Scope) -> int:
    return len(scope.get("raw_path") or scope["path"].encode()) + len(scope["query_string"])


def host_name(header: str) -> str:
    """The name in a Host header, without its port: `[::1]:8000` is `::1`."""
    if header.startswith("["):
        return header[1:].partition("]")[0].lower()
    return header.partition(":")[0].lower()
