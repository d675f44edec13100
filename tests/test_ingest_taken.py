"""Texts that came with a recording, set to its sound; the recording is the tests' own."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from statistics import median

import pytest
from recordings import SLUG, SPEECH, make_archive, said

from ingest.errors import NoTimes, OtherText
from ingest.pipeline import run
from media.archive import Archive, Transcript
from media.model import Cue, Word
from media.settings import Settings
from media.vtt import dump_vtt

CAPTIONS = Settings(engine="captions")
SENTENCE = 12  # words
NONSENSE = "Seven purple cucumbers grew behind grandmother's aeroplane factory on Thursdays. "


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive = Archive(make_archive(tmp_path / "archive"))
    shutil.copy(SPEECH, archive.folder(SLUG) / "recording.ogg")
    (archive.folder(SLUG) / "source").mkdir()
    return archive


def give(archive: Archive, name: str, text: str) -> None:
    (archive.folder(SLUG) / "source" / name).write_text(text, "utf-8")


def transcript(archive: Archive) -> Transcript:
    found = archive.transcript(SLUG)
    assert found is not None
    return found


def captions(late_ms: int = 0) -> str:
    words = said()
    groups = [words[n : n + SENTENCE] for n in range(0, len(words), SENTENCE)]
    cues = [
        Cue(g[0].start_ms + late_ms, g[-1].end_ms + late_ms, " ".join(w.text for w in g))
        for g in groups
    ]
    return dump_vtt(cues)


def off_ms(words: tuple[Word, ...]) -> float:
    truth = said()
    assert [word.text for word in words] == [word.text for word in truth]
    return median(abs(w.start_ms - t.start_ms) for w, t in zip(words, truth, strict=True))


@pytest.mark.parametrize("late_ms", [0, 2_000])
def test_captions_are_set_to_the_sound(
    archive: Archive, late_ms: int, capfd: pytest.CaptureFixture[str]
) -> None:
    give(archive, "zoom.vtt", captions(late_ms))
    run(archive, SLUG, None, CAPTIONS)
    found = transcript(archive)
    assert not found.estimated
    assert off_ms(found.words) < 50
    assert found.cues[0].start_ms == pytest.approx(said()[0].start_ms, abs=200)
    assert ("the captions were 2.0 s late" in capfd.readouterr().err) == (late_ms > 0)


def test_captions_that_hold_are_not_set_again(
    archive: Archive, capfd: pytest.CaptureFixture[str]
) -> None:
    give(archive, "zoom.vtt", captions())
    run(archive, SLUG, None, CAPTIONS)
    words = transcript(archive).words
    run(Archive(archive.root), SLUG, None, CAPTIONS)
    assert "these captions were set to this sound before" in capfd.readouterr().err
    assert transcript(archive).words == words


def test_captions_of_another_recording_are_told_and_keep_their_times(archive: Archive) -> None:
    cues = [Cue(n * 8_000, n * 8_000 + 7_000, NONSENSE * 2) for n in range(7)]
    give(archive, "other.vtt", dump_vtt(cues))
    report = run(archive, SLUG, None, CAPTIONS)
    assert "other.vtt does not seem to be what the recording says" in " ".join(report.needs)
    assert transcript(archive).estimated
    assert transcript(archive).cues[3].start_ms == 24_000


def test_a_text_without_times_finds_them_and_its_speakers(archive: Archive) -> None:
    texts = [word.text for word in said()]
    half = len(texts) // 2
    give(
        archive,
        "notes.txt",
        f"Robin Sample: {' '.join(texts[:half])}\n\nAda Test: {' '.join(texts[half:])}\n"
        "\nRobin Sample:\n\nAda Test:\n",
    )
    run(archive, SLUG, None, CAPTIONS)
    found = transcript(archive)
    assert off_ms(found.words) < 50
    assert [cue.speaker for cue in (found.cues[0], found.cues[-1])] == ["Robin Sample", "Ada Test"]


def test_a_name_that_joins_the_roster_moves_no_word(archive: Archive) -> None:
    """Then what stood for speech becomes a label, and the words are others than before."""
    text = captions().replace(said()[0].text, f"Robin Q: {said()[0].text}", 1)
    give(archive, "zoom.vtt", text)
    run(archive, SLUG, None, CAPTIONS)
    assert transcript(archive).cues[0].text.startswith("Robin Q:")
    people = archive.root / "people.toml"
    people.write_text(people.read_text().replace('"Robin S"', '"Robin Q"'))
    run(Archive(archive.root), SLUG, None, CAPTIONS)
    assert off_ms(transcript(archive).words) < 50
    assert transcript(archive).cues[0].speaker == "Robin Sample"
    assert transcript(archive).cues[0].text.startswith(said()[0].text)


def test_word_times_of_another_recording_are_told_and_left_alone(archive: Archive) -> None:
    words = [
        {"word": f" {text}", "start": n * 0.5, "end": n * 0.5 + 0.4}
        for n, text in enumerate((NONSENSE * 15).split())
    ]
    segment = {"start": 0.0, "end": len(words) * 0.5, "text": NONSENSE * 15, "words": words}
    give(archive, "other.json", json.dumps({"text": "", "segments": [segment], "language": "en"}))
    for _ in range(2):
        report = run(Archive(archive.root), SLUG, None, CAPTIONS)
        assert "other.json does not seem to be what the recording says" in " ".join(report.needs)
        assert any(finding.kind == "impossible-time" for finding in report.findings)
        last = transcript(archive).words[-1]
        assert last.start_ms == (len(words) - 1) * 500


def test_captions_of_more_than_the_recording_come_into_place(archive: Archive) -> None:
    """Late by 20 s, and two thirds of them after its end."""
    after = dump_vtt([Cue(80_000 + n * 8_000, 87_000 + n * 8_000, NONSENSE * 2) for n in range(8)])
    give(archive, "zoom.vtt", captions(20_000) + after.removeprefix("WEBVTT\n"))
    report = run(archive, SLUG, None, CAPTIONS)
    assert transcript(archive).cues[0].start_ms == pytest.approx(said()[0].start_ms, abs=200)
    assert "Text of zoom.vtt that is not heard" in " ".join(report.needs)


def test_what_people_wrote_is_put_forward_and_not_put_right(archive: Archive) -> None:
    texts = ["Robbin", "Sampel:", *(word.text for word in said()), "Robbin", "Sampel"]
    give(archive, "notes.txt", " ".join(texts))
    run(archive, SLUG, None, CAPTIONS)
    assert transcript(archive).cues[-1].text.endswith("Robbin Sampel")
    assert [(p.meant, p.applied) for p in archive.proposals(SLUG)][-1] == ("Robin Sample", False)


def test_measured_words_of_another_recording_do_not_count(archive: Archive) -> None:
    give(archive, "zoom.vtt", captions())
    run(archive, SLUG, None, CAPTIONS)
    path = archive.folder(SLUG) / "transcript.vtt"
    path.write_text(path.read_text() + "\n")
    run(archive, SLUG, None, CAPTIONS)
    timed = archive.alignment(SLUG)
    assert timed is not None
    assert transcript(archive).words == timed.words
    probe = archive.probe(SLUG)
    assert probe is not None
    archive.write_probe(SLUG, replace(probe, sha256="0" * 64))
    recognition = archive.recognition(SLUG)
    assert recognition is not None
    assert transcript(archive).words == recognition.words


@pytest.mark.parametrize("engine", ["captions", "pocketsphinx"])
def test_what_lies_about_in_source_stops_no_run(archive: Archive, engine: str) -> None:
    source = archive.folder(SLUG) / "source"
    (source / "Slides.html").mkdir()
    give(archive, "empty.md", "")
    give(archive, "data.json", "{")
    give(archive, "none.vtt", "WEBVTT\n")
    (source / "notes.docx").write_bytes(b"PK\x03\x04 damaged")
    give(archive, "zoom.vtt", captions())
    run(archive, SLUG, engine, CAPTIONS)
    assert len(transcript(archive).words) > 90


def test_captions_in_another_language_keep_their_times(archive: Archive) -> None:
    """The aligner would hear Welsh as English."""
    path = archive.folder(SLUG) / "webinar.toml"
    path.write_text('language = "cy"\n' + path.read_text())
    give(archive, "zoom.vtt", captions())
    run(Archive(archive.root), SLUG, None, CAPTIONS)
    assert transcript(archive).estimated
    (archive.folder(SLUG) / "source" / "zoom.vtt").unlink()
    give(archive, "notes.txt", NONSENSE * 20)
    with pytest.raises(NoTimes, match="where the times of English are found"):
        run(Archive(archive.root), SLUG, None, CAPTIONS)


def test_a_text_that_the_recording_does_not_say_is_refused(archive: Archive) -> None:
    give(archive, "notes.txt", NONSENSE * 20)
    with pytest.raises(OtherText, match=r"notes\.txt is not what the recording says"):
        run(archive, SLUG, None, CAPTIONS)
    assert archive.transcript(SLUG) is None


def test_a_text_without_times_needs_its_recording(archive: Archive) -> None:
    give(archive, "notes.txt", NONSENSE * 20)
    (archive.folder(SLUG) / "recording.ogg").unlink()
    with pytest.raises(NoTimes, match="this is text without times"):
        run(archive, SLUG, None, CAPTIONS)


def test_a_corrected_text_is_timed_by_the_sound_and_stays_as_it_is(archive: Archive) -> None:
    give(archive, "zoom.vtt", captions())
    run(archive, SLUG, None, CAPTIONS)
    path = archive.folder(SLUG) / "transcript.vtt"
    third = said()[2]
    wrong = path.read_text().replace(f" {third.text} ", " porridge ", 1)
    path.write_text(wrong)
    assert transcript(archive).state == "corrected"
    run(archive, SLUG, None, CAPTIONS)
    path.write_text(wrong.replace(" porridge ", f" {third.text} ", 1) + "\n")
    corrected = path.read_bytes()
    run(archive, SLUG, None, CAPTIONS)
    assert path.read_bytes() == corrected
    timed = archive.alignment(SLUG)
    assert timed is not None
    assert timed.source_sha256 == transcript(archive).sha256
    assert off_ms(timed.words) < 50
    assert transcript(archive).words == timed.words
