"""The pages of the test site and the states of a browser, for the checks that go over all of them.

A new page is added here, and every check takes it in.
"""

from typing import Any

from conftest import BOATS, LANTERNS, NAUGHTY, TEACUPS
from playwright.sync_api import ViewportSize

PHONE_SIZE: ViewportSize = {"width": 390, "height": 844}
PHONE: dict[str, Any] = {"viewport": PHONE_SIZE, "has_touch": True, "is_mobile": True}
NARROW = {"viewport": {"width": 320, "height": 640}}
DARK: dict[str, Any] = {"color_scheme": "dark"}
FORCED: dict[str, Any] = {"forced_colors": "active"}
CALM: dict[str, Any] = {"reduced_motion": "reduce"}
NO_SCRIPT = {"java_script_enabled": False}
STATES: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": DARK,
    "forced colours": FORCED,
    "phone": PHONE,
}

HOME = "/"
RESULTS = "/search?q=stackable"
QUESTION = "/search?q=what+did+someone+from+Boat+College+say&nation=either:Wales"
WATCH = f"/webinars/{BOATS}?t=15&q=stackable"
BAD_CLIP = f"/webinars/{BOATS}?from=0:08&to=tea"
WELSH_RESULTS = "/cy/search?q=stackable"
WELSH = [
    "/cy/",
    WELSH_RESULTS,
    "/cy/search?q=zebra&speaker=otto-inkwell",
    f"/cy/webinars/{BOATS}?t=15&q=stackable",
    "/cy/about",
    "/cy/api",
    "/cy/clip-list",
]
PAGES = [
    HOME,
    "/search",
    RESULTS,
    "/search?q=zebra",
    "/search?q=zebra&speaker=otto-inkwell",
    QUESTION,
    "/webinars",
    WATCH,
    f"/webinars/{BOATS}?t=never",
    f"/webinars/{TEACUPS}",
    f"/webinars/{LANTERNS}",
    f"/webinars/{NAUGHTY}",
    "/people",
    "/people/otto-inkwell",
    "/institutions",
    "/institutions/boat-college",
    "/institutions/lantern-fund",
    "/nations",
    "/nations/wales",
    "/terms",
    "/terms/tide",
    "/a-z",
    "/documents",
    "/documents/folding-guide",
    "/about",
    "/api",
    "/clip-list",
    BAD_CLIP,
    *WELSH,
]
# What stands in the pages of others has neither the head nor the foot of the site.
FRAMED = [f"/embed/{BOATS}?t=15,20", f"/embed/{TEACUPS}"]
# Every kind of thing that has a colour is on one of these.
COLOURED = [
    HOME,
    RESULTS,
    QUESTION,
    WATCH,
    BAD_CLIP,
    f"/webinars/{TEACUPS}",
    "/people/otto-inkwell",
    "/institutions/boat-college",
    "/a-z",
    "/documents/folding-guide",
    "/api",
    FRAMED[0],
]
# Answers that are no success are pages too, but a browser notes each on its console.
FAULTS = ["/nowhere", "/cy/nowhere", "/search?q=" + "long" * 200]
