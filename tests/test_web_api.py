"""The API against its own description: what it documents is answered, and as it is documented."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import BOATS, DRAFT, LANTERNS, NAUGHTY, OTTO, SCRIPT, TEACUPS, WITHDRAWN, word_ms
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from lxml import etree
from openapi_spec_validator import OpenAPIV31SpecValidator
from starlette.routing import Route
from starlette.testclient import TestClient

from media.archive import Archive
from web import urls
from web.app import ROUTES, make_app
from web.headers import LONGEST_ADDRESS

HOST = "http://localhost"
API = "/api/v1"
IDS = {
    "/webinars/{slug}": [BOATS, TEACUPS, LANTERNS, NAUGHTY],
    "/webinars/{slug}/transcript": [BOATS, TEACUPS, NAUGHTY],
    "/people/{id}": ["nia-paperclip", "otto-inkwell", "naughty-name"],
    "/institutions/{id}": ["boat-college", "beacon-fund"],
}
# The fields that hold addresses, without those of facets, which a test follows by themselves.
ADDRESSES = {
    *("page", "api", "url", "recording", "captions", "transcript", "more", "next", "previous"),
    "feed",
}
SEARCHES = [
    "q=stackable",
    "q=stackable&limit=1&offset=1",
    f"q=stackable&webinar={BOATS}&sort=oldest",
    "q=what+did+Otto+Inkwell+say+about+a+lighthouse%3F",
    "q=lighthose",
    "q=trap",
    "speaker=nia-paperclip&from=2030&to=2030-01",
    "institution=either:boat-college&kind=speech",
    "",
    "q=nothing-has-this&also=0&words=1",
    f"q={SCRIPT}%00%1F%ED%A0%80&topic={SCRIPT}",
]


@pytest.fixture(scope="module")
def description(visitor: TestClient) -> dict[str, Any]:
    """The description, in which each shape has only the fields that it names."""
    description = visitor.get(API + "/openapi.json").json()
    return {**description, "components": closed(description["components"])}


def addresses(description: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Give for every path that is documented the addresses of all that the archive has of it."""
    for path in description["paths"]:
        for key in IDS[path] if "{" in path else [""]:
            address = API + path.replace("{slug}", key).replace("{id}", key)
            if path == "/search":
                yield from ((path, f"{address}?{search}") for search in SEARCHES)
            else:
                yield path, address


def check(description: dict[str, Any], path: str, status: int, media_type: str, body: Any) -> None:  # noqa: ANN401
    """Compare an answer with its schema."""
    response = description["paths"][path]["get"]["responses"][str(status)]
    schema = response["content"][media_type]["schema"]
    Draft202012Validator({**schema, "components": description["components"]}).validate(body)


def closed(schemas: Any) -> Any:  # noqa: ANN401
    """Return schemas in which each shape has only the fields that it names."""
    if isinstance(schemas, list):
        return [closed(one) for one in schemas]
    if not isinstance(schemas, dict):
        return schemas
    inside = {name: closed(one) for name, one in schemas.items()}
    is_shape = schemas.get("type") == "object" and "properties" in schemas
    return {**inside, "additionalProperties": False} if is_shape else inside


def test_the_description_is_openapi(visitor: TestClient) -> None:
    description = visitor.get(API + "/openapi.json").json()
    OpenAPIV31SpecValidator(description).validate()
    assert description["openapi"] == "3.1.1"
    assert description["servers"] == [{"url": HOST + API}]


def test_every_route_is_described(description: dict[str, Any]) -> None:
    paths = {route.path for route in ROUTES if isinstance(route, Route)}
    ours = {path.removeprefix(API) for path in paths if path.startswith(API)}
    assert ours - {"/{rest:path}"} == set(description["paths"])


def test_all_that_is_described_is_answered_as_described(
    visitor: TestClient, description: dict[str, Any]
) -> None:
    for path, address in addresses(description):
        response = visitor.get(address)
        assert response.status_code == 200, (address, response.text)
        assert response.headers["content-type"] == "application/json"
        assert response.headers["access-control-allow-origin"] == "*"
        check(description, path, 200, "application/json", response.json())


def test_every_field_of_a_shape_is_required(description: dict[str, Any]) -> None:
    # What may be missing would be nobody's to rely on.
    for shape in description["components"]["schemas"].values():
        assert sorted(shape["required"]) == sorted(shape["properties"])


