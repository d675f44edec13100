"""Word documents: opened again, and their parts looked at as a screen reader and Word do."""

import io
import sys
import time
import zipfile
from pathlib import Path
from subprocess import run

import pytest
from conftest import BOATS
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from export_sheets import ANYTHING, BARCUD, BARE, KITES, ORIGIN, odd_sheet, sheet
from hypothesis import given, settings
from starlette.testclient import TestClient

from web.exports.format import EVERYTHING, Shown
from web.exports.heads import one_line
from web.exports.sheet import Sheet
from web.exports.word import Docx


@pytest.fixture(scope="module")
def kites(tmp_path_factory: pytest.TempPathFactory) -> Sheet:
    return sheet(tmp_path_factory.mktemp("kites") / "archive")


def _open(one: Sheet, shown: Shown = EVERYTHING) -> WordDocument:
    return Document(io.BytesIO(Docx().write(one, shown)))


def _said(document: WordDocument) -> list[tuple[str, str]]:
    return [(p.style.name if p.style else "", p.text) for p in document.paragraphs]


def test_headings_are_styles_in_order(kites: Sheet) -> None:
    headings = [pair for pair in _said(_open(kites)) if pair[0].startswith("Heading")]
    assert headings == [
        ("Heading 1", "Kites & <credit>"),
        ("Heading 2", "People"),
        ("Heading 2", "Transcript"),
        ("Heading 3", "Croeso"),
        ("Heading 3", "# String_theory_"),
        ("Heading 3", "Questions"),
    ]


def test_the_head_tells_date_state_source_and_people(kites: Sheet) -> None:
    said = _said(_open(kites))
    assert said[1:5] == [
        ("Normal", "1. What flies"),
        ("Normal", "1 April 2032 (not confirmed)"),
        ("Normal", "Corrected by hand."),
        ("Normal", f"Source: {ORIGIN}/webinars/{KITES}"),
    ]
    assert said[6] == (
        "List Bullet",
        "Tilda Bramble, Chair, Keeper of String, Coleg Barcud, Wales",
    )


def test_each_time_is_a_link_and_each_name_is_bold(kites: Sheet) -> None:
    spoken = [p for p in _open(kites).paragraphs if p.text.startswith("[")]
    assert [p.text[:24] for p in spoken] == [
        "[0:00] Tilda Bramble: Go",
        "[0:10] Rufus Oakum: Line",
        "[0:44] Line 8 of the kit",
        "[1:10] Speaker 3: Is AT&",
        "[1:15] Speaker not named",
        "[1:20] Passer-by [shouti",
    ]
    links = [link for p in spoken for link in p.hyperlinks]
    assert [(link.text, link.url) for link in links[:2]] == [
        ("[0:00]", f"{ORIGIN}/webinars/{KITES}?t=0.5#moment"),
        ("[0:10]", f"{ORIGIN}/webinars/{KITES}?t=10.5#moment"),
    ]
    assert len(links) == len(spoken)
    bold = [[run.text for run in p.runs if run.bold] for p in spoken]
    assert bold[:3] == [["Tilda Bramble:"], ["Rufus Oakum:"], []]


def test_times_and_names_are_left_out(kites: Sheet) -> None:
    document = _open(kites, BARE)
    assert ("Normal", "Is AT&amp;T a kite?") in _said(document)
    assert [link.text for p in document.paragraphs for link in p.hyperlinks] == [
        f"{ORIGIN}/webinars/{KITES}"
    ]
    assert not any(run.bold for p in document.paragraphs for run in p.runs)


@pytest.mark.parametrize(
    ("slug", "text", "head"), [(KITES, "en-GB", ""), (BARCUD, "cy-GB", "en-GB")]
)
def test_languages_are_set(tmp_path: Path, slug: str, text: str, head: str) -> None:
    document = _open(sheet(tmp_path / "archive", slug))
    defaults = document.styles.element.xpath("w:docDefaults//w:lang")
    assert [lang.get(qn("w:val")) for lang in defaults] == [text]
    people = next(p for p in document.paragraphs if p.text == "People")
    marked = people._p.xpath(".//w:lang")
    assert [lang.get(qn("w:val")) for lang in marked] == ([head] if head else [])
    assert not document.paragraphs[0]._p.xpath(".//w:lang")
    assert document.core_properties.language == text


def test_properties_are_those_of_the_webinar(kites: Sheet) -> None:
    properties = _open(kites).core_properties
    assert properties.title == "Kites & <credit>"
    assert properties.author == "Kite archive"
    assert properties.comments == "Corrected by hand."
    assert (properties.created, properties.modified) == (None, None)  # the template has its own


def test_a_document_is_the_same_bytes_whenever_it_is_made(
    kites: Sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Docx().write(kites, EVERYTHING)
    next_year = time.localtime(time.time() + 366 * 24 * 3600)
    monkeypatch.setattr(time, "localtime", lambda *_: next_year)  # what the times of parts are of
    assert Docx().write(kites, EVERYTHING) == first


def test_a_document_that_was_not_changed_is_not_sent_again(visitor: TestClient) -> None:
    address = f"/webinars/{BOATS}/transcript.docx"
    tag = visitor.get(address).headers["etag"]
    assert visitor.get(address, headers={"if-none-match": tag}).status_code == 304


def test_links_are_of_one_style_and_each_has_its_own_target(kites: Sheet) -> None:
    document = _open(kites)
    links = document.element.body.xpath(".//w:hyperlink")
    targets = [link.get(qn("r:id")) for link in links]
    assert len(set(targets)) == len(links) > 5
    assert {document.part.rels[target].is_external for target in targets} == {True}
    runs = document.element.body.xpath(".//w:hyperlink/w:r")
    assert {document.styles.get_by_id(r.style, WD_STYLE_TYPE.CHARACTER).name for r in runs} == {
        "Hyperlink"
    }


def test_pages_are_of_paper_used_here_and_have_title_and_number(kites: Sheet) -> None:
    section = _open(kites).sections[0]
    assert section.page_width is not None
    assert section.page_height is not None
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert section.header.paragraphs[0].text == "Kites & <credit>"
    fields = section.footer._element.xpath(".//w:fldSimple")
    assert [field.get(qn("w:instr")) for field in fields] == ["PAGE"]


@settings(max_examples=40)
@given(ANYTHING, ANYTHING)
def test_nothing_breaks_a_document(name: str, text: str) -> None:
    data = Docx().write(odd_sheet(name, text), EVERYTHING)
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        for part in parts.namelist():
            if part.endswith((".xml", ".rels")):
                parse_xml(parts.read(part))
    document = Document(io.BytesIO(data))
    assert document.paragraphs[0].text == one_line(name)
    assert document.core_properties.title == one_line(name)[:255]
    words = " ".join([one_line(text)] * 2).strip()
    if words:
        label = one_line(name) or "Speaker not named"
        assert document.paragraphs[-1].text.startswith(f"[0:00] {label}: {words}"[:100])


def test_the_site_starts_without_the_library() -> None:
    code = "import sys, web.app; sys.exit('docx' in sys.modules)"
    root = Path(__file__).parent.parent
    assert run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0


def test_a_document_downloads_in_welsh_too(visitor: TestClient) -> None:
    data = visitor.get(f"/cy/webinars/{BOATS}/transcript.docx").content
    document = Document(io.BytesIO(data))
    said = " ".join(p.text for p in document.paragraphs)
    assert "15 Ionawr 2030" in said
    assert f"http://localhost/cy/webinars/{BOATS}" in said
    assert "College of Paper Boats, Cymru" in said
