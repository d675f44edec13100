"""The parts of the site that need neither files nor a server: addresses, moments, marks, pages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.filters import Filters, Wanted
from media.model import Cue
from web import urls
from web.asking import FIELDS, SORTS, Asking
from web.headers import host_name
from web.marks import as_typed, mark
from web.paging import paging
from web.transcript import Asked, Moment, anchor_at, anchors, asked_for, cue_at, spoken_turns


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (urls.webinar("a-b"), "/webinars/a-b"),
        (urls.webinar("a", 754_000), "/webinars/a?t=754"),
        (urls.webinar("a", 754_250, 801_000), "/webinars/a?t=754.25,801"),
        (
            urls.webinar("a", 1_500, query='"x" & y', anchor="c-1500"),
            "/webinars/a?t=1.5&q=%22x%22+%26+y#c-1500",
        ),
        (urls.webinar("../x"), "/webinars/../x"),
        (urls.cue(12_300, "", "c-12300"), "?t=12.3#c-12300"),
        (urls.cue(0, "x", "c-0"), "?t=0&q=x#c-0"),
        (urls.recording("a"), "/media/a/recording"),
        (urls.recording("a", 0), "/media/a/recording#t=0"),
        (urls.recording("a", 1_000, 2_000), "/media/a/recording#t=1,2"),
        (urls.search({"q": "ŵ?", "speaker": ""}), "/search?q=%C5%B5%3F"),
        (urls.search({}), "/search"),
        (urls.nation("Northern Ireland"), "/nations/northern-ireland"),
        (urls.named("term", "x"), "/terms/x"),
        (urls.mail("a@b.example"), "mailto:a@b.example"),
        (urls.mail("https://b.example/"), "https://b.example/"),
        (urls.mail("ring us"), ""),
    ],
)
def test_addresses(made: str, expected: str) -> None:
    assert made == expected


def test_what_no_address_may_hold_is_escaped() -> None:
    address = "https://example.org/a b?c=<d>&e=%20#é"
    assert urls.outside(address) == "https://example.org/a%20b?c=%3Cd%3E&e=%20#é"


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        " JavaScript:x",
        "data:text/html,x",
        "//x.example",
        "x",
        "",
        "http://[",
    ],
)
def test_only_web_addresses_become_links(address: str) -> None:
    assert urls.outside(address) == ""


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("", Asked()),
        ("12.5", Asked(Moment(12_500))),
        ("1:02", Asked(Moment(62_000))),
        ("10,20", Asked(Moment(10_000, 20_000))),
        ("20,10", Asked(problem="no-time")),
        ("-3", Asked(problem="no-time")),
        ("soon", Asked(problem="no-time")),
        ("1e9", Asked(problem="no-time")),
        ("99999999", Asked(problem="no-time")),
        ("<script>", Asked(problem="no-time")),
        ("90", Asked(problem="after-the-end")),
    ],
)
def test_the_moment_asked_for(value: str, expected: Asked) -> None:
    assert asked_for(value, 90_000) == expected


def test_a_moment_of_a_recording_of_unknown_length() -> None:
    assert asked_for("90", None) == Asked(Moment(90_000))


@given(st.text(max_size=40))
def test_no_moment_is_an_error(value: str) -> None:
    asked = asked_for(value, 60_000)
    assert asked.moment is None or asked.problem == ""


CUES = [Cue(1_000, 2_000, "One."), Cue(2_000, 3_000, "Two."), Cue(2_000, 4_000, "At once.")]


def test_cues_that_start_together_have_anchors_of_their_own() -> None:
    assert anchors(CUES) == ["c-1000", "c-2000", "c-2000-2"]


@pytest.mark.parametrize(
    ("ms", "number"), [(0, None), (740, None), (800, 0), (1_500, 0), (2_500, 2), (9_000, 2)]
)
def test_the_cue_at_a_time(ms: int, number: int | None) -> None:
    assert cue_at(CUES, ms) == number
    assert anchor_at(CUES, ms) == ("" if number is None else anchors(CUES)[number])


@pytest.mark.parametrize(
    ("texts", "query", "marked"),
    [
        (["A stackable award"], "stackable", ["stackable"]),
        (["Awards are stacked"], "award", ["Awards"]),
        (["Microcredentials"], "micro-credential", ["Microcredentials"]),
        (["micro credentials"], "microcredential", ["micro credentials"]),
        (["quality, and assurance"], '"quality assurance"', []),
        (["He said HE, and he meant it"], "HE", ["HE"]),
        (["He said HE"], "he", ["He", "HE"]),
        (["by twenty", "one, or 21, or one"], "twenty one", ["twenty", "one", "21"]),
        (["twenty one of level one"], "21", ["twenty one"]),
        (["level one, no one"], "level one", ["level", "one", "one"]),
        (["level one, no one"], "level 1", ["level", "one"]),
        (["the Q A A"], "QAA", ["Q A A"]),
        (["of quality", "assurance here"], '"quality assurance"', ["quality", "assurance"]),
        (["boats and tides"], "boats -tides", ["boats"]),
        (["boats and tides"], "boats OR tides", ["boats", "tides"]),
        (["speaker of boats"], "speaker:boats", []),
        (["Boating on a boat, about"], "boa*", ["Boating", "boat"]),
        (["micro-credentials, micro wave"], "micro-cred*", ["micro-credentials"]),
        (["boats and tides"], "boats NEAR tides", ["boats", "tides"]),
        (["boats and low tides"], 'boats NEAR/3 "low tides"', ["boats", "low tides"]),
        (["boats and tides"], "-(boats NEAR tides) and", ["and"]),
        (["<b>boats</b>"], "b", ["b", "b"]),
        (["boats"], "", []),
        (["boats"], '"', []),
    ],
)
def test_marks(texts: list[str], query: str, marked: list[str]) -> None:
    cut = mark(texts, as_typed(query))
    assert [piece.text for pieces in cut for piece in pieces if piece.marked] == marked


@given(st.lists(st.text(max_size=30), max_size=4), st.text(max_size=20))
def test_marking_loses_no_character(texts: list[str], query: str) -> None:
    assert [
        "".join(piece.text for piece in pieces) for pieces in mark(texts, as_typed(query))
    ] == texts


def test_turns_hold_every_line_once_and_know_the_clip() -> None:
    cues = [
        Cue(0, 1_000, "a", "Nia"),
        Cue(1_000, 2_000, "b", "Nia"),
        Cue(2_000, 3_000, "c"),
        Cue(3_000, 4_000, "d", "Nia"),
    ]
    turns = spoken_turns(
        cues, Moment(1_000, 3_000), mark([cue.text for cue in cues], as_typed("c"))
    )
    assert [(t.speaker, [ln.anchor for ln in t.lines]) for t in turns] == [
        ("Nia", ["c-0", "c-1000"]),
        (None, ["c-2000"]),
        ("Nia", ["c-3000"]),
    ]
    lines = [line for turn in turns for line in turn.lines]
    assert [line.current for line in lines] == [False, True, False, False]
    assert [line.in_clip for line in lines] == [False, True, True, False]
    assert [[p.marked for part in line.parts for p in part.pieces] for line in lines] == [
        [False],
        [False],
        [True],
        [False],
    ]


VALUES = {
    "q": " stackable ",
    "speaker": "nia-paperclip",
    "kind": "speech",
    "from": "2030-01",
    "sort": "newest",
    "page": "3",
}


def test_a_search_is_read_from_an_address_and_written_to_one() -> None:
    asking = Asking.read(VALUES)
    assert asking.address == (
        "/search?q=stackable&kind=speech&speaker=nia-paperclip&from=2030-01&sort=newest&page=3"
    )
    assert asking.widened("kind").address == (
        "/search?q=stackable&speaker=nia-paperclip&from=2030-01&sort=newest"
    )
    assert asking.narrowed("webinar", "w").widened("from").chosen["webinar"] == "w"
    assert asking.sorted_by("best").page == 1
    assert str(asking.filters.from_) == "2030-01"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("boat-college", Wanted("boat-college", "by")),
        ("by:boat-college", Wanted("boat-college", "by")),
        ("about:boat-college", Wanted("boat-college", "about")),
        ("either:boat-college", Wanted("boat-college", "either")),
        ("name:passer-by", Wanted("name:passer-by", "by")),
        ("about:name:passer-by", Wanted("name:passer-by", "about")),
        ("about", Wanted("about", "by")),
    ],
)
def test_whose_words_an_address_wants(value: str, expected: Wanted) -> None:
    asking = Asking.read({"institution": value})
    assert asking.filters == Filters(institution=expected)
    assert Asking().wanting("institution", expected).filters == asking.filters


def test_a_search_keeps_its_manner_from_page_to_page() -> None:
    asking = Asking.read({"q": "a b", "words": "1", "nation": "about:Wales", "topic": "badge"})
    assert asking.address == "/search?q=a+b&nation=about%3AWales&topic=badge&words=1"
    assert asking.at(2).address.endswith("&words=1&page=2")
    assert ("words", "1") in asking.kept
    assert asking.taken(literal=False).address == "/search?q=a+b&nation=about%3AWales&topic=badge"
    assert asking.wanting("nation", None).address == "/search?q=a+b&topic=badge&words=1"


@pytest.mark.parametrize(
    ("values", "address"),
    [
        ({"page": "0"}, "/search"),
        ({"page": "-1"}, "/search"),
        ({"page": "٣"}, "/search"),
        ({"page": "9" * 5000}, "/search"),
        ({"page": "9999"}, "/search?page=1000"),
        ({"sort": "random"}, "/search"),
        ({"kind": "secrets"}, "/search"),
        ({"from": "yesterday", "to": "2030-13"}, "/search"),
        ({"speaker": "x" * 5000}, "/search"),
    ],
)
def test_what_makes_no_sense_is_left_out(values: dict[str, str], address: str) -> None:
    assert Asking.read(values).address == address


@given(
    st.dictionaries(
        st.sampled_from(["q", "sort", "page", *FIELDS]), st.text(max_size=20), max_size=9
    )
)
def test_no_address_is_an_error(values: dict[str, str]) -> None:
    asking = Asking.read(values)
    assert asking.sort in SORTS
    assert asking.page >= 1
    assert asking.filters is not None
    assert asking.address.startswith("/search")


@pytest.mark.parametrize(
    ("page", "total", "numbers"),
    [
        (1, 0, (1,)),
        (1, 10, (1,)),
        (1, 11, (1, 2)),
        (5, 90, (1, None, 3, 4, 5, 6, 7, None, 9)),
        (9, 90, (1, None, 7, 8, 9)),
    ],
)
def test_pages(page: int, total: int, numbers: tuple[int | None, ...]) -> None:
    assert paging(page, total, 10).numbers == numbers


def test_the_page_before_and_after() -> None:
    assert (paging(1, 30, 10).previous, paging(1, 30, 10).next) == (None, 2)
    assert (paging(3, 30, 10).previous, paging(3, 30, 10).next) == (2, None)


@pytest.mark.parametrize(
    ("header", "name"),
    [("LocalHost:80", "localhost"), ("[::1]:8000", "::1"), ("a.example", "a.example"), ("", "")],
)
def test_the_name_in_a_host_header(header: str, name: str) -> None:
    assert host_name(header) == name
