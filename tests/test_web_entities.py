"""What the archive knows by name: its pages, and the links of transcripts to them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from archives import said, write_archive, write_transcript
from conftest import open_site
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from index.build import build as make_index
from media.archive import Archive
from media.entities import Institution
from media.model import Cue, Mention, Recognition
from media.speakers import Evidence, Naming
from media.transcript import spread
from web.alphabet import Entry, by_letter
from web.app import make_app
from web.library import Library
from web.links import Link, links_of
from web.marks import as_typed, mark
from web.names import inverted, language_of, surname_first
from web.transcript import spoken_turns

TIDES, HARBOURS, DRAFT = "2030-01-15-tides", "2031-05-harbours", "2031-06-01-secret"
DILYS, HAMISH = "Dilys Prawn", "Professor Hamish ap Kelp"
INSTITUTIONS: list[Mapping[str, Any]] = [
    {
        "id": "tern-university",
        "name": "University of Ternmouth",
        "kind": "university",
        "nation": "Wales",
        "names_cy": ["Prifysgol Abergwennol"],
        "variants": ["UTM", "Ternmouth University"],
        "former_names": ["Ternmouth Polytechnic"],
    },
    {"id": "kelp-college", "name": "Coleg Gwymon", "kind": "college", "nation": "Wales"},
    {"id": "saltfund", "name": "Saltfund", "kind": "funder", "nation": "Scotland"},
    {"id": "never-heard", "name": "Never Heard College", "kind": "college", "nation": "England"},
    {"id": "hushed", "name": "Hushed Institute", "kind": "agency", "nation": "England"},
]
PEOPLE = [
    {"id": "dilys-prawn", "name": "Dilys Prawn"},
    {"id": "hamish-ap-kelp", "name": "Hamish ap Kelp", "honorific": "Professor"},
    {"id": "secret-draftsman", "name": "Secret Draftsman"},
]
TERMS = [
    {
        "id": "credit-transfer",
        "name": "credit transfer",
        "kind": "topic",
        "expansion": "taking credit along",
        "variants": ["credit transfers", "portable credit"],
        "note": "Asked for often.",
    },
]
WEBINARS = {
    TIDES: {
        "title": "Tides",
        "description": "On credit transfer.",
        "appearance": [
            {
                "person": "dilys-prawn",
                "role": "Lecturer in Tides",
                "institution": "tern-university",
                "part": "chair",
            },
            {"person": "hamish-ap-kelp", "role": "Director", "institution": "kelp-college"},
        ],
    },
    HARBOURS: {
        "title": "Harbours",
        "date": "2031-05",
        "appearance": [
            {"person": "dilys-prawn", "role": "Head of Quays", "institution": "kelp-college"}
        ],
    },
    DRAFT: {
        "title": "A secret meeting",
        "state": "draft",
        "appearance": [{"person": "secret-draftsman", "institution": "hushed"}],
    },
}
SPOKEN = {
    TIDES: said(
        (DILYS, "I am Dilys Prawn of UTM. Saltfund pays for credit"),
        (DILYS, "transfer, and Saltfund knows. Over to Hamish ap Kelp,"),
        (HAMISH, "Thank you, Dilys Prawn: Saltfund! We met Secret Draftsman."),
        ("unnamed 3", "Is credit transfer for everybody?"),
        (None, "Perhaps."),
        ("Passer-by", "Where is Coleg Gwymon?"),
    ),
    HARBOURS: said((DILYS, "Harbours are silent. Nothing else is said here.")),
    DRAFT: said(("Secret Draftsman", "The Hushed Institute names Never Heard College.")),
}


def build(root: Path) -> Archive:
    archive = Archive(
        write_archive(
            root,
            institutions=INSTITUTIONS,
            people=PEOPLE,
            terms=TERMS,
            documents={
                "salt": {
                    "title": "Credit transfer in salt",
                    "kind": "case-study",
                    "by": ["saltfund"],
                }
            },
            webinars=WEBINARS,
        )
    )
    for slug, cues in SPOKEN.items():
        words = [w for c in cues for w in spread(c.text.split(), c.start_ms, c.end_ms)]
        run = Recognition("pocketsphinx", "en-us", (), "0" * 64, tuple(words))
        archive.write_transcript(slug, cues, [], run)
    archive.write_namings(
        TIDES,
        [
            Naming(
                DILYS,
                "dilys-prawn",
                0.99,
                9_000,
                (
                    Evidence("dilys-prawn", 0, "says so", 5.0),
                    Evidence("dilys-prawn", 5_000, "speaks of others", -0.4),
                    Evidence("dilys-prawn", 5_000, "“Saltfund knows”, of unnamed 3", 1.0),
                ),
            ),
            Naming(
                "unnamed 3",
                "hamish-ap-kelp",
                0.7,
                65_000,
                (Evidence("hamish-ap-kelp", 15_000, "speaks for the quiet", 1.0),),
            ),
            Naming("unnamed 9", "secret-draftsman", 0.95, 1_000),
        ],
    )
    return archive


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The site of an archive that no test changes."""
    folder = tmp_path_factory.mktemp("entities")
    yield from open_site(build(folder / "archive"), folder / "index")


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return build(tmp_path / "archive")


