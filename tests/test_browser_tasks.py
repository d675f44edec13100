"""The tasks that people come with, from start to end, each as they would do them.

A practitioner has a question and wants the moment; a member of staff looks at what became of a
webinar that was put in; a writer wants words to quote, with where they come from.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from archives import said
from conftest import BOATS, NIA, OTTO, add_recording, build_archive, word_ms
from playwright.sync_api import Browser, Page, expect
from servers import serve
from site_pages import CALM, NO_SCRIPT, PHONE
from test_browser import NEAR_S, look_until, now_s, wait_until_it_plays
from test_browser_results import playing
from test_browser_watch import COPIED, SELECT

from index.build import build
from media.archive import Archive
from media.model import Recognition

QUESTION = "stackable"
# More stops than any way here takes.
STOPS = 90
FOCUSED = """() => {
    const one = document.activeElement;
    const [label] = one.labels ?? [];
    return (one.getAttribute("aria-label") ?? (label ?? one).textContent).trim();
}"""
KELP = "2030-06-03-kelp"
KELP_TOML = """
title = "Kelp in the curriculum"
date = "2030-06-03"

[[appearance]]
person = "nia-paperclip"
"""


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what has the focus is called so, at least in its beginning."""
    passed = []
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        passed.append(re.sub(r"\s+", " ", page.evaluate(FOCUSED)))
        if passed[-1].startswith(name):
            return
    raise AssertionError(f"No key leads to “{name}”, only to {passed}")


def put_in(archive: Archive, recording: bytes) -> None:
    """Leave a webinar as the pipeline leaves one, with its words in the index."""
    folder = archive.folder(KELP)
    folder.mkdir()
    (folder / "webinar.toml").write_text(KELP_TOML, "utf-8")
    add_recording(archive, KELP, recording)
    cues = said((NIA, "Kelp grows half a metre in a day."), (NIA, "A course may grow as well."))
    options = (("language", "en"),)
    archive.write_recognition(KELP, Recognition("pocketsphinx", "en-us", options, "0" * 64, ()))
    archive.write_transcript(KELP, cues, [])


@pytest.fixture
def growing(tmp_path: Path, recording: bytes) -> Iterator[tuple[str, Archive, Path]]:
    """A server whose archive grows: its address, the archive and the index."""
    archive = build_archive(tmp_path / "archive", recording)
    with serve(archive.root, tmp_path / "index") as address:
        yield address, archive, tmp_path / "index"


