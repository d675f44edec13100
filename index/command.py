"""`python -m index`: make the index, and ask it from a terminal."""

import argparse
import json
import re
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from index.advice import advice
from index.build import Report, build
from index.facets import Facet
from index.hits import Hit
from index.keys import Relation
from index.opening import open_index
from index.search import MOST_HITS, Results, search
from index.vectors.choose import INSTALLED, network_for
from media.archive import Archive
from media.command import Parser
from media.errors import Fault
from media.settings import Settings
from media.timecode import format_clock

# A query that begins with what is not wanted; -h asks for help.
_NOT_WANTED = re.compile(r"-(?!h\Z)[^-]")
_RELATIONS: dict[Relation, str] = {"by": "said by", "about": "about", "either": "said by or about"}
_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"


class LeftOut(Fault):
    """The index was made, but without some files that could not be read."""

    def __init__(self, faults: Sequence[str]) -> None:
        self._sentences = tuple(faults)
        super().__init__("\n".join(faults))

    @property
    def sentences(self) -> tuple[str, ...]:
        """One sentence for each thing that was left out."""
        return (*self._sentences, "The index was made without these; mend them, then make index.")


def main(arguments: Sequence[str]) -> None:
    """Run one command; raises a Fault for what the caller can mend."""
    options = _parser(Settings.from_environment()).parse_args(_query_last(arguments))
    options.run(options)


