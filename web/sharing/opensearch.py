"""`/opensearch.xml`: the search, as browsers add it to theirs (OpenSearch 1.1, draft 6)."""

from xml.etree.ElementTree import Element, SubElement

from starlette.requests import Request
from starlette.responses import Response

from media.entities import Site
from web import urls
from web.languages import _, of_the_site, spoken
from web.origin import origin
from web.state import state
from web.xml import xml

MEDIA_TYPE = "application/opensearchdescription+xml"
NAMESPACE = "http://a9.com/-/spec/opensearch/1.1/"
# In characters.
_LONGEST_SHORT_NAME, _LONGEST_LONG_NAME, _LONGEST_DESCRIPTION = 16, 48, 1024


def show(request: Request) -> Response:
    """Answer `/opensearch.xml` with the search in the language of the address."""
    here, site = origin(request), of_the_site(state(request).library.catalogue.site)
    root = Element("OpenSearchDescription", {"xmlns": NAMESPACE})
    for name, text in _texts(site).items():
        if text:
            SubElement(root, name).text = text
    icon = SubElement(root, "Image", type="image/svg+xml")
    icon.text = here + urls.static("favicon.svg")
    _add_address(root, "text/html", f"{here}{urls.page(urls.SEARCH)}?q={{searchTerms}}")
    _add_address(root, MEDIA_TYPE, here + urls.page(urls.OPENSEARCH), rel="self")
    return xml(root, MEDIA_TYPE)


def _texts(site: Site) -> dict[str, str]:
    """Return the elements that hold words, by name."""
    return {
        "ShortName": cut(site.short_title or site.title, _LONGEST_SHORT_NAME),
        "LongName": cut(site.title, _LONGEST_LONG_NAME),
        "Description": cut(
            site.description or site.tagline or _("Search what was said"), _LONGEST_DESCRIPTION
        ),
        "Contact": site.contact if "@" in site.contact else "",
        "Language": spoken().locale,
        "InputEncoding": "UTF-8",
        "OutputEncoding": "UTF-8",
    }


def cut(text: str, longest: int) -> str:
    """Cut a text to so many characters, if need be, and show that it was cut."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _add_address(root: Element, media_type: str, template: str, rel: str = "results") -> None:
    SubElement(root, "Url", type=media_type, rel=rel, template=template)
