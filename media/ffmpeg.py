"""Everything that ffmpeg does for us: probe, decode, cut, still. No other module runs it.

A recording comes from anywhere, so ffmpeg is told which protocols, containers and codecs it may
touch (a playlist named .mp4 would otherwise open other files), it is bounded in time and size, and
its exit status 0 is not taken for success: what came out is compared with what should have.

The program is the one that comes with imageio-ffmpeg; FFMPEG in the environment names another. It
brings no ffprobe, and none is needed: the framecrc format lists the packets of a file as they are,
which also tells a recording that breaks off from one whose header only says so.
"""

import re
import subprocess
import tempfile
import threading
from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import IO, NamedTuple

import ffmpeg
import imageio_ffmpeg

from media import store
from media.errors import BadMedia, MissingFile, NoFfmpeg
from media.model import Recording
from media.settings import Settings
from media.timecode import HOUR_MS, Span, format_clock

SAMPLE_RATE = 16_000  # what every recogniser wants, in Hz
SAMPLE_BYTES = 2  # signed 16 bits, little-endian, one channel
LONGEST_MS = 12 * HOUR_MS
# Twelve hours list to about 150 MB of packets and decode to 1.4 GB of samples.
LARGEST_LISTING = 400_000_000
# Reading is many times faster than real time; an hour means that ffmpeg hangs.
TIMEOUT_S = 3_600
# How much may be missing at the end before a recording counts as broken off.
_MISSING_MS, _MISSING_SHARE = 2_000, 0.02

CONTAINERS = ("mov", "mp4", "matroska", "webm", "mp3", "wav", "ogg", "flac", "aac")
VIDEO_CODECS = ("h264", "hevc", "vp8", "vp9", "av1", "libdav1d", "mpeg4")
AUDIO_CODECS = (
    *("aac", "mp3", "mp3float", "opus", "vorbis", "flac", "alac"),
    *("pcm_s16le", "pcm_s16be", "pcm_s24le", "pcm_s32le", "pcm_f32le", "pcm_u8"),
)
_KNOWN = "Give an MP4, M4A, MOV, MKV, WebM, MP3, WAV, OGG, FLAC or AAC file."

_HEADER_DURATION = re.compile(r"^  Duration: (\d+):(\d\d):(\d\d)\.(\d\d)", re.MULTILINE)
_STREAM_FACT = re.compile(r"#(tb|media_type|codec_id|dimensions) (\d): (.+)")


def probe(path: Path) -> Recording:
    """Find out what a recording holds, by reading all of its packets.

    Raises MissingFile, and BadMedia for what is no recording, has no sound or breaks off.
    """
    if not path.is_file():
        raise MissingFile(path)
    if path.stat().st_size == 0:
        raise BadMedia(path, "is empty (0 bytes)", "Copy it again from where it came from.")
    listing, log = _list_packets(path)
    streams = _read_listing(listing)
    sound, picture = streams.get("audio"), streams.get("video")
    if sound is None or sound.end_ms <= 0:
        raise BadMedia(path, "has no sound", "Export the recording again with its sound.")
    _check_codecs(path, sound, picture)
    duration_ms = max(stream.end_ms for stream in streams.values())
    _check_length(path, duration_ms, _header_duration(log))
    width, height = picture.size if picture else (0, 0)
    return Recording(
        file=path.name,
        sha256=store.digest_file(path),
        bytes=path.stat().st_size,
        duration_ms=duration_ms,
        sound_ms=sound.end_ms,
        video_codec=picture.codec if picture else "",
        audio_codec=sound.codec,
        width=width,
        height=height,
    )


def decode(path: Path, recording: Recording) -> Iterator[bytes]:
    """Give the sound as 16 kHz mono samples (16 bits, little-endian), piece by piece.

    Sample n is at n / 16 milliseconds of the recording: where the sound starts late or has a hole,
    silence stands. Raises BadMedia when less comes out than the probe found.
    """
    sound = _input(path).audio.filter("aresample", **{"async": 1, "first_pts": 0})
    limit = Fraction(LONGEST_MS, 1000)
    stream = sound.output("pipe:", f="s16le", ac=1, ar=SAMPLE_RATE, t=float(limit))
    decoded = 0
    for piece in _stream(stream, path):
        decoded += len(piece)
        yield piece
    decoded_ms = decoded * 1000 // (SAMPLE_RATE * SAMPLE_BYTES)
    _check_length(path, decoded_ms, recording.sound_ms)