@pytest.mark.parametrize("page", [CALM], indirect=True)
def test_a_practitioner_finds_plays_and_shares_a_moment_by_keys_alone(page: Page) -> None:
    keys = page.keyboard
    page.goto("/")
    tab_to(page, "Search what was said")
    keys.type(QUESTION)
    keys.press("Enter")
    expect(page).to_have_title(re.compile("^3 results in 2 webinars"))
    tab_to(page, "Skip to main content")
    keys.press("Enter")
    tab_to(page, "Otto Inkwell")
    keys.press("Enter")
    expect(page).to_have_title(re.compile("^1 result for"))
    tab_to(page, "Play from 0:15")
    keys.press("Enter")
    expect(playing(page)).to_be_focused()
    keys.press("Escape")
    expect(page.get_by_role("link", name="Play from 0:15")).to_be_focused()
    tab_to(page, "Open in the transcript")
    keys.press("Enter")
    wait_until_it_plays(page)
    tab_to(page, "Skip to the transcript")
    keys.press("Enter")
    tab_to(page, "Next")
    keys.press("Enter")
    expect(page.locator("#steps p")).to_have_text("2 of 2 0:28")
    tab_to(page, "0:28")
    keys.press("k")
    keys.press("q")
    expect(page.get_by_role("status")).to_have_text("Quotation copied")
    assert "“Can a lighthouse be stackable as well?”" in page.evaluate(COPIED)


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_a_practitioner_finds_plays_and_shares_a_moment_on_a_phone(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Search what was said").fill(QUESTION)
    page.get_by_role("button", name="Search").tap()
    page.get_by_text("Filter these results").tap()
    page.get_by_role("link", name="Otto Inkwell 1 result").tap()
    page.get_by_role("link", name="Play from 0:15").tap()
    expect(playing(page)).to_be_in_viewport()
    page.get_by_role("button", name="Close the player").tap()
    page.get_by_role("link", name="Open in the transcript").tap()
    wait_until_it_plays(page)
    expect(page.locator("#c-15000")).to_be_in_viewport()
    expect(page.locator("video")).to_be_in_viewport()
    page.locator("video").evaluate("video => video.pause()")
    page.get_by_role("button", name="Next").tap()
    expect(page.locator("#c-28000")).to_be_in_viewport()
    page.locator("#c-28000").tap()
    wait_until_it_plays(page)
    page.locator("video").evaluate("video => video.pause()")
    page.get_by_role("button", name="Copy link to this moment").tap()
    expect(page.get_by_role("status")).to_have_text("Link copied")
    assert re.search(rf"/webinars/{BOATS}\?t=28(\.\d)?$", page.evaluate(COPIED))


@pytest.mark.parametrize("page", [NO_SCRIPT], indirect=True)
def test_a_practitioner_finds_plays_and_shares_a_moment_without_scripts(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Search what was said").fill(QUESTION)
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Otto Inkwell 1 result").click()
    page.get_by_role("link", name="Play from 0:15").click()
    look_until(page, "video => video.currentTime > 0")
    assert abs(now_s(page) - word_ms(QUESTION) / 1000) < NEAR_S
    page.locator("#timeline a").nth(1).click()
    expect(page.locator("#c-28000")).to_be_in_viewport()
    page.locator("#c-28000").click()
    shared = page.get_by_label("Link to this moment").input_value()
    page.goto(shared)
    expect(page.locator(".cue > a[aria-current]")).to_have_text("0:28")


def test_a_practitioner_finds_plays_and_shares_a_moment_in_welsh(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Cymraeg").click()
    page.get_by_role("main").get_by_role("searchbox").fill(QUESTION)
    page.get_by_role("main").get_by_role("searchbox").press("Enter")
    expect(page).to_have_url(re.compile(rf"/cy/search\?q={QUESTION}"))
    page.locator(".filters a", has_text="Otto Inkwell").first.click()
    expect(page.locator(".results > li")).to_have_count(1)
    page.locator("a[data-play]").click()
    playing(page)
    page.locator(".deeds .open").click()
    wait_until_it_plays(page)
    page.locator("#copy-moment").click()
    expect(page.get_by_role("status")).not_to_be_empty()
    assert f"/cy/webinars/{BOATS}?t=1" in page.evaluate(COPIED)
    expect(page.locator("html")).to_have_attribute("lang", "cy")
    expect(page.locator("#lines")).to_have_attribute("lang", "en")


def test_staff_see_what_became_of_a_webinar_that_was_put_in(
    chromium: Browser, growing: tuple[str, Archive, Path], recording: bytes
) -> None:
    address, archive, index = growing
    visit = chromium.new_page(base_url=address)
    visit.goto("/search?q=kelp")
    expect(visit.get_by_role("heading", level=1)).to_have_text("No results for “kelp”")
    put_in(archive, recording)
    build(archive, index)
    visit.goto("/webinars")
    card = visit.locator(".card", has_text="Kelp in the curriculum")
    expect(card.locator(".badge")).to_have_text(["Recording, 1:00", "Transcript"])
    visit.goto("/search?q=kelp")
    expect(visit.locator(".results .badge").first).to_have_text("Machine transcript, not checked")
    visit.get_by_role("link", name="Open in the transcript").first.click()
    wait_until_it_plays(visit)
    expect(visit.locator(".made")).to_contain_text("listen before you quote")
    correct(archive)
    visit.reload()
    expect(visit.locator(".made")).to_contain_text("Corrected by hand")
    for name in ("Word (DOCX)", "Captions (SRT)"):
        with visit.expect_download() as download:
            visit.get_by_role("link", name=name).click()
        assert KELP in download.value.suggested_filename
        assert download.value.path().stat().st_size > 0
    visit.close()


def correct(archive: Archive) -> None:
    path = archive.folder(KELP) / "transcript.vtt"
    path.write_text(path.read_text("utf-8").replace("half a metre", "a metre"), "utf-8")


def test_a_writer_quotes_with_the_source_and_takes_a_list_along(page: Page) -> None:
    page.goto(f"/search?q={QUESTION}")
    for number in range(2):
        page.get_by_role("button", name="Add to clip list").first.click()
        expect(page.get_by_role("link", name=f"Clip list ({number + 1})").first).to_be_visible()
    page.get_by_role("link", name="Open in the transcript").first.click()
    wait_until_it_plays(page)
    # A recording may play before the scripts that offer what to do with words are there.
    page.wait_for_load_state("load")
    page.evaluate(SELECT, ["#c-15000", 0, "#c-21500", 20])
    words = page.get_by_role("toolbar", name="Selected words")
    words.get_by_role("button", name="Copy quotation").click()
    expect(page.get_by_role("status")).to_have_text("Quotation copied")
    quotation = page.evaluate(COPIED).splitlines()
    assert quotation[0] == "“A stackable saucer carries credit from one harbour to the next,”"
    assert quotation[1] == f"{OTTO}, Reader in Saucers, University of Teacups"
    assert quotation[2] == "Paper boats for everybody, 15 January 2030"
    assert quotation[3].endswith(f"/webinars/{BOATS}?t=15")
    assert quotation[4] == "Machine transcript, not checked"
    page.get_by_role("link", name="Clip list (2)").click()
    page.get_by_role("button", name="Copy all as Markdown").click()
    expect(page.get_by_role("status")).to_have_text("Copied as Markdown")
    first, second = page.evaluate(COPIED).splitlines()
    line = rf"- “.+” \[.*Paper boats for everybody, 0:\d\d\]\(http\S+/webinars/{BOATS}\?t=[\d.,]+\)"
    assert re.fullmatch(line, first)
    assert re.fullmatch(line, second)
    assert first != second
