import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.errors import FaultyFile
from media.model import Doubt, Recognition, Word
from media.words import dump_recognition, load_recognition

NUMBERS = st.none() | st.floats(-10, 10)
WORDS = st.builds(
    Word,
    st.integers(0, 10**9),
    st.integers(0, 10**9),
    st.text(),
    NUMBERS,
    st.none() | st.builds(Doubt, NUMBERS, NUMBERS, NUMBERS),
    st.booleans(),
)
RECOGNITIONS = st.builds(
    Recognition,
    st.text(),
    st.text(),
    st.dictionaries(st.text(), st.text()).map(lambda options: tuple(options.items())),
    st.text(),
    st.lists(WORDS).map(tuple),
)
WHOLE = {
    "format": 2,
    "engine": "parrot",
    "model": "small",
    "options": {"beam": "5"},
    "source_sha256": "00",
    "words": [[0, 250, "Tide", 0.9], [250, 600, "tables", None]],
}


@settings(deadline=None)
@given(RECOGNITIONS)
def test_what_is_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, recognition: Recognition
) -> None:
    path = tmp_path_factory.getbasetemp() / "words.json"
    path.write_bytes(dump_recognition(recognition))
    assert load_recognition(path) == recognition


def test_the_file_has_a_word_a_line(tmp_path: Path) -> None:
    path = tmp_path / "words.json"
    path.write_text(json.dumps(WHOLE), "utf-8")
    lines = dump_recognition(load_recognition(path)).decode().split("\n")
    assert '[0, 250, "Tide", 0.9],' in lines
    assert '[250, 600, "tables"]' in lines


def test_a_file_of_the_first_format_is_read(tmp_path: Path) -> None:
    path = tmp_path / "words.json"
    path.write_text(json.dumps({**WHOLE, "format": 1, "estimated": False}), "utf-8")
    assert load_recognition(path).words == (Word(0, 250, "Tide", 0.9), Word(250, 600, "tables"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "null",
        '{"format": 1',
        json.dumps({**WHOLE, "format": 3}),
        json.dumps({**WHOLE, "words": None}),
        json.dumps({**WHOLE, "words": [[0, 1]]}),
        json.dumps({**WHOLE, "words": [[0, 1, "tide", None, [0.1], False, 7]]}),
        json.dumps({**WHOLE, "words": [["soon", 1, "tide", None]]}),
        json.dumps({key: value for key, value in WHOLE.items() if key != "engine"}),
    ],
)
def test_a_damaged_file_is_told_with_its_cure(tmp_path: Path, text: str) -> None:
    path = tmp_path / "words.json"
    path.write_text(text, "utf-8")
    with pytest.raises(FaultyFile, match="is damaged; delete it and run make ingest again"):
        load_recognition(path)


def test_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    path = tmp_path / "words.json"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FaultyFile):
        load_recognition(path)
