"""Chapters on a webinar's page and for players. Everything here is invented."""

import re
from pathlib import Path

import pytest
from conftest import BOATS, LANTERNS, NIA, OTTO, SCRIPT, cues_of
from starlette.testclient import TestClient

from media.archive import Archive
from media.entities import Chapter
from media.model import Cue
from media.vtt import load_vtt
from web.chapters import ShownChapter, chapter_cues, cut_turns, shown_chapters
from web.marks import NOTHING, mark
from web.transcript import Moment, spoken_turns

CHAPTERS = f"""
[[chapter]]
start = "0:08"
title = "Folding"

[[chapter]]
start = "28"
title = '{SCRIPT} & light'
"""
NAUGHTY = "&lt;script&gt;alert(1)&lt;/script&gt; &amp; light"


def _add_chapters(archive: Archive, slug: str = BOATS) -> None:
    path = archive.folder(slug) / "webinar.toml"
    path.write_text(path.read_text("utf-8") + CHAPTERS, "utf-8")


def _list(page: str) -> str:
    found = re.search(r'<nav class="chapters".*?</nav>', page, re.DOTALL)
    return found[0] if found else ""


def _headings(page: str) -> list[str]:
    """The headings of the transcript, as "h3 Folding", without what somebody is."""
    transcript = page.partition('id="transcript"')[2].partition("</section>")[0]
    plain = re.sub(r'<span class="place">.*?</span>', "", transcript)
    found = re.findall(r"<(h\d)[^>]*>(.*?)</h\d>", plain, re.DOTALL)
    return [f"{level} {re.sub('<[^>]*>', '', text).strip()}" for level, text in found]


def test_chapters_are_links_to_their_headings(client: TestClient, harbour: Archive) -> None:
    _add_chapters(harbour)
    page = client.get(f"/webinars/{BOATS}?q=saucer").text
    assert 'href="?t=8&amp;q=saucer#chapter-8000"' in _list(page)
    assert 'id="chapter-8000"' in page
    assert NAUGHTY in _list(page)
    assert SCRIPT not in page


@pytest.mark.parametrize(
    ("moment", "current"),
    [("", None), ("7", None), ("7.8", "0:08"), ("27", "0:08"), ("28", "0:28"), ("59", "0:28")],
)
def test_the_chapter_of_the_moment_is_marked(
    client: TestClient, harbour: Archive, moment: str, current: str | None
) -> None:
    _add_chapters(harbour)
    page = client.get(f"/webinars/{BOATS}", params={"t": moment}).text
    marked = re.findall(r'aria-current="true"><span class="time">([\d:]+)<', _list(page))
    assert marked == ([current] if current else [])


def test_headings_stand_between_turns_and_cut_them(client: TestClient, harbour: Archive) -> None:
    _add_chapters(harbour)
    nia, otto = f"h4 {NIA}", f"h4 {OTTO}"
    assert _headings(client.get(f"/webinars/{BOATS}").text) == [
        "h2 Transcript",
        f"h3 {NIA}",
        "h3 Folding",
        *(nia, otto),
        f"h3 {NAUGHTY}",
        *("h4 Speaker not named", otto, nia),
    ]


def test_without_chapters_voices_are_what_they_were(visitor: TestClient) -> None:
    page = visitor.get(f"/webinars/{BOATS}").text
    assert _list(page) == ""
    assert 'kind="chapters"' not in page
    assert {heading.partition(" ")[0] for heading in _headings(page)} == {"h2", "h3"}
    assert visitor.get(f"/media/{BOATS}/chapters.vtt").status_code == 404


def test_chapters_are_made_from_the_transcript_as_it_is(
    client: TestClient, harbour: Archive
) -> None:
    lines = [*[(NIA, "Welcome.")] * 6, *[(OTTO, "Saucers.")] * 20, *[(NIA, "Now the boats.")] * 20]
    harbour.write_transcript(BOATS, cues_of(tuple(lines)), [])
    assert _list(client.get(f"/webinars/{BOATS}").text) == ""
    path = harbour.folder(BOATS) / "transcript.vtt"
    corrected = path.read_text("utf-8").replace(f"<v {NIA}>Now", "<v Dilys Kettle>Now")
    path.write_text(corrected, "utf-8")
    titles = re.findall(r"<span>(.*?)</span>", _list(client.get(f"/webinars/{BOATS}").text))
    assert titles == ["Welcome", "Professor Otto Inkwell, University of Teacups", "Dilys Kettle"]


def test_a_player_is_given_chapters(client: TestClient, harbour: Archive) -> None:
    _add_chapters(harbour)
    address = f"/media/{BOATS}/chapters.vtt"
    assert f'<track kind="chapters" src="{address}"' in client.get(f"/webinars/{BOATS}").text
    response = client.get(address)
    assert response.headers["content-type"] == "text/vtt; charset=utf-8"
    assert SCRIPT not in response.text
    read = load_vtt(response.text, Path("chapters.vtt"))
    assert [(cue.start_ms, cue.end_ms, cue.text) for cue in read] == [
        (8_000, 28_000, "Folding"),
        (28_000, 60_000, f"{SCRIPT} & light"),
    ]


def test_chapters_of_a_recording_without_a_text_that_can_be_read(
    client: TestClient, harbour: Archive
) -> None:
    _add_chapters(harbour)
    (harbour.folder(BOATS) / "transcript.vtt").write_text("no captions", "utf-8")
    page = client.get(f"/webinars/{BOATS}").text
    assert 'href="?t=8#player"' in _list(page)
    assert client.get(f"/media/{BOATS}/chapters.vtt").text.count("-->") == 2


@pytest.mark.parametrize("slug", [LANTERNS, "2030-04-01-secret", "nothing"])
def test_there_are_no_chapters_of_what_is_not_there(visitor: TestClient, slug: str) -> None:
    assert visitor.get(f"/media/{slug}/chapters.vtt").status_code == 404


@pytest.mark.parametrize(
    ("start_ms", "line"),
    [(0, "c-2000"), (5_000, "c-2000"), (5_500, "c-8500"), (8_000, "c-8500"), (99_999, "c-41000")],
)
def test_a_heading_stands_above_the_line_that_begins_nearest(start_ms: int, line: str) -> None:
    shown = shown_chapters([Chapter(start_ms=start_ms, title="Kelp")], cues_of(), None)
    assert shown == (ShownChapter(start_ms, "Kelp", f"chapter-{start_ms}", line, False),)


def test_cutting_turns_loses_no_line() -> None:
    turns = spoken_turns(cues_of(), Moment(0), mark([cue.text for cue in cues_of()], NOTHING))
    chapters = [Chapter(start_ms=cue.start_ms, title="Kelp") for cue in cues_of()]
    cut = cut_turns(turns, shown_chapters(chapters, cues_of(), None))
    assert [len(turn.lines) for turn in cut] == [1] * len(cues_of())
    assert [one for turn in cut for one in turn.lines] == [one for t in turns for one in t.lines]
    assert cut_turns(turns, ()) == turns


def test_a_chapter_after_the_end_is_still_a_cue() -> None:
    chapters = [Chapter(start_ms=0, title="Kelp"), Chapter(start_ms=9_000, title="Sand")]
    assert list(chapter_cues(chapters, 8_000)) == [Cue(0, 9_000, "Kelp"), Cue(9_000, 9_001, "Sand")]
    assert list(chapter_cues([], 8_000)) == []
