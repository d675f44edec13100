"""What a reader does, in a real browser, with and without JavaScript.

`wait_for_function` takes functions only: a string expression needs what the site's policy forbids.
"""

import re

import pytest
from conftest import BOATS, CUE_MS, FIRST_MS, GAP_MS, OTTO, TEACUPS, word_ms
from playwright.sync_api import Page, expect
from site_pages import CALM, NARROW, NO_SCRIPT, PAGES, PHONE

NEAR_S = 1.0
READY = "() => document.querySelector('video').readyState >= 2"
SMALL_TARGETS = """() => [...document.querySelectorAll("a, button, input, summary")]
    .filter((one) => one.checkVisibility() && !one.closest(".hint, .lead, .prose, .skip"))
    .filter((one) => getComputedStyle(one).display !== "inline" || one.matches("button"))
    .map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
    .filter(([, box]) => box.height > 1 && box.height < 24)
    .map(([html, box]) => `${html} ${box.width}x${box.height}`)"""


def cue_s(number: int) -> float:
    return (FIRST_MS + number * (CUE_MS + GAP_MS)) / 1000


def now_s(page: Page) -> float:
    """Where the player is; also without scripts of the page."""
    return float(page.locator("video").evaluate("video => video.currentTime"))


def look_until(page: Page, test: str) -> None:
    """Wait for a test of the player where no listener runs, since scripts are off."""
    for _ in range(200):
        if page.locator("video").evaluate(test):
            return
        page.wait_for_timeout(50)
    raise AssertionError(test)


def wait_until_it_plays(page: Page) -> None:
    page.wait_for_function("() => !document.querySelector('video').paused")
    page.wait_for_function("() => document.querySelector('video').currentTime > 0")


def test_from_a_question_to_the_words(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Search what was said").fill("stackable saucer")
    page.get_by_role("button", name="Search").click()
    expect(page).to_have_title(re.compile("^1 result for “stackable saucer”"))
    page.get_by_role("link", name="Open in the transcript").click()
    wait_until_it_plays(page)
    assert abs(now_s(page) - word_ms("stackable") / 1000) < NEAR_S
    expect(page.locator(".cue > a[aria-current]")).to_have_text("0:15")
    expect(page.locator("mark").first).to_have_text("stackable")


@pytest.mark.parametrize("page", [NO_SCRIPT], indirect=True)
def test_from_a_question_to_the_words_without_scripts(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Search what was said").fill("stackable saucer")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Play from 0:15").click()
    word_s = word_ms("stackable") / 1000
    video = page.locator("video")
    assert video.evaluate("video => video.currentSrc").endswith(f"/recording#t={word_s:g}")
    look_until(page, "video => video.readyState > 0")
    assert abs(now_s(page) - word_s) < NEAR_S
    look_until(page, f"video => video.currentTime > {word_s}")
    assert abs(now_s(page) - word_s) < NEAR_S
    page.locator("#c-34500").click()
    expect(page.locator("#c-34500")).to_have_attribute("aria-current", "true")
    assert page.locator("video").evaluate("video => video.currentSrc").endswith("#t=34.5")


def test_an_address_alone_starts_no_sound(page: Page) -> None:
    page.goto(f"/webinars/{BOATS}?t=15")
    page.wait_for_function(READY)
    assert page.locator("video").evaluate("video => video.paused")
    assert abs(now_s(page) - 15) < 0.1


def test_a_click_on_a_line_seeks_and_keeps_the_page(page: Page) -> None:
    page.goto(f"/webinars/{BOATS}?t=2,8")
    page.wait_for_function(READY)
    page.locator("body").evaluate("body => { body.dataset.mine = 'yes' }")
    page.get_by_role("link", name="0:34").click()
    wait_until_it_plays(page)
    assert abs(now_s(page) - cue_s(5)) < NEAR_S
    assert page.locator("body").get_attribute("data-mine") == "yes"
    assert page.url.endswith("?t=34.5#moment")
    expect(page.locator(".cue > a[aria-current]")).to_have_count(1)
    expect(page.locator(".cue > a[aria-current]")).to_have_text("0:34")


def test_from_a_line_to_what_it_names_and_to_a_moment_that_plays(page: Page) -> None:
    page.goto(f"/webinars/{BOATS}")
    page.locator("#transcript").get_by_role("link", name="tide").click()
    expect(page).to_have_title(re.compile("^tide "))
    moment = page.locator(".deeds", has=page.get_by_role("link", name="Play from 0:46"))
    moment.get_by_role("link", name="Open in the transcript").click()
    expect(page).to_have_url(re.compile(f"/webinars/{BOATS}"))
    wait_until_it_plays(page)
    assert abs(now_s(page) - word_ms("tide") / 1000) < NEAR_S


def test_the_line_that_is_spoken_is_marked(page: Page) -> None:
    page.goto(f"/webinars/{BOATS}")
    page.wait_for_function(READY)
    for number in (0, 3, 6):
        page.locator("video").evaluate("(video, s) => { video.currentTime = s }", cue_s(number) + 1)
        line = page.locator(".cue > a").nth(number)
        expect(line).to_have_attribute("aria-current", "true")
        expect(page.locator(".cue > a[aria-current]")).to_have_count(1)


@pytest.mark.parametrize(("page", "follows"), [({}, True), (CALM, False)], indirect=["page"])
def test_following_is_a_switch_that_reduced_motion_turns_off(page: Page, follows: bool) -> None:
    page.goto(f"/webinars/{BOATS}")
    switch = page.get_by_label("Follow the speech")
    expect(switch).to_be_checked(checked=follows)
    switch.set_checked(not follows)
    expect(switch).to_be_checked(checked=not follows)


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_following_keeps_the_line_in_sight_below_the_player(page: Page) -> None:
    page.goto(f"/webinars/{BOATS}")
    page.wait_for_function(READY)
    page.locator("video").evaluate("v => { v.muted = true; v.currentTime = 41.5; return v.play() }")
    last = page.locator(".cue > a").last
    expect(last).to_have_attribute("aria-current", "true")
    expect(last).to_be_in_viewport()
    page.wait_for_function(
        "() => document.querySelector('.cue > a[aria-current]').getBoundingClientRect().top"
        " >= document.querySelector('#player').getBoundingClientRect().bottom"
    )


@pytest.mark.parametrize("page", [PHONE, NARROW], indirect=True)
@pytest.mark.parametrize("anchor", ["c-15000", "c-41000"])
def test_the_player_never_covers_what_is_jumped_to(page: Page, anchor: str) -> None:
    page.goto(f"/webinars/{BOATS}?t=15#{anchor}")
    page.wait_for_function(READY)
    line, player = page.locator(f"#{anchor}").bounding_box(), page.locator("#player").bounding_box()
    assert line and player
    assert line["y"] >= player["y"] + player["height"]
    expect(page.locator(f"#{anchor}")).to_be_in_viewport()


def test_the_link_to_a_moment_is_copied(page: Page) -> None:
    page.goto(f"/webinars/{BOATS}?t=12.5")
    page.wait_for_function(READY)
    page.get_by_role("button", name="Copy link to this moment").click()
    expect(page.get_by_role("status")).to_have_text("Link copied")
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert copied.endswith(f"/webinars/{BOATS}?t=12.5")


def test_the_link_of_a_result_is_copied(page: Page) -> None:
    page.goto("/search?q=tide")
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("status")).to_have_text("Link copied")
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert re.search(rf"^http://.*/webinars/{BOATS}\?t=[\d.]+&q=tide#moment$", copied)