def test_addresses_are_absolute_and_lead_somewhere(
    visitor: TestClient, description: dict[str, Any]
) -> None:
    texts = [visitor.get(address).text for _, address in addresses(description)]
    found = {url for text in texts for name, url in pairs(json.loads(text)) if name in ADDRESSES}
    found.discard(HOST + API)  # of the server, in the description
    outside = {one for one in found if not one.startswith(HOST + "/")}
    assert outside == {"https://example.org/?a=1&b=%3Cb%3E"}
    for one in found - outside:
        assert visitor.head(one).status_code == 200, one


def pairs(body: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    """Give every text in an answer with the name of its field."""
    if isinstance(body, list):
        for one in body:
            yield from pairs(one)
    elif isinstance(body, dict):
        for name, value in body.items():
            if isinstance(value, str):
                yield name, value
            else:
                yield from pairs(value)


def test_a_search_tells_what_the_page_tells(visitor: TestClient) -> None:
    found = visitor.get(f"{API}/search?q=stackable").json()
    assert (found["hits"], found["paging"]["total"]) == (3, 2)
    group = next(one for one in found["groups"] if one["slug"] == BOATS)
    hit = group["hits"][0]
    assert (group["total"], hit["word_ms"]) == (2, word_ms("stackable"))
    assert hit["page"] == f"{HOST}/webinars/{BOATS}?t=15.166&q=stackable#moment"
    assert (hit["speaker"]["name"], hit["speaker"]["role"]) == (OTTO, "Reader in Saucers")
    assert hit["speaker"]["institution"]["name"] == "University of Teacups"
    assert [one["text"] for one in hit["pieces"] if one["marked"]] == ["stackable"]
    assert "".join(one["text"] for one in hit["pieces"]) == hit["excerpt"]
    assert hit["state"] == "machine"
    assert group["hits"][1]["speaker"]["name"] is None


def test_facets_narrow_to_what_they_count(visitor: TestClient) -> None:
    found = visitor.get(f"{API}/search?q=stackable").json()
    values = [value for facet in found["facets"] for value in facet["values"]]
    assert {facet["field"] for facet in found["facets"]} >= {"speaker", "webinar", "year", "kind"}
    for value in values:
        assert visitor.get(value["search"]).json()["hits"] == value["count"], value


def test_a_search_tells_what_was_meant_and_searched_besides(visitor: TestClient) -> None:
    found = visitor.get(f"{API}/search?q=lighthose&also=0").json()
    assert found["suggestion"]["query"] == "lighthouse"
    assert visitor.get(found["suggestion"]["search"]).json()["hits"]
    # What sounds the same was searched already: there is nothing to ask.
    assert visitor.get(f"{API}/search?q=lighthose").json()["suggestion"] is None
    also = visitor.get(f"{API}/search?q=boat+college").json()["also"]
    welsh = {"typed": "boat college", "searched": "Coleg Cychod Papur", "reason": "name"}
    assert welsh in also
    reading = visitor.get(f"{API}/search?{SEARCHES[3]}").json()["reading"]
    assert reading["words"] == "lighthouse"
    assert [(one["id"], one["relation"]) for one in reading["names"]] == [("otto-inkwell", "by")]


def test_filters_without_sense_are_left_out_and_told(visitor: TestClient) -> None:
    found = visitor.get(f"{API}/search?q=stackable&from=yesterday&kind=songs").json()
    assert found["filters"] == {}
    assert found["notes"] == [
        "The value of kind makes no sense, so it was left out.",
        "The value of from makes no sense, so it was left out.",
    ]


def test_a_transcript_has_every_line(visitor: TestClient, harbour: Archive) -> None:
    said = visitor.get(f"{API}/webinars/{BOATS}/transcript").json()
    transcript = harbour.transcript(BOATS)
    assert transcript
    lines = [line for turn in said["turns"] for line in turn["lines"]]
    ours = [(cue.start_ms, cue.end_ms, cue.text) for cue in transcript.cues]
    assert [(one["start_ms"], one["end_ms"], one["text"]) for one in lines] == ours
    assert [turn["speaker"]["part"] for turn in said["turns"]] == [
        "chair",
        "speaker",
        None,
        "speaker",
        "chair",
    ]
    assert visitor.get(f"{API}/webinars/{TEACUPS}/transcript").json()["state"] == "corrected"


@pytest.mark.parametrize(
    ("asked", "limit", "offset", "slugs"),
    [
        ("", 20, 0, [NAUGHTY, LANTERNS, TEACUPS, BOATS]),
        ("limit=2", 2, 0, [NAUGHTY, LANTERNS]),
        ("limit=2&offset=1", 2, 1, [LANTERNS, TEACUPS]),
        ("limit=0&offset=-5", 1, 0, [NAUGHTY]),
        ("limit=1000&offset=3", 100, 3, [BOATS]),
        ("limit=many&offset=1e9", 20, 0, [NAUGHTY, LANTERNS, TEACUPS, BOATS]),
        ("offset=999999999", 20, 1_000_000, []),
    ],
)
def test_lists_come_in_parts(
    visitor: TestClient, asked: str, limit: int, offset: int, slugs: list[str]
) -> None:
    body = visitor.get(f"{API}/webinars?{asked}").json()
    assert [one["slug"] for one in body["items"]] == slugs
    paging = body["paging"]
    assert (paging["limit"], paging["offset"], paging["total"]) == (limit, offset, 4)


@pytest.mark.parametrize(
    "address",
    [f"{API}/webinars?limit=1", f"{API}/search?q=stackable+OR+boats+OR+tempest&limit=1"],
)
def test_parts_lead_to_each_other(visitor: TestClient, address: str) -> None:
    parts = [visitor.get(address).json()]
    while following := parts[-1]["paging"]["next"]:
        parts.append(visitor.get(following).json())
    assert len(parts) == parts[0]["paging"]["total"] > 2
    back = [visitor.get(part["paging"]["previous"]).json() for part in parts[1:]]
    assert back == parts[:-1]
    assert parts[0]["paging"]["previous"] is None


def test_the_address_of_a_page_of_results_is_that_of_its_answer(visitor: TestClient) -> None:
    second = visitor.get(f"{API}/search?q=stackable&limit=1&page=2").json()
    assert second["paging"]["offset"] == 1
    assert (
        second["groups"]
        == visitor.get(f"{API}/search?q=stackable&limit=1&offset=1").json()["groups"]
    )


@pytest.mark.parametrize(
    ("address", "path", "status", "sentence"),
    [
        ("/search?speeker=otto", "/search", 400, "There is no parameter 'speeker'. There are: q,"),
        ("/webinars?q=x", "/webinars", 400, "'q'. There are: limit, offset."),
        ("/openapi.json?x", "/openapi.json", 400, "'x'. It takes none."),
        ("/search?q=" + "x" * 1000, "/search", 400, "Shorten it."),
        (f"/webinars/{DRAFT}", "/webinars/{slug}", 404, "/api/v1/webinars lists them."),
        (f"/webinars/{WITHDRAWN}", "/webinars/{slug}", 404, "has no webinar"),
        (f"/webinars/{DRAFT}/transcript", "/webinars/{slug}/transcript", 404, "no webinar"),
        (f"/webinars/{LANTERNS}/transcript", "/webinars/{slug}/transcript", 404, "no transcript."),
        ("/people/secret-draftsman", "/people/{id}", 404, "has no person 'secret-draftsman'."),
        ("/institutions/%3Cb%3E%00", "/institutions/{id}", 404, "has no institution '<b>"),
        ("/webinars/" + "x" * 500, "/webinars/{slug}", 404, "x…'"),
    ],
)
def test_problems_are_told_in_a_sentence(
    visitor: TestClient,
    description: dict[str, Any],
    address: str,
    path: str,
    status: int,
    sentence: str,
) -> None:
    response = visitor.get(API + address)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["access-control-allow-origin"] == "*"
    body = response.json()
    check(description, path, status, "application/problem+json", body)
    assert (body["status"], body["type"]) == (status, "about:blank")
    assert sentence in body["detail"]


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("POST", "/webinars", 405),
        ("DELETE", f"/webinars/{BOATS}", 405),
        ("GET", "/nothing", 404),
        ("GET", "/webinars/a/b/c", 404),
    ],
)
def test_what_the_api_does_not_have_is_a_problem_too(
    visitor: TestClient, method: str, address: str, status: int
) -> None:
    response = visitor.request(method, API + address)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["status"] == status


