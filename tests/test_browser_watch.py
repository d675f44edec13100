"""What a reader does on a webinar's page, in a browser: find, quote, make clips, go by keys."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from conftest import BOATS, LENGTH_MS, OTTO, TEACUPS, build_archive
from playwright.sync_api import Locator, Page, expect
from servers import serve
from site_pages import NARROW, NO_SCRIPT, PHONE
from test_browser import (
    NEAR_S,
    READY,
    SMALL_TARGETS,
    look_until,
    now_s,
    wait_until_it_plays,
)
from test_browser_chapters import CHAPTERS

WATCH = f"/webinars/{BOATS}"
PLACE = "#steps p"
COPIED = "() => navigator.clipboard.readText()"
# Select from a letter of one line to a letter of another, as a mouse or a finger does.
SELECT = """([first, from, last, to]) => {
    const at = (line, offset) => {
        const walker = document.createTreeWalker(
            document.querySelector(line).nextElementSibling, NodeFilter.SHOW_TEXT);
        let node = walker.nextNode();
        for (; node.length < offset; node = walker.nextNode()) offset -= node.length;
        return [node, offset];
    };
    getSelection().setBaseAndExtent(...at(first, from), ...at(last, to));
}"""
COVERED = """(line) => {
    const box = line.getBoundingClientRect();
    const top = document.elementFromPoint(box.x + 5, box.y + box.height / 2);
    return !line.contains(top);
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, recording: bytes) -> Iterator[str]:
    """A real server whose first webinar has chapters, and a sound alone beside it."""
    folder = tmp_path_factory.mktemp("site")
    archive = build_archive(folder / "archive", recording)
    path = archive.folder(BOATS) / "webinar.toml"
    path.write_text(path.read_text("utf-8") + CHAPTERS, "utf-8")
    (archive.folder(TEACUPS) / "recording.m4a").write_bytes(recording)
    with serve(archive.root, folder / "index") as address:
        yield address


def _select(page: Page, first: str, start: int, last: str, end: int) -> Locator:
    """Select words, and give the bar that appears."""
    page.evaluate(SELECT, [first, start, last, end])
    bar = page.get_by_role("toolbar", name="Selected words")
    expect(bar.get_by_role("button").first).to_be_visible()
    return bar


def _copied(page: Page, told: str) -> str:
    """What is on the clipboard, once the page has told so."""
    expect(page.get_by_role("status")).to_have_text(told)
    return str(page.evaluate(COPIED))


def test_a_query_comes_along_and_its_lines_are_gone_through(page: Page) -> None:
    page.goto(f"{WATCH}?q=stackable")
    expect(page.get_by_role("searchbox", name="Find in the transcript")).to_have_value("stackable")
    expect(page.locator(PLACE)).to_have_text("– of 2")
    for place in ("1 of 2 0:15", "2 of 2 0:28", "1 of 2 0:15"):
        page.get_by_role("button", name="Next").click()
        expect(page.locator(PLACE)).to_have_text(place)
    page.get_by_role("button", name="Previous").click()
    expect(page.locator(PLACE)).to_have_text("2 of 2 0:28")
    expect(page.get_by_role("button", name="Previous")).to_be_focused()
    expect(page.locator("#c-28000")).to_be_in_viewport()
    page.locator(PLACE).get_by_role("link", name="0:28").click()
    wait_until_it_plays(page)
    assert abs(now_s(page) - 28) < NEAR_S


def test_who_comes_to_a_line_goes_on_from_it(page: Page) -> None:
    page.goto(f"{WATCH}?t=28&q=stackable")
    expect(page.locator(PLACE)).to_have_text("2 of 2 0:28")
    page.goto(f"{WATCH}?t=22&q=stackable")
    page.get_by_role("button", name="Previous").click()
    expect(page.locator(PLACE)).to_have_text("1 of 2 0:15")


