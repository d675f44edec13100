from pathlib import Path

import numpy as np
import pytest
from recordings import generate

from media import ffmpeg
from media.errors import BadMedia, MissingFile
from media.timecode import Span

TONE = ("-f", "lavfi", "-i", "sine=frequency=440:duration=6")
PICTURE = ("-f", "lavfi", "-i", "testsrc=size=320x180:rate=10:duration=6,format=yuv420p")


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("media") / "a talk, with 'quotes' & ünïcode.mp4"
    return generate(target, *PICTURE, *TONE, "-g", "50", "-movflags", "+faststart")


def decoded(path: Path) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    return np.frombuffer(b"".join(ffmpeg.decode(path, ffmpeg.probe(path))), dtype=np.int16)


def test_probe_tells_what_a_recording_holds(video: Path) -> None:
    found = ffmpeg.probe(video)
    assert (found.video_codec, found.audio_codec) == ("h264", "aac")
    assert (found.width, found.height, found.has_picture) == (320, 180, True)
    assert (found.duration_ms, found.sound_ms, found.bytes) == (6000, 6000, video.stat().st_size)


@pytest.mark.parametrize("name", ["a.m4a", "a.mp3", "a.wav", "a.ogg", "a.flac", "a.mkv", "a.webm"])
def test_every_known_container_is_read(tmp_path: Path, name: str) -> None:
    found = ffmpeg.probe(generate(tmp_path / name, *TONE))
    assert found.sound_ms == pytest.approx(6000, abs=100)
    assert not found.has_picture


def test_decoding_keeps_the_clock_of_the_recording(tmp_path: Path) -> None:
    """Sound that starts two seconds late starts at sample 32,000."""
    late = generate(
        tmp_path / "late.mkv", *PICTURE, "-itsoffset", "2", *TONE, "-map", "0", "-map", "1"
    )
    samples = decoded(late)
    assert len(samples) == pytest.approx(8 * ffmpeg.SAMPLE_RATE, rel=0.01)
    loud = np.flatnonzero(np.abs(samples) > 500)
    assert loud[0] == pytest.approx(2 * ffmpeg.SAMPLE_RATE, abs=0.05 * ffmpeg.SAMPLE_RATE)


def test_a_cut_starts_and_ends_where_it_was_asked_to(video: Path, tmp_path: Path) -> None:
    ffmpeg.cut(video, Span(2300, 3800), tmp_path / "clip.mp4")
    assert ffmpeg.probe(tmp_path / "clip.mp4").sound_ms == pytest.approx(1500, abs=30)


def test_a_still_is_a_picture(video: Path, tmp_path: Path) -> None:
    ffmpeg.still(video, 1000, tmp_path / "still.jpg")
    assert (tmp_path / "still.jpg").read_bytes().startswith(b"\xff\xd8\xff")


def test_a_still_past_the_end_is_refused_and_leaves_nothing(video: Path, tmp_path: Path) -> None:
    with pytest.raises(BadMedia, match="gave nothing at that time"):
        ffmpeg.still(video, 60_000, tmp_path / "still.jpg")
    assert list(tmp_path.iterdir()) == []


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingFile, match=r"There is no file .*gone\.mp4"):
        ffmpeg.probe(tmp_path / "gone.mp4")


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("empty.mp4", b"", r"empty.mp4 is empty \(0 bytes\)\. Copy it again"),
        ("text.mp4", b"These are the minutes.\n" * 9, "text.mp4 cannot be read as a recording"),
        ("noise.mp3", bytes(range(256)) * 4, "noise.mp3 cannot be read|noise.mp3 has no sound"),
    ],
)
def test_what_is_no_recording_is_refused(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(BadMedia, match=said):
        ffmpeg.probe(tmp_path / name)


def test_video_without_sound_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadMedia, match="has no sound"):
        ffmpeg.probe(generate(tmp_path / "mute.mp4", *PICTURE))


def test_a_recording_that_breaks_off_is_refused(video: Path, tmp_path: Path) -> None:
    """ffmpeg reads half a file without complaint; the header tells how long it should be."""
    data = video.read_bytes()
    (tmp_path / "half.mp4").write_bytes(data[: len(data) // 2])
    with pytest.raises(BadMedia, match=r"breaks off: 0:0\d of 0:06 can be read"):
        ffmpeg.probe(tmp_path / "half.mp4")


def test_a_codec_that_is_not_listed_is_refused(tmp_path: Path) -> None:
    generate(tmp_path / "old.mkv", *PICTURE, *TONE, "-c:v", "mpeg2video")
    with pytest.raises(BadMedia, match="holds mpeg2video, which is not read here"):
        ffmpeg.probe(tmp_path / "old.mkv")


@pytest.mark.parametrize(
    "playlist",
    [
        "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:6,\nfile://{other}\n#EXT-X-ENDLIST\n",
        "ffconcat version 1.0\nfile '{other}'\n",
    ],
)
def test_a_playlist_named_mp4_opens_no_other_file(
    video: Path, tmp_path: Path, playlist: str
) -> None:
    (tmp_path / "list.mp4").write_text(playlist.format(other=video))
    with pytest.raises(BadMedia, match="cannot be read as a recording"):
        ffmpeg.probe(tmp_path / "list.mp4")


@pytest.mark.parametrize(
    "name", ["-i.mp4", "a%03d.mp4", "x;id.mp4", "file:y.mp4", "two\nlines.mp4"]
)
def test_a_file_may_have_any_name(video: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(video.read_bytes())
    assert ffmpeg.probe(tmp_path / name).duration_ms == 6000
