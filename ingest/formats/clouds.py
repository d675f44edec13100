"""JSON of recognisers that write one list of words, from which cues are built here.

Deepgram, AssemblyAI, Amazon Transcribe, Google, Rev.ai, Speechmatics, and the BBC's Kaldi and
Digital Paper Edit. Their speakers are numbers and letters, not names, and are left out.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from ingest.cues import build_cues
from ingest.formats.cues import Line, Timed
from ingest.formats.pieces import Piece, time_words
from ingest.formats.segments import Words, join
from ingest.formats.values import MILLISECONDS, Value
from ingest.turns import Turns

_DEEPGRAM = Words(("punctuated_word", "word"))
_ASSEMBLYAI = Words(("text",), unit=MILLISECONDS)
_PAPER_EDIT = Words(("text",))
_KALDI = Words(("punct", "word"))
_NANOSECONDS = 1_000_000  # in a millisecond


def read_deepgram(file: Value) -> list[Timed]:
    """Read Deepgram's JSON, all channels."""
    channels = file["results"]["channels"]
    return [
        cue
        for channel in channels
        for cue in _cues(_DEEPGRAM.pieces(channel["alternatives"][0]["words"]))
    ]


def read_assemblyai(file: Value) -> list[Timed]:
    """Read AssemblyAI's JSON."""
    return _cues(_ASSEMBLYAI.pieces(file["words"]))


def read_paper_edit(file: Value) -> list[Timed]:
    """Read the JSON of Digital Paper Edit."""
    return _cues(_PAPER_EDIT.pieces(file["words"]))


def read_kaldi(file: Value) -> list[Timed]:
    """Read the JSON of the BBC's Kaldi."""
    return _cues(_KALDI.pieces(file["retval"]["words"]))


def read_items(file: Value) -> list[Timed]:
    """Read Amazon Transcribe's JSON, and Speechmatics' that is like it."""
    results = file["results"]
    return _cues(_items(results["items"] if results.has("items") else results))


def _items(items: Iterable[Value]) -> Iterator[Piece]:
    for item in items:
        best = item["alternatives"][0]
        yield Piece(
            best["content"].text(),
            item["start_time"].ms() if item["type"].data != "punctuation" else None,
            item["end_time"].ms() if item["type"].data != "punctuation" else None,
            best["confidence"].share(),
        )


def read_rev(file: Value) -> list[Timed]:
    """Read Rev.ai's JSON."""
    elements = (e for monologue in file["monologues"] for e in monologue["elements"])
    return _cues(
        Piece(e["value"].text(), e["ts"].ms(), e["end_ts"].ms(), e["confidence"].share())
        for e in elements
    )


def read_google(file: Value) -> list[Timed]:
    """Read the JSON of Google's Speech-to-Text."""
    bests = (result["alternatives"][0] for result in file["results"])
    # With speakers, a last result without a text says all words again.
    return [cue for best in bests if best["transcript"].text().strip() for cue in _google(best)]


def _google(best: Value) -> list[Timed]:
    if not best["words"]:
        best["words"].refuse("a list of words with times: ask for enableWordTimeOffsets")
    return _cues(
        Piece(
            word["word"].text(),
            _google_ms(word.first("startTime", "startOffset")),
            _google_ms(word.first("endTime", "endOffset")),
            word["confidence"].share() or None,
        )
        for word in best["words"]
    )


def _google_ms(time: Value) -> int | None:
    """Return a time written `"12.900s"`, or `{"seconds": "12", "nanos": 900000000}`."""
    if isinstance(time.data, str):
        return Value(time.data.removesuffix("s"), time.place, time.path).ms()
    if not time.has():
        return 0 if not time else time.refuse("a time")
    return (time["seconds"].ms() or 0) + (time["nanos"].ms(1 / _NANOSECONDS) or 0)


def _cues(words: Iterable[Piece]) -> list[Timed]:
    """Build cues from words; signs, which have no time, belong to the word before."""
    pieces = _with_punctuation(words)
    ends = [piece.end_ms for piece in pieces if piece.end_ms is not None]
    starts = [piece.start_ms for piece in pieces if piece.start_ms is not None]
    if not starts or not ends:
        return []
    timed = time_words(join(pieces), pieces, starts[0], max(ends))
    rest = iter(timed)
    return [
        Timed(
            cue.start_ms,
            cue.end_ms,
            (Line(None, cue.text, tuple(islice(rest, len(cue.text.split())))),),
        )
        for cue in build_cues(timed, Turns())
    ]


def _with_punctuation(words: Iterable[Piece]) -> Sequence[Piece]:
    pieces = list[Piece]()
    for word in words:
        is_sign = word.start_ms is None and not any(c.isalnum() for c in word.text)
        if pieces and is_sign:
            pieces[-1] = pieces[-1]._replace(text=pieces[-1].text + word.text.strip())
        else:
            pieces.append(word)
    return pieces
