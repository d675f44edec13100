"""Of webinars that readers may no longer know of, nothing is told: no word is suggested or searched
besides, while the index still has them."""

from pathlib import Path

import pytest
from archives import said, write_archive, write_transcript

from index.build import build
from index.corpus import Index
from index.opening import open_index
from index.search import search
from media.archive import Archive

HIDDEN = "2030-02-01-hidden"


@pytest.fixture
def index(tmp_path: Path) -> Index:
    root = write_archive(
        tmp_path / "archive",
        people=[{"id": "zed", "name": "Zed Quibbleton", "variants": ["Zeddy Q."]}],
        webinars={
            "2030-01-01-shown": {"title": "Shown"},
            HIDDEN: {"title": "Hidden", "appearance": [{"person": "zed"}]},
        },
    )
    write_transcript(root, "2030-01-01-shown", said("We fold paper boats in the harbour."))
    write_transcript(root, HIDDEN, said("Zeddy Q. says the Quagmire merger is confidential."))
    build(Archive(root), tmp_path / "index", "whoosh")
    return open_index(tmp_path / "index")


def test_none_of_its_words_is_suggested(index: Index) -> None:
    assert search(index, "confidentail").suggestion == "confidential"
    assert search(index, "confidentail", without={HIDDEN}).suggestion == ""


@pytest.mark.parametrize("query", ["kwagmire", "Zed Quibbleton"])
def test_none_of_its_words_is_searched_besides(index: Index, query: str) -> None:
    assert search(index, query).also
    assert search(index, query, without={HIDDEN}).also == ()