def test_an_address_that_is_too_long_is_a_problem_that_says_so(
    visitor: TestClient, description: dict[str, Any]
) -> None:
    response = visitor.get(f"{API}/search?q={'x' * LONGEST_ADDRESS}")
    assert response.status_code == 414
    assert "too long" in response.json()["detail"]
    check(description, "/search", 414, "application/problem+json", response.json())


def test_while_there_is_no_index_the_rest_answers(
    harbour: Archive, tmp_path: Path, description: dict[str, Any]
) -> None:
    # Without its start, the site makes no index.
    client = TestClient(make_app(harbour.root, tmp_path / "index"), base_url=HOST)
    response = client.get(f"{API}/search?q=stackable")
    assert (response.status_code, response.headers["retry-after"]) == (503, "30")
    check(description, "/search", 503, "application/problem+json", response.json())
    for path, address in addresses(description):
        if path != "/search":
            body = client.get(address).json()
            check(description, path, 200, "application/json", body)
    assert client.get("/api").status_code == 200


def test_a_failure_of_ours_is_a_problem_with_a_number(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(urls, "institution", None)
    response = client.get(f"{API}/institutions")
    assert response.status_code == 500
    assert response.headers["content-type"] == "application/problem+json"
    assert "Its number is" in response.json()["detail"]


def test_the_api_knows_nothing_that_is_not_published(
    visitor: TestClient, description: dict[str, Any], harbour: Archive
) -> None:
    for _, address in addresses(description):
        text = visitor.get(address).text
        for hidden in ("A secret meeting", "Taken down", DRAFT, WITHDRAWN, "secret-draftsman"):
            assert hidden not in text, address
        assert str(harbour.root.parent) not in text


def test_what_is_withdrawn_leaves_the_api_at_once(client: TestClient, harbour: Archive) -> None:
    assert BOATS in client.get(f"{API}/search?q=stackable").text
    path = harbour.folder(BOATS) / "webinar.toml"
    path.write_text('state = "withdrawn"\n' + path.read_text("utf-8"), "utf-8")
    for address in ("/search?q=stackable", "/webinars", "/documents", "/people/nia-paperclip"):
        response = client.get(API + address)
        assert response.status_code == 200
        assert BOATS not in response.text


def test_who_is_public_no_longer_leaves_the_api_at_once(
    client: TestClient, harbour: Archive
) -> None:
    assert "otto-inkwell" in client.get(f"{API}/search?q=stackable").text
    for slug in (BOATS, TEACUPS):
        path = harbour.folder(slug) / "webinar.toml"
        before, other, _ = path.read_text("utf-8").partition('[[appearance]]\nperson = "otto')
        assert other
        path.write_text(before, "utf-8")
    facets = client.get(f"{API}/search?q=stackable").json()["facets"]
    assert "otto-inkwell" not in json.dumps(facets)
    reading = client.get(f"{API}/search?{SEARCHES[3]}").json()["reading"]
    assert [one["name"] for one in reading["names"]] == ["otto-inkwell"]


@settings(max_examples=25)
@given(
    q=st.text(max_size=60),
    field=st.sampled_from(["speaker", "institution", "topic", "webinar", "from", "role", "limit"]),
    value=st.text(max_size=30),
)
def test_whatever_is_searched_is_answered_as_described(
    visitor: TestClient, description: dict[str, Any], q: str, field: str, value: str
) -> None:
    response = visitor.get(f"{API}/search", params={"q": q, field: value})
    assert response.status_code == 200
    check(description, "/search", 200, "application/json", response.json())


@pytest.mark.parametrize("address", ["/api", "/cy/api"])
def test_the_examples_of_the_guide_work(visitor: TestClient, address: str) -> None:
    page = etree.HTML(visitor.get(address).text)
    links = page.xpath("//main//a/@href")
    assert len([one for one in links if one.startswith(API)]) == 12
    for link in links:
        assert visitor.get(link).status_code == 200, link
    shown = json.loads("".join(page.xpath("//pre/code/text()")))
    found = visitor.get(page.xpath("//a[contains(@href, '/search?')]/@href")[0]).json()
    assert found["groups"][0]["hits"][0] == shown


def test_the_guide_of_an_archive_of_nothing(tmp_path: Path) -> None:
    root = tmp_path / "archive"
    root.mkdir()
    (root / "site.toml").write_text('title = "Nothing yet"\n')
    client = TestClient(make_app(root, tmp_path / "index"), base_url=HOST)
    page = etree.HTML(client.get("/api").text)
    assert "getWebinar" in client.get(f"{API}/openapi.json").text
    assert not page.xpath("//a[contains(@href, '/api/v1/webinars/')]")
    assert client.get(f"{API}/webinars").json()["items"] == []