@pytest.fixture
def client(archive: Archive, tmp_path: Path) -> Iterator[TestClient]:
    yield from open_site(archive, tmp_path / "index")


def page(client: TestClient, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.text.split())


PAGES = [
    (
        "/people/dilys-prawn",
        [
            "Speaks for 15 seconds in 2 webinars with a transcript.",
            "Head of Quays",
            "Speaks for 5 seconds",
            "Lecturer in Tides",
            "Speaks for 10 seconds",
            '<h2 id="said">Said by Dilys Prawn</h2>',
            "Harbours are silent.",
            'href="/search?kind=speech&amp;speaker=dilys-prawn">All that Dilys Prawn said</a>',
            '<h2 id="named">Where others name Dilys Prawn</h2>',
            "Thank you, <mark>Dilys Prawn</mark>",
            f'href="/webinars/{TIDES}?t=10.9#moment"',
            'href="/search?kind=speech&amp;speaker=about%3Adilys-prawn">All moments',
        ],
    ),
    (
        "/institutions/tern-university",
        [
            '<span lang="cy">Prifysgol Abergwennol</span>',
            "Ternmouth Polytechnic",
            '<a href="/nations/wales">Wales</a>',
            "Lecturer in Tides",
            "Said by people from here",
            "of <mark>UTM</mark>.",
        ],
    ),
    ("/institutions/kelp-college", ['<h1><span lang="cy">Coleg Gwymon</span>', "Head of Quays"]),
    ("/institutions/saltfund", ["<mark>Saltfund</mark>", "Credit transfer in salt"]),
    ("/institutions/never-heard", ["Never Heard College"]),
    (
        "/nations/wales",
        [
            '<span lang="cy">Cymru</span>',
            "University of Ternmouth",
            "Lecturer in Tides",
            "Said by people from here",
            'href="/search?kind=speech&amp;nation=Wales"',
        ],
    ),
    ("/nations/scotland", ["Saltfund", "Credit transfer in salt"]),
    ("/nations/northern-ireland", ["No institution of the archive belongs here."]),
    ("/terms", ["credit transfer", "taking credit along"]),
    (
        "/terms/credit-transfer",
        [
            "taking credit along",
            "credit transfers, portable credit",
            "Asked for often.",
            "<mark>credit transfer</mark>, and Saltfund knows.",
            '<h2 id="webinars">Webinars about it</h2>',
            "Credit transfer in salt",
        ],
    ),
]


@pytest.mark.parametrize(("address", "sentences"), PAGES, ids=[one[0] for one in PAGES])
def test_what_has_a_name_has_a_page(reader: TestClient, address: str, sentences: list[str]) -> None:
    text = page(reader, address)
    for sentence in sentences:
        assert sentence in text
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids))


def test_only_others_stand_under_where_others_name_somebody(reader: TestClient) -> None:
    named = page(reader, "/people/dilys-prawn").partition('id="named"')[2]
    assert "Thank you, <mark>Dilys Prawn</mark>" in named
    assert "I am" not in named


@pytest.mark.parametrize(
    "address",
    ["/people/secret-draftsman", "/nations/atlantis", "/nations/Wales", "/terms/x", "/a-z/x"],
)
def test_nothing_else_has_a_page(reader: TestClient, address: str) -> None:
    assert reader.get(address).status_code == 404


def test_lines_link_to_what_they_name_once_a_turn(reader: TestClient) -> None:
    text = page(reader, f"/webinars/{TIDES}")
    lines = re.findall(r'<p class="cue"[^>]*><a [^>]*>[^<]*</a> <span>(.*?)</span></p>', text)
    salt, credit = '<a href="/institutions/saltfund">Saltfund</a>', "/terms/credit-transfer"
    assert lines[:4] == [
        f'I am Dilys Prawn of UTM. {salt} pays for <a href="{credit}">credit</a>',
        f'<a href="{credit}">transfer</a>, and Saltfund knows.'
        ' Over to <a href="/people/hamish-ap-kelp">Hamish ap Kelp</a>,',
        f'Thank you, <a href="/people/dilys-prawn">Dilys Prawn</a>: {salt}!'
        " We met Secret Draftsman.",
        f'Is <a href="{credit}">credit transfer</a> for everybody?',
    ]


