"""What a reader does with chapters, in a real browser, with and without JavaScript."""

from collections.abc import Iterator

import pytest
from conftest import BOATS, build_archive
from playwright.sync_api import Page, expect
from servers import serve
from site_pages import NARROW, NO_SCRIPT, PHONE
from test_browser import NEAR_S, READY, SMALL_TARGETS, look_until, now_s, wait_until_it_plays

CHAPTERS = """
[[chapter]]
start = "2"
title = "Welcome"

[[chapter]]
start = "15"
title = "Professor Otto Inkwell, University of Teacups"

[[chapter]]
start = "0:41"
title = "Close"
"""
CURRENT = ".chapters a[aria-current]"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, recording: bytes) -> Iterator[str]:
    """A real server whose first webinar has chapters."""
    folder = tmp_path_factory.mktemp("site")
    archive = build_archive(folder / "archive", recording)
    path = archive.folder(BOATS) / "webinar.toml"
    path.write_text(path.read_text("utf-8") + CHAPTERS, "utf-8")
    with serve(archive.root, folder / "index") as address:
        yield address


def test_a_click_plays_a_chapter_and_keeps_the_page(page: Page) -> None:
    page.goto(f"/webinars/{BOATS}?t=2,8")
    page.wait_for_function(READY)
    page.locator("body").evaluate("body => { body.dataset.mine = 'yes' }")
    page.get_by_role("navigation", name="Chapters").get_by_role("link", name="Close").click()
    wait_until_it_plays(page)
    assert abs(now_s(page) - 41) < NEAR_S
    assert page.locator("body").get_attribute("data-mine") == "yes"
    assert page.url.endswith("?t=41#chapter-41000")
    expect(page.locator(CURRENT)).to_have_text("0:41 Close")
    expect(page.get_by_role("heading", name="Close")).to_be_in_viewport()


def test_the_chapter_that_is_heard_is_marked(page: Page) -> None:
    page.goto(f"/webinars/{BOATS}?t=16")
    page.wait_for_function(READY)
    expect(page.locator(CURRENT)).to_have_text("0:15 Professor Otto Inkwell, University of Teacups")
    for seconds, title in ((5, "0:02 Welcome"), (50, "0:41 Close")):
        page.locator("video").evaluate("(video, s) => { video.currentTime = s }", seconds)
        expect(page.locator(CURRENT)).to_have_text(title)
    page.locator("video").evaluate("video => { video.currentTime = 1 }")
    expect(page.locator(CURRENT)).to_have_count(0)


@pytest.mark.parametrize("page", [NO_SCRIPT], indirect=True)
def test_chapters_work_without_scripts_and_with_keys(page: Page) -> None:
    page.goto(f"/webinars/{BOATS}")
    page.get_by_role("navigation", name="Chapters").get_by_role("link").nth(1).focus()
    page.keyboard.press("Enter")
    expect(page.locator(CURRENT)).to_have_text("0:15 Professor Otto Inkwell, University of Teacups")
    assert page.url.endswith("?t=15#chapter-15000")
    look_until(page, "video => video.readyState > 0")
    assert abs(now_s(page) - 15) < NEAR_S


@pytest.mark.parametrize("page", [PHONE, NARROW], indirect=True)
def test_the_player_does_not_cover_the_heading_of_a_chapter(page: Page) -> None:
    page.goto(f"/webinars/{BOATS}")
    page.wait_for_function(READY)
    page.get_by_role("navigation", name="Chapters").get_by_role("link", name="Otto").click()
    heading = page.locator("#chapter-15000")
    expect(heading).to_be_in_viewport()
    top, player = heading.bounding_box(), page.locator("#player").bounding_box()
    assert top and player
    assert top["y"] >= player["y"] + player["height"]


@pytest.mark.parametrize("page", [PHONE, NARROW], indirect=True)
def test_chapters_fit_and_are_large_enough(page: Page) -> None:
    page.goto(f"/webinars/{BOATS}?t=16")
    assert page.evaluate(SMALL_TARGETS) == []
    assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0


def test_a_player_has_the_chapters(page: Page) -> None:
    page.goto(f"/webinars/{BOATS}")
    titles = """() => {
        const tracks = [...document.querySelector("video").textTracks];
        const track = tracks.find((one) => one.kind === "chapters");
        track.mode = "hidden";
        return track.cues?.length === 3 && [...track.cues].map((cue) => cue.text).join("; ");
    }"""
    page.wait_for_function(titles)
    assert page.evaluate(titles) == (
        "Welcome; Professor Otto Inkwell, University of Teacups; Close"
    )


def test_chapters_are_printed(page: Page) -> None:
    page.goto(f"/webinars/{BOATS}")
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="Chapters")).to_be_visible()
    expect(page.get_by_role("heading", name="Welcome")).to_be_visible()
