"""The page of results: questions, those who are wanted, and what narrows."""

import html
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
import tomlkit
from archives import LOOMS, MILLS, mill, said, write_transcript
from servers import START_S
from starlette.testclient import TestClient

from index.build import build
from index.vectors.bert import Array
from index.vectors.choose import Network
from web.app import make_app

QUESTION = "where did someone from Coleg Olwyn talk about employer engagement?"


@pytest.fixture(scope="module")
def visitor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder: Path = tmp_path_factory.mktemp("mill")
    app = make_app(mill(folder / "archive").root, folder / "index")
    with TestClient(app, base_url="http://localhost") as client:
        assert app.state.site.finder.settled.wait(START_S)
        yield client


def ask(visitor: TestClient, query: str, **chosen: str) -> str:
    response = visitor.get("/search", params={"q": query, **chosen})
    assert response.status_code == 200
    return " ".join(response.text.split())


def ways(text: str) -> list[tuple[str, str]]:
    """Return the relations of the chips with their addresses, "" for the one in force."""
    found = re.findall(r'<ul class="relations".*?</ul>', text)
    rows = re.findall(r'<(?:a href="([^"]*)"|strong[^>]*)>([^<]*)<span[^>]*>(\d+)', "".join(found))
    return [(f"{name.strip()} {count}", html.unescape(url)) for url, name, count in rows]


def results(text: str) -> list[str]:
    """Return where the results lead, in order."""
    answers = text.partition('<ol class="results"')[2].partition("</ol>")[0]
    return [html.unescape(url) for url in re.findall(r'<h2><a href="([^"]*)"', answers)]


def test_the_question_is_answered_and_its_reading_shown(visitor: TestClient) -> None:
    text = ask(visitor, QUESTION)
    assert results(text) == [f"/webinars/{MILLS}"]
    assert "Read as a question: looking for <strong>employer engagement</strong>:" in text
    college = '<a href="/institutions/coleg-olwyn"><span lang="cy">Coleg Olwyn</span></a>'
    assert f"Institution: {college}" in text
    assert [name for name, _ in ways(text)] == ["said by 1", "about 2", "either 3"]
    assert ways(text)[0][1] == ""
    assert (
        '<a href="/people/petra-thimble">Petra Thimble</a> <span class="place">Head of Wheels, <a'
        ' href="/institutions/coleg-olwyn"><span lang="cy">Coleg Olwyn</span></a></span>'
    ) in text
    assert f"/webinars/{MILLS}?t=6&amp;q=employer+engagement#moment" in text
    assert "Remove the filter" not in text


def test_each_way_leads_to_as_much_as_it_says(visitor: TestClient) -> None:
    for query in (QUESTION, "Coleg Olwyn", "who talked about BQA"):
        for name, url in ways(ask(visitor, query)):
            count = name.split()[-1]
            if url:
                text = " ".join(visitor.get(url).text.split())
                assert f"<h1>{count} result" in text
                assert name in [n for n, there in ways(text) if not there]


def test_a_nation_alone_is_read_as_one_and_said_to_be(visitor: TestClient) -> None:
    text = ask(visitor, "weaving Scotland")
    assert (
        "Nothing holds all of these words. Looking for <strong>weaving</strong>,"
        " said by or about whom they name:"
    ) in text
    assert 'Nation: <a href="/nations/scotland">Scotland</a>' in text
    assert [name for name, _ in ways(text)] == ["said by 1", "about 0", "either 1"]
    assert "<h1>No results" in ask(visitor, "weaving Scotland", words="1")


def test_each_of_the_joined_has_a_chip_that_leaves_it_alone(visitor: TestClient) -> None:
    text = ask(visitor, "what did people from Wales and Scotland say about employer engagement")
    assert "<h1>3 results" in text
    assert 'or Nation: <a href="/nations/scotland">Scotland</a>' in text
    assert text.count("or Nation:") == 1
    assert "Remove the filter" not in text
    chips = re.findall(r'<strong[^>]*><a href="([^"]*)">said by <span[^>]*>(\d)', text)
    assert [count for _, count in chips] == ["1", "2"]
    for url, count in chips:
        alone = " ".join(visitor.get(html.unescape(url)).text.split())
        assert f"<h1>{count} result" in alone
        assert "Remove the filter" in alone
        assert "or Nation" not in alone


