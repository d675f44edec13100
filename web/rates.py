"""How often one reader may search: searching costs far more than most pages.

What costs less than a search and more than a page (a transcript as a file, a webinar in which words
are marked) is counted by itself, and may be asked for more often.

Counts are kept in memory, in a fixed number of places among which addresses are shared out by a
hash that nobody outside knows. So no flood of addresses fills the memory, and two readers share a
place about as seldom as two people a birthday in 45 years.
"""

import hashlib
import secrets
import time
from collections.abc import Awaitable, Callable
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Literal

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from web import urls

# What begins so is a search, in each language.
SEARCHES = (urls.SEARCH, f"{urls.API}/search")
# How many readings a reader has for each search: to go from line to line, or through all webinars.
ROOM = 4
# At most two counters of some 200 bytes for each, and for each kind of work.
PLACES = 16_384
# A household or an office is given as many addresses of IPv6 as it likes, all in one such network.
_HOME_BITS = 64

Work = Literal["search", "reading"]
Refuse = Callable[[Request, int], Awaitable[Response]]


class SearchRate:
    """Lets each reader search so many times in any minute, all of them at once if need be."""

    def __init__(self, app: ASGIApp, per_minute: int, refuse: Refuse) -> None:
        """Count searches; `refuse` is told how many seconds a reader has to wait."""
        self.app, self.refuse = app, refuse
        self._most = {
            "search": RateLimitItemPerMinute(per_minute),
            "reading": RateLimitItemPerMinute(per_minute * ROOM, namespace="readings"),
        }
        self._counts = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._key = secrets.token_bytes(16)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is not counted, or what the reader may ask for."""
        work = work_of(scope)
        wait_s = self._wait_s(scope, work) if work else 0
        if not wait_s:
            await self.app(scope, receive, send)
            return
        response = await self.refuse(Request(scope), wait_s)
        response.headers["retry-after"] = str(wait_s)
        await response(scope, receive, send)

    def _wait_s(self, scope: Scope, work: Work) -> int:
        """Count a piece of work; return how many seconds its reader has to wait, 0 for none."""
        reader, most = reader_of(scope), self._most[work]
        if not reader or self._counts.hit(most, self._place(reader)):
            return 0
        free_at = self._counts.get_window_stats(most, self._place(reader)).reset_time
        # Past that moment, at which the place is not quite free yet.
        return int(free_at - time.time()) + 1

    def _place(self, reader: str) -> str:
        hashed = hashlib.blake2b(reader.encode(), key=self._key, digest_size=4).digest()
        return str(int.from_bytes(hashed) % PLACES)


def work_of(scope: Scope) -> Work | None:
    """Return what a request is counted as, None for one that is not counted."""
    if scope["type"] != "http":
        return None
    path = urls.bare(scope["path"])
    if path.startswith(SEARCHES):
        return "search"
    webinar = path.removeprefix(urls.API).startswith(f"{urls.WEBINARS}/")
    is_marked = bool(QueryParams(scope["query_string"]).get("q"))
    return "reading" if webinar and (is_marked or "/transcript" in path) else None


def reader_of(scope: Scope) -> str:
    """Return whom a request counts for: an address, or the network of a household.

    Nothing for this machine itself, be it a person at it or a web server in front that PROXIES does
    not name: to count all of its readers as one would shut all of them out.
    """
    host = scope["client"][0] if scope.get("client") else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address):
        address = address.ipv4_mapped or address
    return "" if address.is_loopback else _household(address)


def _household(address: IPv4Address | IPv6Address) -> str:
    if isinstance(address, IPv4Address):
        return str(address)
    return str(int(address) >> (address.max_prefixlen - _HOME_BITS))
