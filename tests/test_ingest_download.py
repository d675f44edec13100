"""Fetching a file from a real server on this machine that behaves as servers and lines do."""

import hashlib
import random
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from ingest.errors import NoModel
from ingest.progress import Progress
from ingest.recognising.download import fetch
from media.errors import CannotWrite

ROOT = Path(__file__).parents[1]
MODEL = random.Random(1).randbytes(1_000_000)  # noqa: S311, to be repeated
SHA256 = hashlib.sha256(MODEL).hexdigest()
HALF = len(MODEL) // 2

Answer = Callable[["Request"], None]


class Request(BaseHTTPRequestHandler):
    """Gives the next answer of the server's list, the last one for ever."""

    server: "Server"

    def do_GET(self) -> None:
        self.server.ranges.append(self.headers.get("Range"))
        answers = self.server.answers
        (answers.pop(0) if len(answers) > 1 else answers[0])(self)

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""

    def start(self, status: int, **headers: object) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()

    @property
    def first(self) -> int:
        """The byte that is asked for first."""
        return int((self.headers.get("Range") or "bytes=0-")[6:-1])


class Server(ThreadingHTTPServer):
    """A server, the ranges it was asked for, and the answers it is to give."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Request)
        self.ranges: list[str | None] = []
        self.answers: list[Answer] = [well]
        self.reached, self.released = threading.Event(), threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/model.pt"


def well(request: Request) -> None:
    """Answer as a good server does."""
    partial(request, MODEL)


def damaged(request: Request) -> None:
    partial(request, bytes(len(MODEL)))


def partial(request: Request, content: bytes) -> None:
    first = request.first
    if first >= len(content):
        request.start(416, Content_Length=0)
    elif first:
        last = len(content) - 1
        where = f"bytes {first}-{last}/{len(content)}"
        request.start(206, Content_Length=len(content) - first, Content_Range=where)
    else:
        request.start(200, Content_Length=len(content))
    request.wfile.write(content[first:])


def without_ranges(request: Request) -> None:
    request.start(200, Content_Length=len(MODEL))
    request.wfile.write(MODEL)


def without_length(request: Request) -> None:
    request.start(200)
    request.wfile.write(MODEL)


def broken_off(request: Request) -> None:
    """Promise the whole and send half."""
    request.start(200, Content_Length=len(MODEL))
    request.wfile.write(MODEL[:HALF])


def hung_up(request: Request) -> None:
    request.close_connection = True


def stuck(request: Request) -> None:
    """Send half, then nothing until the test says so."""
    request.start(200, Content_Length=len(MODEL))
    request.wfile.write(MODEL[:HALF])
    request.wfile.flush()
    request.server.reached.set()
    request.server.released.wait()
    request.wfile.write(MODEL[HALF:])


def status(code: int) -> Answer:
    return lambda request: request.start(code, Content_Length=0)


def moved(address: str) -> Answer:
    return lambda request: request.start(302, Location=address, Content_Length=0)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.released.set()
        server.shutdown()
        thread.join()


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "model.pt"


@pytest.fixture
def part(target: Path) -> Path:
    target.parent.mkdir()
    return target.with_name("model.pt.part")


def get(server: Server, target: Path) -> None:
    fetch(server.url, SHA256, target, Progress())


def get_elsewhere(server: Server, target: Path) -> subprocess.Popen[str]:
    """Fetch in a process of its own."""
    script = (
        "import sys; from pathlib import Path; from ingest.recognising.download import fetch;"
        "from ingest.progress import Progress;"
        "fetch(sys.argv[1], sys.argv[2], Path(sys.argv[3]), Progress())"
    )
    command = [sys.executable, "-c", script, server.url, SHA256, str(target)]
    return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)


def test_a_model_arrives_with_its_progress_and_is_asked_for_but_once(
    server: Server, target: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    get(server, target)
    get(server, target)
    assert target.read_bytes() == MODEL
    assert [path.name for path in target.parent.iterdir()] == ["model.pt"]
    assert server.ranges == [None]
    assert "download model.pt 1 MB of 1 MB\n" in capsys.readouterr().err


@pytest.mark.parametrize("answer", [without_ranges, without_length])
def test_a_simple_server_will_do(server: Server, target: Path, answer: Answer) -> None:
    server.answers = [answer]
    get(server, target)
    assert target.read_bytes() == MODEL


def test_a_line_that_breaks_is_taken_up_where_it_broke(server: Server, target: Path) -> None:
    server.answers = [broken_off, well]
    get(server, target)
    assert target.read_bytes() == MODEL
    assert server.ranges == [None, f"bytes={HALF}-"]


def test_a_killed_process_is_taken_up_where_it_was(
    server: Server, target: Path, part: Path
) -> None:
    server.answers = [stuck, well]
    with get_elsewhere(server, target) as process:
        server.reached.wait()
        while not (part.exists() and part.stat().st_size):
            assert process.poll() is None
        process.kill()
    assert not target.exists()
    have = part.stat().st_size
    get(server, target)
    assert target.read_bytes() == MODEL
    assert server.ranges == [None, f"bytes={have}-"]


def test_a_server_that_cannot_go_on_starts_over(server: Server, target: Path, part: Path) -> None:
    part.write_bytes(MODEL[:1000])
    server.answers = [without_ranges]
    get(server, target)
    assert target.read_bytes() == MODEL
    assert server.ranges == ["bytes=1000-"]


@pytest.mark.parametrize("more", [b"", b"more than there is"])
def test_what_is_whole_already_is_looked_at_before_it_is_used(
    server: Server, target: Path, part: Path, more: bytes
) -> None:
    """Killed between the last byte and the name; or left by something else."""
    part.write_bytes(MODEL + more)
    get(server, target)
    assert target.read_bytes() == MODEL
    assert server.ranges == [f"bytes={len(MODEL + more)}-", *([None] if more else [])]


def test_a_damaged_model_is_told_and_fetched_anew(
    server: Server, target: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target.parent.mkdir()
    target.write_bytes(b"damaged on this disk")
    server.answers = [damaged, well]
    get(server, target)
    assert target.read_bytes() == MODEL
    assert "model.pt is damaged: fetching it anew.\n" in capsys.readouterr().err


def test_what_is_not_the_published_file_never_gets_its_name(server: Server, target: Path) -> None:
    server.answers = [damaged]
    with pytest.raises(NoModel, match="is not the file that was published"):
        get(server, target)
    assert not target.exists()
    assert server.ranges == [None, None]


@pytest.mark.parametrize("code", [403, 404, 503])
def test_a_refusal_is_told_at_once(server: Server, target: Path, code: int) -> None:
    server.answers = [status(code)]
    with pytest.raises(NoModel, match=rf"The model 'model\.pt' .* \(the server answered {code} "):
        get(server, target)
    assert server.ranges == [None]


def test_without_a_network_it_is_told_at_once(server: Server, target: Path) -> None:
    with Server() as gone:
        url = gone.url
    with pytest.raises(NoModel, match=r"\(Connection refused\)\. Connect to the internet once"):
        fetch(url, SHA256, target, Progress())


def test_what_has_arrived_is_kept_when_the_line_stays_dead(server: Server, target: Path) -> None:
    server.answers = [broken_off, hung_up]
    with pytest.raises(NoModel, match=r"the 0\.5 MB that have arrived are kept for the next run"):
        get(server, target)
    assert len(server.ranges) == 2
    server.answers = [well]
    get(server, target)
    assert target.read_bytes() == MODEL
    assert server.ranges[-1] == f"bytes={HALF}-"


@pytest.mark.parametrize("address", ["http://example.org/model.pt", "ftp://example.org/model.pt"])
def test_only_a_secure_address_is_asked(server: Server, target: Path, address: str) -> None:
    with pytest.raises(NoModel, match=r"example\.org is not a secure address"):
        fetch(address, SHA256, target, Progress())
    server.answers = [moved(address)]
    with pytest.raises(NoModel):
        get(server, target)
    assert server.ranges == [None]


def test_a_full_disk_is_told(server: Server, target: Path, part: Path) -> None:
    part.symlink_to("/dev/full")
    with pytest.raises(CannotWrite, match="No space left on device"):
        get(server, target)
    assert not target.exists()


def test_a_folder_that_cannot_be_made_is_told(server: Server, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")
    with pytest.raises(CannotWrite):
        get(server, tmp_path / "cache" / "model.pt")


def test_of_two_processes_one_fetches_and_the_other_waits(server: Server, target: Path) -> None:
    server.answers = [stuck]
    with get_elsewhere(server, target) as first:
        server.reached.wait()
        with get_elsewhere(server, target) as second:
            assert second.stderr is not None
            waits = "Another process is fetching model.pt: waiting for it.\n"
            assert second.stderr.readline() == waits
            server.released.set()
    assert (first.returncode, second.returncode) == (0, 0)
    assert target.read_bytes() == MODEL
    assert server.ranges == [None]
    assert [path.name for path in target.parent.iterdir()] == ["model.pt"]
