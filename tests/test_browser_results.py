"""What a reader does on the page of results: play in place, keep clips, and find a way on."""

import json
import re
from typing import Any

import pytest
from conftest import BOATS, TEACUPS, word_ms
from playwright.sync_api import Browser, Locator, Page, expect

NEAR_S = 1.0
LEAD_S = 3.0
NO_SCRIPT = {"java_script_enabled": False}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
SEARCH = "/search?q=stackable"
NASTY = '<img src=x onerror="document.title=1"> [a](b) *c*'


def playing(page: Page) -> Locator:
    """The player in the page, once it plays."""
    page.wait_for_function("() => document.querySelector('.playing video')?.currentTime > 0")
    page.wait_for_function("() => !document.querySelector('.playing video').paused")
    return page.locator(".playing video")


def now_s(video: Locator) -> float:
    return float(video.evaluate("video => video.currentTime"))


def kept(page: Page) -> list[dict[str, Any]]:
    return list(json.loads(page.evaluate("() => localStorage.getItem('clip-list') ?? '[]'")))


def keep(page: Page, text: str) -> None:
    """Put a text where the list is kept, as a page of the site that is open."""
    page.evaluate("text => localStorage.setItem('clip-list', text)", text)


def clip(number: int, title: str = "", quote: str = "") -> dict[str, Any]:
    url = f"/webinars/{BOATS}?t={number}"
    return {"url": url, "title": title or f"Talk {number}", "quote": quote, "start": 1_000 * number}


def test_a_moment_plays_where_it_is_found_from_three_seconds_before(page: Page) -> None:
    page.goto(SEARCH)
    page.get_by_role("link", name="Play from 0:15").click()
    video = playing(page)
    assert abs(now_s(video) - (word_ms("stackable") / 1000 - LEAD_S)) < NEAR_S
    assert page.url.endswith(SEARCH)
    expect(video).to_be_focused()
    expect(video).to_have_accessible_name("Recording: Play from 0:15")
    page.wait_for_function(
        "() => document.querySelector('.playing track').track.cues?.length === 7"
    )


def test_one_moment_plays_at_a_time(page: Page) -> None:
    page.goto(SEARCH)
    page.get_by_role("link", name="Play from 0:15").click()
    playing(page)
    page.get_by_role("link", name="Play from 0:31").click()
    video = playing(page)
    expect(video).to_have_count(1)
    assert abs(now_s(video) - (word_ms("stackable", 1) / 1000 - LEAD_S)) < NEAR_S


@pytest.mark.parametrize("way", ["Escape", "Close the player"])
def test_keys_play_and_close_and_come_back_to_the_link(page: Page, way: str) -> None:
    page.goto(SEARCH)
    link = page.get_by_role("link", name="Play from 0:15")
    link.focus()
    page.keyboard.press("Enter")
    playing(page)
    if way == "Escape":
        page.keyboard.press(way)
    else:
        page.get_by_role("button", name=way).focus()
        page.keyboard.press("Enter")
    expect(page.locator(".playing")).to_have_count(0)
    expect(link).to_be_focused()


def test_a_key_held_opens_the_page_of_the_webinar(page: Page) -> None:
    page.goto(SEARCH)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Play from 0:15").click(modifiers=["Control"])
    assert f"/webinars/{BOATS}?t=15.166&q=stackable" in opened.value.url
    expect(page.locator(".playing")).to_have_count(0)


def test_without_a_recording_there_is_only_what_can_be_read(page: Page) -> None:
    page.goto("/search?q=tempest&kind=speech")
    page.get_by_role("link", name="Read from").click()
    expect(page).to_have_url(re.compile(f"/webinars/{TEACUPS}"))
    page.goto("/search?q=tempest&kind=speech")
    expect(page.get_by_role("link", name="Open in the transcript")).to_have_count(0)


def test_marks_on_the_line_lead_to_moments(page: Page) -> None:
    page.goto(SEARCH)
    marks = page.locator(".strip a")
    expect(marks).to_have_count(2)
    assert marks.evaluate_all("marks => marks.every((one) => one.tabIndex === -1)")
    marks.nth(1).click()
    expect(page.locator(".cue > a[aria-current]")).to_have_text("0:28")


@pytest.mark.parametrize("page", [NO_SCRIPT], indirect=True)
def test_without_scripts_links_lead_on_and_nothing_else_is_offered(page: Page) -> None:
    page.goto(SEARCH)
    expect(page.locator(".strip a")).to_have_count(2)
    expect(page.get_by_role("link", name="Open in the transcript")).to_have_count(0)
    expect(page.get_by_role("button", name="Add to clip list")).to_have_count(0)
    expect(page.get_by_role("link", name="Clip list")).to_have_count(0)
    page.get_by_role("link", name="Play from 0:15").click()
    expect(page).to_have_url(re.compile(f"/webinars/{BOATS}"))