def still(path: Path, at_ms: int, target: Path, width: int = 1280) -> None:
    """Write one picture of a video as a JPEG; raises BadMedia when there is none at that time."""
    seek = f"{at_ms / 1000:.3f}"
    picture = _input(path, ss=seek).video.filter("scale", f"min({width},iw)", -2)
    _write(picture.output(_PLACE, f="mjpeg", vframes=1, qscale=3), path, target)


def cut(path: Path, span: Span, target: Path) -> None:
    """Write a stretch of a recording as MP4, or M4A where there is no picture.

    It is encoded anew, so that it starts at the very frame and not at the key frame before.
    """
    start, length = span.start_ms / 1000, (span.end_ms - span.start_ms) / 1000
    source = _input(path, ss=f"{start:.3f}", t=f"{length:.3f}")
    video = {"vcodec": "libx264", "preset": "veryfast", "pix_fmt": "yuv420p"}
    streams = [source.audio] if target.suffix == ".m4a" else [source.video, source.audio]
    options = {} if target.suffix == ".m4a" else video
    clip = ffmpeg.output(*streams, _PLACE, f="mp4", acodec="aac", movflags="+faststart", **options)
    _write(clip, path, target)


class _Stream(NamedTuple):
    codec: str
    size: tuple[int, int]
    end_ms: int


# Stands for the output file until its temporary name is known.
_PLACE = "file:output"


def program() -> str:
    """Return the ffmpeg to run; raises NoFfmpeg."""
    if chosen := Settings.from_environment().ffmpeg:
        return chosen
    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError:
        raise NoFfmpeg from None


def _input(path: Path, **options: str) -> ffmpeg.nodes.FilterableStream:
    return ffmpeg.input(
        f"file:{path.absolute()}",
        protocol_whitelist="file",
        format_whitelist=",".join(CONTAINERS),
        codec_whitelist=",".join((*VIDEO_CODECS, *AUDIO_CODECS)),
        **options,
    )


def _command(stream: ffmpeg.nodes.OutputStream, level: str) -> list[str]:
    quiet = stream.global_args("-hide_banner", "-nostdin", "-nostats", "-loglevel", level)
    return [str(part) for part in quiet.compile(cmd=program())]


def _list_packets(path: Path) -> tuple[str, str]:
    """Return the framecrc listing of the first sound and picture, and ffmpeg's log."""
    source = _input(path)
    listing = ffmpeg.output(
        source["a:0?"], source["V:0?"], "pipe:", f="framecrc", c="copy", fs=LARGEST_LISTING
    )
    try:
        done = subprocess.run(
            _command(listing, "info"), capture_output=True, timeout=TIMEOUT_S, check=False
        )
    except subprocess.TimeoutExpired:
        raise BadMedia(path, f"took longer than {TIMEOUT_S} s to read", _KNOWN) from None
    except OSError:
        raise NoFfmpeg from None
    log = done.stderr.decode(errors="replace")
    if "does not contain any stream" in log:
        raise BadMedia(path, "has no sound", "Export the recording again with its sound.")
    if done.returncode != 0:
        raise BadMedia(path, f"cannot be read as a recording ({_reason(log)})", _KNOWN)
    return done.stdout.decode(errors="replace"), log


def _read_listing(listing: str) -> dict[str, _Stream]:
    """Read a framecrc listing: facts of each stream, then `stream, dts, pts, duration, …`."""
    facts: dict[str, dict[str, str]] = {}
    ends: dict[str, int] = {}
    for line in listing.splitlines():
        if fact := _STREAM_FACT.match(line):
            facts.setdefault(fact[2], {})[fact[1]] = fact[3].strip()
        elif line[:1].isdigit():
            number, _, pts, duration = (part.strip() for part in line.split(",")[:4])
            if pts.lstrip("-").isdigit():
                ends[number] = max(ends.get(number, 0), int(pts) + int(duration))
    return {of["media_type"]: _fact_stream(of, ends.get(n, 0)) for n, of in facts.items()}


