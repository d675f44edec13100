import fcntl
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from recordings import SLUG, contents, generate, make_archive, short_speech

from ingest.pipeline import run
from media.archive import Archive
from media.errors import Fault
from media.settings import Settings
from media.vtt import load_vtt

KILLER = Path(__file__).with_name("killer.py")
POCKETSPHINX = Settings(engine="pocketsphinx")


@pytest.fixture(scope="module")
def speech(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten seconds, of which the first three are silent."""
    return short_speech(tmp_path_factory.mktemp("speech") / "speech.m4a", 10)


@pytest.fixture
def archive(tmp_path: Path, speech: Path) -> Archive:
    root = make_archive(tmp_path / "archive")
    shutil.copy(speech, root / "webinars" / SLUG / "recording.m4a")
    return Archive(root)


def folder(archive: Archive) -> Path:
    return archive.folder(SLUG)


def go(archive: Archive, engine: str | None = None, settings: Settings = POCKETSPHINX) -> None:
    run(Archive(archive.root), SLUG, engine, settings)


def test_a_run_leaves_a_file_for_each_stage_and_nothing_half_done(archive: Archive) -> None:
    go(archive)
    assert sorted(contents(folder(archive))) == [
        "check.json",
        "corrections.json",
        "machine.vtt",
        "probe.json",
        "recording.m4a",
        "speakers.json",
        "speech.json",
        "transcript.vtt",
        "voices.json",
        "webinar.toml",
        "words.json",
    ]


def test_speech_is_recognised_at_its_time(archive: Archive) -> None:
    go(archive)
    transcript = archive.transcript(SLUG)
    assert transcript is not None
    assert transcript.recognition is not None
    assert transcript.state == "machine"
    assert "welcome to the lighthouse" in " ".join(cue.text for cue in transcript.cues)
    assert transcript.recognition.words[0].start_ms == pytest.approx(3000, abs=150)


def test_a_second_run_changes_nothing(archive: Archive) -> None:
    go(archive)
    before = {path: path.stat().st_mtime_ns for path in folder(archive).glob("words.json")}
    files = contents(folder(archive))
    go(archive)
    assert contents(folder(archive)) == files
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_a_correction_survives_a_rerun_and_another_recogniser(
    archive: Archive, tmp_path: Path
) -> None:
    go(archive)
    namings = archive.namings(SLUG)
    path = folder(archive) / "transcript.vtt"
    corrected = path.read_text().replace("welcome", "Croeso and welcome")
    assert corrected != path.read_text()
    path.write_text(corrected)
    go(archive)
    assert path.read_text() == corrected
    (folder(archive) / "source").mkdir()
    captions = "WEBVTT\n\n00:01.000 --> 00:02.000\nQuite another text.\n"
    (folder(archive) / "source" / "talk.vtt").write_text(captions)
    go(archive, None, Settings(engine="captions"))
    assert path.read_text() == corrected
    assert "Quite another text." in (folder(archive) / "machine.new.vtt").read_text()
    words, later = archive.recognition(SLUG), archive.newer_recognition(SLUG)
    assert words is not None
    assert later is not None
    assert (words.engine, later.engine) == ("pocketsphinx", "captions")
    assert "Quite another text." not in (folder(archive) / "machine.vtt").read_text()
    assert archive.namings(SLUG) == namings
    assert [naming.label for naming in namings] == ["unnamed 1"]


def test_turns_name_the_speakers(archive: Archive) -> None:
    (folder(archive) / "source").mkdir()
    rttm = "SPEAKER talk 1 0.0 7.0 <NA> <NA> robin-sample <NA> <NA>\n"
    (folder(archive) / "source" / "speakers.rttm").write_text(rttm)
    go(archive)
    transcript = archive.transcript(SLUG)
    assert transcript is not None
    assert transcript.cues[0].speaker == "Robin Sample"
    assert transcript.cues[-1].speaker is None


def test_what_a_list_of_turns_calls_a_voice_by_number_is_no_name(archive: Archive) -> None:
    (folder(archive) / "source").mkdir()
    rttm = "SPEAKER talk 1 0.0 10.0 <NA> <NA> SPEAKER_07 <NA> <NA>\n"
    (folder(archive) / "source" / "speakers.rttm").write_text(rttm)
    go(archive)
    assert speakers(archive) == {"unnamed 1"}
    assert any("“unnamed 1” speaks for" in need for need in needs(archive))


def test_a_list_of_turns_comes_before_the_names_of_captions(tmp_path: Path) -> None:
    archive = Archive(make_archive(tmp_path / "archive"))
    source = folder(archive) / "source"
    source.mkdir()
    (source / "zoom.vtt").write_text(
        "WEBVTT\n\n00:00:01.000 --> 00:00:03.000\n<v Harbour Room>The lamp is lit.\n"
    )
    rttm = "SPEAKER talk 1 0.0 10.0 <NA> <NA> robin-sample <NA> <NA>\n"
    (source / "speakers.rttm").write_text(rttm)
    go(archive, "captions")
    assert speakers(archive) == {"Robin Sample"}


def needs(archive: Archive) -> list[str]:
    told: list[str] = json.loads((folder(archive) / "check.json").read_text())["needs"]
    return told


def confirm(archive: Archive, at: str) -> None:
    with (folder(archive) / "webinar.toml").open("a") as file:
        file.write(f'\n[[voice]]\nat = "{at}"\nperson = "robin-sample"\n')


def speakers(archive: Archive) -> set[str | None]:
    transcript = archive.transcript(SLUG)
    assert transcript is not None
    return {cue.speaker for cue in transcript.cues}


def test_a_voice_that_nothing_names_waits_for_a_person(archive: Archive) -> None:
    go(archive)
    assert speakers(archive) == {"unnamed 1"}
    asked = "“unnamed 1” speaks for 0:0., first at 0:0.: who is it"
    assert any(re.match(asked, need) for need in needs(archive))
    voices = archive.voices(SLUG)
    assert voices is not None
    confirm(archive, "0:04")
    go(archive)
    assert not any("[[voice]] at" in need for need in needs(archive))
    assert speakers(archive) == {"Robin Sample"}
    assert archive.voices(SLUG) == voices
    (naming,) = archive.namings(SLUG)
    assert naming.certain
    assert [one.says for one in naming.evidence] == ["confirmed by a person"]


def test_a_voice_that_is_named_where_nobody_speaks_is_told(archive: Archive) -> None:
    confirm(archive, "59:00")
    go(archive)
    assert speakers(archive) == {"unnamed 1"}
    assert any("[[voice]] at 59:00 in webinar.toml names nobody" in n for n in needs(archive))


def test_damaged_voices_are_told_apart_anew(archive: Archive) -> None:
    go(archive)
    path = folder(archive) / "voices.json"
    whole = path.read_bytes()
    path.write_bytes(whole[:-20])
    go(archive)
    assert path.read_bytes() == whole
    assert speakers(archive) == {"unnamed 1"}


def test_voices_that_were_told_apart_stand_where_they_cannot_be_again(archive: Archive) -> None:
    go(archive)
    go(archive, settings=Settings(engine="pocketsphinx", diariser="pyannote"))
    assert speakers(archive) == {"unnamed 1"}


def test_voices_are_told_apart_only_where_that_is_wanted(archive: Archive) -> None:
    go(archive, settings=Settings(engine="pocketsphinx", diariser="none"))
    assert speakers(archive) == {None}
    assert archive.voices(SLUG) is None


def test_a_diariser_that_does_not_exist_is_told_before_anything_is_done(archive: Archive) -> None:
    with pytest.raises(Fault, match="resemblyzer, pyannote, none"):
        go(archive, settings=Settings(engine="pocketsphinx", diariser="ears"))
    assert not (folder(archive) / "probe.json").exists()


def test_words_come_without_speakers_where_voices_cannot_be_told_apart(archive: Archive) -> None:
    go(archive, settings=Settings(engine="pocketsphinx", diariser="pyannote"))
    assert speakers(archive) == {None}


def test_captions_alone_make_a_full_transcript(tmp_path: Path) -> None:
    archive = Archive(make_archive(tmp_path / "archive"))
    source = folder(archive) / "source"
    source.mkdir()
    (source / "zoom.vtt").write_text(
        "WEBVTT\n\n1\n00:00:01.000 --> 00:00:03.000\nRobin S: The lamp is lit.\n\n"
        "2\n00:00:03.000 --> 00:00:05.000\nRobin S: It stays lit.\n"
    )
    go(archive, None, Settings(engine="whisper"))
    cues = load_vtt((folder(archive) / "transcript.vtt").read_text(), Path("transcript.vtt"))
    assert [(cue.speaker, cue.text) for cue in cues] == [
        ("Robin Sample", "The lamp is lit."),
        ("Robin Sample", "It stays lit."),
    ]
    recognition = archive.recognition(SLUG)
    assert recognition is not None
    assert recognition.estimated
    assert [word.text for word in recognition.words][:3] == ["The", "lamp", "is"]


def test_a_name_that_was_misheard_is_put_right_and_what_was_heard_is_kept(tmp_path: Path) -> None:
    archive = Archive(make_archive(tmp_path / "archive"))
    source = folder(archive) / "source"
    source.mkdir()
    (source / "zoom.vtt").write_text(
        "WEBVTT\n\n1\n00:00:01.000 --> 00:00:03.000\nI am Robbin Sampel, and the lamp is lit.\n\n"
        "2\n00:00:03.000 --> 00:00:05.000\nWe at Lamp\n\n"
        "3\n00:00:05.000 --> 00:00:06.000\nCollege agree.\n"
    )
    go(archive, "captions")
    transcript = archive.transcript(SLUG)
    assert transcript is not None
    assert transcript.cues[0].text == "I am Robin Sample, and the lamp is lit."
    assert transcript.recognition is not None
    assert transcript.recognition.words[2].text == "Robbin"
    (proposal,) = archive.proposals(SLUG)
    assert (proposal.heard, proposal.meant, proposal.applied) == (
        "Robbin Sampel",
        "Robin Sample",
        True,
    )


def test_silence_gives_no_words(tmp_path: Path) -> None:
    archive = Archive(make_archive(tmp_path / "archive"))
    silence = ("-f", "lavfi", "-i", "anullsrc=r=16000:cl=mono", "-t", "20")
    generate(folder(archive) / "recording.wav", *silence)
    report = run(archive, SLUG, None, POCKETSPHINX)
    assert report.words == 0
    assert any("No speech was found" in need for need in report.needs)


@pytest.mark.parametrize(
    ("engine", "settings", "said"),
    [
        (None, Settings(engine="pocketsphinx"), "has no recording and no captions yet"),
        ("captions", POCKETSPHINX, "has no captions: put a caption file such as a .vtt into"),
    ],
)
def test_nothing_to_transcribe_is_said(
    tmp_path: Path, engine: str | None, settings: Settings, said: str
) -> None:
    archive = Archive(make_archive(tmp_path / "archive"))
    with pytest.raises(Fault, match=said):
        run(archive, SLUG, engine, settings)


def test_a_model_file_that_is_missing_is_named(archive: Archive) -> None:
    before = contents(folder(archive)).keys()
    with pytest.raises(Fault, match=r"There is no file .*gone\.pt"):
        go(archive, "whisper", Settings(whisper_model=str(archive.root / "gone.pt")))
    assert contents(folder(archive)).keys() == before | {"probe.json"}


def test_a_second_run_at_the_same_time_is_told_to_wait(archive: Archive) -> None:
    (folder(archive) / "work").mkdir()
    with (folder(archive) / "work" / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        # Saving webinar.toml makes another file of it, which must not end the wait.
        toml = folder(archive) / "webinar.toml"
        toml.with_suffix(".new").write_bytes(toml.read_bytes())
        toml.with_suffix(".new").replace(toml)
        with pytest.raises(Fault, match="Another run is working on 2031-01-02-lighthouses"):
            go(archive)


def test_what_stops_a_run_leaves_no_lock_behind(archive: Archive) -> None:
    with pytest.raises(Fault):
        go(archive, "whisper", Settings(whisper_model=str(archive.root / "gone.pt")))
    assert not (folder(archive) / "work").exists()


def start(number: int, archive: Archive, counted: Path, environment: dict[str, str]) -> int:
    command = [sys.executable, str(KILLER), str(number), str(counted)]
    command += ["ingest", "run", SLUG, "--archive", str(archive.root)]
    done = subprocess.run(command, capture_output=True, env=environment, check=False)
    return done.returncode


def test_killed_anywhere_the_next_run_finishes_with_the_same_files(
    archive: Archive, tmp_path: Path
) -> None:
    """SIGKILL at touches of the file system (KILLS=all: at each one); then one run to the end."""
    environment = {"ENGINE": "pocketsphinx"}
    counted = tmp_path / "count"
    fresh = tmp_path / "fresh"
    shutil.copytree(archive.root, fresh)
    assert start(0, archive, counted, environment) == 0
    expected, touches = contents(folder(archive)), int(counted.read_text())
    assert touches > 15
    step = 1 if os.environ.get("KILLS") == "all" else max(touches // 12, 1)
    for number in range(1, touches + 1, step):
        shutil.rmtree(archive.root)
        shutil.copytree(fresh, archive.root)
        assert start(number, archive, counted, environment) == -9
        assert start(0, archive, counted, environment) == 0, f"after a kill at touch {number}"
        assert contents(folder(archive)) == expected, f"after a kill at touch {number}"
