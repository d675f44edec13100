"""Pages as a screen reader has them and as eyes see them, beside golden files."""

import pytest
from golden import Golden, difference_of_screens, small
from playwright.sync_api import Page
from site_pages import DARK, HOME, PHONE, RESULTS, WATCH, WELSH_RESULTS

READERS = {
    "home.yaml": (HOME, "body"),
    "results.yaml": (RESULTS, "main"),
    "results-welsh.yaml": (WELSH_RESULTS, "body"),
    "watch.yaml": (WATCH, "main"),
}
SCREENS = [
    ("home", HOME, {}),
    ("results", RESULTS, {}),
    ("watch", WATCH, {}),
    ("results-dark", RESULTS, DARK),
    ("results-phone", RESULTS, PHONE),
    ("results-welsh", WELSH_RESULTS, {}),
    ("watch-phone", WATCH, PHONE),
]
# Arial's twins, so that lines break alike on every machine that has one of them. A sheet that a
# script adopts is no inline style, which the site's policy forbids.
SAME_LETTERS = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("* { font-family: 'Liberation Sans', Arimo, Arial, Helvetica !important }");
    document.adoptedStyleSheets = [sheet];
}"""
LOSE_A_MARK = "() => { document.querySelector('mark').style.visibility = 'hidden' }"
# The same letters, smoothed otherwise, as by another machine.
SMOOTH_OTHERWISE = "() => { document.body.style.transform = 'translate(0.5px, 0.5px)' }"


def screen_of(page: Page, address: str) -> bytes:
    """A picture of the window, with what plays masked: its first frame comes when it comes."""
    page.goto(address)
    page.evaluate(SAME_LETTERS)
    return picture_of(page)


def picture_of(page: Page) -> bytes:
    return page.screenshot(
        animations="disabled", mask=[page.locator("video")], mask_color="#808080", scale="css"
    )


@pytest.mark.parametrize("name", READERS)
def test_a_screen_reader_is_given_what_it_was(
    page: Page, site: str, golden: Golden, name: str
) -> None:
    address, part = READERS[name]
    page.goto(address)
    # The port of the server is another one each time.
    given = page.locator(part).aria_snapshot().replace(site, "http://site")
    golden.check_text(name, given + "\n")


@pytest.mark.parametrize(
    ("name", "address", "page"), SCREENS, ids=[one[0] for one in SCREENS], indirect=["page"]
)
def test_a_page_looks_as_it_did(page: Page, golden: Golden, name: str, address: str) -> None:
    golden.check_screen(f"screens/{name}.png", screen_of(page, address))


@pytest.mark.parametrize("page", [{}, PHONE], ids=["wide", "phone"], indirect=True)
@pytest.mark.parametrize(("change", "is_seen"), [(LOSE_A_MARK, True), (SMOOTH_OTHERWISE, False)])
def test_what_is_gone_is_seen_and_other_letters_are_not(
    page: Page, change: str, is_seen: bool
) -> None:
    before = small(screen_of(page, RESULTS))
    page.evaluate(change)
    assert bool(difference_of_screens(before, small(picture_of(page)))) is is_seen
