"""Whoosh: the only module that writes or reads its files.

Whoosh keeps which term stands where: one document for each entry of `index.entries`, in the same
order and in one segment, so that its document number is the entry's. All else is ours.

Its files are pickles: opening one that somebody else wrote runs that person's code. Nothing here
looks whether they may be opened; `index.opening` does, and nobody else calls this.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from threading import Lock
from typing import Any

from whoosh import __version__ as whoosh_version
from whoosh.analysis import Analyzer
from whoosh.analysis import Token as WhooshToken
from whoosh.fields import TEXT, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.formats import Positions

from index.analysis import Token, analyse, stem

WHOOSH_VERSION = ".".join(str(part) for part in whoosh_version)
_BUFFER_MB = 128


class SpeechAnalyzer(Analyzer):  # type: ignore[misc]
    """`index.analysis.analyse` in the form in which Whoosh's own queries ask for it."""

    def __call__(self, value: str, **_options: Any) -> Iterator[WhooshToken]:  # noqa: ANN401
        """Give the terms of a text, with positions and characters."""
        token = WhooshToken(positions=True, chars=True, boost=1.0)
        for term, position, start, end in analyse(value):
            if not term.isupper():
                token.text, token.pos = stem(term), position
                token.startchar, token.endchar = start, end
                yield token


class TokenPositions(Positions):  # type: ignore[misc]
    """Whoosh's postings with positions, made of tokens that were analysed already."""

    def word_values(
        self, value: Sequence[Token], _analyzer: Analyzer, **_options: object
    ) -> Iterator[tuple[str, int, float, bytes]]:
        """Give each term with its frequency, weight and encoded positions."""
        places = defaultdict(list)
        for token in value:
            if not token.term.isupper():
                places[stem(token.term)].append(token.position)
        for term, positions in places.items():
            yield term, len(positions), float(len(positions)), self.encode(positions)


def _schema() -> Schema:
    def field() -> TEXT:
        text = TEXT(analyzer=SpeechAnalyzer(), phrase=True, stored=False)
        text.format = TokenPositions()
        return text

    return Schema(text=field(), title=field())


def write_terms(folder: Path, documents: Iterable[tuple[list[Token], list[Token]]]) -> None:
    """Write the terms of each entry's text and title, in the order of the entries."""
    index = FileStorage(str(folder)).create_index(_schema())
    writer = index.writer(limitmb=_BUFFER_MB)
    try:
        for text, title in documents:
            writer.add_document(text=text, title=title)
        writer.commit()
    except BaseException:
        writer.cancel()
        raise
    finally:
        index.close()


class Terms:
    """Where each term stands; safe to ask from several threads."""

    def __init__(self, folder: Path) -> None:
        self._reader = FileStorage(str(folder), readonly=True).open_index().reader()
        self._lock = Lock()  # Whoosh seeks in files that all its matchers share

    @property
    def entries(self) -> int:
        """How many entries were written."""
        return int(self._reader.doc_count())

    def positions(self, field: str, term: str) -> Iterator[tuple[int, list[int]]]:
        """Give each entry that has the term in a field, with the term's positions there."""
        with self._lock:
            if (field, term) not in self._reader:
                return
            matcher = self._reader.postings(field, term)
            found = []
            while matcher.is_active():
                found.append((matcher.id(), matcher.value_as("positions")))
                matcher.next()
        yield from found

    def close(self) -> None:
        """Give the files back."""
        self._reader.close()
