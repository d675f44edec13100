from pathlib import Path

import pytest

from media import errors
from media.errors import Fault, FaultyFile, FaultyFiles

HERE = Path("archive/people.toml")
FAULTS = [
    errors.NoArchive(HERE),
    errors.NoWebinar("2031-kelp", ["2031-tide"]),
    errors.NoWebinar("2031-kelp", []),
    errors.FileChanged(HERE),
    errors.CannotWrite(HERE, OSError(28, "No space left on device")),
    errors.CannotWrite(HERE, OSError("odd")),
    errors.MissingFile(HERE),
    errors.BadMedia(HERE, "has no sound", "Give another file."),
    errors.NoFfmpeg(),
    errors.BadTimecode("soon"),
    errors.BadDate("soon"),
    errors.BadCaptions(HERE, 3, "is empty; fill it."),
    errors.BadCaptions(HERE, 0, "is empty; fill it."),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
def test_a_fault_is_the_callers_and_says_a_whole_sentence(fault: Fault) -> None:
    assert fault.exit_code == 2
    (sentence,) = fault.sentences
    assert sentence == str(fault)
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_every_fault_of_a_file_is_a_sentence_in_order_of_lines() -> None:
    fault = FaultyFile(HERE, [(9, "is late."), (0, "is odd."), (2, "is early.")])
    assert fault.sentences == (
        "archive/people.toml: is odd.",
        "archive/people.toml line 2: is early.",
        "archive/people.toml line 9: is late.",
    )
    assert str(fault).split("\n") == list(fault.sentences)


def test_faults_of_several_files_are_told_one_after_another() -> None:
    one = FaultyFile(HERE, [(1, "is odd.")])
    other = FaultyFile(Path("archive/site.toml"), [(1, "is odd."), (2, "is odder.")])
    assert FaultyFiles([one, other]).sentences == (*one.sentences, *other.sentences)


@pytest.mark.parametrize("error", [errors.BadTimecode("x" * 9_999), errors.BadDate("x" * 9_999)])
def test_a_long_text_is_not_told_whole(error: Fault) -> None:
    assert len(str(error)) < 200
