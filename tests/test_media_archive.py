from pathlib import Path

import pytest

from media import store
from media.archive import Archive, SlugTaken
from media.dates import PartialDate
from media.entities import Webinar
from media.errors import BadCaptions, FaultyFile, NoWebinar
from media.model import Cue, Recognition, Recording, Word
from media.vtt import dump_vtt

SLUG = "2031-05-14-kelp"
HEARD = [Cue(0, 900, "The tied is high.", "Nerys Quill")]
BETTER = [Cue(0, 900, "The tide is high.", "Nerys Quill")]
CORRECTED = [Cue(0, 900, "The tide is high!", "Nerys Quill")]
NOTES = ["Written by a machine"]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive = Archive(tmp_path)
    (tmp_path / "site.toml").write_text('title = "Harbour"\n', "utf-8")
    archive.add_webinar(Webinar(slug=SLUG, title="Kelp", date=PartialDate(2031, 5, 14)))
    return archive


def _cues(archive: Archive) -> list[Cue]:
    transcript = archive.transcript(SLUG)
    assert transcript is not None
    return list(transcript.cues)


def _correct(archive: Archive, text: str = dump_vtt(CORRECTED)) -> None:
    (archive.folder(SLUG) / "transcript.vtt").write_text(text, "utf-8")


def test_a_machines_transcript_is_written_and_replaced(archive: Archive) -> None:
    assert archive.transcript(SLUG) is None
    assert archive.write_transcript(SLUG, HEARD, NOTES) == "written"
    assert archive.write_transcript(SLUG, HEARD, NOTES) == "written"
    assert archive.write_transcript(SLUG, BETTER, NOTES) == "written"
    transcript = archive.transcript(SLUG)
    assert transcript is not None
    assert (list(transcript.cues), transcript.state) == (BETTER, "machine")
    assert archive.machine_copy(SLUG) == dump_vtt(BETTER, NOTES).encode()


def test_a_corrected_copy_is_never_overwritten(archive: Archive) -> None:
    archive.write_transcript(SLUG, HEARD, NOTES)
    _correct(archive)
    assert archive.write_transcript(SLUG, HEARD, NOTES) == "kept"
    assert archive.write_transcript(SLUG, BETTER, NOTES) == "beside"
    transcript = archive.transcript(SLUG)
    assert transcript is not None
    assert (list(transcript.cues), transcript.state) == (CORRECTED, "corrected")
    folder = archive.folder(SLUG)
    assert (folder / "machine.vtt").read_bytes() == dump_vtt(HEARD, NOTES).encode()
    assert (folder / "machine.new.vtt").read_bytes() == dump_vtt(BETTER, NOTES).encode()


@pytest.mark.parametrize("text", ["", "not captions", dump_vtt(CORRECTED).replace("\n", "\r\n")])
def test_what_a_person_left_is_kept_whatever_it_is(archive: Archive, text: str) -> None:
    archive.write_transcript(SLUG, HEARD, NOTES)
    path = archive.folder(SLUG) / "transcript.vtt"
    path.write_bytes(text.encode())
    assert archive.write_transcript(SLUG, BETTER, NOTES) == "beside"
    assert path.read_bytes() == text.encode()


def test_a_transcript_that_came_without_a_machine_is_kept(archive: Archive) -> None:
    _correct(archive)
    assert archive.write_transcript(SLUG, HEARD, NOTES) == "beside"
    assert _cues(archive) == CORRECTED


def test_a_correction_that_says_what_the_machine_says_now_is_settled(archive: Archive) -> None:
    archive.write_transcript(SLUG, HEARD, NOTES)
    _correct(archive, dump_vtt(BETTER, NOTES))
    archive.write_transcript(SLUG, [Cue(0, 900, "Something else.")], NOTES)
    assert archive.write_transcript(SLUG, BETTER, NOTES) == "written"
    assert not (archive.folder(SLUG) / "machine.new.vtt").exists()


def test_a_crash_between_the_two_writes_is_harmless(archive: Archive) -> None:
    archive.write_transcript(SLUG, HEARD, NOTES)
    # The people's copy comes first: a crash after it leaves the machine's old one.
    _correct(archive, dump_vtt(BETTER, NOTES))
    assert archive.write_transcript(SLUG, BETTER, NOTES) == "written"
    transcript = archive.transcript(SLUG)
    assert transcript is not None
    assert (list(transcript.cues), transcript.state) == (BETTER, "machine")


def test_a_broken_edit_is_told_with_its_line(archive: Archive) -> None:
    _correct(archive, dump_vtt(CORRECTED).replace("-->", "->"))
    with pytest.raises(BadCaptions, match=r"transcript\.vtt line 3: "):
        archive.transcript(SLUG)


def test_an_edit_in_another_encoding_is_told_with_its_line(archive: Archive) -> None:
    path = archive.folder(SLUG) / "transcript.vtt"
    path.write_bytes(dump_vtt([Cue(0, 900, "café")]).encode("cp1252"))
    with pytest.raises(BadCaptions, match=r"line 4: is not UTF-8 text; save the file as UTF-8\."):
        archive.transcript(SLUG)


def test_a_webinar_is_added_once(archive: Archive) -> None:
    path = archive.folder(SLUG) / "webinar.toml"
    before = path.read_bytes()
    with pytest.raises(SlugTaken, match=f"{SLUG!r} already"):
        archive.add_webinar(Webinar(slug=SLUG, title="Another", date=PartialDate(2031)))
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "webinar",
    [
        Webinar(slug="a", title="Kelp", date=PartialDate(2031, 5, 14)),
        Webinar(slug="b", title='Say "kelp" \\ [[x]] # no', date=PartialDate(2031, 5)),
        Webinar(slug="c", title="Môr a thir 🌊", date=PartialDate(2031), description="two\nlines"),
        Webinar(slug="d", title="Guessed", date=PartialDate(2031), unconfirmed=("title", "date")),
        Webinar(slug="e", title="Draft", date=PartialDate(2031), language="cy", state="draft"),
    ],
)
def test_an_added_webinar_is_read_back(archive: Archive, webinar: Webinar) -> None:
    archive.add_webinar(webinar)
    assert archive.catalogue.webinar(webinar.slug) == webinar


