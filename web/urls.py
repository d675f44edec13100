"""Every address of the site, built here and nowhere else.

Times in addresses are seconds (`t=754`, `t=754,801`); everywhere else they are milliseconds. Pages
have an address in each language, and the one given is that in the language that is spoken; files
have one address.
"""

import re
from collections.abc import Mapping
from urllib.parse import quote, urlencode, urlsplit

from media import nations
from media.model import MentionKind
from media.timecode import format_moment
from web.assets import version
from web.languages import Language, language_of_path, spoken

HOME = "/"
SEARCH = "/search"
WEBINARS = "/webinars"
PEOPLE = "/people"
INSTITUTIONS = "/institutions"
NATIONS = "/nations"
TERMS = "/terms"
DOCUMENTS = "/documents"
A_TO_Z = "/a-z"
ABOUT = "/about"
EMBED = "/embed"
OPENSEARCH = "/opensearch.xml"
OEMBED = "/oembed"
SITEMAP = "/sitemap.xml"
ROBOTS = "/robots.txt"


WEBINARS_FEED = "/webinars.atom"
SEARCH_FEED = "/search.atom"
PODCAST = "/podcast.xml"
API_GUIDE = "/api"
API = "/api/v1"
CLIP_LIST = "/clip-list"
HEALTH = "/healthz"
STATIC = "/static"
# The line of a webinar's page that is said at the moment its address names.
MOMENT = "moment"

# What stands for nothing in an address and may not stand in one.
_NOT_IN_ADDRESSES = re.compile(r'[\s"<>\\^`{|}]')
_NATION_SLUGS: Mapping[str, str] = {nation.name: nation.slug for nation in nations.NATIONS}


def page(path: str) -> str:
    """The address of a page in the language that is spoken."""
    return spoken().prefix + path


def bare(path: str) -> str:
    """A page's path without its language.

    It begins with one slash: what browsers read as two would begin the name of another site.
    """
    return HOME + path.removeprefix(language_of_path(path).prefix).lstrip("/\\")


def twin(path: str, query: str, language: Language) -> str:
    """The address of a page in another language, with the same query."""
    address = language.prefix + bare(path)
    return f"{address}?{query}" if query else address


def static(name: str) -> str:
    """The address of a file of the site's own, as it is now."""
    return f"{STATIC}/{version()}/{name}"


def search(values: Mapping[str, str]) -> str:
    """The address of a search; empty values are left out."""
    return page(SEARCH) + _query(values)


def search_feed(values: Mapping[str, str]) -> str:
    """The address of the feed of a search; empty values are left out."""
    return page(SEARCH_FEED) + _query(values)


def api(path: str, values: Mapping[str, str] | None = None) -> str:
    """The address of an answer of the API."""
    return f"{API}{quote(path)}{_query(values or {})}"


def webinar(
    slug: str,
    start_ms: int | None = None,
    end_ms: int | None = None,
    query: str = "",
    anchor: str = "",
) -> str:
    """The address of a webinar, at a moment or a clip of it, with a query to highlight."""
    jump = f"#{anchor}" if anchor else ""
    query_part = _query({"t": _moment(start_ms, end_ms), "q": query})
    return f"{page(WEBINARS)}/{quote(slug)}{query_part}{jump}"


def moment(slug: str, start_ms: int, query: str) -> str:
    """The address of a moment of a webinar, at the line then said, with a query to highlight."""
    return webinar(slug, start_ms, query=query, anchor=MOMENT)


def transcript(slug: str, extension: str, *, times: bool = True, names: bool = True) -> str:
    """The address of a transcript as a file, without times or without names of speakers."""
    left_out = {"times": "" if times else "0", "names": "" if names else "0"}
    return f"{page(WEBINARS)}/{quote(slug)}/transcript.{extension}{_query(left_out)}"


def embed(slug: str, start_ms: int | None = None, end_ms: int | None = None) -> str:
    """The address of a webinar's player for the pages of others, at a moment or a clip of it."""
    return f"{page(EMBED)}/{quote(slug)}" + _query({"t": _moment(start_ms, end_ms)})


def oembed(address: str) -> str:
    """The address that tells others how to show an (absolute) address of ours."""
    return OEMBED + _query({"url": address, "format": "json"})


def moment_text(start_ms: int, end_ms: int | None = None) -> str:
    """The value of `t=` for a moment or a clip."""
    return format_moment(start_ms, end_ms)


def cue(start_ms: int, query: str, anchor: str) -> str:
    """The address of a cue, as seen from the page that it is on."""
    return f"{_query({'t': format_moment(start_ms), 'q': query})}#{anchor}"


def person(name: str) -> str:
    """The address of a person, by id."""
    return f"{page(PEOPLE)}/{quote(name)}"


def institution(name: str) -> str:
    """The address of an institution, by id."""
    return f"{page(INSTITUTIONS)}/{quote(name)}"


def nation(name: str) -> str:
    """The address of a nation, by name."""
    return f"{page(NATIONS)}/{_NATION_SLUGS[name]}"


def term(name: str) -> str:
    """The address of a term, by id."""
    return f"{page(TERMS)}/{quote(name)}"


def named(kind: MentionKind, name: str) -> str:
    """The address of what is named in speech, by id; a nation goes by its name."""
    match kind:
        case "person":
            return person(name)
        case "institution":
            return institution(name)
        case "nation":
            return nation(name)
        case "term":
            return term(name)


def document(slug: str) -> str:
    """The address of a document."""
    return f"{page(DOCUMENTS)}/{quote(slug)}"


def recording(slug: str, start_ms: int | None = None, end_ms: int | None = None) -> str:
    """The address of a recording, with the media fragment that makes a player start there."""
    moment = _moment(start_ms, end_ms)
    return f"/media/{quote(slug)}/recording" + (f"#t={moment}" if moment else "")


def captions(slug: str) -> str:
    """The address of a webinar's captions."""
    return f"/media/{quote(slug)}/captions.vtt"


def chapters(slug: str) -> str:
    """The address of a webinar's chapters, as a player reads them."""
    return f"/media/{quote(slug)}/chapters.vtt"


def json_chapters(slug: str) -> str:
    """The address of a webinar's chapters, as podcast applications read them."""
    return f"/media/{quote(slug)}/chapters.json"


def poster(slug: str) -> str:
    """The address of a webinar's still."""
    return f"/media/{quote(slug)}/poster.jpg"


def outside(address: str) -> str:
    """An address of somebody else's that is safe to link to, or nothing.

    The catalogue is edited by hand; `javascript:` and the like never become a link, and what no
    address may hold is escaped (RFC 3986, appendix A).
    """
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return ""
    return _NOT_IN_ADDRESSES.sub(lambda one: quote(one[0]), address.strip())


def mail(address: str) -> str:
    """A link that writes to somebody, or nothing where the contact is no e-mail address."""
    return f"mailto:{quote(address, safe='@')}" if "@" in address else outside(address)


def _moment(start_ms: int | None, end_ms: int | None) -> str:
    return "" if start_ms is None else format_moment(start_ms, end_ms)


def _query(values: Mapping[str, str]) -> str:
    # The comma of `t=754,801` is allowed in a query and reads better unescaped.
    chosen = {key: value for key, value in values.items() if value}
    return f"?{urlencode(chosen, safe=',')}" if chosen else ""
