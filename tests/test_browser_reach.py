"""What keys reach, what large text and wide letters do, what forced colours and calm ask for.

Sheets are adopted by script, as the site's policy forbids inline styles.
"""

from typing import Any

import pytest
from conftest import BOATS
from playwright.sync_api import Page, expect
from site_pages import CALM, FORCED, HOME, PAGES, PHONE, PHONE_SIZE, RESULTS, WATCH

# The link that skips slides in; calm has it there at once.
KEYED = {
    "wide": CALM,
    "phone": CALM | PHONE,
    "forced colours": CALM | FORCED,
}
# More than any page of the test site has; a page whose end never comes fails.
STOPS = 300
# WCAG 2.4.11 and 2.4.7. Each line of a link counts: its middle lies in the window, and what is met
# there is the link, or what is in it or around it. The controls of a player mark themselves.
FOCUS = """() => {
    const one = document.activeElement;
    if (one === document.body) return null;
    const style = getComputedStyle(one);
    const hidden = [...one.getClientRects()].filter((box) => {
        const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
        return !top || !(one.contains(top) || top.contains(one));
    });
    const everything = [...document.querySelectorAll("*")];
    return {
        html: one.outerHTML.slice(0, 90),
        place: everything.indexOf(one),
        covered: hidden.length > 0,
        unmarked: !one.controls
            && (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2),
    };
}"""
ADOPT = """(text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets = [sheet];
}"""
# WCAG 1.4.4: text of twice the size; 1.4.12: the spacing that readers may ask for.
LARGE = ":root { font-size: 200% !important }"
SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important } p { margin-bottom: 2em !important }"""
# Text that is cut off by a box, leaves the window, or lies on other text.
UNREADABLE = """() => {
    const unseen = (one) => one.closest(".hidden, .skip, video, audio, script, option, input")
        || getComputedStyle(one).clipPath !== "none";
    // What a pane can scroll into sight lies below other things until then.
    const out = (one, box) => {
        const pane = one.closest(".side");
        if (!pane || getComputedStyle(pane).overflowY !== "auto") return false;
        const edge = pane.getBoundingClientRect();
        return box.top < edge.top || box.bottom > edge.bottom;
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts = [];
    const faults = [];
    while (walker.nextNode()) {
        const node = walker.currentNode;
        const parent = node.parentElement;
        if (!node.data.trim() || !parent.checkVisibility({ opacityProperty: true })) continue;
        if (unseen(parent)) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        const player = parent.closest(".player");
        for (const box of range.getClientRects()) {
            const words = node.data.trim().slice(0, 40);
            if (!out(parent, box)) texts.push({ words, box, player });
        }
    }
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) faults.push(`${root.scrollWidth} px wide`);
    for (const one of document.querySelectorAll("body *")) {
        const style = getComputedStyle(one);
        if (!one.checkVisibility() || unseen(one)) continue;
        const cut = (kind, outer, inner) => /hidden|clip/.test(kind) && inner > outer + 1;
        if (cut(style.overflowX, one.clientWidth, one.scrollWidth)
            || cut(style.overflowY, one.clientHeight, one.scrollHeight)) {
            faults.push(`cut off: ${one.outerHTML.slice(0, 80)}`);
        }
    }
    const edge = root.clientWidth + 1;
    for (const { words, box } of texts) {
        if (box.left < -1 || box.right > edge) faults.push(`outside of the window: ${words}`);
    }
    texts.sort((one, other) => one.box.top - other.box.top);
    texts.forEach((one, number) => {
        for (const other of texts.slice(number + 1)) {
            if (other.box.top >= one.box.bottom) break;
            const high = Math.min(one.box.bottom, other.box.bottom) - other.box.top;
            const wide = Math.min(one.box.right, other.box.right)
                - Math.max(one.box.left, other.box.left);
            const share = high / Math.min(one.box.height, other.box.height);
            if (one.player === other.player && wide > 2 && share > 0.35) {
                faults.push(`on each other: ${one.words} | ${other.words}`);
            }
        }
    });
    return faults;
}"""
MOVING = """() => [...document.querySelectorAll("*")].filter((one) => {
    const { scrollBehavior, animationName, transitionDuration } = getComputedStyle(one);
    return one.checkVisibility() && (scrollBehavior === "smooth" || animationName !== "none"
        || transitionDuration.split(",").some((time) => parseFloat(time) > 0));
}).map((one) => one.outerHTML.slice(0, 80))"""
# Keeps how each jump of the page was asked for.
LISTEN = """
    window.asked = [];
    const jump = window.scrollTo;
    window.scrollTo = (how) => { window.asked.push(how.behavior); jump.call(window, how); };
