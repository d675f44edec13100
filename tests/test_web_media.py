"""Recordings in ranges, captions as text, and nothing else from the archive's folders."""

import asyncio
import os
import tracemalloc
from pathlib import Path

import pytest
from conftest import BOATS, LANTERNS, NAUGHTY, NIA, TEACUPS, cues_of
from starlette.testclient import TestClient
from starlette.types import Message

from media.archive import Archive
from media.model import Cue, Recognition
from media.transcript import spread
from media.vtt import load_vtt

RECORDING = f"/media/{BOATS}/recording"
SIZE = 4096
# "rchar: " and the bytes that this process has read, from disks or not.
IO = Path("/proc/self/io")


@pytest.mark.parametrize(
    ("asked", "status", "content_range", "length"),
    [
        ("bytes=0-9", 206, f"bytes 0-9/{SIZE}", 10),
        ("bytes=4000-", 206, f"bytes 4000-4095/{SIZE}", 96),
        ("bytes=-10", 206, f"bytes 4086-4095/{SIZE}", 10),
        ("bytes=5000-", 416, f"bytes */{SIZE}", 0),
        ("bytes=0-0,10-19", 206, None, None),
        ("bytes=" + ",".join(f"{n}-{n}" for n in range(0, 2000, 2)), 200, None, SIZE),
    ],
)
def test_ranges(
    visitor: TestClient, asked: str, status: int, content_range: str | None, length: int | None
) -> None:
    response = visitor.get(RECORDING, headers={"range": asked})
    assert response.status_code == status
    assert response.headers.get("content-range") == content_range
    assert length is None or len(response.content) == length


def test_a_recording_is_what_it_is_and_never_compressed(visitor: TestClient) -> None:
    response = visitor.get(RECORDING, headers={"accept-encoding": "gzip"})
    assert response.headers["content-type"] == "video/mp4"
    assert response.headers["accept-ranges"] == "bytes"
    assert "content-encoding" not in response.headers
    unchanged = visitor.get(RECORDING, headers={"if-none-match": response.headers["etag"]})
    assert unchanged.status_code == 304
    assert unchanged.content == b""


@pytest.mark.parametrize("size", [1_000_000, 100_000_000])
def test_of_a_recording_no_more_is_read_than_was_asked_for(
    client: TestClient, harbour: Archive, size: int
) -> None:
    if not IO.exists():
        pytest.skip(f"There is no {IO}: this test needs Linux.")
    os.truncate(harbour.folder(BOATS) / "recording.mp4", size)
    before = _bytes_read()
    assert sum(_pieces(client, f"bytes={size // 2}-{size // 2 + 999}")) == 1_000
    # The archive's small files are looked at as well.
    assert _bytes_read() - before < 100_000


@pytest.mark.parametrize("size", [1_000_000, 100_000_000])
def test_a_recording_is_sent_in_pieces_that_are_not_kept(
    client: TestClient, harbour: Archive, size: int
) -> None:
    os.truncate(harbour.folder(BOATS) / "recording.mp4", size)
    _pieces(client)  # what is made once is no matter of this recording
    tracemalloc.start()
    assert sum(_pieces(client)) == size
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1_000_000


def _pieces(client: TestClient, part: str = "bytes=0-") -> list[int]:
    """Ask for a part of the recording; returns how long each piece is, without keeping any."""
    sizes: list[int] = []

    async def receive() -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: Message) -> None:
        sizes.append(len(message.get("body", b"")))

    scope = {
        "type": "http",
        "method": "GET",
        "scheme": "http",
        "path": RECORDING,
        "query_string": b"",
        "headers": [(b"host", b"localhost"), (b"range", part.encode())],
    }
    asyncio.run(client.app(scope, receive, send))  # type: ignore[arg-type]
    return sizes


def _bytes_read() -> int:
    return int(IO.read_text("utf-8").split()[1])


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("{tag}", 304),
        ("W/{tag}", 304),
        ('"other", {tag}', 304),
        ("*", 304),
        ('"other"', 206),
        ("{bare}", 206),
    ],
)
def test_whoever_has_a_recording_is_told_so(visitor: TestClient, asked: str, status: int) -> None:
    tag = visitor.head(RECORDING).headers["etag"]
    sent = {"range": "bytes=0-9", "if-none-match": asked.format(tag=tag, bare=tag.strip('"'))}
    for method in ("GET", "HEAD"):
        response = visitor.request(method, RECORDING, headers=sent)
        assert response.status_code == status
        assert response.headers["etag"] == tag


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("{tag}", 206),
        ("{date}", 206),
        ("W/{tag}", 200),
        ('"other"', 200),
        ("Mon, 01 Jan 2001 00:00:00 GMT", 200),
    ],
)
def test_a_part_goes_only_with_the_recording_that_it_is_of(
    visitor: TestClient, asked: str, status: int
) -> None:
    head = visitor.head(RECORDING).headers
    sent = {
        "range": "bytes=0-9",
        "if-range": asked.format(tag=head["etag"], date=head["last-modified"]),
    }
    response = visitor.get(RECORDING, headers=sent)
    assert response.status_code == status
    assert len(response.content) == (10 if status == 206 else SIZE)


