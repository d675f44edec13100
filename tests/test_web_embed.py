"""The player for the pages of others: what it says, and who may show it."""

import pytest
from conftest import BOATS, DRAFT, LANTERNS, NAUGHTY, SCRIPT, WITHDRAWN
from heads import head_of
from starlette.testclient import TestClient

from web.headers import POLICY, policy

HERE = "http://localhost"


def _directives(text: str) -> dict[str, str]:
    parts = (directive.partition(" ") for directive in text.split("; "))
    return {name: value for name, _, value in parts}


@pytest.mark.parametrize("prefix", ["", "/cy"])
def test_only_the_player_may_be_shown_in_a_frame(visitor: TestClient, prefix: str) -> None:
    headers = visitor.get(f"{prefix}/embed/{BOATS}?t=15,30").headers
    ours, strict = _directives(headers["content-security-policy"]), _directives(POLICY)
    assert ours.pop("frame-ancestors") == "*"
    assert strict.pop("frame-ancestors") == "'none'"
    assert ours == strict
    assert headers["cross-origin-resource-policy"] == "cross-origin"
    assert headers["x-content-type-options"] == "nosniff"
    assert visitor.get(f"{prefix}/webinars/{BOATS}").headers["content-security-policy"] == POLICY
    missing = visitor.get(f"{prefix}/embed/none")
    assert missing.status_code == 404
    assert missing.headers["content-security-policy"] == POLICY


def test_a_policy_opens_nothing_but_what_it_names() -> None:
    assert policy() == POLICY
    assert policy("*") == POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")


@pytest.mark.parametrize("prefix", ["", "/cy"])
def test_a_player_plays_a_clip_and_leads_to_the_page(visitor: TestClient, prefix: str) -> None:
    page = visitor.get(f"{prefix}/embed/{BOATS}?t=15,30").text
    assert f'src="/media/{BOATS}/recording#t=15,30"' in page
    assert f'<track kind="captions" src="/media/{BOATS}/captions.vtt" srclang="en"' in page
    assert "poster=" not in page
    assert "Professor Otto Inkwell" in page
    assert ("Prifysgol Cwpanau Te" if prefix else "University of Teacups") in page
    assert f'<a href="{HERE}{prefix}/webinars/{BOATS}?t=15,30" target="_blank"' in page
    assert head_of(page).link("canonical") == f"{HERE}{prefix}/webinars/{BOATS}"
    assert "<script" not in page
    assert "autoplay" not in page
    assert len(page) < 3_000


def test_a_player_starts_at_the_beginning_where_no_moment_is_asked_for(visitor: TestClient) -> None:
    for query in ("", "?t=nonsense", "?t=9999"):
        page = visitor.get(f"/embed/{BOATS}{query}").text
        assert f'src="/media/{BOATS}/recording"' in page
        assert f'poster="/media/{BOATS}/poster.jpg"' in page
        assert "Inkwell" not in page


def test_without_a_recording_there_is_a_sentence_and_the_way_to_the_page(
    visitor: TestClient,
) -> None:
    page = visitor.get(f"/embed/{LANTERNS}").text
    assert "The recording is not available." in page
    assert "<video" not in page
    assert f'href="{HERE}/webinars/{LANTERNS}"' in page


@pytest.mark.parametrize("slug", [DRAFT, WITHDRAWN, "none", "..%2f..%2fsite.toml"])
def test_what_is_not_published_has_no_player(visitor: TestClient, slug: str) -> None:
    assert visitor.get(f"/embed/{slug}").status_code == 404


def test_a_naughty_name_is_text(visitor: TestClient) -> None:
    page = visitor.get(f"/embed/{NAUGHTY}?t=3").text
    assert SCRIPT not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &#34;quotes&#34;" in page
