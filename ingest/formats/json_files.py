"""JSON files: which program wrote one, and what is said in it."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from ingest.errors import NotCaptions
from ingest.formats import clouds, segments
from ingest.formats.cues import Reading, Timed
from ingest.formats.values import Value, parse_json

_BEGINNING = re.compile(r'\{|\[\s*[\[{"\]]')


class _Kind(NamedTuple):
    """What a program writes: how it is known, and how it is read."""

    name: str
    recognise: Callable[[Value], bool]
    read: Callable[[Value], list[Timed]]


def is_json(text: str) -> bool:
    """Say whether a text is JSON, by its beginning."""
    return bool(_BEGINNING.match(text.lstrip()))


def read_json(text: str, path: Path) -> Reading:
    """Read the JSON of a recogniser; raises NotCaptions, and BadCaptions with line or place."""
    file = parse_json(text, path)
    for kind in _KINDS:
        if kind.recognise(file):
            return Reading(kind.name, kind.read(file))
    if file["segmentation"].has("segments") or file.has("sentenceMetadata"):
        raise NotCaptions(path, 0, f"this tells who spoke when, without the words. {_CURE}")
    raise NotCaptions(path, 0, f"this is JSON of no program that is known here. {_CURE}")


_CURE = "Export the captions as WebVTT or SubRip."
_TIMED_TEXT = ("start", "text")

# In the order in which they are asked.
_KINDS: Sequence[_Kind] = (
    _Kind(
        "Podcasting 2.0 JSON",
        lambda f: f["segments"][0].has("startTime", "body"),
        segments.read_podcast,
    ),
    _Kind(
        "Whisper JSON",
        lambda f: (
            f["segments"][0].has(*_TIMED_TEXT)
            or f[0].has(*_TIMED_TEXT)
            or (f.has("text", "segments", "language") and f["segments"].data == [])
        ),
        segments.read_whisper,
    ),
    _Kind(
        "whisper.cpp JSON",
        lambda f: f["transcription"][0].has("offsets", "text"),
        segments.read_whisper_cpp,
    ),
    _Kind("YouTube's JSON", lambda f: f["events"][0].has("tStartMs"), segments.read_youtube),
    _Kind(
        "Council Data Project JSON",
        lambda f: f["sentences"][0].has("start_time", "text"),
        segments.read_council,
    ),
    _Kind(
        "Public Broadcasting JSON",
        lambda f: f["parts"][0].has("start_time", "text"),
        segments.read_parts,
    ),
    _Kind(
        "Deepgram JSON",
        lambda f: f["results"]["channels"][0].has("alternatives"),
        clouds.read_deepgram,
    ),
    _Kind(
        "Amazon Transcribe JSON",
        lambda f: f["results"].has("transcripts", "items"),
        clouds.read_items,
    ),
    _Kind(
        "Speechmatics JSON",
        lambda f: f["results"][0].has("type", "alternatives"),
        clouds.read_items,
    ),
    _Kind(
        "Google JSON",
        lambda f: f["results"][0]["alternatives"][0].has("transcript"),
        clouds.read_google,
    ),
    _Kind("Rev.ai JSON", lambda f: f["monologues"][0].has("elements"), clouds.read_rev),
    _Kind(
        "Digital Paper Edit JSON", lambda f: f.has("words", "paragraphs"), clouds.read_paper_edit
    ),
    _Kind("AssemblyAI JSON", lambda f: f.has("words", "audio_duration"), clouds.read_assemblyai),
    _Kind("BBC Kaldi JSON", lambda f: f["retval"].has("words"), clouds.read_kaldi),
)
