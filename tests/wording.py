"""What the site says: its messages, what templates show untranslated, and what a page shows."""

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from babel.messages import Catalog
from babel.messages.pofile import read_po
from jinja2 import nodes

from web.rendering import HERE, TEMPLATES

ROOT = Path(__file__).parents[1]
PO = HERE / "translations" / "cy" / "LC_MESSAGES" / "messages.po"
# What one hears or sees of a tag.
SHOWN_ATTRIBUTES = {"alt", "aria-label", "aria-description", "content", "label", "placeholder"}
SHOWN_ATTRIBUTES |= {"summary", "title"}
TRANSLATES = {"_", "gettext", "ngettext"}
# These macros and blocks stand in tags, which a walk does not see.
IN_TAGS = {"kind", "lang", "measure", "player_words"}
LETTERS = re.compile(r"[^\W\d_]{2,}")
# What stands in these is code, or no text at all.
CODE = {"code", "pre", "script", "style", "textarea"}
# These are closed by no tag.
VOID = {"br", "hr", "img", "input", "link", "meta", "rect", "source", "track", "wbr"}
# A constant that reads as words; not the name of a class, of a field or of a template.
WORDS = re.compile(r"^[A-Z][a-z]|[^\W\d_]{2,} [^\W\d_]")


@cache
def messages() -> Catalog:
    """Return every message of the code, as `make translations` gathers them."""
    recipe = re.search(r"pybabel --quiet (extract .*?) -o", _makefile(), re.DOTALL)
    assert recipe
    with TemporaryDirectory() as folder:
        path = Path(folder) / "messages.pot"
        words = recipe[1].replace("\\\n", " ").split()
        command = [sys.executable, "-m", "babel.messages.frontend", "-q", *words]
        subprocess.run([*command, "-o", str(path), "."], cwd=ROOT, check=True, timeout=60)
        with path.open("rb") as file:
            return read_po(file)


def _makefile() -> str:
    return (ROOT / "Makefile").read_text("utf-8")


def untranslated(source: str) -> list[str]:
    """Return the words of a template that stand in it and go through no translation."""
    tree = TEMPLATES.parse(source)
    page = Shown()
    page.feed("".join(_written(tree)))
    page.close()
    found = [text for text in page.texts if LETTERS.search(text)]
    return found + [text for text in _constants(tree) if WORDS.search(text)]


def _written(node: nodes.Node) -> Iterator[str]:
    """Give what a template writes by itself, in its order, whatever its conditions."""
    if isinstance(node, nodes.Macro | nodes.Block) and node.name in IN_TAGS:
        return
    if isinstance(node, nodes.Output):
        for part in node.nodes:
            yield part.data if isinstance(part, nodes.TemplateData) else "".join(_values(part))
        return
    for child in node.iter_child_nodes():
        yield from _written(child)


def _values(node: nodes.Node) -> Iterator[str]:
    """Give the constants that an expression may come to."""
    match node:
        case nodes.Const(value=str(text)):
            yield text
        case nodes.CondExpr():
            yield from _values(node.expr1)
            if node.expr2:
                yield from _values(node.expr2)
        case nodes.Or() | nodes.And() | nodes.Add():
            yield from chain(_values(node.left), _values(node.right))
        case nodes.Concat() | nodes.List() | nodes.Tuple():
            names = node.nodes if isinstance(node, nodes.Concat) else node.items
            for one in names:
                yield from _values(one)
        case nodes.Dict():
            for pair in node.items:
                yield from _values(pair.value)
        case nodes.Getitem() | nodes.Getattr() | nodes.Filter() | nodes.MarkSafeIfAutoescape():
            child = node.expr if isinstance(node, nodes.MarkSafeIfAutoescape) else node.node
            yield from _values(child) if child else ()
        case nodes.Call(node=nodes.Getattr(attr="get")):
            yield from _values(node.node)
            for one in node.args[1:]:
                yield from _values(one)


def _constants(node: nodes.Node) -> Iterator[str]:
    """Give the constants of a template, but for messages and what is only compared."""
    if isinstance(node, nodes.Compare):
        return
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.value
    is_message = (
        isinstance(node, nodes.Call)
        and isinstance(node.node, nodes.Name)
        and node.node.name in TRANSLATES
    )
    for child in node.iter_child_nodes():
        if not (is_message and isinstance(child, nodes.Const)):
            yield from _constants(child)


@dataclass
class Tag:
    """A tag with its attributes, and the language (BCP 47) of what it stands in."""

    name: str
    values: dict[str, str]
    around: str


@dataclass
class Shown(HTMLParser):
    """The texts of a page and of its tags that one sees or hears, and its tags."""

    texts: list[str] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    # The names of the open tags, and the language in each.
    open: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        around = self.open[-1][1] if self.open else ""
        self.tags.append(Tag(tag, values, around))
        if tag not in VOID:
            self.open.append((tag, values.get("lang", around)))
        if tag != "meta" or values.get("name") == "description":
            self.texts += [values[name] for name in values if name in SHOWN_ATTRIBUTES]

    def handle_endtag(self, tag: str) -> None:
        names = [name for name, _ in self.open]
        if tag in names:
            del self.open[len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        if any(name in CODE for name, _ in self.open):
            return
        if text := " ".join(data.split()):
            self.texts.append(text)


def shown(page: str) -> Shown:
    """Read a page."""
    found = Shown()
    found.feed(page)
    found.close()
    return found
