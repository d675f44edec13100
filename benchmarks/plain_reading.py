"""What caption files say by a reading that knows next to nothing of formats.

Tags, times, numbers and what stands above the first time are taken away; the rest was said. It is
there to be compared with, so nothing of it may come from the reader that is measured.
"""

import html
import json
import re
from collections import Counter
from collections.abc import Sequence

Span = tuple[int, int]

_CLOCK = r"(?:\d+:)?\d+:\d\d(?:[.,]\d+)?"
_TIMING = re.compile(rf"\s*({_CLOCK}) *(?:-->|,) *({_CLOCK})(?:\s|\Z)")
# A time at either end of a line, bare or in brackets.
_TIME = re.compile(
    rf"^[\[(]?{_CLOCK}(?: --> {_CLOCK})?[\])]?:?|[\[(]?\b{_CLOCK}[\])]?:?$", re.MULTILINE
)
_BREAK = re.compile(r"<br ?/?>|</?v(?:[ .][^<>]*)?>")
_TAG = re.compile(r"</?\s?[a-zA-Z/][^<>]*>|<[\d:.]+>|<\w+\.$|\{\\[^{}]*\}", re.MULTILINE)
# Titles, an advertisement, and what machines call a voice.
_NOT_SAID = re.compile(r"^#+ .*$|Transcribed by https://otter\.ai|^Speaker \d+(?=:)", re.MULTILINE)
_FOOTNOTES = re.compile(r"\[\[footnotes\]\].*|\[\[footnote\]\].*?/footnote\]\]", re.DOTALL)
_TABLE_ROW = re.compile(r'"?([^,\n]*?)"?,\d+\.\d+,\d+\.\d+\s*')
# Where a recogniser's JSON holds the whole text once more.
_WHOLE_TEXTS: Sequence[tuple[str | int, ...]] = (
    ("text",),
    ("results", "transcripts", 0, "transcript"),
    ("results", "channels", 0, "alternatives", 0, "transcript"),
    ("retval", "punct"),
)
# Keys of JSON that hold text, where there is no whole.
_TEXT_KEYS = ("text", "body", "transcript")


def letters(text: str) -> Counter[str]:
    """Count the words of a text, without its tags, by their letters and digits alone."""
    plain = html.unescape(_TAG.sub("", _BREAK.sub(" ", text)))
    words = ("".join(c for c in word if c.isalnum()).casefold() for word in plain.split())
    return Counter(word for word in words if word)


def spans(text: str, *, said: bool) -> set[Span]:
    """Return the spans, in milliseconds, of timing lines; `said`: of those with text below."""
    lines = text.split("\n")
    return {
        (_milliseconds(match[1]), _milliseconds(match[2]))
        for line, below in zip(lines, [*lines[1:], ""], strict=True)
        if (match := _TIMING.match(line)) and (letters(below) or not said)
    }


def readings(text: str) -> list[str]:
    """Return what a file may say: each line, or each line that is not the one above again."""
    start = text.lstrip("\ufeff \n")
    if start.startswith(("{", "[{")):
        return [_json(json.loads(text))]
    if start.startswith("<"):
        return _markup(text)
    if start.startswith("WEBVTT") or any(map(_TIMING.match, text.split("\n"))):
        return _under_timings(text)
    if row := _TABLE_ROW.fullmatch(text):
        return [row[1]]
    lines = "\n".join(line.strip() for line in _NOT_SAID.sub("", text).split("\n"))
    first = _TIME.search(lines)
    head = lines.rfind("\n", 0, first.start()) + 1 if first else 0
    return [_TIME.sub(" ", lines[head:])]


def _markup(text: str) -> list[str]:
    if held := re.search(r"<vtt_transcript>(?:<!\[CDATA\[)?(.*)</vtt_transcript>", text, re.DOTALL):
        return _under_timings(held[1])
    if held := re.search(r"<transcript>(.*)</transcript>", text, re.DOTALL):
        return [_FOOTNOTES.sub("", held[1])]
    body = re.search(r"<body.*</body>", text, re.DOTALL)
    return [(body[0] if body else re.sub(r"<time>.*?</time>", "", text)).replace("\n", " ")]


def _under_timings(text: str) -> list[str]:
    kept, inside = list[str](), False
    for line in text.split("\n"):
        # YouTube has lines of one space inside its cues.
        inside = bool(line) and (inside or bool(_TIMING.match(line)))
        if inside and line.strip() and not _TIMING.match(line):
            kept.append(_TAG.sub("", line).strip() if "<v" not in line else line)
    unrolled = [line for line, above in zip(kept, ["", *kept], strict=False) if line != above]
    return ["\n".join(kept), "\n".join(unrolled)]


def _json(data: object) -> str:
    for keys in _WHOLE_TEXTS:
        found = data
        for key in keys:
            found = _at(found, key)
        if isinstance(found, str):
            return found
    return " ".join(_texts(data))


def _at(data: object, key: str | int) -> object:
    if isinstance(key, str):
        return data.get(key) if isinstance(data, dict) else None
    return data[key] if isinstance(data, list) and key < len(data) else None


def _texts(data: object) -> list[str]:
    """Return the texts of a tree, of each branch the highest."""
    if isinstance(data, list):
        return [text for item in data for text in _texts(item)]
    if not isinstance(data, dict):
        return []
    own = [data[key] for key in _TEXT_KEYS if isinstance(data.get(key), str)]
    return own or [text for value in data.values() for text in _texts(value)]


def _milliseconds(time: str) -> int:
    whole, _, fraction = time.replace(",", ".").partition(".")
    seconds = 0
    for part in whole.split(":"):
        seconds = seconds * 60 + int(part)
    return seconds * 1000 + int(fraction.ljust(3, "0"))