@pytest.mark.parametrize("page", [NO_SCRIPT], indirect=True)
@pytest.mark.parametrize("address", ["/search?q=tide", f"/webinars/{BOATS}"])
def test_nothing_is_offered_that_needs_scripts(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.get_by_role("button", name="Copy")).to_have_count(0)
    expect(page.get_by_label("Follow the speech")).not_to_be_visible()


@pytest.mark.parametrize("page", [NARROW], indirect=True)
def test_nothing_is_wider_than_a_narrow_window(page: Page) -> None:
    for address in PAGES:
        page.goto(address)
        too_wide = page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert too_wide == 0, address


@pytest.mark.parametrize("address", ["/", "/search?q=stackable", f"/webinars/{BOATS}"])
def test_keys_lead_first_past_the_header(page: Page, address: str) -> None:
    page.goto(address)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to main content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_focus_can_be_seen(page: Page) -> None:
    page.goto("/search?q=stackable")
    for _ in range(12):
        page.keyboard.press("Tab")
        width = page.evaluate(
            "() => parseFloat(getComputedStyle(document.activeElement).outlineWidth)"
        )
        assert width >= 2


@pytest.mark.parametrize("page", [{}, PHONE], indirect=True)
def test_targets_are_large_enough(page: Page) -> None:
    """WCAG 2.5.8: 24 by 24, but for links inside of a sentence."""
    for address in PAGES:
        page.goto(address)
        assert page.evaluate(SMALL_TARGETS) == [], address


def test_without_a_recording_the_transcript_is_there(page: Page) -> None:
    page.goto(f"/webinars/{TEACUPS}?t=2&q=tempest")
    expect(page.locator("video")).to_have_count(0)
    expect(page.locator("mark")).to_have_text("tempest")
    expect(page.locator(".cue > a[aria-current]")).to_have_count(1)


def test_captions_are_loaded_and_name_who_speaks(page: Page) -> None:
    page.goto(f"/webinars/{BOATS}")
    page.locator("video").evaluate("video => { video.textTracks[0].mode = 'showing' }")
    page.wait_for_function("() => document.querySelector('video').textTracks[0].cues?.length === 7")
    shown = page.evaluate(
        "() => [...document.querySelector('video').textTracks[0].cues]"
        ".map((cue) => cue.getCueAsHTML().textContent)"
    )
    assert shown[1:3] == [
        "Today we fold paper boats\nout of old newspapers.",
        f"{OTTO}:\nA stackable saucer carries credit from one",
    ]
