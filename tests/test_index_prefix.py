"""Beginnings of words that very many words have."""

from pathlib import Path

from archives import said, write_archive, write_transcript
from indexes import made

from index.search import search
from media.archive import Archive


def test_a_beginning_finds_every_word_that_begins_so(tmp_path: Path) -> None:
    slugs = [f"2030-01-01-{number:03}" for number in range(100)]
    root = write_archive(tmp_path / "archive", webinars={slug: {"title": "One"} for slug in slugs})
    letters = "abcdefghij"
    words = [f"inter{one}{other}zom" for one in letters for other in letters]
    for slug, word in zip(slugs, words, strict=True):
        write_transcript(root, slug, said(f"We speak of {word}."))
    index = made(Archive(root), tmp_path / "index")
    assert search(index, "inter*").total == len(words)
    assert search(index, "speak -inter*").total == 0