def test_a_way_back_to_the_question_has_no_filter(visitor: TestClient) -> None:
    text = ask(visitor, QUESTION, institution="about:coleg-olwyn")
    assert "wheel-study" in results(text)[-1]
    back = dict(ways(text))["said by 1"]
    assert "institution" not in back


def test_words_can_be_taken_as_they_are(visitor: TestClient) -> None:
    text = ask(visitor, QUESTION)
    [url] = re.findall(r'<a href="([^"]*)">Search for exactly these words instead', text)
    literal = " ".join(visitor.get(html.unescape(url)).text.split())
    assert "<h1>No results" in literal
    assert "Looking for exactly these words, all of them." in literal
    assert "Search more freely" in literal


def test_where_nothing_is_said_by_them_the_other_ways_are_offered(visitor: TestClient) -> None:
    text = ask(visitor, "what did people from Coleg Olwyn say about better")
    assert "<h1>No results" in text
    college = '<span lang="cy">Coleg Olwyn</span>'
    assert f">1 result about {college}</a>" in text
    assert f">1 result said by or about {college}</a>" in text


def test_a_filter_is_a_chip_that_can_be_removed(visitor: TestClient) -> None:
    text = ask(visitor, "employer", nation="about:Wales")
    assert 'Nation: <a href="/nations/wales">Wales</a>' in text
    assert [name for name, _ in ways(text)] == ["said by 2", "about 2", "either 4"]
    assert 'class="remove" href="/search?q=employer"' in text


def test_results_narrow_by_who_speaks_and_who_is_named(visitor: TestClient) -> None:
    text = ask(visitor, "-zebra")
    for address in (
        "speaker=petra-thimble",
        "speaker=about%3Apetra-thimble",
        "institution=coleg-olwyn",
        "institution=about%3Acoleg-olwyn",
        "nation=Scotland",
        "role=head+of+wheels",
        "topic=stackable-credit",
    ):
        assert f"/search?q=-zebra&amp;{address}" in text
        found = visitor.get(f"/search?q=-zebra&{address}")
        assert "<h1>No results" not in found.text
    assert "Said by</h2>" in text
    assert "Spoken of</h2>" in text
    assert "role=about" not in text


def test_a_result_links_whom_it_names(visitor: TestClient) -> None:
    text = ask(visitor, "read about", kind="speech")
    agency = '<a href="/institutions/biscuit-agency">Biscuit Quality Agency</a>'
    person = '<a href="/people/petra-thimble">Dr Petra Thimble</a>'
    credit = '<a href="/terms/stackable-credit">stackable credit</a>'
    assert f"Names {agency}, {person}, {credit}</p>" in text
    text = ask(visitor, "water is free", kind="speech")
    assert 'Names <a href="/nations/wales">Wales</a></p>' in text
    assert "secret-shuttle" not in text


def test_a_webinar_and_a_document_link_whose_they_are_and_whom_they_name(
    visitor: TestClient,
) -> None:
    agency = '<a href="/institutions/biscuit-agency">Biscuit Quality Agency</a>'
    names = ask(visitor, "wheels", kind="webinar").partition('<p class="names">')[2]
    assert names.startswith('Names <a href="/people/orla-bobbin">Orla Bobbin</a>, <a')
    assert agency in names.partition("</p>")[0]
    names = ask(visitor, "water", kind="document").partition('<p class="names">')[2]
    college = '<a href="/institutions/coleg-olwyn" lang="cy">Coleg Olwyn</a>'
    credit = '<a href="/terms/stackable-credit">stackable credit</a>'
    assert names.startswith(f"Names {agency}, {college}, {credit}</p>")


