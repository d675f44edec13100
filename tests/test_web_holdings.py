"""What the archive has of a webinar: how long its recording is, and whether there is a picture."""

import json
from pathlib import Path

import pytest
from conftest import BOATS
from starlette.testclient import TestClient

from media.archive import Archive
from media.model import Recording
from web.holdings import Holding

VIDEO, SOUND = Path("recording.mp4"), Path("recording.m4a")


def probed(video_codec: str) -> Recording:
    return Recording(VIDEO.name, "", 1, 60_000, 60_000, video_codec, "aac")


@pytest.mark.parametrize(
    ("holding", "duration_ms", "sound_only"),
    [
        (Holding(), None, False),
        (Holding(recording=VIDEO), None, False),
        (Holding(recording=SOUND), None, True),
        (Holding(recording=VIDEO, probe=probed("h264")), 60_000, False),
        # What was found inside stands above the name.
        (Holding(recording=VIDEO, probe=probed("")), 60_000, True),
        (Holding(recording=SOUND, probe=probed("h264")), 60_000, False),
    ],
)
def test_what_is_known_of_a_recording(
    holding: Holding, duration_ms: int | None, sound_only: bool
) -> None:
    assert (holding.duration_ms, holding.sound_only) == (duration_ms, sound_only)


def test_a_film_without_a_picture_is_sound_alone_wherever_it_plays(
    client: TestClient, harbour: Archive
) -> None:
    path = harbour.folder(BOATS) / "probe.json"
    probe = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**probe, "video_codec": ""}), "utf-8")
    results, page = client.get("/search?q=tide").text, client.get(f"/webinars/{BOATS}").text
    assert " data-sound>" in results
    assert "<audio" in page
    assert '"@type": "AudioObject"' in page
