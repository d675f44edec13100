"""axe-core over every page in every state: the faults of accessibility that a machine can see."""

import json
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page
from site_pages import FAULTS, PAGES, STATES

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


@pytest.mark.parametrize("page", STATES.values(), ids=list(STATES), indirect=True)
def test_axe_sees_no_fault_on_any_page(page: Page) -> None:
    found = []
    for address in PAGES:
        page.goto(address)
        found += [f"{address}: {fault}" for fault in faults_of(page)]
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