def _fact_stream(of: dict[str, str], end: int) -> _Stream:
    width, _, height = of.get("dimensions", "0x0").partition("x")
    end_ms = round(end * Fraction(of["tb"]) * 1000)
    return _Stream(of.get("codec_id", ""), (int(width), int(height)), end_ms)


def _check_codecs(path: Path, sound: _Stream, picture: _Stream | None) -> None:
    for stream, known in ((sound, AUDIO_CODECS), (picture, VIDEO_CODECS)):
        if stream and stream.codec not in known:
            cure = "Convert it to MP4 with H.264 and AAC."
            raise BadMedia(path, f"holds {stream.codec}, which is not read here", cure)


def _check_length(path: Path, found_ms: int, expected_ms: int) -> None:
    if expected_ms > LONGEST_MS:
        raise BadMedia(path, "says it is longer than 12 hours", "Split it, or mend its header.")
    if expected_ms - found_ms > _MISSING_MS + expected_ms * _MISSING_SHARE:
        raise BadMedia(
            path,
            f"breaks off: {format_clock(found_ms)} of {format_clock(expected_ms)} can be read",
            "Copy it again from where it came from.",
        )


def _header_duration(log: str) -> int:
    match = _HEADER_DURATION.search(log)
    if match is None:
        return 0
    hours, minutes, seconds, hundredths = (int(part) for part in match.groups())
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + hundredths * 10


def _reason(log: str) -> str:
    """Return the first thing that ffmpeg complained of, without its address prefix."""
    said = [re.sub(r"^\[.*?\] ", "", line) for line in log.splitlines() if line.strip()]
    chatter = ("Input #", "  ", "Format ")
    complaints = [line for line in said if not line.startswith(chatter)]
    return complaints[0][:120].rstrip(" .") if complaints else "ffmpeg gave no reason"


def _stream(stream: ffmpeg.nodes.OutputStream, path: Path) -> Iterator[bytes]:
    """Run ffmpeg and give what it writes; it ends when the caller stops asking."""
    with tempfile.TemporaryFile() as log:
        try:
            process = subprocess.Popen(
                _command(stream, "error"), stdout=subprocess.PIPE, stderr=log, bufsize=0
            )
        except OSError:
            raise NoFfmpeg from None
        timer = threading.Timer(TIMEOUT_S, process.kill)
        timer.start()
        try:
            assert process.stdout is not None  # noqa: S101, asked for just above
            yield from _pieces(process.stdout)
            if process.wait() != 0:
                raise BadMedia(path, f"cannot be decoded ({_logged(log)})", _KNOWN)
        finally:
            timer.cancel()
            process.kill()
            process.wait()


def _pieces(pipe: IO[bytes]) -> Iterable[bytes]:
    with pipe:
        while piece := pipe.read(store.CHUNK_BYTES):
            yield piece


def _logged(log: IO[bytes]) -> str:
    log.seek(0)
    return _reason(log.read(10_000).decode(errors="replace"))


def _write(stream: ffmpeg.nodes.OutputStream, path: Path, target: Path) -> None:
    """Run ffmpeg into a temporary file beside the target, then move it into place."""
    with tempfile.TemporaryDirectory(prefix=".writing-", suffix=".tmp", dir=target.parent) as place:
        made = Path(place) / target.name
        command = [f"file:{made}" if part == _PLACE else part for part in _command(stream, "error")]
        try:
            done = subprocess.run(command, capture_output=True, timeout=TIMEOUT_S, check=False)
        except subprocess.TimeoutExpired:
            raise BadMedia(path, f"took longer than {TIMEOUT_S} s", _KNOWN) from None
        except OSError:
            raise NoFfmpeg from None
        if done.returncode != 0 or not made.exists() or made.stat().st_size == 0:
            reason = _reason(done.stderr.decode(errors="replace"))
            raise BadMedia(path, f"gave nothing at that time ({reason})", "Choose another time.")
        store.adopt(made, target)
