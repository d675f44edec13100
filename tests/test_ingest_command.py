import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from recordings import SLUG, contents, generate, make_archive, short_speech

from ingest.add import slug_of
from ingest.command import main
from media.archive import Archive
from media.command import run
from media.dates import PartialDate

TONE = ("-f", "lavfi", "-i", "sine=duration=4")
CAPTIONS = "WEBVTT\n\n00:00:01.000 --> 00:00:03.000\nThe lamp is lit.\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_archive(tmp_path / "archive")


def ingest(*arguments: object) -> int:
    return run(main, [str(argument) for argument in arguments])


@pytest.mark.parametrize(
    ("title", "date", "slug"),
    [
        ("Postcards from the coast", "2031-06-03", "2031-06-03-postcards-from-the-coast"),
        ("Dysgu ym Môn: y llanw’n troi", "2031-06", "2031-06-dysgu-ym-mon-y-llanwn-troi"),
        ("  Q&A / 50% off!  ", "2031", "2031-q-a-50-off"),
        ("日本語", "2031-01-02", "2031-01-02-webinar"),
        ("x" * 200, "2031", "2031-" + "x" * 75),
    ],
)
def test_a_slug_is_made_of_date_and_title(title: str, date: str, slug: str) -> None:
    assert slug_of(title, PartialDate.parse(date)) == slug


