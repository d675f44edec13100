"""Captions as plain text, tables and Word documents."""

import io
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from caption_files import read, said

from ingest.errors import NotCaptions, NoTimes
from ingest.formats import word
from media.errors import BadCaptions
from media.model import Cue

NERYS, EWAN = "Nerys Quill", "Ewan Thistle"
TEAMS_TEXT = """\
0:0:0.0 --> 0:0:1.510
Nerys Quill
Good morning.
Is everybody here?
0:0:3.90 --> 0:0:4.250
+44*******07
Yes.
0:0:5.0 --> 0:0:6.0
Nerys Quill
Good.
"""
TEAMS_SAID = [
    (NERYS, "Good morning. Is everybody here?"),
    ("+44*******07", "Yes."),
    (NERYS, "Good."),
]
OTTER = """\
Nerys Quill  0:01
Good morning, all.
The tide is at 10:30

Ewan Thistle  0:09
10:30 is early.

Speaker 3  1:00:02
It is.

Transcribed by https://otter.ai
"""


def _docx(*paragraphs: str, part: str = "word/document.xml", head: str = "") -> bytes:
    runs = "".join(
        "<w:p><w:r><w:t>"
        + escape(text).replace("\n", "</w:t><w:br/><w:t>")
        + "</w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>"
        for text in paragraphs
    )
    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    xml = f'<?xml version="1.0"?>{head}<w:document {names}><w:body>{runs}</w:body></w:document>'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(part, xml)
    return file.getvalue()


def test_teams_text_names_the_speaker_under_each_time(tmp_path: Path) -> None:
    captions = read(tmp_path, TEAMS_TEXT)
    assert (captions.name, said(captions.cues)) == ("Teams text", TEAMS_SAID)
    assert [(cue.start_ms, cue.end_ms) for cue in captions.cues][1] == (3_090, 4_250)


@pytest.mark.parametrize(
    ("texts", "speakers"),
    [
        # No speakers at all.
        (["Good morning.", "Yes.", "Good."], [None] * 3),
        # Wrapped text: the first lines are no names.
        (["we went down\nto the sea", "and then we\ncame back."], [None] * 2),
        (["A day at sea,\nit was.", "B\nit was.", "C\nit was."], [None] * 3),
        # Each first line once, and all like names.
        (["Nerys Quill\nGood morning.", "Ewan\nYes."], [NERYS, "Ewan"]),
        # Some cues go on without a name.
        (["Ewan\nYes.", "and no.", "Ewan\nWell.", "you see.\nyes"], ["Ewan", None, "Ewan", None]),
    ],
)
def test_a_first_line_is_a_speaker_by_evidence(
    tmp_path: Path, texts: list[str], speakers: list[str | None]
) -> None:
    cues = (f"00:00:0{n}.000 --> 00:00:0{n}.500\n{text}\n" for n, text in enumerate(texts))
    assert [cue.speaker for cue in read(tmp_path, "".join(cues)).cues] == speakers


def test_teams_in_word_is_read(tmp_path: Path) -> None:
    old = _docx(*("\n".join(TEAMS_TEXT.split("\n")[a:b]) for a, b in ((0, 4), (4, 7), (7, 10))))
    assert said(read(tmp_path, old).cues) == TEAMS_SAID
    new = _docx("The tide", "14 May", "\nNerys Quill   0:03\nGood & well.", "\nEwan   0:05\nYes.")
    assert read(tmp_path, new).cues == (
        Cue(3_000, 5_000, "Good & well.", NERYS),
        Cue(5_000, 6_000, "Yes.", "Ewan"),
    )


@pytest.mark.parametrize(
    ("content", "fault", "what"),
    [
        (_docx("notes"), NoTimes, "this is text without times"),
        (_docx("x", part="content.xml"), NotCaptions, "is an archive that is no Word document"),
        (_docx("x")[:-30], BadCaptions, "is a damaged or locked Word document"),
        (b"PK\x03\x04\x14\x00", BadCaptions, "is a damaged or locked Word document"),
        (
            _docx("x", head='<!DOCTYPE d [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>'),
            BadCaptions,
            "line 1: declares a document type",
        ),
    ],
)
def test_other_documents_are_refused(
    tmp_path: Path, content: bytes, fault: type[BadCaptions], what: str
) -> None:
    with pytest.raises(fault, match=what) as caught:
        read(tmp_path, content)
    assert caught.type is fault


