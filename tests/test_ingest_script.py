"""Plain texts of what was said: their words, who says them, and what is no such text."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.aligning.script import Script, read_script, script_turns
from ingest.turns import Turn
from media.errors import BadCaptions, MissingFile
from media.model import Word

TALK = """Robin Sample: Welcome to the lighthouse.
Thank you for coming.

Note this: the lamp is lit.

Ann Wick: Thank you, Robin.

Robin Sample: Over to you. Ann Wick: is a name.
"""


def read(folder: Path, text: str | bytes, names: tuple[str, ...] = ()) -> Script:
    path = folder / "talk.txt"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_script(path, names)


def voices(script: Script) -> list[tuple[str | None, str]]:
    turns = list[tuple[str | None, str]]()
    for token, speaker in zip(script.tokens, script.speakers, strict=True):
        if turns and turns[-1][0] == speaker:
            turns[-1] = (speaker, f"{turns[-1][1]} {token}")
        else:
            turns.append((speaker, token))
    return turns


def test_labels_are_speakers_by_evidence_and_speak_until_the_next(tmp_path: Path) -> None:
    assert voices(read(tmp_path, TALK, ("Ann Wick",))) == [
        (
            "Robin Sample",
            "Welcome to the lighthouse. Thank you for coming. Note this: the lamp is lit.",
        ),
        ("Ann Wick", "Thank you, Robin."),
        ("Robin Sample", "Over to you. Ann Wick: is a name."),
    ]


def test_a_label_may_stand_above_what_is_said(tmp_path: Path) -> None:
    text = "Robin:\n\nWelcome.\n\nAnn:\n\nThank you.\n\nRobin:\n\nOver to you.\n"
    assert voices(read(tmp_path, text, ("Ann",))) == [
        ("Robin", "Welcome."),
        ("Ann", "Thank you."),
        ("Robin", "Over to you."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Robin: Hello.\nAnn: Hello.\nRobin: Goodbye.\nAnn: Goodbye.\n",
        "\n\nRobin: Hello.\n\nAnn: Hello.\n\n\nRobin: Goodbye.\n\nAnn: Goodbye.",
        "\ufeffRobin:  Hello.\r\nAnn: Hello.\r\nRobin: Goodbye.\r\nAnn: Goodbye.\r\n",
    ],
)
def test_paragraphs_are_apart_by_lines_or_by_empty_lines(tmp_path: Path, text: str) -> None:
    assert voices(read(tmp_path, text)) == [
        ("Robin", "Hello."),
        ("Ann", "Hello."),
        ("Robin", "Goodbye."),
        ("Ann", "Goodbye."),
    ]


def test_a_text_without_labels_has_no_speakers(tmp_path: Path) -> None:
    script = read(tmp_path, "One thing: the lamp\nis lit at 10:30.\n\n[Music] It is – still – lit.")
    assert (
        " ".join(script.tokens)
        == "One thing: the lamp is lit at 10:30. [Music] It is – still – lit."
    )
    assert set(script.speakers) == {None}


def test_a_text_in_western_european_encoding_is_read(tmp_path: Path) -> None:
    assert read(tmp_path, "Café, naïve".encode("cp1252")).tokens == ("Café,", "naïve")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", r"line 1: the file is empty; give the text of what was said\."),
        (" \n\n", r"line 1: the file is empty"),
        ('\n\n{"words": []}', r"line 3: this is JSON"),
        ('[["a", 1]]', r"line 1: this is JSON"),
        ("<html><p>Hello</p></html>", r"line 1: this is XML or HTML"),
        ("{\\rtf1 Hello}", r"this is a document in rich text, not text"),
        ("10:00:01\tRobin Sample:\tHello", r"line 1: this is a chat"),
        (
            "Hello\n\n00:01.000 --> 00:02.000\nLamp",
            r"line 3: this line has a time",
        ),
        (
            "0:03 Hello\n\n0:09 Lamp\n\nBoat",
            r"line 1: this line has a time; give a text with times as captions",
        ),
        (
            "[00:00:03] Hello\n[00:00:09] Lamp",
            r"line 1: this line has a time; give a text with times as captions",
        ),
        ("1;2;3;4\n5;6;7;8", r"line 1: there are few words here"),
        ("Robin:\nAnn:\nRobin:\nAnn:\n", r"holds names and nothing that they say\."),
        ("Hello\0", r"line 1: holds a NUL"),
        (b"PK\x03\x04", r"is a damaged or locked Word document"),
    ],
)
def test_what_is_no_text_of_speech_is_told_with_its_line(
    tmp_path: Path, text: str | bytes, what: str
) -> None:
    with pytest.raises(BadCaptions, match=what):
        read(tmp_path, text)


def test_a_missing_text_is_told(tmp_path: Path) -> None:
    with pytest.raises(MissingFile):
        read_script(tmp_path / "none.txt")


def test_turns_are_the_words_of_one_speaker_in_a_row() -> None:
    script = Script(tuple("abcde"), ("Robin", "Robin", None, "Ann", "Robin"))
    words = [Word(at * 100, at * 100 + 90, text) for at, text in enumerate(script.tokens)]
    assert list(script_turns(script, words)) == [
        Turn(0, 190, "Robin"),
        Turn(300, 390, "Ann"),
        Turn(400, 490, "Robin"),
    ]


LABELS = st.sampled_from([[], ["Note:"], ["Robin:"]])
SAID = st.lists(st.sampled_from(["lamp", "is", "lit."]), min_size=1)


@given(st.lists(st.builds(list[str].__add__, LABELS, SAID)))
def test_no_word_is_lost_but_labels(
    tmp_path_factory: pytest.TempPathFactory, paragraphs: list[list[str]]
) -> None:
    text = "The lamp.\n\n" + "\n\n".join(" ".join(words) for words in paragraphs)
    script = read(tmp_path_factory.getbasetemp(), text)
    kept = [token for token in script.tokens if not token.endswith(":")]
    assert kept == [token for token in text.split() if not token.endswith(":")]
