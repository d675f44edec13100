"""Where a hit is shown and played from: what tells, and not the words by which it is asked."""

from pathlib import Path

import pytest
from archives import CUE_MS, said, write_archive, write_transcript
from indexes import made

from index.corpus import Index
from index.search import search
from media.archive import Archive


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder: Path = tmp_path_factory.mktemp("marks")
    root = write_archive(folder / "archive", webinars={"2030-01-01-grants": {"title": "Grants"}})
    cues = said("We were late for the bus, and it was cold.", "The research grant is open now.")
    write_transcript(root, "2030-01-01-grants", cues)
    return made(Archive(root), folder / "index")


@pytest.mark.parametrize("query", ["the research", "how do we apply for the research grant"])
def test_a_hit_is_played_from_what_tells(index: Index, query: str) -> None:
    (hit,) = search(index, query).hits
    assert hit.word_ms > CUE_MS
    assert "the" not in [piece.text.lower() for piece in hit.excerpt if piece.marked]


def test_words_that_only_ask_are_marked_where_no_others_are(index: Index) -> None:
    (hit,) = search(index, "we were").hits
    assert [piece.text for piece in hit.excerpt if piece.marked] == ["We", "were"]