def test_a_recording_that_was_replaced_is_sent_whole(client: TestClient, harbour: Archive) -> None:
    tag = client.head(RECORDING).headers["etag"]
    (harbour.folder(BOATS) / "recording.mp4").write_bytes(b"1" * (SIZE + 1))
    sent = {"range": "bytes=0-9", "if-range": tag}
    assert client.get(RECORDING, headers=sent).content == b"1" * (SIZE + 1)
    assert client.get(RECORDING, headers={"if-none-match": tag}).status_code == 200


@pytest.mark.parametrize(
    ("suffix", "kind"),
    [
        ("m4a", "audio/mp4"),
        ("mkv", "video/x-matroska"),
        ("ogg", "audio/ogg"),
        ("webm", "video/webm"),
        ("MP3", "audio/mpeg"),
        ("html", None),
        ("svg", None),
        ("toml", None),
    ],
)
def test_types(client: TestClient, harbour: Archive, suffix: str, kind: str | None) -> None:
    path = harbour.folder(BOATS) / "recording.mp4"
    path.rename(path.with_suffix(f".{suffix}"))
    response = client.get(RECORDING)
    assert response.status_code == (200 if kind else 404)
    assert kind is None or response.headers["content-type"] == kind


def test_a_still(visitor: TestClient) -> None:
    response = visitor.get(f"/media/{BOATS}/poster.jpg")
    assert response.headers["content-type"] == "image/jpeg"


def test_captions_are_the_text_of_the_page(client: TestClient, harbour: Archive) -> None:
    response = client.get(f"/media/{BOATS}/captions.vtt")
    assert response.headers["content-type"] == "text/vtt; charset=utf-8"
    assert response.headers["cache-control"] == "no-cache"
    assert "Machine transcript, not checked" in response.text
    read = load_vtt(response.text, harbour.root)
    assert [(cue.start_ms, cue.speaker, cue.text) for cue in read] == [
        (cue.start_ms, cue.speaker, cue.text) for cue in cues_of()
    ]


def test_captions_are_set_for_a_player(visitor: TestClient) -> None:
    blocks = visitor.get(f"/media/{BOATS}/captions.vtt").text.split("\n\n")
    assert f"<v {NIA}><c.speaker>{NIA}:</c> Good morning\nand welcome to the harbour." in blocks[3]
    assert f"<v {NIA}>Today we fold paper boats\nout of old newspapers." in blocks[4]
    assert "\n<c.speaker>–</c> Can a lighthouse" in blocks[7]


def test_captions_are_timed_by_the_words_that_were_heard(
    client: TestClient, harbour: Archive
) -> None:
    first, second = "Kelp floats near the quay all day.", "Then the ferry takes it to the islands."
    cue = Cue(0, 14_000, f"{first} {second}")
    words = [*spread(first.split(), 0, 3_000), *spread(second.split(), 9_000, 14_000)]
    made = Recognition("pocketsphinx", "en-us", (), "0" * 64, tuple(words))
    harbour.write_transcript(BOATS, [cue], [], made)
    captions = load_vtt(client.get(f"/media/{BOATS}/captions.vtt").text, harbour.root)
    assert [(caption.start_ms, caption.text) for caption in captions] == [
        (0, first),
        (9_000, second),
    ]
    (harbour.folder(BOATS) / "words.json").unlink()
    estimated = load_vtt(client.get(f"/media/{BOATS}/captions.vtt").text, harbour.root)
    assert " ".join(caption.text for caption in estimated) == cue.text
    assert estimated[1].start_ms < 9_000


def test_captions_of_a_corrected_transcript(visitor: TestClient) -> None:
    text = visitor.get(f"/media/{TEACUPS}/captions.vtt").text
    assert "Corrected by hand" in text
    assert "tempest" in text


def test_captions_are_escaped(visitor: TestClient) -> None:
    text = visitor.get(f"/media/{NAUGHTY}/captions.vtt").text
    assert "<script>" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; --&gt; stackable" in text


@pytest.mark.parametrize("name", ["recording", "captions.vtt", "poster.jpg"])
def test_what_is_not_there(visitor: TestClient, name: str) -> None:
    assert visitor.get(f"/media/{LANTERNS}/{name}").status_code == 404


@pytest.mark.parametrize(
    "name", ["words.json", "webinar.toml", "transcript.vtt", "machine.vtt", "recording.mp4"]
)
def test_other_files_of_the_archive_are_not_served(visitor: TestClient, name: str) -> None:
    assert visitor.get(f"/media/{BOATS}/{name}").status_code == 404
