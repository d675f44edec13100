"""Words that mean something else in capitals: what they find where nothing stands in capitals, and
what they mean in small letters."""

from pathlib import Path

import pytest
from archives import said, write_archive, write_transcript
from indexes import made

from index.corpus import Index
from index.search import search
from media.archive import Archive


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder: Path = tmp_path_factory.mktemp("capitals")
    topic = {"id": "c", "name": "credit transfer", "kind": "topic", "variants": ["CATS"]}
    webinars = {"2030-01-01-pets": {"title": "Pets"}, "2030-01-02-other": {"title": "Other"}}
    root = write_archive(folder / "archive", terms=[topic], webinars=webinars)
    write_transcript(root, "2030-01-01-pets", said("My cats are well; send the aims in words."))
    write_transcript(root, "2030-01-02-other", said("We speak of credit transfer."))
    return made(Archive(root), folder / "index")


@pytest.mark.parametrize("query", ["AIMS", "AIMS WORDS", "AIMS NEAR WORDS", "AIMS OR BOATS"])
def test_capitals_that_nothing_has_find_and_mark_the_word(index: Index, query: str) -> None:
    (hit,) = search(index, query).hits
    assert "aims" in [piece.text for piece in hit.excerpt if piece.marked]


def test_an_acronym_in_small_letters_is_the_word(index: Index) -> None:
    found = search(index, "cats")
    assert (found.total, found.also) == (1, ())


def test_a_name_is_not_searched_as_the_word_that_its_acronym_is(index: Index) -> None:
    assert [hit.webinar for hit in search(index, "credit transfer").hits] == ["2030-01-02-other"]


@pytest.mark.parametrize("query", ["will cats", "what will cats"])
def test_words_that_only_ask_are_not_taken_for_others(index: Index, query: str) -> None:
    found = search(index, query)
    assert (found.also, found.suggestion) == ((), "")


def test_no_question_is_read_as_about_somebody_whose_acronym_is_the_word(tmp_path: Path) -> None:
    agency = {"id": "aim", "name": "Fair Awards", "kind": "agency", "nation": "England"}
    root = write_archive(
        tmp_path / "archive",
        institutions=[{**agency, "variants": ["AIM"]}],
        webinars={"2030-01-01-fair": {"title": "Fair"}},
    )
    write_transcript(root, "2030-01-01-fair", said("The aim of assessment is to be fair."))
    index = made(Archive(root), tmp_path / "index")
    found = search(index, "what is the aim of assessment")
    assert found.total == 1
    assert not (found.reading and found.reading.names)
    asked = search(index, "what does AIM say about assessment").reading
    assert asked and [one.key for one in asked.names] == ["aim"]
