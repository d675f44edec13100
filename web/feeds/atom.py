"""Feeds as Atom documents (RFC 4287). All addresses are absolute."""

from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from media.dates import PartialDate
from web.feeds.dates import rfc3339

MEDIA_TYPE = "application/atom+xml"
_NAMESPACE = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A recording that belongs to an entry; `size` in bytes."""

    url: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a feed tells of one thing.

    `id` is an address in which no words of a search and no language are, so that it stays; `page`
    is where a reader goes. `language` (BCP 47) is that of the title; `content` is HTML.
    """

    id: str
    page: str
    title: str
    language: str
    date: PartialDate
    author: str
    content: str
    enclosure: Enclosure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed: its own address, the page that shows the same, and its entries, newest first.

    `changed` is when it last was any different, which is when its newest entry is of.
    """

    url: str
    page: str
    title: str
    subtitle: str
    language: str
    author: str
    home: str
    changed: PartialDate
    entries: tuple[Entry, ...]


def atom(feed: Feed) -> Element:
    """Make the document of a feed."""
    root = Element("feed", {"xmlns": _NAMESPACE, "xml:lang": feed.language})
    _texts(root, id=feed.url, title=feed.title, subtitle=feed.subtitle)
    _texts(root, updated=rfc3339(feed.changed))
    _author(root, feed.author, feed.home)
    _link(root, "self", feed.url, MEDIA_TYPE)
    _link(root, "alternate", feed.page, "text/html", hreflang=feed.language)
    for entry in feed.entries:
        _entry(SubElement(root, "entry"), entry, feed.language)
    return root


def newest(entries: Iterable[Entry], otherwise: PartialDate) -> PartialDate:
    """Return the date of the newest entry."""
    return max((entry.date for entry in entries), default=otherwise)


def _entry(element: Element, entry: Entry, language: str) -> None:
    _texts(element, id=entry.id)
    SubElement(element, "title", {"xml:lang": entry.language}).text = entry.title
    _texts(element, updated=rfc3339(entry.date), published=rfc3339(entry.date))
    _author(element, entry.author)
    _link(element, "alternate", entry.page, "text/html", hreflang=language)
    if one := entry.enclosure:
        _link(element, "enclosure", one.url, one.media_type, length=str(one.size))
    if entry.content:
        SubElement(element, "content", {"type": "html"}).text = entry.content


def _texts(element: Element, **texts: str) -> None:
    for name, text in texts.items():
        if text:
            SubElement(element, name).text = text


def _author(element: Element, name: str, uri: str = "") -> None:
    if name:
        _texts(SubElement(element, "author"), name=name, uri=uri)


def _link(element: Element, rel: str, href: str, media_type: str, **more: str) -> None:
    SubElement(element, "link", {"rel": rel, "href": href, "type": media_type, **more})
