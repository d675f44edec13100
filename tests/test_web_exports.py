"""Transcripts as files: what stands in each, what a reader may leave out, and what cannot break."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html import escape as escape_html
from pathlib import Path

import pytest
from archives import said
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po
from caption_files import read
from conftest import BOATS, DRAFT, LANTERNS, NAUGHTY, TEACUPS, WITHDRAWN
from export_sheets import (
    ANYTHING,
    BARCUD,
    BARE,
    ORIGIN,
    RUFUS,
    TILDA,
    captioned,
    odd_sheet,
    sheet,
    write_kites,
)
from golden import Golden
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from starlette.testclient import TestClient

from media.archive import Archive
from media.captions import captions_of
from media.linebreaks import ends_sentence
from media.model import Cue
from media.vtt import load_vtt
from web import languages, urls
from web.exports import markdown
from web.exports.data import transcript_of
from web.exports.download import FORMATS
from web.exports.format import EVERYTHING, Shown
from web.exports.heads import one_line
from web.exports.paragraphs import LONG, SHORT, TOO_LONG, paragraphs_of
from web.exports.sheet import Sheet, sheet_of
from web.languages import WELSH, speaking

CAPTIONS = Path("kites.vtt")
TEXTS = ("txt", "md", "vtt", "srt", "json")


@pytest.fixture(scope="module")
def kites(tmp_path_factory: pytest.TempPathFactory) -> Sheet:
    return sheet(tmp_path_factory.mktemp("kites") / "archive")


@pytest.fixture
def loud_welsh(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Every message of the files in capitals for Welsh, so that one which is not one is seen."""
    catalogue = Catalog(locale="cy")
    code = Path(languages.__file__).parent
    for _, _, message, *_ in extract_from_dir(str(code), keywords={"_": None, "N_": None}):
        loud = re.sub(r"(%\(\w+\)s)|(.)", lambda m: m[1] or m[2].upper(), str(message))
        catalogue.add(message, loud)
    path = tmp_path / "cy" / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_po(file, catalogue)
    monkeypatch.setattr(languages, "TRANSLATIONS", tmp_path)
    languages.translations.cache_clear()
    yield
    languages.translations.cache_clear()


@pytest.mark.parametrize("extension", TEXTS)
@pytest.mark.parametrize(("name", "shown"), [("kites", EVERYTHING), ("kites.bare", BARE)])
def test_files_are_those_that_were_looked_at(
    kites: Sheet, golden: Golden, extension: str, name: str, shown: Shown
) -> None:
    written = FORMATS[extension].write(kites, shown).decode()
    golden.check_text(f"exports/{name}.{extension}", written)


@pytest.mark.parametrize(
    ("extension", "kind", "name"),
    [
        ("vtt", "text/vtt; charset=utf-8", f"{BOATS}.vtt"),
        ("srt", "application/x-subrip; charset=utf-8", f"{BOATS}.machine.srt"),
        ("txt", "text/plain; charset=utf-8", f"{BOATS}.txt"),
        ("md", "text/markdown; charset=utf-8", f"{BOATS}.md"),
        ("json", "application/json", f"{BOATS}.json"),
        (
            "docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            f"{BOATS}.docx",
        ),
    ],
)
def test_what_a_download_is(visitor: TestClient, extension: str, kind: str, name: str) -> None:
    address = f"/webinars/{BOATS}/transcript.{extension}"
    response = visitor.get(address)
    assert response.status_code == 200
    assert response.headers["content-type"] == kind
    assert response.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert response.headers["link"] == f'<http://localhost/webinars/{BOATS}>; rel="canonical"'
    assert response.headers["cache-control"] == "no-cache"
    head = visitor.head(address)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == kind


@pytest.mark.parametrize("extension", ["vtt", "txt", "md", "json"])
def test_each_file_tells_its_source_and_whether_anybody_checked_it(
    visitor: TestClient, extension: str
) -> None:
    machine = visitor.get(f"/webinars/{BOATS}/transcript.{extension}").text
    assert f"http://localhost/webinars/{BOATS}" in machine
    assert "Machine transcript, not checked." in machine
    assert "This webinar is made up" in machine
    assert "Made by pocketsphinx with the model en-us." in machine
    corrected = visitor.get(f"/webinars/{TEACUPS}/transcript.{extension}").text
    assert "Corrected by hand. " in corrected or '"Corrected by hand."' in corrected
    assert "not checked" not in corrected