def test_other_words_are_found_while_the_recording_plays_on(page: Page) -> None:
    page.goto(f"{WATCH}?t=30&q=stackable")
    page.wait_for_function(READY)
    page.locator("video").evaluate("video => { video.dataset.mine = 'yes'; video.muted = true; }")
    page.locator("video").evaluate("video => video.play()")
    page.get_by_role("searchbox", name="Find in the transcript").fill("harbour")
    page.get_by_role("searchbox", name="Find in the transcript").press("Enter")
    expect(page.locator("#found")).to_contain_text("Found in 2 lines, the first at 0:02.")
    expect(page.locator("mark")).to_have_text(["harbour", "harbour"])
    expect(page.locator("#timeline a")).to_have_count(2)
    expect(page.locator("video")).to_have_attribute("data-mine", "yes")
    assert not page.locator("video").evaluate("video => video.paused")
    assert "q=harbour" in page.url
    assert "play=" not in page.url
    expect(page.get_by_role("searchbox", name="Find in the transcript")).to_be_focused()
    page.get_by_role("button", name="Next").click()
    expect(page.locator(PLACE)).to_contain_text("of 2")
    page.get_by_role("link", name="0:34").click()
    page.wait_for_function("() => document.querySelector('video').currentTime >= 34")
    page.get_by_role("searchbox", name="Find in the transcript").fill("kelp")
    page.get_by_role("button", name="Find").click()
    expect(page.locator("#found")).to_contain_text("No line has “kelp”.")
    expect(page.locator("#steps")).not_to_be_visible()


@pytest.mark.parametrize("page", [NO_SCRIPT], indirect=True)
def test_finding_and_clips_work_without_scripts(page: Page) -> None:
    page.goto(f"{WATCH}?t=30")
    page.get_by_role("searchbox", name="Find in the transcript").fill("harbour")
    page.get_by_role("button", name="Find").click()
    expect(page.locator("mark")).to_have_text(["harbour", "harbour"])
    assert page.locator("video").evaluate("v => v.currentSrc").endswith("/recording#t=30")
    assert page.locator("video").evaluate("v => v.paused")
    page.locator("#found").get_by_role("link", name="0:02").click()
    expect(page.locator("#c-2000")).to_have_attribute("aria-current", "true")
    page.get_by_text("Quote, link or make a clip").click()
    page.get_by_label("Clip from").fill("0:08")
    page.get_by_label("to", exact=True).fill("0:05")
    page.get_by_role("button", name="Play the clip").click()
    expect(page.get_by_label("to", exact=True)).to_be_focused()
    expect(page.get_by_text("The end has to be after the start (0:08).")).to_be_visible()
    page.get_by_label("to", exact=True).fill("0:20")
    page.get_by_role("button", name="Play the clip").click()
    look_until(page, "video => video.readyState > 0")
    assert page.locator("video").evaluate("v => v.currentSrc").endswith("/recording#t=8,20")
    expect(page.get_by_text("Clip from 0:08 to 0:20")).to_be_visible()


@pytest.mark.parametrize("page", [NO_SCRIPT], indirect=True)
def test_without_scripts_nothing_is_there_that_needs_them(page: Page) -> None:
    page.goto(f"{WATCH}?q=harbour")
    page.get_by_text("Quote, link or make a clip").click()
    shown = page.locator("main").get_by_role("button")
    expect(shown).to_have_text(["Play the clip", "Find"])
    for part in ("#steps", "#picker", "#taking", "#shortcuts", "#speed", "#strip-now"):
        expect(page.locator(part)).not_to_be_visible()


def test_selected_words_are_copied_with_all_that_belongs_to_them(page: Page) -> None:
    page.goto(f"{WATCH}?q=saucer")
    # "tackable saucer carries cre" of the third line, to whole words.
    bar = _select(page, "#c-15000", 3, "#c-15000", 30)
    bar.get_by_role("button", name="Copy quotation").click()
    quoted = _copied(page, "Quotation copied").splitlines()
    assert quoted[0] == "“stackable saucer carries credit”"
    assert quoted[1] == f"{OTTO}, Reader in Saucers, University of Teacups"
    assert quoted[2] == "Paper boats for everybody, 15 January 2030"
    assert re.fullmatch(rf"http://[^/]+{WATCH}\?t=15\.3", quoted[3])
    assert quoted[4] == "Machine transcript, not checked"
    assert len(quoted) == 5


def _kept(page: Page) -> list[dict[str, Any]]:
    return list(json.loads(page.evaluate("() => localStorage.getItem('clip-list') ?? '[]'")))