@pytest.mark.parametrize("page", [NO_SCRIPT], indirect=True)
def test_without_scripts_the_list_says_that_it_needs_them(page: Page) -> None:
    page.goto("/clip-list")
    expect(page.get_by_text("The list needs JavaScript")).to_be_visible()
    expect(page.get_by_role("button", name="Copy all")).to_have_count(0)


@pytest.mark.parametrize("page", [{}, PHONE], indirect=True)
def test_a_moment_is_kept_and_found_in_the_list(page: Page) -> None:
    page.goto(SEARCH)
    expect(page.get_by_role("link", name="Clip list")).to_have_count(0)
    page.get_by_role("button", name="Add to clip list").first.click()
    expect(page.get_by_role("status")).to_have_text("Added to the clip list")
    [one] = kept(page)
    assert (one["title"], one["speaker"]) == ("Paper boats for everybody", "Professor Otto Inkwell")
    assert one["quote"].startswith("A stackable saucer carries credit")
    assert one["start"] <= word_ms("stackable") < one["end"]
    page.get_by_role("link", name="Clip list (1)").first.click()
    expect(page.get_by_role("heading", name="Paper boats for everybody")).to_be_visible()
    page.get_by_role("link", name="Play or read it").click()
    expect(page.locator("video")).to_have_count(1)
    assert re.search(r"\?t=[\d.]+,[\d.]+$", page.url)


def test_a_moment_that_is_kept_can_be_taken_out_where_it_is_found(page: Page) -> None:
    page.goto(SEARCH)
    page.get_by_role("button", name="Add to clip list").first.click()
    page.reload()
    page.get_by_role("button", name="Remove from clip list").click()
    expect(page.get_by_role("status")).to_have_text("Removed from the clip list")
    expect(page.get_by_role("button", name="Add to clip list")).to_have_count(3)
    assert kept(page) == []
    expect(page.get_by_role("link", name="Clip list")).to_have_count(0)


def test_keys_move_and_remove_clips_and_the_focus_follows(page: Page) -> None:
    page.goto("/clip-list")
    keep(page, json.dumps([clip(1), clip(2), clip(3)]))
    page.reload()
    titles = page.locator("#clips h2")
    page.get_by_role("button", name="Move down: Talk 1").press("Enter")
    expect(titles).to_have_text(["Talk 2", "Talk 1", "Talk 3"])
    focused = page.locator(":focus")
    expect(focused).to_have_accessible_name("Move down: Talk 1, 0:01")
    focused.press("Enter")
    expect(titles).to_have_text(["Talk 2", "Talk 3", "Talk 1"])
    # At the end there is no way further down.
    expect(page.locator(":focus")).to_have_accessible_name("Move up: Talk 1, 0:01")
    page.get_by_role("button", name="Remove: Talk 3").press("Enter")
    expect(titles).to_have_text(["Talk 2", "Talk 1"])
    expect(page.locator(":focus")).to_have_accessible_name("Remove: Talk 1, 0:01")
    assert [one["title"] for one in kept(page)] == ["Talk 2", "Talk 1"]


@pytest.mark.parametrize("sure", [True, False])
def test_the_list_is_cleared_when_one_is_sure(page: Page, sure: bool) -> None:
    page.goto("/clip-list")
    keep(page, json.dumps([clip(1)]))
    page.reload()
    page.on("dialog", lambda dialog: dialog.accept() if sure else dialog.dismiss())
    page.get_by_role("button", name="Clear the list").click()
    expect(page.locator("#clips li")).to_have_count(0 if sure else 1)
    expect(page.get_by_text("The list is empty.")).to_be_visible(visible=sure)


COPIES = [
    ("plain text", "“{quote}”\n{title}, 0:07: {address}"),
    (
        "Markdown",
        r"- “\<img src=x onerror=\"document\.title=1\"\> \[a\]\(b\) \*c\*”"
        r" [\<img src=x onerror=\"document\.title=1\"\> \[a\]\(b\) \*c\*, 0:07]({address})",
    ),
    (
        "HTML",
        '<ul>\n<li>“&lt;img src=x onerror="document.title=1"&gt; [a](b) *c*” <a href="{address}">'
        '&lt;img src=x onerror="document.title=1"&gt; [a](b) *c*, 0:07</a></li>\n</ul>',
    ),
]