def _parser(settings: Settings) -> argparse.ArgumentParser:
    parser = Parser(prog="python -m index", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    making = commands.add_parser("build", help="bring the index of an archive up to date")
    making.add_argument("--archive", type=Path, default=settings.archive, metavar="DIR")
    making.add_argument(
        "--engine",
        default=settings.search_engine,
        metavar="NAME",
        help="what keeps the words: whoosh or tantivy; the one it has where none is named",
    )
    making.add_argument("--anew", action="store_true", help="make all of it again")
    making.set_defaults(run=_build, meaning=settings.meaning)
    asking = commands.add_parser("search", help="find moments, webinars and documents")
    asking.add_argument("query", metavar="QUERY")
    asking.add_argument("--json", action="store_true", help="print JSON instead of text")
    asking.add_argument(
        "--words", action="store_true", help="take each word as it is, read no question"
    )
    asking.add_argument("--limit", type=_limit, default=10, metavar="N", help="hits to print")
    asking.set_defaults(run=_search, meaning=settings.meaning)
    for command in (making, asking):
        command.add_argument("--index", type=Path, default=settings.index, metavar="DIR")
    return parser


def _query_last(arguments: Sequence[str]) -> list[str]:
    """Put a query such as -word, which argparse would take for options, behind "--"."""
    value_follows = False
    for at, argument in enumerate(arguments):
        if argument == "--":
            break
        if _NOT_WANTED.match(argument) and not value_follows and arguments[0] == "search":
            return [*arguments[:at], *arguments[at + 1 :], "--", argument]
        value_follows = argument in ("--archive", "--engine", "--index", "--limit")
    return list(arguments)


def _limit(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 <= int(text) <= MOST_HITS:
        raise argparse.ArgumentTypeError(f"{text[:40]!r} is not a number from 0 to {MOST_HITS}")
    return int(text)


def _build(options: argparse.Namespace) -> None:
    began = time.monotonic()
    network = network_for(options.meaning)
    report = build(Archive(options.archive), options.index, options.engine, options.anew, network)
    seconds = time.monotonic() - began
    print(f"{_told(report)} ({seconds:.1f} s)")
    if sentence := advice(report):
        print(sentence)
    if report.faults:
        raise LeftOut(report.faults)


def _told(report: Report) -> str:
    """Tell what a build did, and what there is now."""
    webinars, passages = _count(report.webinars, "webinar"), _count(report.passages, "passage")
    if report.anew:
        return f"{webinars}, {passages}, {_count(report.documents, 'document')} indexed."
    held = f"{passages} in {_count(report.parts, 'part')}."
    if not report.changed and not report.removed and not report.documents_changed:
        return f"Nothing to do: {webinars}, {held}"
    documents = ", documents changed" if report.documents_changed else ""
    changed = f"{_count(report.changed, 'webinar')} changed, {report.removed:,} removed"
    return f"{changed}{documents}; {held}"


def _search(options: argparse.Namespace) -> None:
    # Where the index was made with a network that is gone, the log says so.
    index = open_index(options.index, network=None if options.meaning == "off" else INSTALLED)
    words = options.words
    results = search(index, options.query, limit=options.limit, literal=words, plain=words)
    print(_as_json(results) if options.json else _as_text(results, sys.stdout.isatty()))


def _as_json(results: Results) -> str:
    data = {
        "total": results.total,
        "related": results.related,
        "reading": asdict(results.reading) if results.reading else None,
        "wanted": [asdict(state) for state in results.states],
        "hits": [_hit_as_data(hit) for hit in results.hits],
        "facets": _facets_as_data(f for f in results.facets if f.relation == "by"),
        "spoken_of": _facets_as_data(f for f in results.facets if f.relation == "about"),
        "also": [asdict(also) for also in results.also],
        "suggestion": results.suggestion,
        "loosely": results.loosely,
        "notes": [str(note) for note in results.notes],
    }
    return json.dumps(data, ensure_ascii=False, indent=1)


def _facets_as_data(facets: Iterable[Facet]) -> dict[str, object]:
    return {facet.field: [asdict(value) for value in facet.values] for facet in facets}


def _hit_as_data(hit: Hit) -> dict[str, object]:
    data = asdict(hit) | {"date": str(hit.date) if hit.date else None}
    for key in ("excerpt", "title_pieces"):
        data[key] = [piece._asdict() for piece in getattr(hit, key)]
    return data


def _as_text(results: Results, bold: bool) -> str:
    lines = [f"{_count(results.total, 'hit')}."]
    told = (*_related(results), *_reading(results), *_besides(results), *results.notes)
    lines += [f"({note})" for note in told]
    for hit in results.hits:
        lines += ["", _heading(hit), _excerpt(hit, bold)]
    return "\n".join(lines)


def _related(results: Results) -> Iterator[str]:
    if results.related:
        yield "No words match; these are related in meaning."
    if results.loosely:
        yield "What holds most of the words is found; --words asks for each of them."


def _besides(results: Results) -> Iterator[str]:
    """Say what was searched besides what was typed, and what may have been meant."""
    if results.also:
        every = ", ".join(f"“{also.searched}” for “{also.typed}”" for also in results.also)
        yield f"Also searched: {every}. --words leaves that out."
    if results.suggestion:
        yield f"Did you mean: {results.suggestion}"


def _reading(results: Results) -> Iterator[str]:
    """Say what a question was read as, and what else it could mean."""
    if results.reading:
        words = results.reading.words
        names = [f"{_RELATIONS[state.relation]} {state.label}" for state in results.states]
        read = ", ".join([*names, f"words: {words}"] if words else names)
        yield f"Read as {read}. --words searches for the words as they are."
    for state in results.states:
        counts = ", ".join(f"{_RELATIONS[way.relation]} {way.count}" for way in state.ways)
        yield f"{state.label}: {counts}."


def _heading(hit: Hit) -> str:
    date = hit.date.for_people() if hit.date else ""
    moment = format_clock(hit.word_ms) if hit.kind == "speech" else ""
    voice = ", ".join(part for part in (hit.speaker, hit.role, hit.institution) if part)
    kind = "" if hit.kind == "speech" else hit.kind
    return " · ".join(part for part in (hit.title, date, kind, moment, voice) if part)


def _excerpt(hit: Hit, bold: bool) -> str:
    before, after = (_BOLD, _PLAIN) if bold else ("[", "]")
    return "    " + "".join(f"{before}{p.text}{after}" if p.marked else p.text for p in hit.excerpt)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