def test_what_is_searched_for_is_marked_inside_of_links(reader: TestClient) -> None:
    text = page(reader, f"/webinars/{TIDES}?q=%22transfer+for%22")
    assert (
        '<a href="/terms/credit-transfer">credit <mark>transfer</mark></a>'
        "<mark> for</mark> everybody?" in text
    )


def test_turns_lead_to_who_speaks_and_to_where_they_were_that_day(reader: TestClient) -> None:
    text = page(reader, f"/webinars/{TIDES}")
    assert (
        '<h3 class="voice"><a href="/people/hamish-ap-kelp">Hamish ap Kelp</a>'
        ' <span class="place">Director, <a href="/institutions/kelp-college">'
        '<span lang="cy">Coleg Gwymon</span></a></span></h3>' in text
    )
    for unnamed in ("Speaker 3, not named", "Speaker not named"):
        assert f'<h3 class="voice"><span class="unnamed">{unnamed}</span></h3>' in text
    assert '<h3 class="voice">Passer-by</h3>' in text


def test_captions_tell_voices_without_a_name_apart(reader: TestClient) -> None:
    text = reader.get(f"/media/{TIDES}/captions.vtt").text
    assert "<c.speaker>Speaker 3:</c>" in text
    assert "<c.speaker>–</c>" in text


def test_how_the_speakers_were_named(client: TestClient, archive: Archive) -> None:
    text = page(client, f"/webinars/{TIDES}")
    assert "How the speakers were named" in text
    assert '“Dilys Prawn”</strong>: <a href="/people/dilys-prawn">Dilys Prawn</a>' in text
    assert '<a href="?t=0#c-0">0:00</a> <span>says so</span>' in text
    assert '<a href="?t=5#c-5000">0:05</a> Against it: <span>speaks of others</span>' in text
    assert '<a href="?t=5#c-5000">0:05</a> <span>“Saltfund knows”, of Speaker 3</span>' in text
    path = archive.folder(TIDES) / "transcript.vtt"
    path.write_text(path.read_text("utf-8").replace("Perhaps", "Surely"), "utf-8")
    assert "“Saltfund knows”" in page(client, f"/webinars/{TIDES}")
    path.write_text(path.read_text("utf-8").replace("Saltfund knows", "it knows"), "utf-8")
    text = page(client, f"/webinars/{TIDES}")
    assert "speaks of others" in text
    assert "Saltfund knows" not in text


def test_readers_see_nobody_who_is_only_probable(client: TestClient, archive: Archive) -> None:
    text = page(client, f"/webinars/{TIDES}")
    uncertain = "</strong>: the archive is not certain who this is <span"
    assert f'Speaker 3{uncertain} class="facts">(speaks for 1 minute)</span>' in text
    assert f"Speaker 9{uncertain}" in text
    assert "robabl" not in text
    assert "for the quiet" not in text
    assert "Hamish" not in text.partition('class="namings"')[2].partition("</details>")[0]
    path = archive.folder(TIDES) / "transcript.vtt"
    path.write_text(path.read_text("utf-8").replace("Perhaps", "Surely"), "utf-8")
    text = page(client, f"/webinars/{TIDES}")
    assert f"Speaker 3{uncertain}" in text
    assert "Speaker 9</strong>" not in text
    path.write_text(path.read_text("utf-8").replace("unnamed 3", HAMISH), "utf-8")
    assert "Speaker 3</strong>" not in page(client, f"/webinars/{TIDES}")


def test_damaged_reasons_take_nothing_else_with_them(client: TestClient, archive: Archive) -> None:
    (archive.folder(TIDES) / "speakers.json").write_text("{")
    text = page(client, f"/webinars/{TIDES}")
    assert "Thank you" in text
    assert "How the speakers were named" not in text