def test_subrip_tells_it_in_its_name(visitor: TestClient) -> None:
    response = visitor.get(f"/webinars/{TEACUPS}/transcript.srt")
    assert f'filename="{TEACUPS}.corrected.srt"' in response.headers["content-disposition"]
    assert "Corrected" not in response.text


@pytest.mark.parametrize(
    "path",
    [
        f"/webinars/{BOATS}/transcript.pdf",
        f"/webinars/{BOATS}/transcript.",
        f"/webinars/{BOATS}/transcript",
        f"/webinars/{BOATS}/transcript.TXT",
        f"/webinars/{LANTERNS}/transcript.txt",
        f"/webinars/{DRAFT}/transcript.txt",
        f"/webinars/{WITHDRAWN}/transcript.txt",
        "/webinars/nothing/transcript.txt",
        "/webinars/..%2F..%2Fsite/transcript.txt",
        f"/cy/webinars/{DRAFT}/transcript.docx",
    ],
)
def test_what_is_not_there(visitor: TestClient, path: str) -> None:
    assert visitor.get(path).status_code == 404


def test_a_transcript_that_cannot_be_read_is_not_there(
    client: TestClient, harbour: Archive
) -> None:
    (harbour.folder(NAUGHTY) / "transcript.vtt").write_text("no captions", "utf-8")
    for extension in FORMATS:
        assert client.get(f"/webinars/{NAUGHTY}/transcript.{extension}").status_code == 404


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", EVERYTHING),
        ("?times=0", Shown(times=False)),
        ("?names=0", Shown(names=False)),
        ("?times=0&names=0", BARE),
        ("?times=1&names=yes&other=0&times=%00", EVERYTHING),
        ("?times=&names", EVERYTHING),
    ],
)
def test_what_an_address_leaves_out(visitor: TestClient, query: str, shown: Shown) -> None:
    text = visitor.get(f"/webinars/{BOATS}/transcript.txt{query}").text
    assert ("[0:02] " in text) is shown.times
    assert ("Nia Paperclip: Good morning" in text) is shown.names
    address = urls.transcript(BOATS, "txt", times=shown.times, names=shown.names)
    assert visitor.get(address).text == text


def test_captions_always_have_times(visitor: TestClient) -> None:
    for extension in ("vtt", "srt"):
        address = f"/webinars/{BOATS}/transcript.{extension}"
        assert visitor.get(f"{address}?times=0").text == visitor.get(address).text


@pytest.mark.usefixtures("loud_welsh")
def test_a_file_in_welsh_has_its_head_in_welsh(visitor: TestClient) -> None:
    text = visitor.get(f"/cy/webinars/{BOATS}/transcript.md").text
    assert "15 Ionawr 2030" in text
    assert f"SOURCE: <http://localhost/cy/webinars/{BOATS}>" in text
    assert "MACHINE TRANSCRIPT, NOT CHECKED. NAMES AND TERMS" in text
    assert "MADE BY pocketsphinx WITH THE MODEL en-us." in text
    assert "## PEOPLE" in text
    assert "- Nia Paperclip, CHAIR, Head of Folding, College of Paper Boats, Cymru" in text
    assert "Reader in Saucers (NOT CONFIRMED), University of Teacups, yr Alban" in text
    assert "**SPEAKER NOT NAMED:** Can a lighthouse" in text
    assert f"[0:02](http://localhost/cy/webinars/{BOATS}?t=2#moment)" in text


def test_cues_come_back_from_webvtt(kites: Sheet) -> None:
    found = load_vtt(FORMATS["vtt"].write(kites, EVERYTHING).decode(), CAPTIONS)
    assert found == captioned(kites)
    nameless = load_vtt(FORMATS["vtt"].write(kites, Shown(names=False)).decode(), CAPTIONS)
    assert nameless == captioned(kites, names=False)


