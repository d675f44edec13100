"""axe-core over every page in every state: the faults of accessibility that a machine can see."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, expect
from site_pages import (
    COLOURED,
    DARK,
    FAULTS,
    FORCED,
    FRAMED,
    PAGES,
    PHONE,
    RESULTS,
    STATES,
    WATCH,
    WELSH_RESULTS,
)

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What is folded away is read as well.
UNFOLD = "() => document.querySelectorAll('details').forEach((one) => { one.open = true })"
# With forced colours the system answers for contrast, and axe takes the author's colour for text.
RUN = f"""() => axe.run({{
    runOnly: {json.dumps(RULES)}, resultTypes: ["violations"],
    rules: {{ "color-contrast": {{ enabled: !matchMedia("(forced-colors: active)").matches }} }},
}})"""
PLANTED = """<!DOCTYPE html><html lang="en"><title>Planted</title><main><h1>Planted</h1>
<img src="data:,"><p style="color: #aaa; background: #fff">pale</p><h3>jumped</h3></main></html>"""
SELECT = """() => {
    const words = document.querySelector("#c-15000").nextElementSibling;
    getSelection().selectAllChildren(words);
}"""


def faults_of(page: Page) -> list[str]:
    """Each fault that axe sees on a page: the rule, what helps, and where."""
    page.evaluate(UNFOLD)
    page.evaluate(AXE_SCRIPT)
    found: dict[str, Any] = page.evaluate(RUN)
    return [
        f"{rule['id']} at {node['target'][-1]}: {rule['help']}. {rule['helpUrl']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def faults_at(page: Page, addresses: list[str]) -> list[str]:
    found = []
    for address in addresses:
        page.goto(address)
        found += [f"{address}: {fault}" for fault in faults_of(page)]
    return found


def play_in_place(page: Page) -> None:
    page.goto(RESULTS)
    page.locator("a[data-play]").first.click()
    expect(page.locator(".playing video")).to_be_focused()


def keep_two_clips(page: Page) -> None:
    page.goto(WELSH_RESULTS)
    for number in range(2):
        page.locator("button[data-clip]").nth(number).click()
    expect(page.locator("[data-clips] .number").first).to_have_text("(2)")


def list_the_clips_that_are_kept(page: Page) -> None:
    page.goto("/clip-list")
    page.get_by_role("button", name="Copy all as Markdown").click()
    expect(page.get_by_role("status")).not_to_be_empty()


def copy_the_moment(page: Page) -> None:
    page.goto(f"/cy{WATCH}")
    page.locator("#copy-moment").click()
    expect(page.get_by_role("status")).not_to_be_empty()


def select_words(page: Page) -> None:
    page.goto(WATCH)
    page.evaluate(SELECT)
    expect(page.get_by_role("toolbar").get_by_role("button").first).to_be_visible()


def find_nothing_in_the_transcript(page: Page) -> None:
    page.goto(WATCH)
    page.get_by_role("searchbox", name="Find in the transcript").fill("kelp")
    page.get_by_role("button", name="Find", exact=True).click()
    expect(page.locator("#found")).to_contain_text("No line")


# The bar lies over the lines that follow and goes with the selection.
COVERING = "select_words: target-size at #c-"
# One after the other in one browser, which keeps the clips.
USES: list[Callable[[Page], None]] = [
    play_in_place,
    keep_two_clips,
    list_the_clips_that_are_kept,
    copy_the_moment,
    select_words,
    find_nothing_in_the_transcript,
]


@pytest.mark.parametrize("page", [{}, PHONE], ids=["wide", "phone"], indirect=True)
def test_axe_sees_no_fault_on_any_page(page: Page) -> None:
    found = faults_at(page, [*PAGES, *FRAMED])
    assert not found, "\n".join(found)


@pytest.mark.parametrize("page", [DARK, FORCED], ids=["dark", "forced colours"], indirect=True)
def test_axe_sees_no_fault_in_other_colours(page: Page) -> None:
    found = faults_at(page, COLOURED)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("page", STATES.values(), ids=list(STATES), indirect=True)
def test_axe_sees_no_fault_in_what_a_reader_has_opened(page: Page) -> None:
    found = []
    for use in USES:
        use(page)
        found += [f"{use.__name__}: {fault}" for fault in faults_of(page)]
    found = [fault for fault in found if not fault.startswith(COVERING)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("address", FAULTS)
def test_axe_sees_no_fault_on_the_pages_of_faults(
    chromium: Browser, site: str, address: str
) -> None:
    with chromium.new_page(base_url=site) as page:
        page.goto(address)
        assert not faults_of(page), address


def test_axe_sees_what_is_planted(page: Page) -> None:
    page.set_content(PLANTED)
    rules = {fault.split()[0] for fault in faults_of(page)}
    assert rules == {"image-alt", "color-contrast", "heading-order"}
