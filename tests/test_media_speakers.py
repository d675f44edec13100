from pathlib import Path

import pytest

from media.errors import FaultyFile
from media.speakers import (
    Evidence,
    Naming,
    Voices,
    VoiceTurn,
    dump_namings,
    dump_voices,
    is_unnamed,
    load_namings,
    load_voices,
    unnamed,
    voice_number,
)

VOICES = Voices(
    "a model", (("listed", "3"),), "0" * 64, (VoiceTurn(0, 900, 1), VoiceTurn(850, 2_000, 2))
)
NAMINGS = (
    Naming("unnamed 1", "nerys-quill", 0.97, 900, (Evidence("nerys-quill", 10, "Says so.", 2.5),)),
    Naming("unnamed 2", None, 0.0, 1_150),
)


def test_voices_are_read_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "voices.json"
    path.write_bytes(dump_voices(VOICES))
    assert load_voices(path) == VOICES


def test_namings_are_read_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "speakers.json"
    path.write_bytes(dump_namings(NAMINGS))
    assert load_namings(path) == NAMINGS


@pytest.mark.parametrize(
    "text", ["", "[]", '{"format": 0}', '{"format": 1}', '{"format": 1, "turns": 3}']
)
def test_a_damaged_file_is_told_with_its_cure(tmp_path: Path, text: str) -> None:
    path = tmp_path / "file.json"
    path.write_text(text)
    for load in (load_voices, load_namings):
        with pytest.raises(FaultyFile, match="is damaged; delete it and run make ingest again"):
            load(path)


@pytest.mark.parametrize(
    ("speaker", "nobody", "number"),
    [
        (None, True, None),
        ("unnamed", True, None),
        (unnamed(3), True, 3),
        ("Unnamed 12", True, 12),
        ("Nerys Quill", False, None),
        ("Unnamed Person", False, None),
    ],
)
def test_a_voice_without_a_name_is_known_as_one(
    speaker: str | None, nobody: bool, number: int | None
) -> None:
    assert (is_unnamed(speaker), voice_number(speaker)) == (nobody, number)


@pytest.mark.parametrize(
    ("confidence", "certain", "probable"),
    [(0.97, True, False), (0.7, False, True), (0.3, False, False)],
)
def test_only_a_certain_name_is_written_without_asking(
    confidence: float, certain: bool, probable: bool
) -> None:
    naming = Naming("unnamed 1", "nerys-quill", confidence, 0)
    assert (naming.certain, naming.probable) == (certain, probable)