@pytest.mark.parametrize(("form", "expected"), COPIES, ids=[one[0] for one in COPIES])
def test_all_is_copied_and_text_stays_text(page: Page, site: str, form: str, expected: str) -> None:
    page.goto("/clip-list")
    keep(page, json.dumps([clip(7, NASTY, NASTY)]))
    page.reload()
    expect(page.locator("#clips h2")).to_have_text(NASTY)
    expect(page.locator("#clips img")).to_have_count(0)
    page.get_by_role("button", name=f"Copy all as {form}").click()
    expect(page.get_by_role("status")).to_have_text(f"Copied as {form}")
    wanted = expected.replace('\\"', '"').replace("{quote}", NASTY).replace("{title}", NASTY)
    wanted = wanted.replace("{address}", f"{site}/webinars/{BOATS}?t=7")
    assert page.evaluate("() => navigator.clipboard.readText()") == wanted
    expect(page.get_by_label("What was copied")).to_have_value(wanted)


BROKEN = [
    "{",
    "7",
    '{"a": 1}',
    '[{"url": "https://example.org/"}]',
    '[{"url": "javascript:1"}]',
    "[1]",
]


@pytest.mark.parametrize("text", BROKEN)
def test_a_list_that_cannot_be_read_is_told_and_begun_anew(page: Page, text: str) -> None:
    page.goto("/clip-list")
    keep(page, text)
    page.reload()
    expect(page.get_by_text("cannot be read")).to_be_visible(visible=text != "[1]")
    expect(
        page.locator("#clips a[href*='example.org'], #clips a[href^='javascript']")
    ).to_have_count(0)
    page.goto(SEARCH)
    page.get_by_role("button", name="Add to clip list").first.click()
    page.goto("/clip-list")
    expect(page.get_by_role("heading", name="Paper boats for everybody")).to_be_visible()


@pytest.mark.parametrize("broken", ["setItem", "getItem"])
def test_a_browser_that_keeps_nothing_is_told_of(page: Page, broken: str) -> None:
    page.add_init_script(f"Storage.prototype.{broken} = () => {{ throw new Error('full'); }}")
    page.goto(SEARCH)
    page.get_by_role("button", name="Add to clip list").first.click()
    expect(page.get_by_role("status")).to_contain_text("does not let the site keep a list")
    expect(page.get_by_role("button", name="Add to clip list")).to_have_count(3)


def test_the_list_is_one_in_all_windows(page: Page) -> None:
    page.goto("/clip-list")
    other = page.context.new_page()
    other.goto(SEARCH)
    other.get_by_role("button", name="Add to clip list").first.click()
    expect(page.locator("#clips li")).to_have_count(1)
    page.get_by_role("button", name="Remove: Paper").click()
    expect(other.get_by_role("button", name="Add to clip list")).to_have_count(3)


def test_where_nothing_is_found_one_press_finds_something(page: Page) -> None:
    page.goto("/search?q=stackable&kind=document&nation=Wales")
    expect(page.get_by_role("heading", level=1)).to_have_text("No results for “stackable”")
    page.get_by_role("link", name="Remove all filters").last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("3 results")


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_on_a_phone_filters_are_folded_and_the_line_stays(page: Page) -> None:
    page.goto(SEARCH)
    expect(page.get_by_label("From", exact=True)).not_to_be_visible()
    expect(page.locator(".strip")).to_be_visible()
    page.get_by_text("Filter these results").tap()
    page.get_by_role("link", name="Otto Inkwell 1 result").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 result for “stackable”")
    expect(page.get_by_role("link", name="Remove the filter")).to_have_count(1)
    page.get_by_role("link", name="Play from 0:15").tap()
    video = playing(page)
    box = video.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["viewport"]["width"]  # type: ignore[index]


def test_the_welsh_twin_plays_and_keeps_too(page: Page) -> None:
    page.goto("/cy/search?q=stackable")
    expect(page.locator("html")).to_have_attribute("lang", "cy")
    expect(page.locator(".results h2 a").first).to_have_attribute("lang", "en")
    expect(page.locator(".excerpt").first).to_have_attribute("lang", "en")
    page.locator("a[data-play]").first.click()
    playing(page)
    page.locator("button[data-clip]").first.click()
    page.locator("[data-clips] a").first.click()
    expect(page).to_have_url(re.compile("/cy/clip-list$"))
    assert kept(page)[0]["url"].startswith("/cy/webinars/")


def test_nothing_is_kept_of_a_reader_who_keeps_nothing(chromium: Browser, site: str) -> None:
    context = chromium.new_context(base_url=site)
    page = context.new_page()
    for address in ("/", SEARCH, "/clip-list", f"/webinars/{BOATS}"):
        page.goto(address)
    assert page.evaluate("() => localStorage.length") == 0
    assert context.cookies() == []
    context.close()


def test_a_moment_plays_on_the_page_of_who_said_it(page: Page) -> None:
    page.goto("/people/otto-inkwell")
    link = page.locator(".moments a[data-play]").first
    link.click()
    playing(page)
    assert page.url.endswith("/people/otto-inkwell")
    expect(page.get_by_role("link", name="Open in the transcript").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".playing")).to_have_count(0)
    expect(link).to_be_focused()
