"""Of webinars that readers may no longer know of, nothing is told: no word is suggested or searched
besides, while the index still has them."""

from pathlib import Path

import pytest
from archives import said, write_archive, write_transcript
from indexes import made

from index.corpus import Index
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
    return made(Archive(root), tmp_path / "index")


def test_none_of_its_words_is_suggested(index: Index) -> None:
    assert search(index, "confidentail").suggestion == "confidential"
    assert search(index, "confidentail", without={HIDDEN}).suggestion == ""


@pytest.mark.parametrize("query", ["kwagmire", "Zed Quibbleton"])
def test_none_of_its_words_is_searched_besides(index: Index, query: str) -> None:
    assert search(index, query).also
    assert search(index, query, without={HIDDEN}).also == ()


def test_a_word_that_was_corrected_away_is_not_suggested(tmp_path: Path) -> None:
    slugs = ("2030-01-01-long", "2030-02-01-short")
    root = write_archive(tmp_path / "archive", webinars={slug: {"title": slug} for slug in slugs})
    write_transcript(root, slugs[0], said(*["We fold boats. " * 40] * 30))
    write_transcript(root, slugs[1], said("Wendeline Thistlewood was named by mistake."))
    index = made(Archive(root), tmp_path / "index")
    assert search(index, "thistlewod").suggestion == "thistlewood"
    write_transcript(root, slugs[1], said("Somebody was named by mistake."))
    index = made(Archive(root), tmp_path / "index")
    assert search(index, "thistlewod").suggestion == ""