def test_everything_stands_under_its_letter(reader: TestClient) -> None:
    text = page(reader, "/a-z")
    sections = dict(re.findall(r'<h2 id="letter-(\w+)">.*?</h2> <ul>(.*?)</ul>', text))
    words = {
        letter: re.sub(r" +", " ", re.sub(r"<[^>]+>", "", items)).strip()
        for letter, items in sections.items()
    }
    assert words["p"].startswith("portable credit: see credit transfer")
    assert words["p"].endswith("Prifysgol Abergwennol: see University of Ternmouth")
    assert "Prawn, Dilys Person" in words["p"]
    assert words["c"].endswith("Cymru: see Wales")
    assert words["t"].split(" Institution ") == [
        "taking credit along: see credit transfer Ternmouth Polytechnic: see University of"
        " Ternmouth Ternmouth, University of",
        "Tides Webinar, 15 January 2030",
    ]
    assert words["u"] == "UK Nation UTM: see University of Ternmouth"
    assert "Credit transfer in salt Document" in words["c"]
    assert '<span lang="cy">Prifysgol Abergwennol</span>: see' in text
    assert '<a href="#letter-p">P</a>' in text
    assert '<span aria-hidden="true">Z</span>' in text


@pytest.mark.parametrize("address", ["/a-z", "/institutions", "/nations/england", "/people", "/"])
def test_lists_hold_what_plays_a_part_in_public(reader: TestClient, address: str) -> None:
    text = page(reader, address)
    for name in ("Never Heard", "Hushed", "Secret Draftsman", "A secret meeting"):
        assert name not in text


def test_what_is_withdrawn_is_gone_at_once(client: TestClient, archive: Archive) -> None:
    assert "Where it is named" in page(client, "/institutions/saltfund")
    path = archive.folder(TIDES) / "webinar.toml"
    path.write_text(f'state = "withdrawn"\n{path.read_text("utf-8")}', "utf-8")
    for address in (
        "/a-z",
        "/institutions",
        "/institutions/saltfund",
        "/institutions/tern-university",
        "/nations/wales",
        "/people/dilys-prawn",
        "/terms/credit-transfer",
    ):
        text = page(client, address)
        assert "Tides" not in text, address
        assert "knows" not in text, address
    assert "Ternmouth" not in page(client, "/institutions") + page(client, "/a-z")
    for query in ("q=credit", "q=by:hamis", "q=webinar:tidez", "kind=speech", "q=transfer&page=2"):
        text = page(client, f"/search?{query}")
        for name in ("Hamish", "Passer-by", "Tides", "Director"):
            assert name not in text, (query, name)
    assert client.get("/people/hamish-ap-kelp").status_code == 404


def test_without_an_index_pages_show_the_rest(archive: Archive, tmp_path: Path) -> None:
    # Without its lifespan the application makes no index.
    client = TestClient(make_app(archive.root, tmp_path / "index"), base_url="http://localhost")
    for address, rest in (
        ("/people/dilys-prawn", "Lecturer in Tides"),
        ("/institutions/tern-university", "Ternmouth Polytechnic"),
        ("/nations/wales", "Coleg Gwymon"),
        ("/terms/credit-transfer", "Asked for often."),
    ):
        text = page(client, address)
        assert rest in text
        assert "cannot be shown here at the moment. Search is being rebuilt." in text
    assert '<a href="/institutions/saltfund">Saltfund</a>' in page(client, f"/webinars/{TIDES}")


def test_who_is_named_in_speech_alone_is_listed_once_it_can_be_searched(
    client: TestClient, archive: Archive, tmp_path: Path
) -> None:
    write_transcript(archive.root, HARBOURS, said((DILYS, "We greet Never Heard College.")))
    make_index(archive, tmp_path / "index")
    for address in ("/institutions", "/nations/england", "/a-z"):
        assert "Never Heard College" in page(client, address)


def test_a_text_that_breaks_before_its_page_is_seen_stays_with_its_links(archive: Archive) -> None:
    library = Library(archive.root)
    seen = library.transcript(TIDES)
    (archive.folder(TIDES) / "transcript.vtt").write_text("no captions", "utf-8")
    assert library.transcript(TIDES) == seen
    assert ("institution", "saltfund") in {(m.kind, m.id) for m in library.mentions(TIDES)}


def test_mentions_follow_corrections_and_the_catalogue(archive: Archive) -> None:
    library = Library(archive.root)
    assert "never-heard" not in {m.id for m in library.mentions(HARBOURS)}
    write_transcript(archive.root, HARBOURS, said((DILYS, "We greet Never Heard College.")))
    assert [m.id for m in library.mentions(HARBOURS)] == ["never-heard"]
    path = archive.root / "institutions.toml"
    path.write_text(path.read_text("utf-8").replace("Never Heard College", "Deaf Quay"), "utf-8")
    assert library.mentions(HARBOURS) == ()
    assert library.mentions(DRAFT) == ()


CUES = [Cue(0, 9, "Salt, (Salt) and", "Nia"), Cue(9, 18, "-- Bay College.", "Nia")]


def mention(first: int, last: int, name: str) -> Mention:
    return Mention("term", name, first, last, 0, 1, "")


