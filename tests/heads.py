"""What the head of a page tells machines, read as they read it."""

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any


@dataclass
class Head:
    """The metas of a page by property or name, its links by rel, and its data blocks."""

    metas: dict[str, list[str]] = field(default_factory=dict)
    links: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    blocks: list[str] = field(default_factory=list)

    def meta(self, name: str) -> str | None:
        """The only value of a meta, None where there is none."""
        found = self.metas.get(name, [])
        assert len(found) <= 1, (name, found)
        return found[0] if found else None

    def link(self, rel: str, **attributes: str) -> str:
        """The address of the only link that has these attributes."""
        found = [a for a in self.links.get(rel, []) if attributes.items() <= a.items()]
        assert len(found) == 1, (rel, found)
        return found[0]["href"]

    @property
    def data(self) -> Any:  # noqa: ANN401  (JSON)
        """The page's only data block."""
        assert len(self.blocks) == 1
        return json.loads(self.blocks[0])


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.head = Head()
        self._in_block = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "meta" and (name := values.get("property") or values.get("name")):
            self.head.metas.setdefault(name, []).append(values["content"])
        if tag == "link":
            self.head.links.setdefault(values["rel"], []).append(values)
        if tag == "script" and values.get("type") == "application/ld+json":
            self._in_block = True
            self.head.blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        self._in_block = self._in_block and tag != "script"

    def handle_data(self, data: str) -> None:
        if self._in_block:
            self.head.blocks[-1] += data


def head_of(page: str) -> Head:
    """Read the head of a page."""
    reader = _Reader()
    reader.feed(page)
    return reader.head