def test_cues_come_back_from_subrip(tmp_path: Path) -> None:
    lines = ((TILDA, "Good morning, and mind the wind."), (RUFUS, "Thank you."), (None, "Why?"))
    cues = tuple(captions_of(said(*lines), ()))
    fair = replace(sheet(tmp_path / "archive"), captions=lambda: cues)
    nameless = read(tmp_path, FORMATS["srt"].write(fair, Shown(names=False))).cues
    assert list(nameless) == captioned(fair, names=False)
    named = read(tmp_path, FORMATS["srt"].write(fair, EVERYTHING), TILDA, RUFUS).cues
    assert [(cue.speaker, cue.text) for cue in named[:2]] == list(lines[:2])


def test_what_players_would_take_for_markup_of_subrip_looks_alike(tmp_path: Path) -> None:
    odd = said("a --> b <i>c</i> 2 < 3 {\\an8}d")
    cues = tuple(captions_of(odd, ()))
    written = FORMATS["srt"].write(
        replace(sheet(tmp_path / "archive"), captions=lambda: cues), Shown(names=False)
    )
    assert written.decode().splitlines()[2] == "a → b ‹i>c‹/i> 2 < 3 (\\an8}d"


def test_json_is_the_dictionary_that_others_take(kites: Sheet) -> None:
    data = transcript_of(kites)
    assert json.loads(FORMATS["json"].write(kites, EVERYTHING)) == data
    assert data["lines"][2]["start_ms"] == 10_500
    assert data["lines"][2]["person"] == "rufus-oakum"
    assert data["lines"][2]["institution"] == "gale-university"
    voices = [(line["speaker"], line["voice"]) for line in data["lines"][3:]]
    assert voices == [(None, 3), (None, None), ("Passer-by [shouting]", None)]
    assert data["unconfirmed"] == ["date"]
    assert "start_ms" not in str(transcript_of(kites, Shown(times=False)))


def test_chapters_cut_turns_and_those_without_lines_stay(kites: Sheet) -> None:
    assert [section.chapter and section.chapter.title for section in kites.sections] == [
        "Croeso",
        "# String_theory_",
        "Questions",
    ]
    assert [len(section.turns) for section in kites.sections] == [1, 1, 3]


def test_lines_before_the_first_chapter_and_out_of_order_are_all_there(tmp_path: Path) -> None:
    library = write_kites(tmp_path / "archive")
    cues = [Cue(9_000, 9_500, "c"), *said("a", "b", each_ms=4_000), Cue(12_000, 13_000, "d")]
    Archive(library.root).folder(BARCUD).joinpath("transcript.vtt").unlink()
    Archive(library.root).write_transcript(BARCUD, cues, [])
    path = library.root / "webinars" / BARCUD / "webinar.toml"
    chapters = "".join(f'[[chapter]]\nstart = "{n}"\ntitle = "{n}"\n' for n in (4, 5, 9))
    path.write_text(path.read_text("utf-8") + "\n" + chapters, "utf-8")
    webinar = library.webinar(BARCUD)
    assert webinar is not None
    again = sheet_of(library, webinar, ORIGIN)
    assert again is not None
    data = transcript_of(again)
    assert [line["text"] for line in data["lines"]] == ["c", "a", "b", "d"]
    assert [chapter["title"] for chapter in data["chapters"]] == ["4", "5", "9"]


SENTENCE = "Kites are made of paper and of a good deal of string. "  # 12 words


@pytest.mark.parametrize(
    ("texts", "lengths"),
    [
        ([], []),
        (["", " "], []),
        (["Yes."], [1]),
        ([SENTENCE] * 11, [132]),  # what would be left is too short to stand alone
        ([SENTENCE] * 13, [108, 48]),
        ([SENTENCE * 30], [108, 108, 144]),
        (["and on it goes without an end"] * 50, [203, 147]),
        (["x " * 500], [500]),
    ],
)
def test_a_long_turn_is_more_than_one_paragraph(texts: list[str], lengths: list[int]) -> None:
    found = list(paragraphs_of(said(*texts)))
    assert [len(one.text.split()) for one in found] == lengths


