"""Entity tags: who has an answer already is told so, and gets it anew once it has changed.

A tag is of the text that is sent and of nothing else, so what a correction changes has another tag
at the next look. Tags are weak, since one stands for a text compressed and not (RFC 9110, 8.8).
"""

import hashlib
import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_TAG = re.compile(r'"[\x21\x23-\x7e\x80-\xff]*"')
# What a 304 may not have, since it has no body (RFC 9110, 15.4.5).
_OF_BODIES = ("content-length", "content-type", "content-language", "last-modified")


class Tagged:
    """Tags each answer that comes in one piece, and sends 304 to whoever has it already.

    Recordings come in many pieces and have tags of their own: they pass through as they come.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and leave out the body where it is known."""
        start: Message = {}

        async def send_tagged(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            held, start = start, {}
            if held and not message.get("more_body", False):
                held, message = _tagged(Headers(scope=scope), held, message)
            if held:
                await send(held)
            await send(message)

        await self.app(scope, receive, send_tagged if scope["type"] == "http" else send)


def _tagged(asked: Headers, start: Message, body: Message) -> tuple[Message, Message]:
    headers = MutableHeaders(scope=start)
    if start["status"] != 200 or "etag" in headers:
        return start, body
    headers["etag"] = tag_of(body.get("body", b""))
    if not is_known(asked, headers["etag"]):
        return start, body
    # As compression says it of the whole answer.
    headers.add_vary_header("Accept-Encoding")
    for name in _OF_BODIES:
        del headers[name]
    return {**start, "status": 304}, {**body, "body": b""}


def tag_of(body: bytes) -> str:
    """Return the entity tag of a text, 96 bits of its hash."""
    return f'W/"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'


def is_known(asked: Headers, tag: str) -> bool:
    """Say whether a request already has what a tag stands for: If-None-Match, compared weakly."""
    known = ",".join(asked.getlist("if-none-match"))
    return known.strip() == "*" or tag.removeprefix("W/") in _TAG.findall(known)