def test_add_makes_a_webinar_and_prints_its_slug(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    talk = generate(tmp_path / "my talk.WAV", *TONE)
    (tmp_path / "zoom.vtt").write_text(CAPTIONS)
    status = ingest(
        *("add", "--title", 'Lamps "and" oil', "--date", "2031-02", "--archive", root),
        *("--recording", talk, "--captions", tmp_path / "zoom.vtt"),
    )
    assert (status, capsys.readouterr().out) == (0, "2031-02-lamps-and-oil\n")
    archive = Archive(root)
    webinar = archive.catalogue.webinar("2031-02-lamps-and-oil")
    assert (webinar.title, str(webinar.date)) == ('Lamps "and" oil', "2031-02")
    assert archive.recording(webinar.slug) == archive.folder(webinar.slug) / "recording.wav"
    assert [path.name for path in archive.sources(webinar.slug, ".vtt")] == ["captions.vtt"]


def test_add_refuses_a_webinar_that_is_there(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(root)
    status = ingest("add", "--title", "Lighthouses", "--date", "2031-01-02", "--archive", root)
    assert status == 2
    assert f"has a webinar '{SLUG}' already" in capsys.readouterr().err
    assert contents(root) == before


BAD_FILES = [
    ("empty.mp4", b"", "is empty (0 bytes)"),
    (
        "minutes.mp4",
        b"These are the minutes of the meeting.\n" * 20,
        "cannot be read as a recording",
    ),
]


@pytest.mark.parametrize(("name", "data", "said"), BAD_FILES)
@pytest.mark.parametrize("command", ["add", "take"])
def test_a_bad_recording_is_one_sentence_and_changes_nothing(
    root: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    command: str,
    name: str,
    data: bytes,
    said: str,
) -> None:
    (tmp_path / name).write_bytes(data)
    before = contents(root)
    given: dict[str, tuple[object, ...]] = {
        "add": ("--title", "T", "--date", "2031", "--recording", tmp_path / name),
        "take": (tmp_path / name, "--webinar", SLUG),
    }
    assert ingest(command, *given[command], "--archive", root) == 2
    told = capsys.readouterr()
    assert told.err.count("\n") == 1
    assert name in told.err
    assert said in told.err
    assert "Traceback" not in told.err
    assert contents(root) == before


def test_captions_that_cannot_be_read_are_one_sentence_and_change_nothing(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad.vtt").write_text("WEBVTT\n\n00:00:09.000 --> 00:00:03.000\nBackwards.\n")
    before = contents(root)
    given = ("--title", "T", "--date", "2031", "--captions", tmp_path / "bad.vtt")
    assert ingest("add", *given, "--archive", root) == 2
    told = capsys.readouterr().err
    assert "bad.vtt line 3" in told
    assert told.count("\n") == 1
    assert contents(root) == before


def test_two_faults_in_one_file_are_two_sentences(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = root / "webinars" / SLUG / "webinar.toml"
    path.write_text('title = "Lighthouses"\ndate = "3 June"\nlanguge = "en"\n')
    assert ingest("run", SLUG, "--archive", root) == 2
    first, second = capsys.readouterr().err.splitlines()
    assert first == f"{path} line 2: '3 June' is not a date. Write 2025-06-03, 2025-06 or 2025."
    assert second == f"{path} line 3: 'languge' is not a known key. Did you mean 'language'?"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("run", "no-such"), "There is no webinar 'no-such' in the archive"),
        (("run", "../../etc"), "There is no webinar '../../etc'"),
        (("run", SLUG, "--engine", "telepathy"), "There is no recogniser 'telepathy'"),
        (("add", "--title", "T", "--date", "soon"), "'soon' is not a date"),
        (("add", "--title", " ", "--date", "2031"), "A webinar needs a title"),
        (("take", "gone.mp4"), "There is no file gone.mp4"),
    ],
)
def test_a_wrong_word_is_one_sentence(
    root: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    assert ingest(*arguments, "--archive", root) == 2
    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") == 1


def test_no_archive_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ingest("run", SLUG, "--archive", tmp_path) == 2
    assert "is not an archive: it has no site.toml" in capsys.readouterr().err


def test_take_makes_a_webinar_of_a_file_name_and_marks_what_it_guessed(
    root: Path, tmp_path: Path
) -> None:
    talk = short_speech(tmp_path / "GMT20310203-101500_lamp_oil.m4a", 5)
    assert ingest("take", talk, "--engine", "pocketsphinx", "--archive", root) == 0
    archive = Archive(root)
    webinar = next(w for w in archive.catalogue.webinars.values() if w.slug != SLUG)
    assert str(webinar.date) == "2031-02-03"
    assert webinar.unconfirmed == ("title", "date")
    assert archive.transcript(webinar.slug) is not None
    # The same file once more goes on with the same webinar.
    assert ingest("take", talk, "--engine", "pocketsphinx", "--archive", root) == 0
    assert len(Archive(root).catalogue.webinars) == 2


def test_take_refuses_to_replace_a_recording(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = root / "webinars" / SLUG
    shutil.copy(generate(tmp_path / "first.wav", *TONE), folder / "recording.wav")
    other = generate(tmp_path / "second.m4a", *TONE)
    assert ingest("take", other, "--webinar", SLUG, "--archive", root) == 2
    assert "already has another recording" in capsys.readouterr().err
    assert not (folder / "recording.m4a").exists()


def test_captions_are_printed_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.vtt").write_text(CAPTIONS)
    assert ingest("captions", tmp_path / "a.vtt", "--json") == 0
    cue = {"start_ms": 1000, "end_ms": 3000, "speaker": None, "text": "The lamp is lit."}
    assert json.loads(capsys.readouterr().out) == {"cues": [cue]}


def test_transcribe_prints_words_as_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    talk = short_speech(tmp_path / "talk.m4a", 6)
    assert ingest("transcribe", talk, "--engine", "pocketsphinx", "--json") == 0
    words = json.loads(capsys.readouterr().out)["words"]
    assert words[0].keys() == {"start_ms", "end_ms", "text", "probability"}
    assert words[0]["text"] == "welcome"


def test_the_command_line_ends_with_the_status(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "ingest", "run", SLUG, "--archive", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


def test_nothing_of_a_model_is_loaded_before_it_is_used() -> None:
    check = (
        "import ingest.command, sys;"
        "giants = {'torch', 'whisper', 'faster_whisper', 'pocketsphinx', 'onnxruntime'};"
        "print(giants & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_captions_by_any_name_are_found_again(root: Path, tmp_path: Path) -> None:
    (tmp_path / "zoom export.txt").write_text(CAPTIONS)
    given = ("--title", "T", "--date", "2031", "--captions", tmp_path / "zoom export.txt")
    assert ingest("add", *given, "--archive", root) == 0
    assert ingest("run", "2031-t", "--archive", root) == 0
    transcript = Archive(root).transcript("2031-t")
    assert transcript is not None
    assert [cue.text for cue in transcript.cues] == ["The lamp is lit."]


def test_a_recording_without_a_file_ending_is_refused(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plain = generate(tmp_path / "talk.wav", *TONE).rename(tmp_path / "talk")
    before = contents(root)
    given = ("--title", "T", "--date", "2031", "--recording", plain)
    assert ingest("add", *given, "--archive", root) == 2
    assert "has no file ending. Rename it" in capsys.readouterr().err
    assert contents(root) == before


def test_a_title_keeps_what_can_be_written(root: Path) -> None:
    given = ("--title", "Lamp\udcff \x1b[31moil", "--date", "2031")
    assert ingest("add", *given, "--archive", root) == 0
    assert Archive(root).catalogue.webinar("2031-lamp-31moil").title == "Lamp [31moil"


def test_an_unfinished_add_never_hides_another_recording(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A kill between the recording and webinar.toml leaves a folder with a recording alone."""
    orphan = root / "webinars" / "2031-t"
    orphan.mkdir()
    shutil.copy(generate(tmp_path / "a.wav", *TONE), orphan / "recording.wav")
    given = ("--title", "T", "--date", "2031", "--archive", root)
    other = generate(tmp_path / "b.m4a", *TONE)
    assert ingest("add", *given, "--recording", other) == 2
    assert "already has another recording" in capsys.readouterr().err
    assert ingest("add", *given, "--recording", tmp_path / "a.wav") == 0
