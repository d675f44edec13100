"""A transcript as a WordprocessingML document (ECMA-376, part 1, section 17).

Headings are styles that a screen reader can go through, the language of the text is set, so that it
is read out and spelt as what it is, and what is in another language says so. The same transcript
is the same bytes whenever it is asked for, so that a download has one entity tag. The one module
that knows python-docx; where that has no call, elements are made by its tools.
"""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from web.exports.blocks import Block, Heading, Item, Note, Speech, blocks_of
from web.exports.format import Shown
from web.exports.sheet import Sheet

# The template is American.
A4_WIDTH, A4_HEIGHT, MARGIN = Mm(210), Mm(297), Mm(25)
# The template's blue is too light for small headings: this one has 8.6:1 on white.
_BLUE = RGBColor(0x22, 0x48, 0x9A)
_HEADINGS = ("Heading 1", "Heading 2", "Heading 3")
_LINK = "Hyperlink"
# A property of a document holds no more characters (ECMA-376, part 2, as python-docx has it).
_LONGEST_PROPERTY = 255
# Word knows languages by country too.
_LOCALES = {"en": "en-GB", "cy": "cy-GB"}


def document_of(sheet: Sheet, shown: Shown) -> bytes:
    """Return the file of a transcript's document."""
    document = Document()
    _set_styles(document, sheet.language)
    _set_page(document, sheet.title)
    _set_properties(document, sheet)
    for block in blocks_of(sheet, shown):
        _add(document, block, sheet.language)
    file = BytesIO()
    document.save(file)
    return _without_times(file)


def _set_styles(document: WordDocument, language: str) -> None:
    (lang,) = document.styles.element.xpath("w:docDefaults//w:lang")
    lang.set(qn("w:val"), _locale(language))
    for name in _HEADINGS:
        document.styles[name].font.color.rgb = _BLUE
    link = document.styles.add_style(_LINK, WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb = _BLUE
    link.font.underline = True


def _set_page(document: WordDocument, title: str) -> None:
    """Set the size of pages, with the title above and the number below the text."""
    section = document.sections[0]
    section.page_width, section.page_height = A4_WIDTH, A4_HEIGHT
    section.left_margin = section.right_margin = MARGIN
    section.header.paragraphs[0].text = title
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    number = OxmlElement("w:fldSimple")
    number.set(qn("w:instr"), "PAGE")
    foot._p.append(number)
    _add_run(number, foot, "1")


def _set_properties(document: WordDocument, sheet: Sheet) -> None:
    properties = document.core_properties
    properties.title = sheet.title[:_LONGEST_PROPERTY]
    properties.author = properties.last_modified_by = sheet.site[:_LONGEST_PROPERTY]
    properties.comments = " ".join(sheet.standing)[:_LONGEST_PROPERTY]
    properties.language = _locale(sheet.language)
    # Those of the template: a transcript as it is now has neither.
    for time in properties._element.xpath("dcterms:created | dcterms:modified"):
        properties._element.remove(time)


def _without_times(file: BytesIO) -> bytes:
    """Return a document whose parts do not tell when they were written."""
    steady = BytesIO()
    with ZipFile(file) as parts, ZipFile(steady, "w") as kept:
        for name in parts.namelist():
            kept.writestr(ZipInfo(name), parts.read(name), ZIP_DEFLATED)
    return steady.getvalue()


def _add(document: WordDocument, block: Block, language: str) -> None:
    match block:
        case Heading(level, text, tongue):
            _say(document.add_paragraph(style=_HEADINGS[level - 1]), text, tongue, language)
        case Note(text, tongue, url):
            paragraph = document.add_paragraph()
            _say(paragraph, text, tongue, language)
            if url:
                paragraph.add_run(" ")
                _add_link(paragraph, url, url)
        case Item(text, tongue):
            _say(document.add_paragraph(style="List Bullet"), text, tongue, language)
        case Speech():
            _add_speech(document.add_paragraph(), block)


def _add_speech(paragraph: Paragraph, speech: Speech) -> None:
    if speech.clock:
        _add_link(paragraph, f"[{speech.clock}]", speech.url)
        paragraph.add_run(" ")
    if speech.name:
        paragraph.add_run(f"{speech.name}:").bold = True
        paragraph.add_run(" ")
    paragraph.add_run(speech.text)


def _say(paragraph: Paragraph, text: str, tongue: str, language: str) -> None:
    """Add text to a paragraph, with its language where that is not the document's."""
    run = paragraph.add_run(text)
    if _locale(tongue) != _locale(language):
        lang = OxmlElement("w:lang")
        lang.set(qn("w:val"), _locale(tongue))
        run._r.get_or_add_rPr().append(lang)


def _add_link(paragraph: Paragraph, text: str, url: str) -> None:
    # The calls for both look through all links and all styles there are, each time.
    links = paragraph.part.rels
    target = f"rIdLink{len(links)}"
    links.add_relationship(RELATIONSHIP_TYPE.HYPERLINK, url, target, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), target)
    paragraph._p.append(link)
    _add_run(link, paragraph, text)._r.style = _LINK


def _add_run(parent: BaseOxmlElement, paragraph: Paragraph, text: str) -> Run:
    """Add text inside an element of a paragraph."""
    element = OxmlElement("w:r")
    parent.append(element)
    run = Run(element, paragraph)
    run.text = text
    return run


def _locale(language: str) -> str:
    return _LOCALES.get(language.lower(), language)