def address(one: Mention) -> str:
    return f"/{one.id}"


@pytest.mark.parametrize(
    ("mentions", "heading", "links"),
    [
        ([(0, 0, "salt"), (1, 1, "salt")], "", [[(0, 4)], []]),
        ([(1, 1, "salt")], "", [[(7, 11)], []]),
        ([(0, 0, "salt")], "/salt", [[], []]),
        ([(2, 4, "bay")], "", [[(13, 16)], [(3, 6)]]),
        ([(3, 3, "dash")], "", [[], []]),
        ([(4, 5, "bay")], "", [[], [(3, 14)]]),
        ([(6, 7, "past the end")], "", [[], []]),
    ],
)
def test_links_hold_the_names_alone(
    mentions: list[tuple[int, int, str]], heading: str, links: list[list[tuple[int, int]]]
) -> None:
    found = links_of(
        CUES, [mention(*one) for one in mentions], address, lambda _: frozenset({heading})
    )
    assert [[(link.start, link.end) for link in line] for line in found] == links


def test_another_turn_links_again() -> None:
    cues = [CUES[0], replace(CUES[1], speaker="Otto", text="Salt")]
    found = links_of(cues, [mention(0, 0, "a"), mention(3, 3, "a")], address, lambda _: frozenset())
    assert [len(line) for line in found] == [1, 1]


@given(
    st.text(max_size=30), st.lists(st.integers(0, 30), max_size=6, unique=True), st.text(max_size=9)
)
def test_a_line_with_links_loses_no_character(text: str, edges: list[int], query: str) -> None:
    edges = sorted(edge for edge in edges if edge <= len(text))
    links = [Link(a, b, "/x") for a, b in list(pairwise(edges))[::2]]
    [turn] = spoken_turns([Cue(0, 1, text)], None, mark([text], as_typed(query)), [links])
    [line] = turn.lines
    written = "".join(piece.text for part in line.parts for piece in part.pieces)
    assert written == text
    linked = [part for part in line.parts if part.url]
    assert ["".join(p.text for p in part.pieces) for part in linked] == [
        text[link.start : link.end] for link in links
    ]


@pytest.mark.parametrize(
    ("name", "surname", "before"),
    [
        ("Dilys Prawn", "Prawn", "Dilys"),
        ("Hamish ap Kelp", "ap Kelp", "Hamish"),
        ("Ada van der Quay", "van der Quay", "Ada"),
        ("Van Morning", "Morning", "Van"),
        ("Plankton", "Plankton", ""),
    ],
)
def test_surnames(name: str, surname: str, before: str) -> None:
    assert surname_first(name) == (surname, before)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("University of Teacups", "Teacups, University of"),
        ("The University of Teacups", "Teacups, The University of"),
        ("University of the Quay and Sands", "Quay and Sands, University of the"),
        ("College of Paper Boats", "Paper Boats, College of"),
        ("The Open Harbour", "Open Harbour, The"),
        ("Royal Society of Boats", "Royal Society of Boats"),
        ("Theatre College", "Theatre College"),
        ("The", "The"),
    ],
)
def test_what_tells_institutions_apart_comes_first(name: str, written: str) -> None:
    assert inverted(name) == written


def test_a_name_that_is_welsh_is_known_as_such() -> None:
    plain = Institution(id="x", name="Medrus", kind="funder", nation="Wales")
    assert language_of(plain, "Medrus") == "en"
    assert language_of(replace(plain, names_cy=("Medrus",)), "Medrus") == "cy"
    assert language_of(plain, "Grŵp Gwymon") == "cy"


def test_letters_pass_over_accents_and_articles() -> None:
    names = ["Ŵyn", "the end", "2 boats", "Éire", "«quoted»", "Anchor", "…", "A", "wasp", "Ω"]
    letters = by_letter(Entry(name=name, kind="term", url="/") for name in names)
    assert [(one.letter, [entry.name for entry in one.entries]) for one in letters] == [
        ("A", ["A", "Anchor"]),
        ("E", ["Éire", "the end"]),
        ("Q", ["«quoted»"]),
        ("W", ["wasp", "Ŵyn"]),
        ("0–9", ["…", "2 boats", "Ω"]),
    ]


@given(st.lists(st.text(max_size=12), max_size=12))
def test_every_entry_stands_under_one_letter(names: list[str]) -> None:
    letters = by_letter(Entry(name=name, kind="term", url="/") for name in names)
    assert sorted(e.name for one in letters for e in one.entries) == sorted(names)
    assert len({one.letter for one in letters}) == len(letters)