def test_a_document_that_unpacks_too_big_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word, "LARGEST_PART_BYTES", 100_000)
    with pytest.raises(BadCaptions, match="unpacks to more than"):
        read(tmp_path, _docx("a" * 200_000))


def test_otter_is_read_without_its_advertisement(tmp_path: Path) -> None:
    captions = read(tmp_path, OTTER)
    assert said(captions.cues) == [
        (NERYS, "Good morning, all. The tide is at 10:30"),
        (EWAN, "10:30 is early."),
        ("unnamed 1", "It is."),
    ]
    assert [cue.start_ms for cue in captions.cues] == [1_000, 9_000, 3_602_000]
    assert all(word.estimated for word in captions.words)


A, B = Cue(62_000, 63_000, "So it is."), Cue(63_000, 64_000, "Yes.")
NAMED = [Cue(62_000, 63_000, "So it is.", "Élin"), Cue(63_000, 64_000, "Yes.", "Bo Vale")]


@pytest.mark.parametrize(
    ("text", "cues"),
    [
        ("[00:01:02] So it is.\n[00:01:03] Yes.\n", [A, B]),
        ("1:02 So it is.\n1:03 Yes.\n", [A, B]),
        ("00:01:02 - So it is.\n00:01:03 - Yes.\n", [A, B]),
        ("1:02\nSo it is.\n1:03\nYes.\n", [A, B]),
        ("(00:01:02): So\nit is.\n\n(00:01:03):\n\nYes.", [A, B]),
        ("[01:02.000 --> 01:03.000]  So it is.\n[01:03.000 --> 01:04.000]  Yes.", [A, B]),
        ("Loading the model\n[01:02.000 --> 01:03.000]  So it is.\n", [A]),
        ("About the tide\n\nPart 1\n1:02 So it is.\n1:03 Yes.\n# The end\n", [A, B]),
        (
            "---\ntitle: 0:10\nby: me\n---\n\nÉlin: 00:01:02\n\nSo it is.\nBo Vale: 1:03\nYes.",
            NAMED,
        ),
        ("Élin (1:02):\nSo it is.\nBo Vale (1:03):\nYes.", NAMED),
        ("Élin [00:01:02] So it is.\nBo Vale [00:01:03] Yes.", NAMED),
        ("Élin 1:02\nSo it is.\nBo Vale 1:03\nYes.", NAMED),
        ("Élin: 1:02\nSo it is.\nBo Vale: 1:03:\nYes.\nÉlin:1:04\nBo Vale: 1:05\n", NAMED),
    ],
)
def test_text_with_times_in_it(tmp_path: Path, text: str, cues: list[Cue]) -> None:
    assert read(tmp_path, text).cues == tuple(cues)


def test_a_pause_is_not_part_of_what_was_said_before_it(tmp_path: Path) -> None:
    (hello, _) = read(tmp_path, "[0:00] Hello there.\n[10:00] Well.").cues
    assert hello.end_ms == 2_400  # five letters a second, no slower


def test_times_may_go_back_a_little(tmp_path: Path) -> None:
    text = "[0:01] One.\n[0:30] Two.\n[0:29] Three.\n"
    assert [cue.text for cue in read(tmp_path, text).cues] == ["One.", "Three.", "Two."]


@pytest.mark.parametrize(
    "text",
    [
        "some text",
        "12\nsome text",
        "The tide is at 10:30.\n10:30 is early.\nYes.",
        "Ann: hello\nBo: yes\n",
        # An agenda above a text, and times that are too few for it.
        "10:00 coffee\n11:00 the talk\n" + "and so on and on\n" * 1_000,
        "and so on and on\n" * 100 + "0:01 Ann\n0:02 Bo\n",
        "0:01 Ann\n" + "and so on and on\n" * 100 + "0:02 Bo\n",
    ],
)
def test_text_without_times_is_refused_as_that(tmp_path: Path, text: str) -> None:
    with pytest.raises(NoTimes, match=r"captions\.bin: this is text without times\. Put it beside"):
        read(tmp_path, text)


