"""How caption files are read: rightly, refused with a reason, or wrong.

    python -m benchmarks.captions DIR

DIR holds caption files in folders; the project ships none. Whether a file was read rightly is not
judged by the reader. Its words are compared with those of a plain reading that only takes tags,
times and numbers away (labels `Name:` may have become voices); the spans of its cues with those of
the timing lines that a search finds; versions of one recording in other formats with each other;
and, for web-platform-tests, each cue with the tree that browsers are expected to make of it.
"""

import argparse
import gzip
import json
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from benchmarks import plain_reading
from ingest.captions import Captions, read_captions
from media.errors import Fault

# Formats whose spans stand in lines of their own.
_WITH_TIMING_LINES = ("WebVTT", "SubRip", "SBV", "Teams text")
# Folders in which files with one name are one recording in several formats.
_VERSIONS = ("whisper", "ttml")
_SUFFIXES = re.compile(r"(?:\.words)?\.(?:srt|vtt|json|csv|tsv)\Z")
_FARTHEST_MS = 1_000
_TREE_TEXT = re.compile(r'^\| +"(.*?)"$', re.MULTILINE | re.DOTALL)
_ENCODINGS = ("utf-8-sig", "cp1252")


@dataclass(slots=True)
class Outcome:
    """What became of a file; `wrong` tells each thing that is."""

    path: Path
    captions: Captions | None = None
    refusal: str = ""
    wrong: list[str] = field(default_factory=list)