"""


def stops(page: Page, key: str) -> list[dict[str, Any]]:
    """What a key leads to, one after the other, until the page is left."""
    found: list[dict[str, Any]] = []
    for _ in range(STOPS):
        page.keyboard.press(key)
        stop = page.evaluate(FOCUS)
        if stop is None:
            return found
        found.append(stop)
    raise AssertionError(f"After {STOPS} stops there is no end: {found[-1]['html']}")


@pytest.mark.parametrize("page", KEYED.values(), ids=list(KEYED), indirect=True)
@pytest.mark.parametrize("address", [HOME, RESULTS, WATCH])
def test_focus_is_seen_and_never_covered_and_goes_in_order(page: Page, address: str) -> None:
    page.goto(address)
    there = stops(page, "Tab")
    back = stops(page, "Shift+Tab")
    places = [stop["place"] for stop in there]
    assert len(places) > 5
    assert places == sorted(places)
    # A player has stops of its own, at which it stays the one in focus.
    assert list(dict.fromkeys(stop["place"] for stop in back)) == list(dict.fromkeys(places))[::-1]
    assert [stop["html"] for stop in there + back if stop["covered"]] == []
    assert [stop["html"] for stop in there + back if stop["unmarked"]] == []


def test_what_covers_the_focus_is_seen(page: Page) -> None:
    page.goto(HOME)
    page.evaluate(
        ADOPT,
        "header { position: sticky; top: 0; height: 50vh; z-index: 9 }"
        " footer { position: sticky; bottom: 0; height: 40vh }"
        " a:focus { outline: none !important }",
    )
    found = stops(page, "Tab")
    assert any(stop["covered"] for stop in found)
    assert any(stop["unmarked"] for stop in found)


@pytest.mark.parametrize("sheet", [LARGE, SPACED], ids=["large text", "wide spacing"])
@pytest.mark.parametrize("page", [{}, PHONE], ids=["wide", "phone"], indirect=True)
def test_large_and_spaced_text_can_be_read(page: Page, sheet: str) -> None:
    found = []
    for address in PAGES:
        page.goto(address)
        page.evaluate(ADOPT, sheet)
        found += [f"{address}: {fault}" for fault in page.evaluate(UNREADABLE)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("sheet", "fault"),
    [
        ("h1 { min-width: 200vw }", " px wide"),
        ("h1 { height: 1em; overflow: hidden; width: 4em }", "cut off: <h1"),
        ("h1 { position: relative; left: -3em }", "outside of the window: Paper"),
        (".subtitle { margin-top: -3.5rem !important }", "on each other: "),
    ],
)
def test_text_that_cannot_be_read_is_seen(page: Page, sheet: str, fault: str) -> None:
    page.goto(WATCH)
    assert page.evaluate(UNREADABLE) == []
    page.evaluate(ADOPT, sheet)
    assert any(fault in found for found in page.evaluate(UNREADABLE))


@pytest.mark.parametrize("page", [CALM], indirect=True)
def test_nothing_moves_by_itself_where_calm_is_asked_for(page: Page) -> None:
    for address in PAGES:
        page.goto(address)
        assert page.evaluate(MOVING) == [], address


def test_what_moves_is_seen(page: Page) -> None:
    page.goto(HOME)
    assert page.evaluate(MOVING) != []


@pytest.mark.parametrize(
    ("page", "behaviour"),
    [({"viewport": PHONE_SIZE}, "smooth"), ({"viewport": PHONE_SIZE} | CALM, "auto")],
    indirect=["page"],
)
def test_following_jumps_at_once_where_calm_is_asked_for(page: Page, behaviour: str) -> None:
    page.add_init_script(LISTEN)
    page.goto(f"/webinars/{BOATS}")
    page.locator("video").evaluate("video => { video.currentTime = 41.5 }")
    expect(page.locator(".cue > a").last).to_have_attribute("aria-current", "true")
    follow = page.get_by_label("Follow the speech")
    follow.set_checked(False)
    follow.set_checked(True)
    assert set(page.evaluate("() => window.asked")) == {behaviour}