def test_selected_words_are_put_into_the_clip_list(page: Page) -> None:
    page.goto(WATCH)
    expect(page.get_by_role("link", name="Clip list")).to_have_count(0)
    bar = _select(page, "#c-15000", 3, "#c-15000", 30)
    bar.get_by_role("button", name="Add to clip list").click()
    expect(page.get_by_role("status")).to_have_text("Added to the clip list")
    [clip] = _kept(page)
    assert clip["title"] == "Paper boats for everybody"
    assert clip["speaker"] == f"{OTTO}, Reader in Saucers, University of Teacups"
    assert clip["quote"] == "stackable saucer carries credit"
    assert clip["language"] == "en"
    assert clip["url"] == f"{WATCH}?t={clip['start'] / 1000:g},{clip['end'] / 1000:g}"
    assert 15_000 < clip["start"] < clip["end"] < 21_500
    page.get_by_role("link", name="Clip list (1)").click()
    expect(page.locator("#clips .clock")).to_have_text("0:15")
    page.get_by_role("link", name="Play or read it").click()
    expect(page.get_by_text("Clip from 0:15 to 0:")).to_be_visible()


def test_a_line_and_words_of_several_voices_are_put_into_the_clip_list(page: Page) -> None:
    page.goto(f"{WATCH}?t=15")
    page.get_by_text("Quote, link or make a clip").click()
    page.locator("#taking").get_by_role("button", name="Add to clip list").click()
    bar = _select(page, "#c-21500", 33, "#c-28000", 5)
    bar.get_by_role("button", name="Add to clip list").click()
    expect(page.get_by_role("link", name="Clip list (2)")).to_have_count(1)
    line, voices = _kept(page)
    assert line["quote"].startswith("A stackable saucer")
    assert (line["start"], line["end"]) == (15_000, 21_500)
    assert voices["quote"] == "is lost. … Can a"
    assert voices["speaker"].endswith("University of Teacups; Speaker not named")


def test_selected_words_of_several_voices_make_a_clip_and_a_dialogue(page: Page) -> None:
    page.goto(WATCH)
    bar = _select(page, "#c-21500", 33, "#c-28000", 5)
    bar.get_by_role("button", name="Copy link to the clip").click()
    clip = re.search(r"\?t=([\d.]+),([\d.]+)$", _copied(page, "Link copied"))
    assert clip
    start, end = map(float, clip.groups())
    assert 21.5 < start < 27.5
    assert 28 < end < 30
    bar.get_by_role("button", name="Copy link", exact=True).click()
    page.wait_for_function("async () => !(await navigator.clipboard.readText()).includes(',')")
    bar.get_by_role("button", name="Copy quotation").click()
    assert _copied(page, "Quotation copied").splitlines()[:2] == [
        f"{OTTO}, Reader in Saucers, University of Teacups: “is lost.”",
        "Speaker not named: “Can a”",
    ]


