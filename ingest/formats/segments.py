"""JSON whose text is cut into segments with times, with or without words in them.

Whisper (OpenAI's and faster-whisper), whisper-timestamped, whisperX, whisper.cpp, Podcasting 2.0,
YouTube, and two archives of public meetings and broadcasts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.formats.cues import Line, Open, Timed, close
from ingest.formats.markup import fold
from ingest.formats.pieces import Piece, time_words
from ingest.formats.values import MILLISECONDS, SECONDS, Value
from media.model import Doubt
from media.timecode import LONGEST_MS


@dataclass(frozen=True, slots=True)
class Words:
    """How words are written; of several keys the first that is there counts."""

    text: tuple[str, ...]
    start: str = "start"
    end: str = "end"
    probability: tuple[str, ...] = ("confidence",)
    unit: float = SECONDS

    def pieces(self, words: Iterable[Value]) -> list[Piece]:
        """Return the words of a list; a word may lack its time."""
        return [
            Piece(
                word.first(*self.text).text(),
                word[self.start].ms(self.unit),
                word[self.end].ms(self.unit),
                word.first(*self.probability).share(),
            )
            for word in words
        ]


@dataclass(frozen=True, slots=True)
class Segments:
    """How segments are written; `words` are in the key of that name."""

    start: tuple[str, ...] = ("start",)
    end: tuple[str, ...] = ("end",)
    text: str = "text"
    voice: str = "speaker"
    words: Words | None = None
    unit: float = SECONDS

    def read(self, segments: Iterable[Value]) -> list[Timed]:
        """Read a list of segments; raises BadCaptions with the place."""
        return close([self._segment(segment) for segment in segments])

    def _segment(self, segment: Value) -> Open:
        pieces = self.words.pieces(segment["words"]) if self.words else []
        text = fold(segment[self.text].text()) or join(pieces)
        start_ms = _at(segment, self.start).must_ms(self.unit)
        end_ms = _at(segment, self.end).ms(self.unit)
        # Whisper ends a segment before its start now and then; nobody can mend its JSON by hand.
        end_ms = None if end_ms is None or end_ms < start_ms else end_ms
        last_ms = start_ms if end_ms is None else end_ms
        words = time_words(text, pieces, start_ms, last_ms, _doubt(segment)) if pieces else ()
        # A number is what a machine calls a voice.
        voice = segment[self.voice].data
        name = fold(voice) if isinstance(voice, str) else ""
        return Open(start_ms, end_ms, (Line(name or None, text, words),) if text else ())


_WHISPER = Segments(
    words=Words(("word", "text"), probability=("probability", "confidence", "score"))
)
_WHISPER_CPP = Segments(("offsets", "from"), ("offsets", "to"), unit=MILLISECONDS)
_PODCAST = Segments(("startTime",), ("endTime",), "body")
_PARTS = Segments(("start_time",), ("end_time",))
_COUNCIL = Segments(
    *(("start_time",), ("end_time",), "text", "speaker_name"),
    words=Words(("text",), "start_time", "end_time"),
)


def read_whisper(file: Value) -> list[Timed]:
    """Read what Whisper and the programs around it write."""
    return _WHISPER.read(file if isinstance(file.data, list) else file["segments"])


def read_whisper_cpp(file: Value) -> list[Timed]:
    """Read whisper.cpp's JSON; the times of its tokens are too rough for words."""
    return _WHISPER_CPP.read(file["transcription"])


def read_podcast(file: Value) -> list[Timed]:
    """Read a transcript of Podcasting 2.0."""
    return _PODCAST.read(file["segments"])


def read_parts(file: Value) -> list[Timed]:
    """Read a transcript of the American Archive of Public Broadcasting."""
    return _PARTS.read(file["parts"])


def read_council(file: Value) -> list[Timed]:
    """Read a transcript of the Council Data Project."""
    return _COUNCIL.read(file["sentences"])


def read_youtube(file: Value) -> list[Timed]:
    """Read YouTube's `json3`, where each event is a line and each `segs` a word with its offset."""
    events = [event for event in file["events"] if _said(event)]
    starts = [event["tStartMs"].must_ms(MILLISECONDS) for event in events]
    return [
        _youtube_line(event, start, following)
        for event, start, following in zip(events, starts, [*starts[1:], None], strict=False)
    ]


def _youtube_line(event: Value, start_ms: int, following_ms: int | None) -> Timed:
    end_ms = min(start_ms + (event["dDurationMs"].ms(MILLISECONDS) or 0), LONGEST_MS)
    # A line stays on the screen while the next one is said.
    if following_ms is not None and following_ms >= start_ms:
        end_ms = min(end_ms, following_ms)
    parts = list(event["segs"])
    offsets = [part["tOffsetMs"].ms(MILLISECONDS) or 0 for part in parts]
    starts = [min(start_ms + offset, LONGEST_MS) for offset in offsets]
    spans = pairwise([*starts, max(end_ms, starts[-1])])
    pieces = [Piece(p["utf8"].text(), *span) for p, span in zip(parts, spans, strict=True)]
    text = _said(event)
    words = time_words(text, pieces, start_ms, end_ms) if len(parts) > 1 else ()
    return Timed(start_ms, end_ms, (Line(None, text, words),))


def _said(event: Value) -> str:
    return fold("".join(part["utf8"].text() for part in event["segs"]))


def join(pieces: Sequence[Piece]) -> str:
    """Return the text of words; those of Whisper bring their own spaces."""
    spaced = any(piece.text[:1].isspace() for piece in pieces)
    return fold(("" if spaced else " ").join(piece.text for piece in pieces))


def _at(value: Value, keys: Iterable[str]) -> Value:
    for key in keys:
        value = value[key]
    return value


def _doubt(segment: Value) -> Doubt | None:
    doubt = Doubt(
        no_speech=segment["no_speech_prob"].share(),
        log_probability=segment["avg_logprob"].number(),
        compression=segment["compression_ratio"].number(),
    )
    return None if doubt == Doubt() else doubt
