"""Xapian as its manual teaches it: TermGenerator, QueryParser, match spies for facets, snippets.

Its bindings come with the system: where this Python has none, those of the system's Python are
taken, if they are of the same version.
"""

import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.search.asked import NEAR, Asked, typed
from benchmarks.search.contender import EXCERPT, HITS, VALUES, NotInstalled, Page, Shown
from benchmarks.search.corpus import Passage

_SYSTEM = "/usr/bin/python3"


def _system_packages() -> str:
    where = "import pathlib, xapian; print(pathlib.Path(xapian.__file__).parent.parent)"
    found = subprocess.run((_SYSTEM, "-c", where), capture_output=True, text=True, check=False)
    return found.stdout.strip()


try:
    import xapian
except ImportError:
    try:
        sys.path.append(_system_packages())
        import xapian
    except (ImportError, OSError):
        raise NotInstalled("xapian") from None

_SPEAKER, _INSTITUTION, _DATE = range(3)  # value slots
_SPEAKER_TERM = "XS"
_PARSING = (
    xapian.QueryParser.FLAG_BOOLEAN
    | xapian.QueryParser.FLAG_PHRASE
    | xapian.QueryParser.FLAG_WILDCARD
)


class PlainXapian:
    """Xapian as a contender."""

    version = f"Xapian {xapian.version_string()}"

    def build(self, folder: Path, passages: Iterable[Passage]) -> None:
        _write(folder, passages)

    def open(self, folder: Path) -> "Opened":
        return Opened(folder)

    def add(self, folder: Path, passages: Sequence[Passage]) -> bool:
        _write(folder, passages)
        return True


class Opened:
    """A database, which only its thread may use."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._database = xapian.Database(str(folder))
        self._stem = xapian.Stem("en")
        self._parser = xapian.QueryParser()
        self._parser.set_database(self._database)
        self._parser.set_stemmer(self._stem)
        self._parser.set_stemming_strategy(xapian.QueryParser.STEM_SOME)

    def page(self, asked: Asked) -> Page:
        spies = [xapian.ValueCountMatchSpy(slot) for slot in (_SPEAKER, _INSTITUTION)]
        enquire = xapian.Enquire(self._database)
        enquire.set_query(self._query(asked))
        for spy in spies:
            enquire.add_matchspy(spy)
        # To look at every match makes total and facets exact.
        found = enquire.get_mset(0, HITS, self._database.get_doccount())
        hits = [self._shown(match.document, found) for match in found]
        speakers, institutions = (
            {value.term.decode(): value.termfreq for value in spy.top_values(VALUES)}
            for spy in spies
        )
        return Page(found.get_matches_estimated(), speakers, institutions, hits)

    def for_thread(self) -> "Opened":
        return Opened(self._folder)

    def _query(self, asked: Asked) -> xapian.Query:
        any_of = asked.kind == "question"
        default = xapian.Query.OP_OR if any_of else xapian.Query.OP_AND
        self._parser.set_default_op(default)
        query = self._parser.parse_query(typed(asked, f"NEAR/{NEAR + 1}"), _PARSING)
        if not asked.speaker:
            return query
        speaker = xapian.Query(f"{_SPEAKER_TERM}{asked.speaker}")
        days = xapian.Query(xapian.Query.OP_VALUE_RANGE, _DATE, asked.from_, asked.to)
        both = xapian.Query(xapian.Query.OP_AND, speaker, days)
        return xapian.Query(xapian.Query.OP_FILTER, query, both)

    def _shown(self, document: xapian.Document, found: xapian.MSet) -> Shown:
        *known, text = json.loads(document.get_data())
        return Shown._make((*known, found.snippet(text, EXCERPT, self._stem).decode()))


def _write(folder: Path, passages: Iterable[Passage]) -> None:
    database = xapian.WritableDatabase(str(folder), xapian.DB_CREATE_OR_OPEN)
    terms = xapian.TermGenerator()
    terms.set_stemmer(xapian.Stem("en"))
    for one in passages:
        document = xapian.Document()
        terms.set_document(document)
        terms.index_text(one.text)
        shown = Shown(one.webinar, one.date, one.speaker, one.institution, one.start_ms, one.text)
        document.set_data(json.dumps(shown))
        document.add_boolean_term(f"{_SPEAKER_TERM}{one.speaker}")
        document.add_value(_SPEAKER, one.speaker)
        document.add_value(_INSTITUTION, one.institution)
        document.add_value(_DATE, one.date)
        database.add_document(document)
    database.commit()
    database.close()
