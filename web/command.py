"""`python -m web`: serve the site of an archive on this machine."""

import argparse
import errno
import gc
import logging
import os
import socket
import sys
from collections.abc import Sequence
from contextlib import suppress
from ipaddress import ip_network
from pathlib import Path

import uvicorn

from index.vectors.choose import network_for
from media.command import Parser
from media.errors import BadSetting, Fault
from media.settings import Settings
from web.app import LOOPBACK, make_app

# Idle connections are let go of after this long; a reader's next click opens another.
KEEP_ALIVE_S = 10
# Above this many connections at once newcomers get a 503, instead of everybody waiting.
MOST_CONNECTIONS = 512
# How long a page under way may take to finish when the server is stopped.
FAREWELL_S = 5


class CannotListen(Fault):
    """The address cannot be served on."""

    def __init__(self, host: str, port: int, why: OSError) -> None:
        taken = why.errno == errno.EADDRINUSE
        what = "is taken by another program" if taken else f"cannot be used ({why.strerror})"
        super().__init__(f"{address(host, port)} {what}. Choose another with --port or --host.")


def main(arguments: Sequence[str]) -> None:
    """Serve until stopped."""
    settings = Settings.from_environment()
    options = _parser(settings).parse_args(arguments)
    logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s", level=logging.WARNING)
    hosts = [
        *LOOPBACK,
        options.host,
        *os.environ.get("ALLOWED_HOSTS", "").replace(",", " ").split(),
    ]
    network = network_for(settings.meaning)
    proxies = addresses(settings.proxies)
    app = make_app(
        options.archive,
        options.index,
        hosts,
        settings.search_engine,
        network,
        settings.search_rate,
    )
    with listen(options.host, options.port) as listener:
        if options.host not in LOOPBACK:
            print(warning(options.host), file=sys.stderr)
        spare_collector()
        print(f"Open {address(options.host, listener.getsockname()[1])}", flush=True)
        # Ctrl-C is how one stops it: no failure.
        with suppress(KeyboardInterrupt):
            uvicorn.Server(configure(app, proxies)).run(sockets=[listener])


def configure(app: object, proxies: Sequence[str] = ()) -> uvicorn.Config:
    """Set uvicorn's limits; what `proxies` say of a reader's address and of TLS is believed."""
    return uvicorn.Config(
        app,  # type: ignore[arg-type]
        log_level="warning",
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_S,
        limit_concurrency=MOST_CONNECTIONS,
        timeout_graceful_shutdown=FAREWELL_S,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=[*proxies],
        ws="none",
    )


def spare_collector() -> None:
    """Keep the garbage collector from looking through what stays anyway, while a page waits."""
    gc.collect()
    gc.freeze()


def addresses(proxies: str) -> list[str]:
    """Read PROXIES; raises BadSetting for what is no address and no network."""
    names = proxies.replace(",", " ").split()
    for name in names:
        try:
            ip_network(name)
        except ValueError:
            wanted = "addresses or networks, with commas, such as 127.0.0.1 or 10.1.0.0/16"
            raise BadSetting("PROXIES", name, wanted) from None
    return names


def listen(host: str, port: int) -> socket.socket:
    """Open the port; raises CannotListen."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=MOST_CONNECTIONS)
    except OSError as why:
        raise CannotListen(host, port, why) from why


def address(host: str, port: int) -> str:
    """The address to open in a browser."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def warning(host: str) -> str:
    """What to know before others can reach the site."""
    return (
        f"Listening on {host}: others on the network can read the archive. Put the names they use"
        " into ALLOWED_HOSTS, and a web server with TLS in front."
    )


def _parser(settings: Settings) -> argparse.ArgumentParser:
    parser = Parser(prog="python -m web", description=__doc__)
    parser.add_argument("--archive", type=Path, default=settings.archive, metavar="DIR")
    parser.add_argument("--index", type=Path, default=settings.index, metavar="DIR")
    parser.add_argument("--host", default="127.0.0.1", help="default: %(default)s, this machine")
    parser.add_argument("--port", type=_port, default=8000, help="default: %(default)s; 0: any")
    return parser


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text[:40]!r} is not a number from 0 to 65535")
    return int(text)