def test_a_result_links_people_and_institutions_before_all_else(tmp_path: Path) -> None:
    archive = mill(tmp_path / "archive")
    terms = [{"id": f"term-{n}", "name": f"widget{n}x"} for n in range(9)]
    terms.append({"id": "gadgets", "name": "gadgetry", "kind": "topic"})
    (archive.root / "terms.toml").write_text(tomlkit.dumps({"term": terms}), "utf-8")
    every = " ".join(str(term["name"]) for term in terms)
    line = f"{every} and {every} in Wales, where Waterwheel College asked Magnus Doily."
    write_transcript(archive.root, LOOMS, said(("Petra Thimble", line)))
    app = make_app(archive.root, tmp_path / "index")
    with TestClient(app, base_url="http://localhost") as client:
        assert app.state.site.finder.settled.wait(START_S)
        text = ask(client, "gadgetry", kind="speech")
    named = re.findall(r'<a href="([^"]*)"', re.findall(r'<p class="names">.*?</p>', text)[0])
    assert named == [
        "/institutions/coleg-olwyn",
        "/people/magnus-doily",
        "/nations/wales",
        "/terms/gadgets",
        *(f"/terms/term-{n}" for n in range(4)),
    ]


def test_whoever_moved_is_shown_as_of_each_day(visitor: TestClient) -> None:
    text = ask(visitor, "what did Petra Thimble say about employer engagement")
    assert sorted(results(text)) == [f"/webinars/{MILLS}", f"/webinars/{LOOMS}"]
    assert "Director of Looms, <a" in text
    assert "Head of Wheels, <a" in text


def test_a_voice_without_a_name_is_not_named(visitor: TestClient) -> None:
    text = ask(visitor, "biscuits")
    assert "Speaker not named" in text
    assert "unnamed 3" not in text


@pytest.mark.parametrize(
    "values",
    [
        {"institution": "about:"},
        {"speaker": "either:nobody", "nation": "by:by:by", "role": "§", "topic": "x"},
        {"q": "Coleg Olwyn", "institution": "about:<b>"},
        {"q": "when is Coleg Olwyn mentioned", "words": "1", "institution": "coleg-olwyn"},
        {"words": "1"},
        {"words": "yes", "q": QUESTION},
    ],
)
def test_no_choice_is_an_error(visitor: TestClient, values: dict[str, str]) -> None:
    response = visitor.get("/search", params=values)
    assert response.status_code == 200
    assert "<b>" not in response.text


def test_what_is_related_in_meaning_is_shown_as_such(tmp_path: Path) -> None:
    """With a network to which employers are commerce, and all else is something else."""

    def points(texts: Sequence[str]) -> Array:
        held = ["commerce" in text or "mployer" in text for text in texts]
        return np.array([[float(one), float(not one)] for one in held], np.float32)

    network, archive = Network("of two kinds", 2, points), mill(tmp_path / "archive")
    build(archive, tmp_path / "index", network=network)
    app = make_app(archive.root, tmp_path / "index", network=network)
    with TestClient(app, base_url="http://localhost") as client:
        assert app.state.site.finder.settled.wait(START_S)
        text = ask(client, "zoology and commerce")
        assert "No words match; these are related in meaning." in text
        assert f"/webinars/{LOOMS}" in results(text)
        assert "No words match" not in ask(client, "employer engagement")
        assert "No results" in ask(client, '"zoology" commerce')


def test_a_server_gives_an_index_no_points_but_uses_those_that_it_gets(tmp_path: Path) -> None:
    asked: list[str] = []

    def points(texts: Sequence[str]) -> Array:
        asked.extend(texts)
        return np.array([[1.0, 0.0]] * len(texts), np.float32)

    network, archive = Network("of one kind", 2, points), mill(tmp_path / "archive")
    build(archive, tmp_path / "index")
    app = make_app(archive.root, tmp_path / "index", network=network)
    with TestClient(app, base_url="http://localhost") as client:
        assert app.state.site.finder.settled.wait(START_S)
        assert "No results" in ask(client, "zoology and commerce")
        assert asked == []
        build(archive, tmp_path / "index", network=network)
        assert "No words match" in ask(client, "zoology and commerce")
