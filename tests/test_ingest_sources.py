import json
from pathlib import Path

import pytest
from recordings import SLUG, make_archive, short_speech

from ingest.errors import NotCaptions, NoTimes
from ingest.pipeline import run
from ingest.sources import choose_captions
from media.archive import Archive
from media.errors import BadCaptions
from media.settings import Settings

TIME = "00:00:01.000 --> 00:00:02.000\n"
PLAIN = f"WEBVTT\n\n{TIME}The lamp is lit.\n"
EMPTY = "WEBVTT\n"
NAMED = f"1\n{TIME}Nerys Quill: The lamp is lit.\n\n2\n{TIME}Nerys Quill: Yes.\n"
WORDS = json.dumps(
    {
        "segments": [
            {
                "start": 1,
                "end": 2,
                "text": "The lamp",
                "words": [
                    {"word": "The", "start": 1, "end": 1.2},
                    {"word": "lamp", "start": 1.2, "end": 2},
                ],
            }
        ]
    }
)
CHAT = "00:04:58\tNerys Quill:\tgood morning\n"
NOTES = "What we want to say\n"
BROKEN = f"WEBVTT\n\n{TIME[:-4]}\nThe lamp is lit.\n"


def _files(folder: Path, files: dict[str, str]) -> list[Path]:
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name).write_text(content, "utf-8")
    return sorted(folder / name for name in files)


@pytest.mark.parametrize(
    ("files", "taken"),
    [
        ({"a.vtt": PLAIN}, "a.vtt"),
        # Word times, then voices, then the order of suffixes, then of names.
        ({"a.vtt": PLAIN, "b.srt": NAMED, "c.json": WORDS}, "c.json"),
        ({"a.vtt": PLAIN, "b.srt": NAMED}, "b.srt"),
        ({"a.srt": PLAIN, "b.VTT": PLAIN, "c.vtt": PLAIN}, "b.VTT"),
        ({"a.vtt": EMPTY, "b.txt": PLAIN}, "b.txt"),
        # What is none, or damaged, is passed over.
        ({"a-chat.txt": CHAT, "b.vtt": PLAIN}, "b.vtt"),
        ({"a.vtt": BROKEN, "b.txt": NOTES, "c.srt": PLAIN}, "c.srt"),
    ],
)
def test_the_richest_captions_are_taken_and_the_others_named(
    tmp_path: Path, files: dict[str, str], taken: str
) -> None:
    chosen = choose_captions(_files(tmp_path / "source", files))
    assert chosen is not None
    assert chosen.path.name == taken
    assert len(chosen.left) == len(files) - 1
    for name in files.keys() - {taken}:
        assert any(name in sentence for sentence in chosen.left)
    assert all(sentence.endswith(".") for sentence in chosen.left)


@pytest.mark.parametrize(
    ("files", "fault"),
    [
        ({"a-chat.txt": CHAT}, NotCaptions),
        ({"a.txt": NOTES}, NoTimes),
        ({"a-chat.txt": CHAT, "b.vtt": BROKEN}, BadCaptions),
    ],
)
def test_where_no_file_can_be_read_the_worst_is_told(
    tmp_path: Path, files: dict[str, str], fault: type[BadCaptions]
) -> None:
    with pytest.raises(BadCaptions) as caught:
        choose_captions(_files(tmp_path / "source", files))
    assert caught.type is fault


def test_no_files_are_no_captions() -> None:
    assert choose_captions([]) is None


def test_a_run_says_which_captions_it_took(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = Archive(make_archive(tmp_path / "archive"))
    _files(archive.folder(SLUG) / "source", {"a.vtt": PLAIN, "b.json": WORDS, "chat.txt": CHAT})
    run(archive, SLUG, "captions", Settings())
    told = capsys.readouterr().err
    assert "took the captions in b.json (Whisper JSON)" in told
    assert "a.vtt was left: b.json tells as much or more." in told
    assert "this is a chat, written and not spoken" in told
    recognition = archive.recognition(SLUG)
    assert recognition is not None
    assert (recognition.model, recognition.estimated) == ("b.json", False)
    assert [(word.start_ms, word.end_ms) for word in recognition.words] == [
        (1000, 1200),
        (1200, 2000),
    ]


def test_a_chat_among_the_sources_does_not_stop_a_recogniser(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_archive(tmp_path / "archive")
    short_speech(root / "webinars" / SLUG / "recording.m4a", 6)
    _files(root / "webinars" / SLUG / "source", {"chat.txt": CHAT})
    run(Archive(root), SLUG, None, Settings(engine="pocketsphinx"))
    assert "this is a chat, written and not spoken" in capsys.readouterr().err
    assert Archive(root).transcript(SLUG) is not None
