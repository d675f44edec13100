"""Documentation that cannot lie: what it names exists, and what exists is named."""

import os
import re
import subprocess
from dataclasses import fields
from pathlib import Path

import pytest

from ingest.recognising.recognisers import ENGINES
from media.entities import Site
from media.settings import Settings

ROOT = Path(__file__).parents[1]
GUIDE = (ROOT / "docs" / "staff-guide.md").read_text("utf-8")
FORMATS = (ROOT / "docs" / "formats.md").read_text("utf-8")
PAGES = [ROOT / "README.md", *ROOT.glob("docs/**/*.md"), *ROOT.glob("[a-z]*/README.md")]
TARGETS = set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_that_a_page_names_exists(page: Path) -> None:
    named = set(re.findall(r"^\s*make ([a-z-]+)|`make ([a-z-]+)", page.read_text("utf-8"), re.M))
    assert {first or second for first, second in named} <= TARGETS


def test_the_guide_names_every_command() -> None:
    assert {target for target in TARGETS if f"`make {target}`" not in GUIDE} == set()


def test_the_guide_names_every_setting_with_its_default() -> None:
    for field in fields(Settings):
        row = re.search(rf"^\| `{field.name.upper()}` \|(.*?)\|", GUIDE, re.MULTILINE)
        assert row, field.name
        default = "" if field.default is False else str(field.default)
        assert row[1].strip("` ") == default, field.name


def test_the_formats_name_every_key_of_site_toml() -> None:
    rows = re.findall(r"^\| (`[a-z_`, ]+`) \|", FORMATS, re.MULTILINE)
    named = {key for row in rows for key in re.findall(r"`([a-z_]+)`", row)}
    assert {field.name for field in fields(Site)} - named == set()


def test_the_guide_names_every_engine() -> None:
    assert [engine for engine in ENGINES if f"| `{engine}` |" not in GUIDE] == []


def test_make_serves_this_machine_only_unless_told_otherwise() -> None:
    told = {"PATH": os.environ["PATH"]}
    command = ["/usr/bin/make", "-pn", "help"]
    listing = subprocess.run(
        command, cwd=ROOT, env=told, capture_output=True, text=True, check=True
    )
    assert "HOST = 127.0.0.1\n" in listing.stdout
    assert "PORT = 8000\n" in listing.stdout
