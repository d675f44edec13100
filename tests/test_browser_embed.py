"""A player in the page of somebody else, in a real browser, and what the site's own page tells."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlencode

import pytest
from conftest import BOATS, TEACUPS
from playwright.sync_api import Browser, FrameLocator, Page, expect
from site_pages import NO_SCRIPT

NARROW = {"viewport": {"width": 320, "height": 640}}
PLAY = "video => { video.muted = true; return video.play(); }"
FITS = """() => document.documentElement.scrollWidth <= innerWidth
    && document.documentElement.scrollHeight <= innerHeight"""


class Elsewhere(ThreadingHTTPServer):
    """Another site on this machine, since another port is another origin; `code` is its page."""

    code = ""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)


class _Answer(BaseHTTPRequestHandler):
    server: Elsewhere

    def do_GET(self) -> None:
        body = f"<!DOCTYPE html><title>Elsewhere</title>{self.server.code}".encode()
        self.send_response(200)
        self.send_header("content-type", "text/html; charset=utf-8")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[Elsewhere]:
    server = Elsewhere()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def guest(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page in which the other site is opened."""
    context = chromium.new_context(**getattr(request, "param", {}))
    yield context.new_page()
    context.close()


def show(guest: Page, elsewhere: Elsewhere, code: str) -> FrameLocator:
    """Open the other site with some code in its page; gives the frame in it."""
    elsewhere.code = code
    guest.goto(f"http://127.0.0.1:{elsewhere.server_port}/")
    return guest.frame_locator("iframe")


def code_for(guest: Page, site: str, path: str) -> str:
    """The code that the site gives for one of its addresses."""
    answer = guest.request.get(f"{site}/oembed?{urlencode({'url': site + path})}")
    return str(answer.json()["html"])


@pytest.mark.parametrize("guest", [{}, NO_SCRIPT], indirect=True)
def test_a_clip_plays_in_the_page_of_another_and_stops_at_its_end(
    guest: Page, site: str, elsewhere: Elsewhere
) -> None:
    complaints: list[str] = []
    guest.on("console", lambda message: complaints.append(message.text))
    frame = show(guest, elsewhere, code_for(guest, site, f"/webinars/{BOATS}?t=20,22"))
    video = frame.locator("video")
    expect(frame.get_by_role("heading")).to_have_text("Paper boats for everybody")
    expect(video).to_have_js_property("currentTime", 20)
    video.evaluate(PLAY)
    expect(video).to_have_js_property("paused", True)
    assert 22 <= float(video.evaluate("video => video.currentTime")) < 22.5
    assert complaints == []


def test_captions_are_there_in_the_page_of_another(
    guest: Page, site: str, elsewhere: Elsewhere
) -> None:
    frame = show(guest, elsewhere, code_for(guest, site, f"/webinars/{BOATS}"))
    track = "video => { video.textTracks[0].mode = 'showing'; return video.textTracks[0].kind; }"
    assert frame.locator("video").evaluate(track) == "captions"
    expect(frame.locator("track")).to_have_js_property("readyState", 2)


@pytest.mark.parametrize("guest", [{}, NARROW], indirect=True)
@pytest.mark.parametrize("slug", [BOATS, TEACUPS])
def test_a_player_fits_its_frame(guest: Page, site: str, elsewhere: Elsewhere, slug: str) -> None:
    code = f'<iframe src="{site}/embed/{slug}?t=3" width="300" height="250"></iframe>'
    frame = show(guest, elsewhere, code)
    link = frame.get_by_role("link", name="Read along")
    expect(link).to_be_in_viewport()
    assert link.evaluate(FITS)


def test_the_page_opens_beside_the_page_of_the_other(
    guest: Page, site: str, elsewhere: Elsewhere
) -> None:
    frame = show(guest, elsewhere, code_for(guest, site, f"/webinars/{BOATS}?t=15"))
    with guest.expect_popup() as opened:
        frame.get_by_role("link", name="Read along").click()
    expect(opened.value.locator(".cue > a[aria-current]")).to_have_text("0:15")
    assert opened.value.evaluate("() => window.opener") is None
    assert guest.title() == "Elsewhere"


def test_no_other_page_lets_itself_be_shown_in_a_frame(
    guest: Page, site: str, elsewhere: Elsewhere
) -> None:
    with guest.expect_console_message(lambda m: "frame-ancestors" in m.text) as refused:
        frame = show(guest, elsewhere, f'<iframe src="{site}/webinars/{BOATS}"></iframe>')
    assert refused.value.type == "error"
    expect(frame.locator("h1")).not_to_have_text("Paper boats for everybody")


def test_a_browser_takes_the_description_for_data(page: Page) -> None:
    # The fixture fails on any complaint of the browser about its policy.
    page.goto(f"/webinars/{BOATS}")
    block = page.locator('script[type="application/ld+json"]')
    assert json.loads(block.text_content() or "")["name"] == "Paper boats for everybody"


@pytest.mark.parametrize("page", [NO_SCRIPT], indirect=True)
def test_the_code_to_copy_is_the_code_that_works(
    page: Page, site: str, elsewhere: Elsewhere, chromium: Browser
) -> None:
    page.goto(f"/cy/webinars/{BOATS}?t=15,30")
    code = page.locator("#share-code").input_value()
    context = chromium.new_context()
    frame = show(context.new_page(), elsewhere, code)
    expect(frame.locator("html")).to_have_attribute("lang", "cy")
    expect(frame.locator("video")).to_have_js_property("currentTime", 15)
    context.close()
