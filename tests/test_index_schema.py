from pathlib import Path

import pytest
from whoosh.filedb.filestore import FileStorage
from whoosh.query import And, Or, Phrase, Query, Term

from index.analysis import analyse, stem, stems
from index.schema import SpeechAnalyzer, Terms, write_terms

TEXTS = ["the quality of paper", "quality assurance of paper boats", "boats, boats and boats"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_terms(tmp_path, ((analyse(text), analyse("A title")) for text in TEXTS))
    return tmp_path


def test_gives_back_where_terms_stand(folder: Path) -> None:
    found = Terms(folder)
    assert found.entries == 3
    assert list(found.positions("text", "boat")) == [(1, [4]), (2, [0, 1, 3])]
    assert list(found.positions("title", "titl")) == [(0, [1]), (1, [1]), (2, [1])]
    assert list(found.positions("text", "zebra")) == []
    assert list(found.positions("colour", "boat")) == []
    found.close()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (Term("text", "boat"), {1, 2}),
        (And([Term("text", "qualiti"), Term("text", "paper")]), {0, 1}),
        (Or([Term("text", "assur"), Term("text", "and")]), {1, 2}),
        (Phrase("text", list(stems("quality assurance"))), {1}),
    ],
)
def test_whoosh_can_ask_it_too(folder: Path, query: Query, expected: set[int]) -> None:
    with FileStorage(str(folder)).open_index().searcher() as searcher:
        assert set(searcher.docs_for_query(query)) == expected


def test_whoosh_sees_the_tokens_that_we_see() -> None:
    text = "Micro-credentials, QAA's microcredential\nand more"
    seen = [
        (token.text, token.pos, token.startchar, token.endchar) for token in SpeechAnalyzer()(text)
    ]
    assert seen == [(stem(term), *place) for term, *place in analyse(text) if not term.isupper()]


def test_a_failed_write_leaves_no_lock(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not unicode"):
        write_terms(tmp_path, [(5, 5)])  # type: ignore[list-item]
    write_terms(tmp_path, [(analyse("word"), [])])
    assert Terms(tmp_path).entries == 1
