"""A real server on a free loopback port, for as long as a test needs it."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from web.app import make_app
from web.command import configure

START_S = 20


@contextmanager
def serve(archive: Path, index: Path) -> Iterator[str]:
    """Serve an archive, with its index made; gives the address."""
    app = make_app(archive, index)
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(configure(app))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.02)
    assert app.state.site.finder.settled.wait(START_S)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(START_S)