def main() -> None:
    """Measure and print tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="?", type=Path)
    data = parser.parse_args().data
    if data is None or not data.is_dir():
        print("skipped: no data (name a folder with caption files)")
        return
    with tempfile.TemporaryDirectory() as work:
        outcomes = [_outcome(path, Path(work)) for path in _files(data)]
        _compare_versions(outcomes)
        _print_outcomes(outcomes, data)
        _print_trees(data, Path(work) / "cue.vtt")


def _files(data: Path) -> list[Path]:
    return sorted(p for p in data.rglob("*") if p.is_file() and p.name != "MANIFEST.tsv")


def _outcome(path: Path, work: Path) -> Outcome:
    outcome, given = Outcome(path), path
    if path.suffix == ".gz":
        given = work / path.stem
        given.write_bytes(gzip.decompress(path.read_bytes()))
    try:
        outcome.captions = read_captions(given)
        outcome.wrong += _faults(outcome.captions, _text(given.read_bytes()))
    except Fault as fault:
        outcome.refusal = str(fault).removeprefix(str(given)).removeprefix(":").strip()
    except Exception as why:  # a crash is one of the things that are counted
        outcome.wrong.append(f"crashed: {why!r}")
    return outcome


def _text(data: bytes) -> str:
    for encoding in (
        ("utf-32", "utf-16") if b"\0\0" in data or data[:1] in b"\xfe\xff" else _ENCODINGS
    ):
        with suppress(UnicodeDecodeError):
            return data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
    return ""


def _faults(captions: Captions, text: str) -> Iterator[str]:
    tokens = [token for cue in captions.cues for token in cue.text.split()]
    if tokens != [word.text for word in captions.words]:
        yield "words and cues do not say the same"
    if any(not 0 <= word.start_ms <= word.end_ms for word in captions.words):
        yield "a word ends before it starts"
    # What only looks like a tag counts on neither side: a plain reading cannot tell it from one.
    said = plain_reading.letters(" ".join(tokens))
    named = plain_reading.letters(" ".join(cue.speaker or "" for cue in captions.cues))
    plain = [plain_reading.letters(reading) for reading in plain_reading.readings(text)]
    differences = [_difference(said, named, reading) for reading in plain]
    if all(differences):
        yield differences[0]
    if captions.name in _WITH_TIMING_LINES:
        yield from _spans_differ(captions, text)


def _difference(said: Counter[str], named: Counter[str], plain: Counter[str]) -> str:
    added, lost = said - plain, plain - said - named
    if not added and not lost:
        return ""
    return f"words lost {dict(lost.most_common(5))}, added {dict(added.most_common(5))}"


def _spans_differ(captions: Captions, text: str) -> Iterator[str]:
    read = {(cue.start_ms, cue.end_ms) for cue in captions.cues}
    if invented := read - plain_reading.spans(text, said=False):
        yield f"{len(invented)} spans are in no timing line: {sorted(invented)[:3]}"
    # A cue of a file that rolls may say nothing new.
    missing = plain_reading.spans(text, said=True) - read
    if missing and len(set(plain_reading.readings(text))) == 1:
        yield f"{len(missing)} spans are not read: {sorted(missing)[:3]}"


def _compare_versions(outcomes: list[Outcome]) -> None:
    versions = defaultdict[Path, list[Outcome]](list)
    for outcome in outcomes:
        if outcome.captions and outcome.path.parent.name in _VERSIONS:
            versions[outcome.path.parent / _SUFFIXES.sub("", outcome.path.name)].append(outcome)
    for same in versions.values():
        for one, other in pairwise(same):
            if one.captions and other.captions:
                other.wrong += _versions_differ(one.captions, other.captions, one.path.name)


def _versions_differ(one: Captions, other: Captions, name: str) -> Iterator[str]:
    texts = (" ".join(word.text for word in captions.words) for captions in (one, other))
    first, second = map(plain_reading.letters, texts)
    if first != second:
        yield f"its words are not those of {name}"
        return
    ours, theirs = _extent(one), _extent(other)
    if max(abs(a - b) for a, b in zip(ours, theirs, strict=True)) > _FARTHEST_MS:
        yield f"it lasts from {theirs[0]} to {theirs[1]} ms, and {name} from {ours[0]} to {ours[1]}"


def _extent(captions: Captions) -> tuple[int, int]:
    starts, ends = (
        [*(getattr(cue, at) for cue in captions.cues), 0] for at in ("start_ms", "end_ms")
    )
    return min(starts), max(ends)


def _print_outcomes(outcomes: list[Outcome], data: Path) -> None:
    folders = defaultdict[str, list[Outcome]](list)
    for outcome in outcomes:
        folders[str(outcome.path.parent.relative_to(data))].append(outcome)
    print(
        "| folder | files | read | of these with word times | refused | wrong |\n"
        + "|---" * 6
        + "|"
    )
    for folder, group in [*folders.items(), ("all", outcomes)]:
        read = [o.captions for o in group if o.captions]
        timed = sum(any(not word.estimated for word in captions.words) for captions in read)
        refused, wrong = sum(bool(o.refusal) for o in group), sum(bool(o.wrong) for o in group)
        print(f"| {folder} | {len(group)} | {len(read)} | {timed} | {refused} | {wrong} |")
    print("\n| refused | why |\n|---|---|")
    for outcome in outcomes:
        if outcome.refusal:
            print(f"| {outcome.path.relative_to(data)} | {outcome.refusal.replace('|', ' ')} |")
    print("\n| wrong | what |\n|---|---|")
    for outcome in outcomes:
        for what in outcome.wrong:
            print(f"| {outcome.path.relative_to(data)} | {what.replace('|', ' ')} |")


def _print_trees(data: Path, cue: Path) -> None:
    """Compare cues of web-platform-tests with the trees that they expect."""
    print("\n| web-platform-tests | cues | as expected | otherwise |\n|---|---|---|---|")
    for path in sorted(data.rglob("*.json")):
        cases = _cases(path)
        otherwise = [
            f"`{text}` {told!r}" for text, want in cases if (told := _told(text, cue)) != want
        ]
        if cases:
            count = f"{len(cases)} | {len(cases) - len(otherwise)}"
            print(f"| {path.stem} | {count} | {'; '.join(otherwise).replace('|', ' ')} |")


def _cases(path: Path) -> list[tuple[str, str]]:
    try:
        data = json.loads(path.read_text("utf-8"))
    except ValueError:
        return []
    if not isinstance(data, list) or not data or "expectedTree" not in data[0]:
        return []
    trees = ((case["text"], _TREE_TEXT.findall(case["expectedTree"])) for case in data)
    return [(text.strip("\n"), " ".join("".join(said).split())) for text, said in trees]


def _told(text: str, cue: Path) -> str:
    cue.write_text(f"WEBVTT\n\n00:00.000 --> 00:01.000\n{text}\n", "utf-8")
    try:
        return " ".join(told.text for told in read_captions(cue).cues)
    except Fault as fault:
        return f"refused: {fault}"


if __name__ == "__main__":
    main()