def test_the_bar_is_reached_by_keys_and_left_by_escape(page: Page) -> None:
    page.goto(WATCH)
    page.locator("#c-15000").focus()
    bar = _select(page, "#c-15000", 0, "#c-15000", 11)
    expect(page.locator("#announced")).to_contain_text("The Tab key")
    page.keyboard.press("Tab")
    expect(bar.get_by_role("button", name="Copy quotation")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(bar.get_by_role("button", name="Copy link", exact=True)).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(bar.get_by_role("button", name="Add to clip list")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#c-21500")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Escape")
    expect(bar).to_have_count(0)
    expect(page.locator("#c-15000")).to_be_focused()
    assert page.evaluate("() => getSelection().isCollapsed")


@pytest.mark.parametrize("page", [PHONE, NARROW], indirect=True)
def test_the_bar_comes_into_sight_below_words_at_the_edge(page: Page) -> None:
    page.goto(WATCH)
    page.wait_for_function(READY)
    page.locator("#c-28000").evaluate("line => line.parentElement.scrollIntoView(false)")
    bar = _select(page, "#c-28000", 0, "#c-28000", 5)
    for button in bar.get_by_role("button").all():
        expect(button).to_be_in_viewport(ratio=1)


def test_a_line_is_quoted_and_clipped_by_buttons(page: Page) -> None:
    page.goto(f"{WATCH}?t=15")
    page.get_by_text("Quote, link or make a clip").click()
    expect(page.locator("#picked")).to_contain_text("0:15 A stackable saucer")
    page.locator("#c-8500").focus()
    expect(page.locator("#picked")).to_contain_text("0:08 Today we fold")
    page.get_by_role("button", name="Start clip here").click()
    page.locator("#c-21500").focus()
    page.get_by_role("button", name="End clip here").click()
    expect(page.get_by_label("Clip from")).to_have_value("0:08.5")
    expect(page.get_by_label("to", exact=True)).to_have_value("0:28")
    page.get_by_role("button", name="Copy link to the clip").click()
    assert _copied(page, "Link copied").endswith(f"{WATCH}?t=8.5,28")
    page.get_by_role("button", name="Copy quotation").click()
    assert _copied(page, "Quotation copied").startswith(
        "“harbour to the next, and nothing is lost.”"
    )
    page.get_by_label("to", exact=True).fill("tea")
    page.get_by_role("button", name="Copy link to the clip").click()
    expect(page.get_by_text("This is not a time.")).to_be_visible()


def test_speed_is_chosen_and_shown_whoever_chose_it(page: Page) -> None:
    page.goto(WATCH)
    speed = page.get_by_label("Speed")
    speed.select_option("1.5×")
    assert page.locator("video").evaluate("video => video.playbackRate") == 1.5
    page.locator("video").evaluate("video => { video.playbackRate = 0.5 }")
    expect(speed).to_have_value("0.5")


def test_the_timeline_leads_to_what_was_found_and_shows_where_one_is(page: Page) -> None:
    page.goto(f"{WATCH}?q=stackable")
    page.wait_for_function(READY)
    expect(page.locator("#timeline .strip-tick")).to_have_count(3)
    page.locator("#timeline a").nth(1).click()
    wait_until_it_plays(page)
    assert abs(now_s(page) - 28) < NEAR_S
    assert page.url.endswith("?t=28&q=stackable#c-28000")
    where = float(str(page.locator("#strip-now").get_attribute("x")).rstrip("%"))
    assert abs(where - 100 * 28_000 / LENGTH_MS) < 3
    boxes = [mark.bounding_box() for mark in page.locator(".strip-mark").all()]
    assert all(box and box["width"] >= 6 for box in boxes)
    targets = [mark.bounding_box() for mark in page.locator(".strip-target").all()]
    assert all(box and box["height"] >= 24 for box in targets)


def test_keys_work_in_the_transcript_and_nowhere_else(page: Page) -> None:
    page.goto(f"{WATCH}?t=15&q=stackable")
    page.wait_for_function(READY)
    page.locator("video").evaluate("video => { video.muted = true }")
    page.locator("body").press("l")
    page.get_by_label("Search what was said").press("l")
    page.get_by_role("searchbox", name="Find in the transcript").press("l")
    page.locator("#c-15000").focus()
    assert abs(now_s(page) - 15) < NEAR_S
    page.keyboard.press("l")
    assert abs(now_s(page) - 25) < NEAR_S
    page.keyboard.press("j")
    assert abs(now_s(page) - 15) < NEAR_S
    page.keyboard.press("n")
    expect(page.locator("#c-28000")).to_be_focused()
    page.keyboard.press("p")
    expect(page.locator("#c-15000")).to_be_focused()
    page.keyboard.press("q")
    assert _copied(page, "Quotation copied").startswith("“A stackable saucer")
    page.keyboard.press("c")
    mode = "() => document.querySelector('video').textTracks[0].mode"
    assert page.evaluate(mode) == "showing"
    page.keyboard.press("c")
    assert page.evaluate(mode) == "hidden"
    page.keyboard.press("k")
    wait_until_it_plays(page)
    page.keyboard.press("k")
    assert page.locator("video").evaluate("video => video.paused")
    page.keyboard.press(".")
    expect(page.locator("#c-21500")).to_be_focused()
    wait_until_it_plays(page)
    page.keyboard.press(",")
    expect(page.locator("#c-15000")).to_be_focused()
    expect(page.locator("#c-15000")).to_have_attribute("aria-current", "true")


def test_keys_work_after_a_click_on_words_and_on_the_player(page: Page) -> None:
    page.goto(WATCH)
    page.wait_for_function(READY)
    page.locator("#c-15000 + span").click()
    page.keyboard.press("l")
    assert abs(now_s(page) - 10) < NEAR_S
    page.locator("video").focus()
    page.keyboard.press("l")
    assert abs(now_s(page) - 20) < NEAR_S


def test_keys_can_be_switched_off_and_leave_other_keys_alone(page: Page) -> None:
    page.goto(f"{WATCH}?t=15")
    page.wait_for_function(READY)
    page.locator("#c-15000").focus()
    for key in ("Control+l", "Alt+l", "x", "L"):
        page.keyboard.press(key)
    assert abs(now_s(page) - 15) < NEAR_S
    page.get_by_text("Keyboard shortcuts").click()
    page.get_by_label("Use these keys").uncheck()
    page.locator("#c-15000").focus()
    page.keyboard.press("l")
    page.keyboard.press("k")
    assert abs(now_s(page) - 15) < NEAR_S
    assert page.locator("video").evaluate("video => video.paused")


def test_the_tab_key_goes_through_all_of_the_page(page: Page) -> None:
    page.goto(f"{WATCH}?t=15&q=stackable")
    seen = set[str]()
    for _ in range(90):
        page.keyboard.press("Tab")
        tag = page.evaluate("() => document.activeElement.outerHTML.slice(0, 120)")
        if tag.startswith("<body"):
            break
        seen.add(tag)
        assert not page.evaluate("() => Boolean(document.activeElement.closest('svg'))")
    assert any("This site" in tag or 'href="/about"' in tag for tag in seen)
    assert any('id="c-41000"' in tag for tag in seen)


@pytest.mark.parametrize("page", [PHONE, NARROW], indirect=True)
def test_on_a_phone_nothing_covers_the_line_that_was_found(page: Page) -> None:
    page.goto(f"{WATCH}?q=tide+OR+harbour")
    page.wait_for_function(READY)
    for _ in range(3):
        page.get_by_role("button", name="Next").click()
        found = page.locator(".cue.shown > a")
        expect(found).to_be_in_viewport()
        # A smooth scroll is on its way for a while.
        page.wait_for_function(f"() => !({COVERED})(document.querySelector('.cue.shown > a'))")
    assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize("page", [PHONE, NARROW], indirect=True)
def test_on_a_phone_the_bar_of_the_selection_can_be_pressed(page: Page) -> None:
    page.goto(f"{WATCH}?q=stackable")
    page.get_by_text("Quote, link or make a clip").click()
    page.get_by_text("Keyboard shortcuts").click()
    assert page.evaluate(SMALL_TARGETS) == []
    bar = _select(page, "#c-34500", 2, "#c-41000", 5)
    assert page.evaluate(SMALL_TARGETS) == []
    bar.get_by_role("button", name="Copy link", exact=True).click()
    assert "?t=34.7" in _copied(page, "Link copied")
    assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_on_a_phone_the_steps_stand_right_below_the_player(page: Page) -> None:
    page.goto(f"{WATCH}?t=41&q=stackable#c-41000")
    page.wait_for_function(READY)
    page.locator("#c-41000").scroll_into_view_if_needed()
    player, steps = page.locator("#player").bounding_box(), page.locator("#steps").bounding_box()
    assert player and steps
    assert player["y"] == 0
    assert abs(player["y"] + player["height"] - steps["y"]) <= 4


def test_the_welsh_page_has_all_of_it(page: Page) -> None:
    page.goto(f"/cy{WATCH}?t=15&q=stackable")
    page.wait_for_function(READY)
    page.locator("#steps [data-step='1']").click()
    expect(page.locator(PLACE)).to_contain_text("0:28")
    page.locator("#find").fill("harbour")
    page.locator("#find").press("Enter")
    expect(page.locator("mark")).to_have_text(["harbour", "harbour"])
    assert page.url.split("?")[0].endswith(f"/cy{WATCH}")
    page.locator("#c-28000").click()
    wait_until_it_plays(page)
    expect(page.locator("#lines")).to_have_attribute("lang", "en")
    page.evaluate(SELECT, ["#c-28000", 0, "#c-28000", 3])
    page.locator("#picker [data-deed=quote]").click()
    expect(page.locator("#status")).not_to_be_empty()
    assert f"/cy{WATCH}?t=28" in page.evaluate(COPIED)


def test_a_recording_of_sound_alone_plays_from_its_lines(page: Page) -> None:
    page.goto(f"/webinars/{TEACUPS}?q=tempest")
    expect(page.locator("audio")).to_have_count(1)
    page.locator("#c-2000").click()
    page.wait_for_function("() => document.querySelector('audio').currentTime >= 2")
    page.keyboard.press("k")
    assert page.locator("audio").evaluate("audio => audio.paused")
