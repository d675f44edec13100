"""What the page of results tells besides the results: how was searched, and how much was found."""

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from archives import LOOMS, MILLS, harbour, mill, said, write_archive, write_transcript, write_words
from conftest import TEACUPS, build_archive
from servers import START_S
from starlette.testclient import TestClient

from media.archive import Archive
from media.model import Recording, Word
from web.app import make_app

BOATS = "2030-01-15-paper-boats"
LONG, SHORT = "2032-01-01-long", "2032-02-02-short"
# Moments of one talk, so far apart that each is a passage of its own.
KETTLES = 14
RECORDING = Recording(
    file="recording.mp4",
    sha256="0" * 64,
    bytes=1,
    duration_ms=90 * 60_000,
    sound_ms=90 * 60_000,
    video_codec="h264",
    audio_codec="aac",
)


def lines(told: str) -> list[tuple[str, str]]:
    """Make many passages, each with a number, by two people in turn."""
    who = ("Ada Whisk", "Bo Ladle")
    every = (f"Kettle {n} has a spout of tin and a lid. {told}" for n in range(KETTLES))
    return [(who[n % 2], line) for n, line in enumerate(every)]


def kitchen(root: Path) -> Archive:
    """Write an archive with a long talk, a short one and two papers about kettles."""
    people = [{"id": "ada-whisk", "name": "Ada Whisk"}, {"id": "bo-ladle", "name": "Bo Ladle"}]
    write_archive(
        root,
        people=people,
        documents={
            "kettle-paper": {"title": "A paper on kettles", "kind": "report", "webinar": LONG},
            "kettle-guide": {"title": "A guide to kettles", "kind": "guide"},
        },
        webinars={
            LONG: {
                "title": "Kettles at length",
                "appearance": [{"person": one["id"]} for one in people],
            },
            SHORT: {"title": "Spoons in short"},
        },
    )
    write_transcript(root, LONG, said(*lines("Steam rises."), each_ms=60_000))
    write_transcript(root, SHORT, said(("Cy Tongs", "A kettle is no spoon."), each_ms=60_000))
    return Archive(root)


def visiting(archive: Archive, index: Path) -> Iterator[TestClient]:
    app = make_app(archive.root, index)
    with TestClient(app, base_url="http://localhost") as client:
        assert app.state.site.finder.settled.wait(START_S)
        yield client