@pytest.mark.parametrize("slug", ["", "..", "../x", "a/b", "/etc", "A", "a\0", "a" * 81])
def test_no_slug_leads_out_of_the_archive(archive: Archive, slug: str) -> None:
    with pytest.raises(NoWebinar, match=SLUG):
        archive.folder(slug)


def test_the_recording_and_the_sources_are_found(archive: Archive) -> None:
    folder = archive.folder(SLUG)
    assert archive.recording(SLUG) is None
    assert archive.sources(SLUG, ".vtt") == []
    (folder / "recording.mp4").touch()
    (folder / "source").mkdir()
    for name in ("b.VTT", "a.srt", "chat.txt"):
        (folder / "source" / name).touch()
    assert archive.recording(SLUG) == folder / "recording.mp4"
    assert [p.name for p in archive.sources(SLUG, ".vtt", ".srt")] == ["a.srt", "b.VTT"]


def test_what_was_probed_and_recognised_is_read_back(archive: Archive) -> None:
    assert archive.probe(SLUG) is None
    assert archive.recognition(SLUG) is None
    recording = Recording("recording.mp4", "00", 5, duration_ms=900, sound_ms=900)
    recognition = Recognition("parrot", "small", (), "00", (Word(0, 900, "tide"),))
    archive.write_probe(SLUG, recording)
    archive.write_recognition(SLUG, recognition)
    assert archive.probe(SLUG) == recording
    assert archive.recognition(SLUG) == recognition


@pytest.mark.parametrize("text", ["", "[]", '{"file": 1}', '{"odd": 1}'])
def test_a_damaged_probe_is_told_with_its_cure(archive: Archive, text: str) -> None:
    (archive.folder(SLUG) / "probe.json").write_text(text, "utf-8")
    with pytest.raises(FaultyFile, match="is damaged; delete it and run make ingest again"):
        archive.probe(SLUG)


def test_the_hash_of_a_transcript_is_what_a_correction_is_written_against(
    archive: Archive,
) -> None:
    archive.write_transcript(SLUG, HEARD, NOTES)
    transcript = archive.transcript(SLUG)
    assert transcript is not None
    assert store.seen(archive.folder(SLUG) / "transcript.vtt") == transcript.sha256


ALIGNED = (Word(10, 200, "The"), Word(200, 500, "tide"), Word(500, 900, "is"))


def _align(archive: Archive, sha256: str) -> None:
    archive.write_alignment(SLUG, Recognition("aligner", "small", (), sha256, ALIGNED))


def test_words_measured_for_this_very_text_time_it(archive: Archive) -> None:
    made = Recognition("parrot", "small", (), "00", (Word(0, 900, "tied", estimated=True),))
    archive.write_transcript(SLUG, HEARD, NOTES, made)
    _correct(archive)
    before = archive.transcript(SLUG)
    assert before is not None
    assert (before.words, before.estimated) == (made.words, True)
    _align(archive, before.sha256)
    after = archive.transcript(SLUG)
    assert after is not None
    assert (after.words, after.estimated, after.recognition) == (ALIGNED, False, made)


def test_words_measured_for_an_earlier_text_are_passed_over_and_kept(archive: Archive) -> None:
    made = Recognition("parrot", "small", (), "00", (Word(0, 900, "tied"),))
    archive.write_transcript(SLUG, HEARD, NOTES, made)
    path = archive.folder(SLUG) / "aligned.json"
    _align(archive, store.digest(dump_vtt(HEARD).encode()))
    stale = path.read_bytes()
    _correct(archive)
    transcript = archive.transcript(SLUG)
    assert transcript is not None
    assert transcript.words == made.words
    assert path.read_bytes() == stale


def test_a_text_written_by_hand_is_timed_by_its_measured_words_alone(archive: Archive) -> None:
    _correct(archive)
    _align(archive, store.digest(dump_vtt(CORRECTED).encode()))
    transcript = archive.transcript(SLUG)
    assert transcript is not None
    assert (transcript.words, transcript.recognition) == (ALIGNED, None)


def test_damaged_measured_words_are_told_with_their_cure(archive: Archive) -> None:
    _correct(archive)
    (archive.folder(SLUG) / "aligned.json").write_text("{", "utf-8")
    with pytest.raises(FaultyFile, match=r"aligned\.json: is damaged; delete it and run make"):
        archive.transcript(SLUG)


def test_a_crash_between_the_two_copies_makes_nobody_an_editor(archive: Archive) -> None:
    """The text may be another one at the next run: a name was listed as misheard meanwhile."""
    first, second, third = ([Cue(0, 900, text)] for text in ("tied", "tide", "tides"))
    archive.write_transcript(SLUG, first, [])
    machine = archive.machine_copy(SLUG)
    assert machine is not None
    archive.write_transcript(SLUG, second, [])
    people = archive.folder(SLUG) / "transcript.vtt"
    # As a kill right after the people's copy leaves it.
    (archive.folder(SLUG) / "machine.new.vtt").write_bytes(people.read_bytes())
    (archive.folder(SLUG) / "machine.vtt").write_bytes(machine)
    assert archive.write_transcript(SLUG, third, []) == "written"
    assert "tides" in people.read_text()
    assert not (archive.folder(SLUG) / "machine.new.vtt").exists()
