"""Downloads and paper, in a real browser: without script, and in the dark."""

from pathlib import Path

import pytest
from conftest import BOATS, TEACUPS
from playwright.sync_api import Page, expect

NO_SCRIPT = {"java_script_enabled": False}
DARK = {"color_scheme": "dark"}
COLOURS = "one => [getComputedStyle(one).color, getComputedStyle(one).backgroundColor]"
BLACK, WHITE, NOTHING = "rgb(0, 0, 0)", "rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"


@pytest.mark.parametrize("page", [NO_SCRIPT], indirect=True)
def test_a_reader_chooses_what_a_file_holds(page: Page, tmp_path: Path) -> None:
    page.goto(f"/webinars/{BOATS}")
    with page.expect_download() as whole:
        page.get_by_role("link", name="Plain text").click()
    assert whole.value.suggested_filename == f"{BOATS}.txt"
    assert "[0:02] Nia Paperclip: Good" in _text(whole.value.path())
    page.get_by_text("Leave out times or names").click()
    page.get_by_label("Without times").check()
    with page.expect_download() as timeless:
        page.get_by_role("button", name="Plain text").click()
    assert "\nNia Paperclip: Good" in _text(timeless.value.path())


@pytest.mark.parametrize("page", [DARK], indirect=True)
def test_a_transcript_on_paper_is_black_on_white(page: Page) -> None:
    page.goto(f"/webinars/{BOATS}")
    page.emulate_media(media="print")
    for shown in (
        page.get_by_role("heading", level=1),
        page.get_by_text("15 January 2030").first,
        page.get_by_text("Machine transcript, not checked"),
        page.locator(".printed", has_text=f"/webinars/{BOATS}"),
        page.get_by_role("heading", name="Professor Otto Inkwell").first,
        page.get_by_text("0:15", exact=True),
    ):
        expect(shown).to_be_visible()
    for hidden in ("video", "nav.menu", "nav.languages", ".seek", ".formats a", "button"):
        assert not any(one.is_visible() for one in page.locator(hidden).all()), hidden
    assert page.locator("html").evaluate(COLOURS) == [BLACK, WHITE]
    for text in page.locator(".cue span, .voice > a, h1, .badge.machine").all():
        colour, ground = text.evaluate(COLOURS)
        assert colour == BLACK
        assert ground in (WHITE, NOTHING)
    link = page.locator(".voice a").first
    assert link.evaluate("one => getComputedStyle(one).textDecorationLine") == "none"


def test_results_on_paper_keep_the_words_and_who_said_them_when(page: Page) -> None:
    page.goto("/search?q=stackable")
    page.emulate_media(media="print")
    expect(page.get_by_text("A stackable saucer carries credit")).to_be_visible()
    expect(page.locator(".clock", has_text="0:15")).to_be_visible()
    expect(page.locator(".printed")).to_have_text(f"{page.url}")
    for hidden in (".filters", ".seek", ".menu", "button"):
        assert not any(one.is_visible() for one in page.locator(hidden).all()), hidden


def test_the_address_for_paper_is_not_on_the_screen(page: Page) -> None:
    page.goto(f"/webinars/{TEACUPS}")
    expect(page.locator(".printed")).to_be_hidden()


def _text(path: Path) -> str:
    return path.read_text("utf-8")
