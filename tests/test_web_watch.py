"""What a webinar's page says of its text, finds in it, and makes clips of. All is invented."""

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from archives import said, write_archive, write_transcript
from conftest import BOATS, LENGTH_MS, TEACUPS, open_site
from starlette.testclient import TestClient

from media.archive import Archive
from media.timecode import Span
from web.clips import ClipForm, clip_form, read_clip

TALK = "2030-01-01-tides"
WELSH = "2030-02-02-llanw"
TALKS = {TALK: {"title": "Tides"}, WELSH: {"title": "Y llanw", "language": "cy"}}
INSTITUTIONS: list[dict[str, object]] = [
    {"id": "lamp", "name": "Lamp Fund", "kind": "funder", "nation": "Wales"},
    {
        "id": "beacon",
        "name": "Beacon Fund",
        "kind": "funder",
        "nation": "Wales",
        "variants": ["Bright Light Board"],
        "successor_of": "lamp",
    },
]
LINES = (
    ("Nia Paperclip", "We were late, and the ferry had gone."),
    ("Nia Paperclip", "The Bright Light Board pays for the ferry."),
    (None, "Who pays for the oars?"),
)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A site of two talks, one of them in Welsh."""
    folder = tmp_path_factory.mktemp("watch")
    root = write_archive(folder / "archive", institutions=INSTITUTIONS, webinars=TALKS)
    write_transcript(root, TALK, said(*LINES))
    write_transcript(root, WELSH, said(("Siân Lamp", "Croeso i’r harbwr."), (None, "Diolch.")))
    yield from open_site(Archive(root), folder / "index")


def _marked(client: TestClient, query: str) -> list[str]:
    text = client.get(f"/webinars/{TALK}", params={"q": query}).text
    return re.findall("<mark>(.*?)</mark>", text)


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("oars", ["oars"]),
        ("Beacon Fund", ["Bright Light Board"]),
        ("the ferry", ["ferry", "ferry"]),
        ("how do we pay for the oars", ["pays", "pays", "oars"]),
        ("we were", ["We", "were"]),
        ("about:beacon", ["Bright Light Board"]),
        ("kelp", []),
        ("x" * 5000, []),
    ],
)
def test_what_the_search_looks_for_is_marked(
    reader: TestClient, query: str, marked: list[str]
) -> None:
    assert _marked(reader, query) == marked


def test_all_that_a_result_shows_marked_is_marked_on_the_page(reader: TestClient) -> None:
    for query in ("Beacon Fund", "ferry", "how do we pay for the oars"):
        found = reader.get("/search", params={"q": query, "webinar": TALK}).text
        shown = set(re.findall("<mark>(.*?)</mark>", found))
        assert shown
        assert shown <= set(_marked(reader, query))


def test_lines_that_were_found_are_counted_with_the_way_to_the_first(reader: TestClient) -> None:
    text = reader.get(f"/webinars/{TALK}?q=ferry").text
    assert 'Found in 2 lines, the first at <a href="?t=0&amp;q=ferry#c-0">0:00</a>.' in text
    assert "Found in 1 line: " in reader.get(f"/webinars/{TALK}?q=oars").text
    assert "No line has “&lt;b&gt;”." in reader.get(f"/webinars/{TALK}?q=<b>").text
    assert "Found in" not in reader.get(f"/webinars/{TALK}").text


def test_where_a_search_finds_what_is_close_no_line_needs_to_have_it(reader: TestClient) -> None:
    query = "zebras unicorns kangaroos giraffes"
    text = reader.get(f"/webinars/{TALK}", params={"q": query}).text
    assert f"No line has “{query}” in so many words. A search finds what is close" in text
    assert "<mark>" not in text
    assert "in so many words" not in reader.get(f"/webinars/{TALK}?q=ferry").text


def test_finding_keeps_the_moment_and_starts_no_sound(visitor: TestClient) -> None:
    text = visitor.get(f"/webinars/{BOATS}?t=8,20&q=tide").text
    form = text.partition('id="find-form"')[2].partition("</form>")[0]
    assert 'name="q" type="search" value="tide"' in form
    assert '<input type="hidden" name="t" value="8,20">' in form
    assert '<input type="hidden" name="play" value="0">' in form
    pressed = {"sec-fetch-site": "same-origin", "sec-fetch-user": "?1"}
    assert " autoplay" in visitor.get(f"/webinars/{BOATS}?t=8", headers=pressed).text
    assert " autoplay" not in visitor.get(f"/webinars/{BOATS}?t=8&play=0", headers=pressed).text


def test_what_was_found_is_drawn_on_the_timeline(visitor: TestClient) -> None:
    text = visitor.get(f"/webinars/{BOATS}?q=stackable").text
    drawn = text.partition('id="timeline"')[2].partition("</div>")[0]
    assert re.findall(r'<a href="([^"]*)" tabindex="-1"><title>([^<]*)<', drawn) == [
        ("?t=15&amp;q=stackable#c-15000", "0:15: 1 mark"),
        ("?t=28&amp;q=stackable#c-28000", "0:28: 1 mark"),
    ]
    assert 'class="strip"' not in visitor.get(f"/webinars/{TEACUPS}?q=tempest").text


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("", " ", ClipForm()),
        ("0:08", "20.5", ClipForm("0:08", "20.5", span=Span(8_000, 20_500))),
        ("0:08", "60", ClipForm("0:08", "60", span=Span(8_000, 60_000))),
        ("soon", "20", ClipForm("soon", "20", "no-time", "")),
        ("", "20", ClipForm("", "20", "no-time", "")),
        ("8", "", ClipForm("8", "", "", "no-time")),
        ("20", "0:08", ClipForm("20", "0:08", "", "not-after-the-start")),
        ("20", "20", ClipForm("20", "20", "", "not-after-the-start")),
        ("8", "1:01", ClipForm("8", "1:01", "", "after-the-end")),
        ("2:00", "x", ClipForm("2:00", "x", "after-the-end", "no-time")),
    ],
)
def test_the_form_of_a_clip(start: str, end: str, expected: ClipForm) -> None:
    assert read_clip(start, end, LENGTH_MS) == expected


def test_the_form_is_filled_with_what_it_reads(visitor: TestClient) -> None:
    assert clip_form(725_500, 3_723_250) == ClipForm("12:05.5", "1:02:03.25")
    assert clip_form(168_994, None) == ClipForm("2:48.9")
    assert read_clip("12:05.5", "1:02:03.25", None).span == (725_500, 3_723_250)
    text = visitor.get(f"/webinars/{BOATS}?t=8.5,20").text
    assert re.findall(r'name="(from|to)"[^>]* value="([^"]*)"', text) == [
        ("from", "0:08.5"),
        ("to", "0:20"),
    ]


@pytest.mark.parametrize("prefix", ["", "/cy"])
def test_two_times_make_the_address_of_a_clip(visitor: TestClient, prefix: str) -> None:
    asked = f"{prefix}/webinars/{BOATS}?from=0:08&to=0:20.5&q=boats"
    answer = visitor.get(asked, follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{prefix}/webinars/{BOATS}?t=8,20.5&q=boats#player"


def test_what_is_wrong_with_a_time_stands_beside_it(visitor: TestClient) -> None:
    text = visitor.get(f"/webinars/{BOATS}?from=20&to=0:08").text
    assert '<details class="quoting" id="quoting" open>' in text
    assert 'aria-describedby="clip-to-problem clip-help" aria-invalid="true" autofocus' in text
    assert "The end has to be after the start (20)." in text
    long = visitor.get(f"/webinars/{BOATS}?from=<b>&to=5:00").text
    assert "This is not a time." in long
    assert "The recording is 1:00 long: give an earlier time." in long
    assert "<b>" not in long


@pytest.mark.parametrize(
    ("keys", "told", "kind"),
    [
        ("", "Machine transcript, not checked", "machine"),
        ("partly", "Partly checked by Nia &amp; Otto, 3 February 2030", "machine"),
        ("fully", "Checked by Nia &amp; Otto, 3 February 2030", "corrected"),
    ],
)
def test_who_checked_the_text_and_when(
    client: TestClient, harbour: Archive, keys: str, told: str, kind: str
) -> None:
    path = harbour.folder(BOATS) / "webinar.toml"
    checked = f'checked = "{keys}"\nchecked_by = "Nia & Otto"\nchecked_on = 2030-02-03\n'
    path.write_text((checked if keys else "") + path.read_text("utf-8"), "utf-8")
    text = client.get(f"/webinars/{BOATS}").text
    assert f'">{told}</span>' in text
    assert f'data-state="{told}"' in text
    assert f'class="box made {kind}"' in text


def test_a_corrected_text_says_so(visitor: TestClient) -> None:
    assert "Corrected by hand" in visitor.get(f"/webinars/{TEACUPS}").text


def test_each_text_tells_its_language_where_it_is_not_the_pages_own(reader: TestClient) -> None:
    english, welsh = reader.get(f"/webinars/{WELSH}").text, reader.get(f"/cy/webinars/{WELSH}").text
    assert '<h1><span lang="cy">Y llanw</span>' in english
    assert '<div class="lines" id="lines" tabindex="-1" lang="cy">' in english
    assert '<h3 class="voice" lang="en-GB"><span class="unnamed">' in english
    assert "<h1><span>Y llanw</span>" in welsh
    assert '<div class="lines" id="lines" tabindex="-1">' in welsh
    assert '<h3 class="voice"><span class="unnamed">' in welsh
    assert '<div class="lines" id="lines" tabindex="-1" lang="en">' in (
        reader.get(f"/cy/webinars/{TALK}").text
    )


def test_a_talk_in_welsh_is_searched_as_such(reader: TestClient) -> None:
    text = reader.get(f"/webinars/{WELSH}?q=croeso").text
    assert re.findall("<mark>(.*?)</mark>", text) == ["Croeso"]


def test_a_page_without_a_transcript_offers_nothing_of_one(
    client: TestClient, harbour: Archive
) -> None:
    (harbour.folder(BOATS) / "transcript.vtt").unlink()
    text = client.get(f"/webinars/{BOATS}?q=boats").text
    for part in ('id="find-form"', 'id="steps"', 'id="picker"', 'id="taking"', 'id="follow"'):
        assert part not in text
    assert 'id="clip"' in text
    assert 'id="shortcuts"' in text
    assert "<kbd>q</kbd>" not in text


def test_a_recording_of_sound_alone_has_no_captions_to_switch(
    client: TestClient, harbour: Archive
) -> None:
    folder = harbour.folder(BOATS)
    (folder / "probe.json").unlink()
    (folder / "recording.mp4").rename(folder / "recording.mp3")
    text = client.get(f"/webinars/{BOATS}").text
    assert "<audio controls" in text
    assert "<kbd>k</kbd>" in text
    assert "<kbd>c</kbd>" not in text


def test_no_script_is_large(visitor: TestClient) -> None:
    text = visitor.get(f"/webinars/{BOATS}").text
    scripts = re.findall(r'<script type="module" src="([^"]+)"></script>', text)
    assert len(scripts) == 5
    assert all(len(visitor.get(script).content) < 20_000 for script in scripts)


def _speech(words: int) -> list[str]:
    """Made-up words, as often as words of their rank are said (Zipf): they pack no better."""
    chance = Random(7)  # noqa: S311  (nothing is kept secret)
    syllables = [c + v + e for c in "bdfghlmnprstw" for v in "aeiou" for e in ("", "n", "r", "st")]
    every = ["".join(chance.choices(syllables, k=chance.randint(1, 4))) for _ in range(5_000)]
    return chance.choices(every, [1 / rank for rank in range(1, 5_001)], k=words)


def test_two_hours_of_talk_make_a_small_page(tmp_path: Path) -> None:
    """A line of eleven words every four seconds; 100 kB is what a page may have before media."""
    words = _speech(1_800 * 11)
    lines = [(f"Speaker {n // 12}", " ".join(words[n * 11 : (n + 1) * 11])) for n in range(1_800)]
    root = write_archive(tmp_path / "archive", webinars={TALK: {"title": "Long"}})
    write_transcript(root, TALK, said(*lines, each_ms=4_000))
    for client in open_site(Archive(root), tmp_path / "index"):
        address = f"/webinars/{TALK}?q={words[0]}"
        answer = client.get(address, headers={"accept-encoding": "gzip"})
        assert answer.text.count('<p class="cue"') == 1_800
        assert int(answer.headers["content-length"]) < 100_000