@given(st.lists(st.text("ab .?\n", max_size=400), max_size=8))
def test_paragraphs_hold_each_word_once_in_order(texts: list[str]) -> None:
    cues = said(*texts)
    found = list(paragraphs_of(cues))
    assert " ".join(one.text for one in found).split() == " ".join(texts).split()
    assert [one.start_ms for one in found] == sorted(one.start_ms for one in found)
    for one in found[:-1]:
        words = one.text.split()
        assert ends_sentence(words[-1]) or len(words) >= TOO_LONG
        assert len(words) >= LONG
    assert not found[1:] or len(found[-1].text.split()) >= SHORT


@given(ANYTHING, ANYTHING)
def test_nothing_breaks_webvtt(name: str, text: str) -> None:
    odd = odd_sheet(name, text)
    found = load_vtt(FORMATS["vtt"].write(odd, EVERYTHING).decode(), CAPTIONS)
    assert found == captioned(odd)


@given(ANYTHING, ANYTHING)
def test_nothing_breaks_subrip(name: str, text: str) -> None:
    odd = odd_sheet(name, text)
    written = FORMATS["srt"].write(odd, EVERYTHING).decode()
    blocks = written.removesuffix("\n").split("\n\n") if written else []
    assert len(blocks) == len(captioned(odd))
    for number, block in enumerate(blocks, start=1):
        head, times, *lines = block.split("\n")
        assert head == str(number)
        assert " --> " in times
        assert 1 <= len(lines) <= 2
        assert not any("-->" in line for line in lines)


@given(ANYTHING, ANYTHING)
@example("two\nlines", "three\r\nmore\u2028lines")
def test_nothing_breaks_the_lines_of_a_text(name: str, text: str) -> None:
    written = FORMATS["txt"].write(odd_sheet(name, text), EVERYTHING).decode()
    usual = FORMATS["txt"].write(odd_sheet("name", "text"), EVERYTHING).decode()
    if one_line(text) and one_line(name):
        assert len(written.splitlines()) == len(usual.splitlines())
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]", written)


@given(ANYTHING, ANYTHING)
def test_nothing_breaks_json(name: str, text: str) -> None:
    data = json.loads(FORMATS["json"].write(odd_sheet(name, text), EVERYTHING))
    assert data["title"] == one_line(name)
    assert [line["text"] for line in data["lines"]] == [one_line(text)] * 2


@given(ANYTHING)
def test_markdown_shows_what_was_said(text: str) -> None:
    line = one_line(text)
    rendered = MarkdownIt("commonmark").enable("strikethrough").render(markdown.escape(line))
    assert rendered == (f"<p>{_html(line)}</p>\n" if line else "")
    heading = MarkdownIt("commonmark").render(f"# {markdown.escape(line)}")
    assert heading == f"<h1>{_html(line)}</h1>\n"


@given(ANYTHING, ANYTHING)
def test_nothing_breaks_markdown(name: str, text: str) -> None:
    written = FORMATS["md"].write(odd_sheet(name, text), EVERYTHING).decode()
    tokens = MarkdownIt("commonmark").parse(written)
    assert [t.tag for t in tokens if t.type == "heading_open"] == ["h1", "h2", "h3"]
    assert "html_block" not in {token.type for token in tokens}
    inline = {child.type for token in tokens for child in token.children or ()}
    marks = {f"{mark}_{edge}" for mark in ("link", "strong") for edge in ("open", "close")}
    assert inline <= {"text", "text_special", *marks}


def test_the_page_of_a_webinar_leads_to_every_format(visitor: TestClient) -> None:
    page = visitor.get(f"/cy/webinars/{BOATS}").text
    for extension in FORMATS:
        with speaking(WELSH):
            address = urls.transcript(BOATS, extension)
        assert f'<a href="{address}">' in page
        assert f'formaction="{address}"' in page
    assert page.count("formaction=") == len(FORMATS)
    assert "transcript.docx" not in visitor.get(f"/webinars/{LANTERNS}").text


def _html(text: str) -> str:
    return escape_html(text, quote=False).replace('"', "&quot;")