@pytest.fixture(scope="module")
def mills(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder: Path = tmp_path_factory.mktemp("mill")
    yield from visiting(mill(folder / "archive"), folder / "index")


@pytest.fixture(scope="module")
def boats(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder: Path = tmp_path_factory.mktemp("harbour")
    yield from visiting(harbour(folder / "archive"), folder / "index")


@pytest.fixture(scope="module")
def kettles(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder: Path = tmp_path_factory.mktemp("kitchen")
    yield from visiting(kitchen(folder / "archive"), folder / "index")


def ask(visitor: TestClient, query: str, **chosen: str) -> str:
    response = visitor.get("/search", params={"q": query, **chosen})
    assert response.status_code == 200
    return " ".join(response.text.split())


def follow(visitor: TestClient, text: str, words: str) -> str:
    """Press the only link with some words."""
    [url] = re.findall(rf'<a href="([^"]*)"[^>]*>{re.escape(words)}<', text)
    response = visitor.get(html.unescape(url))
    assert response.status_code == 200
    return " ".join(response.text.split())


def heading(text: str) -> str:
    [told] = re.findall(r"<h1>(.*?)</h1>", text)
    return str(told)


def items(text: str) -> str:
    return text.partition('<ol class="results"')[2].partition("</ol>")[0]


BESIDES = [
    (
        "Waterwheel College",
        "“Coleg Olwyn”, “Mill Institute” (other names for “Waterwheel College”)",
    ),
    ("wevving", "“weaving” (sounds like “wevving”)"),
]


@pytest.mark.parametrize(("query", "told"), BESIDES, ids=[one[0] for one in BESIDES])
def test_what_was_searched_besides_is_told_and_can_be_left_out(
    mills: TestClient, query: str, told: str
) -> None:
    text = ask(mills, query, kind="speech")
    assert told in text
    plain = follow(mills, text, "Search only for what I typed")
    assert "Also searched" not in plain
    assert "Looking only for what you typed." in plain
    assert 'name="kind" value="speech"' in plain
    back = follow(mills, plain, "Search other names and what sounds the same as well")
    assert told in back
    assert heading(back) == heading(text)


def test_what_recognisers_write_for_a_name_is_told(tmp_path: Path) -> None:
    mugs = {"id": "mugs", "name": "Mug College", "kind": "college", "nation": "Wales"}
    root = write_archive(
        tmp_path / "archive",
        institutions=[{**mugs, "misheard_safe": ["mug knowledge"]}],
        webinars={SHORT: {"title": "Cups"}},
    )
    write_transcript(root, SHORT, said("Mug College met.", "Then mug knowledge.", each_ms=60_000))
    for visitor in visiting(Archive(root), tmp_path / "index"):
        text = ask(visitor, "mug college")
        assert "“mug knowledge” (recognisers confuse it with “mug college”)" in text
        assert "<mark>mug knowledge</mark>" in text


def test_nothing_is_told_where_nothing_was_searched_besides(mills: TestClient) -> None:
    for query in ("biscuits", '"Waterwheel College"', "employer engagement"):
        text = ask(mills, query)
        assert "Also searched" not in text
        assert "only for what" not in text


def test_a_question_tells_nothing_of_names_that_it_did_not_search(mills: TestClient) -> None:
    text = ask(mills, "what did people from Waterwheel College say about employer engagement")
    assert "Read as a question" in text
    assert "Also searched" not in text


def test_much_that_was_searched_besides_is_folded(tmp_path: Path) -> None:
    names = [f"Institute of Mugs {letter}" for letter in "ABCDE"]
    root = write_archive(
        tmp_path / "archive",
        institutions=[
            {
                "id": "mugs",
                "name": "Mug College",
                "kind": "college",
                "nation": "Wales",
                "variants": names,
            },
        ],
        webinars={SHORT: {"title": "Mugs"}},
    )
    write_transcript(root, SHORT, said(*names, "Mug College.", each_ms=60_000))
    for visitor in visiting(Archive(root), tmp_path / "index"):
        text = ask(visitor, "mug college")
        assert f"<summary>Also searched: {len(names)} other words and names</summary>" in text
        assert "“Institute of Mugs E” (other names for “mug college”)" in text
        assert "Looking only" in follow(visitor, text, "Search only for what I typed")


def test_a_query_that_was_mistyped_is_offered_as_it_was_meant(mills: TestClient) -> None:
    text = ask(mills, "bisciuts", kind="speech", also="0")
    assert re.search(r"Did you mean <a [^>]*>“biscuits”</a>\? \(1 result\)", text)
    meant = follow(mills, text, "“biscuits”")
    assert heading(meant) == "1 result for “biscuits”"
    assert "Did you mean" not in meant
    assert 'name="kind" value="speech"' in meant


def test_what_was_searched_already_is_not_offered(mills: TestClient) -> None:
    text = ask(mills, "bisciuts", kind="speech")
    assert "“biscuits” (sounds like “bisciuts”)" in text
    assert "Did you mean" not in text


def test_what_would_find_nothing_either_is_not_offered(mills: TestClient) -> None:
    for chosen in ({"speaker": "magnus-doily"}, {"webinar": LOOMS}):
        text = ask(mills, "bisciuts", kind="speech", **chosen)
        assert heading(text).startswith("No results")
        assert "Did you mean" not in text


def test_of_many_words_most_will_do_and_all_can_be_asked_for(boats: TestClient) -> None:
    query = "quality assurance of harbour boats floats zebra"
    text = ask(boats, query)
    assert "No passage need hold all of these words" in text
    assert "<mark>" in items(text)
    exact = follow(boats, text, "Search for exactly these words instead")
    assert heading(exact) == f"No results for “{query}”"
    assert "Looking for exactly these words, all of them." in exact
    assert "No passage need hold" in follow(boats, exact, "Search more freely")


def test_where_nothing_holds_a_few_words_it_is_told(boats: TestClient) -> None:
    text = ask(boats, "harbour zebra")
    assert "Nothing holds all of these words." in text
    assert "<mark>harbour</mark>" in text
    assert "Search for exactly these words" not in text


def test_a_passage_beside_the_words_is_told_to_be_so(tmp_path: Path) -> None:
    root = write_archive(tmp_path / "archive", webinars={SHORT: {"title": "Spoons in short"}})
    told = (
        "Copper handles of hammered metal last.",
        "Nobody ever complained.",
        "Well, good night.",
    )
    write_transcript(root, SHORT, said(*told, each_ms=60_000))
    for visitor in visiting(Archive(root), tmp_path / "index"):
        text = ask(visitor, "how long do copper handles of hammered metal keep", kind="speech")
    found, beside = re.findall(r"<li>.*?</li>", items(text).partition('class="moments"')[2])
    assert "<mark>hammered</mark>" in found
    assert "Close to what you searched for" not in found
    assert '<p class="excerpt">Nobody ever complained.</p>' in beside
    assert "Close to what you searched for" in beside


HEADINGS = [
    ("kettle", {}, "18 results in 2 webinars and 2 documents for “kettle”"),
    ("kettle", {"kind": "speech"}, "15 results in 2 webinars for “kettle”"),
    ("paper", {}, "1 result for “paper”"),
    ("kettle", {"kind": "document"}, "2 results for “kettle”"),
    ("kettle", {"webinar": SHORT}, "1 result for “kettle” in Spoons in short"),
    ("kettle", {"webinar": LONG}, "16 results for “kettle” in Kettles at length (page 1 of 2)"),
    ("steam", {}, "14 results in 1 webinar for “steam”"),
    ("", {"webinar": SHORT}, "2 results in Spoons in short"),
]


@pytest.mark.parametrize(("query", "chosen", "told"), HEADINGS)
def test_the_heading_counts_results_and_what_they_are_of(
    kettles: TestClient, query: str, chosen: dict[str, str], told: str
) -> None:
    text = ask(kettles, query, **chosen)
    assert heading(text) == told
    assert f"<title>{told} \u2013 Test archive</title>" in text


def test_a_webinar_is_shown_once_with_its_first_moments(kettles: TestClient) -> None:
    text = ask(kettles, "kettle", kind="speech")
    assert items(text).count("<h2>") == 2
    assert items(text).count("Read from") == 4
    more = follow(kettles, text, "11 more results in this webinar")
    assert heading(more) == "14 results for “kettle” in Kettles at length (page 1 of 2)"
    assert 'name="kind" value="speech"' in more


def test_within_a_webinar_results_are_one_list_over_its_pages(kettles: TestClient) -> None:
    text = ask(kettles, "kettle", webinar=LONG, sort="oldest", kind="speech")
    assert text.count("Kettles at length</a></h2>") == 1
    assert "<h2>" not in items(text)
    first = re.findall(r'<span class="clock">(\S+)</span>', text)
    assert first[:2] == ["0:00", "1:00"]
    rest = follow(kettles, text, "Next")
    assert '<ol class="results" start="11" ' in rest
    times = [*first, *re.findall(r'<span class="clock">(\S+)</span>', rest)]
    assert len(set(times)) == KETTLES
    assert times == sorted(times, key=lambda clock: [int(part) for part in clock.split(":")])


def test_the_orders_of_one_webinar_are_two(kettles: TestClient) -> None:
    for sort, current in (("best", "Best match"), ("newest", "In order"), ("oldest", "In order")):
        text = ask(kettles, "kettle", webinar=LONG, sort=sort)
        assert f'<strong aria-current="true">{current}' in text
        assert ">Newest</" not in text
        assert ">Oldest</" not in text
    assert ">Newest</a>" in ask(kettles, "kettle")


def test_filters_in_force_are_called_as_where_they_are_chosen(kettles: TestClient) -> None:
    text = ask(kettles, "kettle", kind="speech", webinar=LONG, topic="unknown")
    assert "Kind: Said in a webinar <span" in text
    assert "Webinar: Kettles at length <span" in text
    assert "Topic: unknown <span" in text


def test_keys_can_pass_over_the_filters(kettles: TestClient) -> None:
    text = ask(kettles, "kettle")
    before, _, after = text.partition('<a class="skip" href="#results">Skip to the results</a>')
    assert "<summary>" not in before
    assert '<div class="answers" id="results">' in after.partition("</details> </section>")[2]


def test_an_event_and_a_paper_say_what_they_are(kettles: TestClient) -> None:
    grouped = ask(kettles, "kettles")
    assert "<mark>Kettles</mark> at length</a></h2>" in grouped
    assert "A paper on <mark>kettles</mark></a></h2>" in grouped
    within = ask(kettles, "kettles", webinar=LONG)
    assert within.count("About this webinar</p>") == 1
    assert "A paper on <mark>kettles</mark></a></h3>" in within


NUMBERS = [
    ("speech", "Said in a webinar", "15", "2"),
    ("document", "Documents", "2", ""),
    ("webinar", "Webinars", "1", ""),
    (LONG, "Kettles at length", "16", ""),
    ("ada-whisk", "Ada Whisk", "8", "1"),
]


@pytest.mark.parametrize(("value", "label", "results", "webinars"), NUMBERS)
def test_a_filter_tells_how_many_results_it_leaves_in_how_many_webinars(
    kettles: TestClient, value: str, label: str, results: str, webinars: str
) -> None:
    text = ask(kettles, "kettle")
    [shown] = re.findall(rf"<span>{label}</span> <span class=\"number\">(.*?)</span></a>", text)
    seen, heard = re.findall(
        r'<span aria-hidden="true">(.*)</span><span class="hidden">(.*)<', shown
    )[0]
    assert seen == (f"{results} in {webinars}" if webinars else results)
    told = f"{results} result" if results == "1" else f"{results} results"
    of = f" in {webinars} webinar" if webinars == "1" else f" in {webinars} webinars"
    assert heard == (told + of if webinars else told)
    assert value in text


def test_what_the_numbers_mean_is_told_where_there_are_two(kettles: TestClient) -> None:
    assert re.search(r"“\d+ in \d” means \d+ results in \d webinars?\.", ask(kettles, "kettle"))
    assert "” means " not in ask(kettles, "kettle", webinar=LONG)


def test_results_tell_the_state_of_a_text_as_it_is_now(tmp_path: Path) -> None:
    archive = mill(tmp_path / "archive")
    for visitor in visiting(archive, tmp_path / "index"):
        assert "Corrected by hand" in ask(visitor, "biscuits", kind="speech")
        path = archive.folder(MILLS) / "transcript.vtt"
        (archive.folder(MILLS) / "machine.vtt").write_bytes(path.read_bytes())
        assert "Machine transcript, not checked" in ask(visitor, "biscuits", kind="speech")


def test_results_need_no_words_of_a_recogniser(tmp_path: Path) -> None:
    archive = harbour(tmp_path / "archive")
    write_words(archive.root, BOATS, [Word(0, 500, "Welcome")])
    for visitor in visiting(archive, tmp_path / "index"):
        (archive.folder(BOATS) / "words.json").write_text("not what it was", "utf-8")
        assert "<mark>floats</mark>" in ask(visitor, "floats")


def instead(text: str) -> list[tuple[str, str]]:
    """Return what finds something instead, as told, with the address of each."""
    listed = text.partition('<section class="instead"')[2].partition("</section>")[0]
    rows = re.findall(r"<li>(.*?)</li>", listed)
    found = [(re.sub(r"<[^>]*>", "", row), re.findall(r'href="([^"]*)"', row)[0]) for row in rows]
    return [(told, html.unescape(url)) for told, url in found]


ELSEWHERE = [
    ("biscuits", {"from": "2040"}, ["Remove From: 2040 (3 results without it)"]),
    (
        "biscuits",
        {"kind": "webinar", "topic": "zebra"},
        [
            "Remove Topic: zebra (1 result without it)",
            "Remove all filters (3 results without them)",
        ],
    ),
    (
        "wheels",
        {"nation": "Wales", "kind": "document"},
        [
            "1 result about Wales",
            "1 result said by or about Wales",
            "Remove Kind: Documents (1 result without it)",
            "Remove Nation: Wales (1 result without it)",
            "Remove all filters (2 results without them)",
        ],
    ),
    (
        "what did people from Scotland say about wheels",
        {},
        [
            "1 result said by or about Scotland",
            "Search for the words “wheels” alone: 2 results",
        ],
    ),
    ("bisciuts", {"words": "1"}, ["Search more freely: 3 results"]),
    ("zebra", {"kind": "document"}, []),
]


@pytest.mark.parametrize(("query", "chosen", "expected"), ELSEWHERE)
def test_where_nothing_is_found_it_is_told_what_finds_something(
    mills: TestClient, query: str, chosen: dict[str, str], expected: list[str]
) -> None:
    text = ask(mills, query, **chosen)
    assert heading(text).startswith("No results")
    assert [told for told, _ in instead(text)] == expected


@pytest.mark.parametrize(("query", "chosen", "expected"), ELSEWHERE)
def test_what_is_offered_instead_finds_as_much_as_it_says(
    mills: TestClient, query: str, chosen: dict[str, str], expected: list[str]
) -> None:
    every = instead(ask(mills, query, **chosen))
    assert len(every) == len(expected)
    for told, url in every:
        count = re.findall(r"\d+ results?", told)[0]
        there = " ".join(mills.get(url).text.split())
        assert heading(there).startswith(count), told


def test_where_something_is_found_nothing_else_is_looked_for(mills: TestClient) -> None:
    assert instead(ask(mills, "biscuits")) == []


def test_whoever_finds_nothing_is_told_whom_to_ask(visitor: TestClient) -> None:
    text = ask(visitor, "zebra")
    assert '<a href="mailto:harbour@example.org">harbour@example.org</a>' in text
    assert '<a href="/webinars">all webinars</a>' in text


def test_an_empty_box_shows_the_latest_webinars_and_topics(visitor: TestClient) -> None:
    text = ask(visitor, "")
    assert text.count('<article class="card">') == 3
    assert '<a href="/terms/tide">tide</a>' in text


def test_all_filters_can_be_removed_at_once(kettles: TestClient) -> None:
    assert "Remove all filters" not in ask(kettles, "kettle", kind="speech")
    text = ask(kettles, "kettle", kind="speech", webinar=LONG)
    assert heading(follow(kettles, text, "Remove all filters")) == HEADINGS[0][2]


def test_pages_know_the_one_before_and_the_one_after(kettles: TestClient) -> None:
    first = ask(kettles, "kettle", webinar=LONG)
    assert 'rel="prev"' not in first
    assert re.search(r'<link rel="next" href="[^"]*page=2">', first)
    last = ask(kettles, "kettle", webinar=LONG, page="2")
    assert 'rel="next"' not in last
    assert f'<link rel="prev" href="/search?q=kettle&amp;webinar={LONG}">' in last
    assert heading(ask(kettles, "kettle", webinar=LONG, page="99")) == heading(first)


def test_all_moments_of_a_webinar_are_on_its_line(visitor: TestClient) -> None:
    text = ask(visitor, "harbour OR stackable OR lighthouse OR tide", kind="speech")
    [line] = re.findall(r'<svg class="strip".*?</svg>', text)
    found = re.findall(r'<a href="([^"]*)" tabindex="-1">', line)
    shown = re.findall(r'<a class="play[^"]*" href="([^"]*)"', text)
    here = [url for url in shown if BOATS in url]
    assert len(here) == 3
    assert set(here) < set(found)
    [(more,)] = [re.findall(r"(\d+) more results? in this webinar", text)]
    assert len(found) == len(here) + int(more)


def test_a_page_stays_small_where_a_word_is_said_everywhere(tmp_path: Path) -> None:
    slugs = [f"2033-01-{day:02}-talk" for day in range(1, 12)]
    root = write_archive(tmp_path / "archive", webinars={slug: {} for slug in slugs})
    archive, line = Archive(root), "A kettle whistles on the stove, and nobody minds. " * 4
    for slug in slugs:
        write_transcript(root, slug, said(*[line] * 90, each_ms=60_000))
        (archive.folder(slug) / "recording.mp4").write_bytes(b"0")
        archive.write_probe(slug, RECORDING)
    for visitor in visiting(archive, tmp_path / "index"):
        text = visitor.get("/search", params={"q": "kettle"}).text
    assert text.count('class="strip-mark"') == 10 * 14
    assert len(text.encode()) < 100_000


@pytest.mark.parametrize("page", ["/search?q=tempest", "/terms/tempest"])
def test_a_text_in_another_language_says_so(page: str, tmp_path: Path) -> None:
    archive = build_archive(tmp_path / "archive")
    path = archive.folder(TEACUPS) / "webinar.toml"
    path.write_text('language = "cy"\n' + path.read_text("utf-8"), "utf-8")
    term = '[[term]]\nid = "tempest"\nname = "tempest"\n'
    (archive.root / "terms.toml").write_text(term, "utf-8")
    for visitor in visiting(archive, tmp_path / "index"):
        english, welsh = visitor.get(page).text, visitor.get("/cy" + page).text
    assert re.search(r'<a href="[^"]*" lang="cy">Storms in teacups</a>', english)
    assert re.search(r'class="excerpt" lang="cy">', english)
    assert re.search(r'<a href="[^"]*">Storms in teacups</a>', welsh)
    assert re.search(r'class="excerpt">', welsh)


def test_who_checked_a_text_is_told_with_each_result(tmp_path: Path) -> None:
    archive = build_archive(tmp_path / "archive")
    path = archive.folder(BOATS) / "webinar.toml"
    checked = 'checked = "partly"\nchecked_by = "Nia Paperclip"\nchecked_on = "2030-02-03"\n'
    path.write_text(checked + path.read_text("utf-8"), "utf-8")
    for visitor in visiting(archive, tmp_path / "index"):
        assert "Partly checked by Nia Paperclip, 3 February 2030" in items(ask(visitor, "tide"))


NOTES = [
    ("by:nobody-here", "by: finds nothing, since nothing here is called “nobody-here”."),
    ("to:soon tide", "to: was left out, since “soon” is not a date."),
    ('"<b>', "A quotation mark was not closed, so it was left out."),
    ("speaker:100%d", "speaker: finds nothing, since nothing here is called “100%d”."),
]


@pytest.mark.parametrize(("query", "note"), NOTES)
def test_notes_of_the_search_are_told(visitor: TestClient, query: str, note: str) -> None:
    assert f'<p class="note">{note}' in ask(visitor, query)