SBV = "0:00:00.378,0:00:02.000\nThe tide[br]is out.\n\n0:00:02.000,0:00:03.000\n\n"


def test_sbv_is_read(tmp_path: Path) -> None:
    captions = read(tmp_path, SBV)
    assert (captions.name, captions.cues) == ("SBV", (Cue(378, 2_000, "The tide is out."),))


@pytest.mark.parametrize(
    ("text", "cues"),
    [
        ('start\tend\ttext\n0\t1500\t The "tide\n1500\t2000\tis out.\n', ['The "tide', "is out."]),
        (
            'start,end,text\n0,1500,"The tide, ""so"""\n1500,2000,is out.\n',
            ['The tide, "so"', "is out."],
        ),
        ("0.000000\t1.500000\tThe tide\n1.500000\t2.000000\tis out.", ["The tide", "is out."]),
        ('"The tide,",0.0,1.5\nis out.,1.5,2.0\n', ["The tide,", "is out."]),
    ],
)
def test_tables_are_read(tmp_path: Path, text: str, cues: list[str]) -> None:
    first, second = cues
    assert read(tmp_path, text).cues == (Cue(0, 1_500, first), Cue(1_500, 2_000, second))


def test_a_table_may_name_its_speakers(tmp_path: Path) -> None:
    text = "start\tend\tspeaker\ttext\n0\t1\tNerys Quill\tHello.\n1\t2\tSPEAKER_01\tYes.\n"
    assert said(read(tmp_path, text).cues) == [(NERYS, "Hello."), ("unnamed 1", "Yes.")]


@pytest.mark.parametrize(
    ("content", "where", "what"),
    [
        (SBV.replace("0:00:02.000,", "0:00:04.000,"), " line 4", "ends before it starts"),
        (SBV + "more\n", " line 6", "'more' is no time such as 0:00:01.000,0:00:04.000; put one"),
        (SBV.replace("\n\n", "\n"), " line 3", "an empty line is missing above this time"),
        ("start\tend\ttext\n0\t1\n", " line 2", "has 2 cells and the first row has 3"),
        ("start\tend\ttext\n\n0\tx\ta\n", " line 3", "the end 'x' is no time; write milliseconds"),
        ("start,end,text\n0,1," + "a" * 200_000, "", "is no whole table"),
        ("[1:00] a\n[9:00] b\n[7:59] c\n", " line 3", "7:59, is far before 9:00, which stands"),
        ("[1:00] a\n[999:00:00] c\n", " line 2", "is beyond 100 hours"),
        ("Ann: 1:00\na\nAnn: 0.1:30\nb\nAnn: 2:00\nc", " line 3", "'Ann: 0.1:30' ends in no time"),
    ],
)
def test_what_is_damaged_is_refused_with_its_line(
    tmp_path: Path, content: str, where: str, what: str
) -> None:
    with pytest.raises(BadCaptions, match=rf"captions\.bin{where}: .*{what}") as caught:
        read(tmp_path, content)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"00:04:58\tNerys Quill:\tgood morning\r\n00:05:05\tEwan:\thello\r\n", "a chat, written"),
        (b"10:04:58 From Nerys Quill to Everyone:\n\tgood morning\n", "a chat, written"),
        (b"[14/05/2031, 10:04:58] Nerys: good morning\n", "a chat or a log"),
        (b"SPEAKER talk 1 0.5 2.0 <NA> <NA> Nerys <NA> <NA>\n", "an RTTM list of turns"),
        (b"<div>hello</div>", "HTML"),
        (b"%PDF-1.7", "a PDF, not text. Export"),
        (b"{\\rtf1 hello}", "a document in rich text, not text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "a document of an old Word"),
        (b"\x1f\x8b\x08\x00", "a compressed file, not text. Unpack it first"),
    ],
)
def test_what_is_something_else_is_refused_by_its_name(
    tmp_path: Path, content: bytes, what: str
) -> None:
    with pytest.raises(NotCaptions, match=f"this is {what}"):
        read(tmp_path, content)
