"""XML as a small tree with line numbers, read so that no file can do harm.

A document type is refused, and with it every entity that a file defines: nothing is expanded and
nothing is fetched. Names are without their namespaces.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from xml.parsers import expat

from media.errors import BadCaptions

# Captions are nested less than ten deep; the readers call themselves once for each level.
_DEEPEST: Final = 50


@dataclass(slots=True)
class Element:
    """An element; `line` is where it starts, `children` are elements and text in order."""

    name: str
    attributes: dict[str, str]
    line: int
    children: "list[Element | str]" = field(default_factory=list)

    @property
    def elements(self) -> "Iterator[Element]":
        """The elements right inside."""
        return (child for child in self.children if isinstance(child, Element))

    @property
    def text(self) -> str:
        """All text inside, at any depth."""
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    def find(self, name: str) -> "Iterator[Element]":
        """Give the elements of a name inside, at any depth, in order."""
        for element in self.elements:
            if element.name == name:
                yield element
            yield from element.find(name)


def parse_xml(text: str, path: Path) -> Element:
    """Parse a document; raises BadCaptions with the line."""
    return _Builder(path).parse(text)


class _Builder:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._open = [Element("", {}, 0)]

    def parse(self, text: str) -> Element:
        try:
            self._parser.Parse(text.encode("utf-8", "replace"), True)
        except expat.ExpatError as why:
            what = f"is no well-formed XML here ({expat.ErrorString(why.code)}); export it again."
            raise BadCaptions(self._path, why.lineno, what) from why
        return next(self._open[0].elements)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        line = self._parser.CurrentLineNumber
        if len(self._open) > _DEEPEST:
            what = "is nested deeper than captions are; export the captions as WebVTT."
            raise BadCaptions(self._path, line, what)
        local = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        element = Element(name.rpartition(" ")[2], local, line)
        self._open[-1].children.append(element)
        self._open.append(element)

    def _end(self, name: str) -> None:
        self._open.pop()

    def _characters(self, text: str) -> None:
        self._open[-1].children.append(text)

    def _doctype(self, *declaration: object) -> None:
        what = "declares a document type, which captions have no use for; take it out."
        raise BadCaptions(self._path, self._parser.CurrentLineNumber, what)
