"""An archive whose transcripts have a bit of everything that a file of one must hold."""

from dataclasses import replace
from pathlib import Path

from archives import said, write_archive, write_transcript
from hypothesis import strategies as st

from media.captions import captions_of
from media.dates import PartialDate
from media.entities import Chapter
from media.model import Cue
from web.exports.format import Shown
from web.exports.heads import one_line, voice_label
from web.exports.sheet import NamedTurn, Section, Sheet, sheet_of
from web.library import Library
from web.shown.voices import Voice

KITES, BARCUD = "2032-04-01-kites", "2032-05-barcud"
ORIGIN = "https://archive.example.org"
TILDA, RUFUS = "Tilda Bramble", "Rufus Oakum"
# A turn of 182 words: too long for one paragraph.
LONG = " ".join(f"Line {n} of the kite is let out by a man with cold hands." for n in range(14))
BARE = Shown(times=False, names=False)
# What people, recognisers and attackers write that some format takes for its own markup.
NAUGHTY_STRINGS = (
    "",
    "<script>alert(1)</script>",
    "a --> b ---> c",
    "00:00:01.000 --> 00:00:02.000",
    "\"quotes\" 'single' `back` “typographic”",
    "*_[]()_* **bold** __bold__ ~~gone~~ [link](javascript:alert(1)) ![image](x)",
    "# heading",
    "## heading ##",
    "1. list",
    "12) list",
    "- list",
    "+ list",
    "---",
    "===",
    "> quotation",
    "| a | b |",
    "R&D &amp; &lt; &#60; &notit;",
    "back\\slash\\*",
    "NUL \x00 bell \x07 escape \x1b[31m delete \x7f next line \x85 end",
    "tab\tline\nreturn\rfeed\x0bform\x0cseparator\u2028paragraph\u2029end",
    "\u200eleft \u200fright \u202eoverride\u202c \u2066isolate\u2069 שלום",
    "🏴󠁧󠁢󠁷󠁬󠁳󠁿 👩‍👩‍👧‍👦 é",
    "no character \ufffe \uffff",
    "word" * 2_000,
    "{\\an8}up",
    "NOTE",
    "STYLE",
    "WEBVTT",
    "42",
    "<https://example.org> www.example.org",
    "</w:t><w:p/>]]>",
    "  spaces   everywhere  ",
    "\u00a0no break\u00a0",
    "\ufeffmark",
)
ANYTHING = st.one_of(
    st.sampled_from(NAUGHTY_STRINGS),
    st.text(max_size=30),
    st.text("*_`~[](){}<>&;#!\\-+=>:|\"'\n 1.a", max_size=20),
)


def write_kites(root: Path) -> Library:
    """Write the archive."""
    appearances = [
        {
            "person": "tilda-bramble",
            "role": "Keeper of String",
            "institution": "coleg-barcud",
            "part": "chair",
        },
        {
            "person": "rufus-oakum",
            "role": "Reader in *Wind*",
            "institution": "gale-university",
            "representing": "the Gale & Squall Board",
            "unconfirmed": ["role"],
        },
    ]
    write_archive(
        root,
        site={"title": "Kite archive", "address": ORIGIN},
        institutions=[
            {"id": "coleg-barcud", "name": "Coleg Barcud", "kind": "college", "nation": "Wales"},
            {
                "id": "gale-university",
                "name": "University of Gales",
                "kind": "university",
                "nation": "Northern Ireland",
            },
        ],
        people=[
            {"id": "tilda-bramble", "name": TILDA},
            {"id": "rufus-oakum", "name": RUFUS, "honorific": "Dr"},
        ],
        webinars={
            KITES: {
                "title": "Kites & <credit>",
                "subtitle": "1. What flies",
                "date": "2032-04-01",
                "unconfirmed": ["date"],
                "appearance": appearances,
                "chapter": [
                    {"start": "0:00", "title": "Croeso"},
                    {"start": "0:10", "title": "# String_theory_"},
                    {"start": "1:10", "title": "Questions"},
                ],
            },
            BARCUD: {
                "title": "Barcud a chredyd",
                "date": "2032-05",
                "language": "cy",
                "appearance": appearances[:1],
            },
            "2032-06-01-silence": {"title": "Silence", "date": "2032-06-01"},
            "2032-07-01-draft": {"title": "Draft", "date": "2032-07-01", "state": "draft"},
        },
    )
    write_transcript(root, KITES, _flown())
    write_transcript(root, BARCUD, said((TILDA, "Croeso i bawb.")))
    write_transcript(root, "2032-07-01-draft", said((TILDA, "Not out.")))
    return Library(root)


def sheet(root: Path, slug: str = KITES) -> Sheet:
    """Return the sheet of a transcript of the archive."""
    library = write_kites(root)
    webinar = library.webinar(slug)
    found = sheet_of(library, webinar, ORIGIN) if webinar else None
    assert found is not None
    return found


def odd_sheet(name: str, text: str) -> Sheet:
    """Return a sheet with a string at every place where a person's words can be."""
    cues = said((name or None, text), (name or None, text))
    clean = tuple(replace(cue, text=one_line(cue.text)) for cue in cues)
    voice = Voice(name=name or None)
    captions = tuple(captions_of(cues, ()))
    chapter = Chapter(start_ms=0, title=one_line(name))
    return Sheet(
        slug=KITES,
        title=one_line(name),
        subtitle=one_line(text),
        language="en",
        date=PartialDate(2032),
        when="2032",
        unconfirmed=(),
        site=one_line(name),
        origin=ORIGIN,
        state="machine",
        checked="partly",
        checked_by=one_line(name),
        checked_on=PartialDate(2032, 5),
        standing=(one_line(name),),
        engine="",
        model="",
        roles=(),
        sections=(Section(chapter, (NamedTurn(voice, voice_label(voice), clean),)),),
        captions=lambda: captions,
    )


def captioned(one: Sheet, *, names: bool = True) -> list[Cue]:
    """Return the captions of a sheet as the cues that should come back from its files."""
    return [
        Cue(
            caption.start_ms,
            caption.end_ms,
            one_line(caption.text),
            (one_line(caption.speaker or "") or None) if names else None,
        )
        for caption in one.captions()
        if any(map(one_line, caption.lines))
    ]


def _flown() -> list[Cue]:
    return [
        *said(
            (TILDA, "Good morning."),
            (TILDA, "1. Wind & weather --> <b>bold</b> *claims*."),
            start_ms=500,
        ),
        Cue(10_500, 70_500, LONG, RUFUS),
        *said(
            ("unnamed 3", "Is AT&amp;T a kite?"),
            (None, "- No."),
            ("Passer-by [shouting]", "R&D {\\an8} is."),
            start_ms=70_500,
        ),
    ]
