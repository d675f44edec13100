"""Turn slides and sound into recording.mp4 with ffmpeg.

H.264 at 720p and AAC in an MP4 that starts to play before it has loaded: what every browser shows.
"""

from __future__ import annotations

import subprocess
import tempfile
import wave
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from imageio_ffmpeg import get_ffmpeg_exe
from script import Script
from slides import draw
from sound import Sentence
from speech import RATE, Samples

FRAMES = 5
"""Pictures a second: enough for slides."""

KEY_SECONDS = 2
"""A key frame this often, so that seeking is quick and exact."""

VIDEO = [
    *("-vf", f"fps={FRAMES},scale=out_color_matrix=bt709:out_range=tv,format=yuv420p"),
    *("-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709"),
    *("-c:v", "libx264", "-preset", "medium", "-tune", "stillimage", "-crf", "39"),
    *("-g", str(FRAMES * KEY_SECONDS), "-keyint_min", str(FRAMES * KEY_SECONDS)),
    # A still picture needs no better key frames than the rest: mbtree would triple their size.
    *("-x264-params", "mbtree=0"),
    # Another number of threads cuts the picture differently: one gives the same bytes anywhere.
    *("-sc_threshold", "0", "-threads", "1"),
]
AUDIO = ["-c:a", "aac", "-b:a", "48k", "-ar", "48000", "-ac", "1"]
CONTAINER = [
    *("-movflags", "+faststart", "-fflags", "+bitexact", "-flags", "+bitexact"),
    # Sound and picture take turns by their times alone, not by which was encoded first.
    *("-max_interleave_delta", "0"),
]


class Shot(NamedTuple):
    """A picture from one moment to the next shot: a slide and who speaks ("" before anybody)."""

    start_ms: int
    slide: str
    speaker: str


def shots(script: Script, said: list[Sentence]) -> list[Shot]:
    """List the pictures: a new one with every turn."""
    first = {s.turn: s.start_ms for s in reversed(said)}
    opening = Shot(0, script.turns[0].slide, "")
    return [
        opening,
        *(Shot(first[n], turn.slide, turn.speaker) for n, turn in enumerate(script.turns)),
    ]


def film(script: Script, pictures: list[Shot], sound: Samples, target: Path) -> None:
    """Encode the recording."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write_sound(sound, folder / "sound.wav")
        (folder / "pictures.txt").write_text(_concat(script, pictures, len(sound), folder))
        inputs = ["-f", "concat", "-safe", "0", "-i", str(folder / "pictures.txt")]
        inputs += ["-i", str(folder / "sound.wav")]
        command = [get_ffmpeg_exe(), "-v", "error", "-y", *inputs, *VIDEO, *AUDIO, *CONTAINER]
        target.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run([*command, "-t", f"{len(sound) / RATE:.3f}", str(target)], check=True)


def _write_sound(sound: Samples, target: Path) -> None:
    with wave.open(str(target), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(sound.tobytes())


def _concat(script: Script, pictures: list[Shot], samples: int, folder: Path) -> str:
    """Draw the pictures and list them with their durations, for ffmpeg's concat demuxer."""
    edges = [*(shot.start_ms / 1000 for shot in pictures), samples / RATE]
    lines = ["ffconcat version 1.0"]
    for number, (shot, (start, end)) in enumerate(zip(pictures, pairwise(edges), strict=True)):
        name = f"{number:03}.png"
        draw(script.slides[shot.slide], script.captions.get(shot.speaker, "")).save(folder / name)
        lines += [f"file {name}", f"duration {end - start:.3f}"]
    # The demuxer forgets the duration of the last file unless that file is named again.
    return "\n".join([*lines, f"file {name}", ""])
