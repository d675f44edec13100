"""Small recordings and archives for the tests of the pipeline; everybody in them is invented."""

import json
import lzma
import subprocess
from pathlib import Path

import numpy as np

from ingest.speech import PER_MS, Cutting, Samples, speech_pieces
from ingest.voice import speech_spans
from media import ffmpeg
from media.model import Word
from media.timecode import Span

FIXTURE = Path(__file__).parent / "tiny_whisper"
SPEECH = FIXTURE / "speech.ogg"

SITE = 'title = "Lighthouse archive"\n'
INSTITUTIONS = """
[[institution]]
id = "lamp-college"
name = "Lamp College"
kind = "college"
nation = "Wales"
"""
PEOPLE = """
[[person]]
id = "robin-sample"
name = "Robin Sample"
variants = ["Robin S"]
misheard_safe = ["Robbin Sampel"]
"""
WEBINAR = """
title = "Lighthouses"
date = "2031-01-02"

[[appearance]]
person = "robin-sample"
institution = "lamp-college"
"""
SLUG = "2031-01-02-lighthouses"


def make_archive(root: Path) -> Path:
    """Make an archive with one webinar that has nothing but its description."""
    folder = root / "webinars" / SLUG
    folder.mkdir(parents=True)
    (root / "site.toml").write_text(SITE)
    (root / "institutions.toml").write_text(INSTITUTIONS)
    (root / "people.toml").write_text(PEOPLE)
    (folder / "webinar.toml").write_text(WEBINAR)
    return root


def short_speech(target: Path, seconds: int = 8) -> Path:
    """Write the first seconds of the fixture's speech."""
    ffmpeg.cut(SPEECH, Span(0, seconds * 1000), target)
    return target


def generate(target: Path, *arguments: str) -> Path:
    """Make a media file with ffmpeg's own test sources."""
    command = [ffmpeg.program(), "-v", "error", "-y", *arguments, f"file:{target}"]
    subprocess.run(command, check=True)
    return target


def tiny_model(target: Path) -> Path:
    """Unpack the Whisper model that knows the fixture's speech by heart."""
    with lzma.open(FIXTURE / "model.pt.xz") as packed:
        target.write_bytes(packed.read())
    return target


def speech() -> Samples:
    """Return the fixture's speech as samples."""
    sound = b"".join(ffmpeg.decode(SPEECH, ffmpeg.probe(SPEECH)))
    return np.frombuffer(sound, dtype=np.int16)


def spoken_pieces(cutting: Cutting) -> list[Samples]:
    """Return the pieces of the fixture's speech as a recogniser is given them."""
    samples = speech()
    pieces = speech_pieces(samples, speech_spans(samples), cutting)
    return [samples[piece.start_ms * PER_MS : piece.end_ms * PER_MS] for piece in pieces]


def said() -> list[Word]:
    """Return the words of the fixture's speech at their true times."""
    words = json.loads((FIXTURE / "words.json").read_text("utf-8"))["words"]
    return [Word(word["start_ms"], word["end_ms"], word["text"]) for word in words]


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder, for comparing two of them."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}
