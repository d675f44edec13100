"""What a webinar's page tells search engines and those who link to it.

The facts of schema.org and of Open Graph that are held against it are written down here.
"""

import datetime
import re
from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from conftest import (
    BOATS,
    DRAFT,
    FIRST_MS,
    LANTERNS,
    LENGTH_MS,
    NAUGHTY,
    SCRIPT,
    TEACUPS,
    add_recording,
)
from heads import Head, head_of
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from media import ffmpeg
from media.archive import Archive
from web import urls
from web.pictures import jpeg_size
from web.sharing.jsonld import iso_duration

HERE = "http://localhost"
CHAPTERS = f"""
[[chapter]]
start = "2.9"
title = "Welcome"

[[chapter]]
start = "15.2"
title = '{SCRIPT} & light'

[[chapter]]
start = "15.8"
title = "Within the same second"

[[chapter]]
start = "41"
title = "Close"

[[chapter]]
start = "3:00"
title = "After the end"
"""
DURATION = re.compile(r"PT(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?")
LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _is_address(value: object) -> bool:
    return isinstance(value, str) and value.startswith((HERE + "/", HERE + "/cy/"))


def _is_date(value: object) -> bool:
    return bool(datetime.date.fromisoformat(str(value)))


def _is_partial_date(value: object) -> bool:
    return bool(re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", str(value)))


def _is_duration(value: object) -> bool:
    return bool(DURATION.fullmatch(str(value)))


def _is_second(value: object) -> bool:
    return type(value) is int and value >= 0


def _is_tag(value: object) -> bool:
    return bool(LANGUAGE_TAG.fullmatch(str(value)))


def _is_media_type(value: object) -> bool:
    return bool(re.fullmatch(r"(video|audio|text)/[a-z0-9.+-]+", str(value)))


def _is(kind: str) -> Callable[[object], bool]:
    return lambda value: isinstance(value, dict) and value["@type"] == kind


def _are(kind: str) -> Callable[[object], bool]:
    return lambda value: isinstance(value, list) and bool(value) and all(map(_is(kind), value))


# The properties of each type that the pages use, and what schema.org expects of their values.
MEDIA_OBJECT: Mapping[str, Callable[[object], bool]] = {
    "name": _is_text,
    "description": _is_text,
    "inLanguage": _is_tag,
    "url": _is_address,
    "thumbnailUrl": _is_address,
    "contentUrl": _is_address,
    "embedUrl": _is_address,
    "encodingFormat": _is_media_type,
    "duration": _is_duration,
    "dateCreated": _is_partial_date,
    "uploadDate": _is_date,
    "isAccessibleForFree": lambda value: value is True,
    "caption": _is("MediaObject"),
    "contributor": _are("Person"),
    "publisher": _is("Organization"),
    "hasPart": _are("Clip"),
    "potentialAction": _is("SeekToAction"),
}
TYPES: Mapping[str, Mapping[str, Callable[[object], bool]]] = {
    "VideoObject": MEDIA_OBJECT,
    "AudioObject": MEDIA_OBJECT,
    "MediaObject": MEDIA_OBJECT,
    "Person": {
        "name": _is_text,
        "honorificPrefix": _is_text,
        "jobTitle": _is_text,
        "affiliation": _is("Organization"),
        "url": _is_address,
    },
    "Organization": {"name": _is_text, "url": _is_address},
    "Clip": {
        "name": _is_text,
        "startOffset": _is_second,
        "endOffset": _is_second,
        "url": _is_address,
    },
    "SeekToAction": {"target": _is_address, "startOffset-input": _is_text},
}
# What search engines refuse a video without.
REQUIRED = {"name", "thumbnailUrl", "uploadDate"}


def check_node(node: Mapping[str, Any]) -> None:
    """Check a node, and those in it, against what schema.org says of its type."""
    facts = TYPES[node["@type"]]
    for name, value in node.items():
        if not name.startswith("@"):
            assert facts[name](value), (node["@type"], name, value)
        for inner in value if isinstance(value, list) else [value]:
            if isinstance(inner, dict):
                check_node(inner)


def head(client: TestClient, address: str) -> Head:
    response = client.get(address)
    assert response.status_code == 200, address
    return head_of(response.text)


def _edit(archive: Archive, slug: str, old: str = "", new: str = "", more: str = "") -> None:
    path = archive.folder(slug) / "webinar.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new) + more, "utf-8")


def _make_sound_alone(archive: Archive) -> None:
    folder = archive.folder(BOATS)
    (folder / "recording.mp4").rename(folder / "recording.m4a")
    (folder / "poster.jpg").unlink()
    (folder / "probe.json").unlink()


@pytest.mark.parametrize("prefix", ["", "/cy"])
def test_a_webinar_is_described_in_the_terms_of_schema_org(
    visitor: TestClient, prefix: str
) -> None:
    node = head(visitor, f"{prefix}/webinars/{BOATS}?t=15&q=boat").data
    assert node["@context"] == "https://schema.org"
    assert node["@type"] == "VideoObject"
    assert node.keys() >= REQUIRED
    check_node(node)
    assert node["url"] == f"{HERE}{prefix}/webinars/{BOATS}"
    assert node["embedUrl"] == f"{HERE}{prefix}/embed/{BOATS}"
    assert node["duration"] == "PT1M"
    assert node["uploadDate"] == "2030-01-15"
    for name in ("thumbnailUrl", "contentUrl", "embedUrl", "url"):
        assert visitor.get(node[name]).status_code == 200, name
    captions = visitor.get(node["caption"]["contentUrl"])
    assert captions.headers["content-type"].partition(";")[0] == node["caption"]["encodingFormat"]


def test_people_are_what_they_were_on_that_day(visitor: TestClient) -> None:
    nia, otto = head(visitor, f"/webinars/{BOATS}").data["contributor"]
    assert nia["jobTitle"] == "Head of Folding"
    assert nia["affiliation"]["name"] == "College of Paper Boats"
    assert otto["honorificPrefix"] == "Professor"
    # What nobody has confirmed cannot be marked, and so is not told.
    assert "jobTitle" not in otto
    assert "Saucers" not in str(otto)


@pytest.mark.parametrize("doubt", ["confirmed = false", 'unconfirmed = ["person"]'])
def test_who_is_not_confirmed_is_not_told_of(
    client: TestClient, harbour: Archive, doubt: str
) -> None:
    _edit(harbour, BOATS, 'unconfirmed = ["role"]', doubt)
    address = f"/webinars/{BOATS}"
    told = [one["name"] for one in head(client, address).data["contributor"]]
    assert told == ["Nia Paperclip"]
    page = " ".join(client.get(address).text.split())
    assert 'Professor Otto Inkwell</a> <span class="badge doubt">' in page


def test_whose_name_is_not_confirmed_is_not_told_of(client: TestClient, harbour: Archive) -> None:
    people = harbour.root / "people.toml"
    name = 'name = "Otto Inkwell"\n'
    text = people.read_text("utf-8")
    assert name in text
    people.write_text(text.replace(name, name + 'unconfirmed = ["name"]\n'), "utf-8")
    found = head(client, f"/webinars/{BOATS}").data["contributor"]
    assert [one["name"] for one in found] == ["Nia Paperclip"]


def test_the_text_is_not_in_the_page_twice(visitor: TestClient) -> None:
    assert "newspapers" not in str(head(visitor, f"/webinars/{BOATS}").data)


def test_chapters_are_clips_in_order_and_inside_the_recording(
    client: TestClient, harbour: Archive
) -> None:
    _edit(harbour, BOATS, more=CHAPTERS)
    node = head(client, f"/webinars/{BOATS}").data
    check_node(node)
    clips = node["hasPart"]
    assert [(c["startOffset"], c["endOffset"], c["name"]) for c in clips] == [
        (2, 15, "Welcome"),
        (15, 41, f"{SCRIPT} & light"),
        (41, 60, "Close"),
    ]
    assert all(a["endOffset"] <= b["startOffset"] for a, b in pairwise(clips))
    assert clips[-1]["endOffset"] * 1000 <= LENGTH_MS
    assert [c["url"] for c in clips] == [f"{HERE}/webinars/{BOATS}?t={s}" for s in (2, 15, 41)]
    assert "potentialAction" not in node


def test_without_chapters_any_second_can_be_reached(visitor: TestClient) -> None:
    action = head(visitor, f"/webinars/{BOATS}").data["potentialAction"]
    name = re.fullmatch(r"required name=(\w+)", action["startOffset-input"])
    assert name
    there = action["target"].replace(f"{{{name[1]}}}", "15")
    assert there == f"{HERE}/webinars/{BOATS}?t=15"
    assert 'aria-current="true">0:15</a>' in visitor.get(there).text


def test_a_sound_alone_is_no_video(client: TestClient, harbour: Archive) -> None:
    _make_sound_alone(harbour)
    found = head(client, f"/webinars/{BOATS}")
    assert found.data["@type"] == "AudioObject"
    assert found.data["encodingFormat"] == "audio/mp4"
    check_node(found.data)
    assert found.meta("og:type") == "website"
    assert found.meta("og:audio") == f"{HERE}/media/{BOATS}/recording"
    assert found.meta("og:video") is None
    assert found.meta("og:image") == HERE + urls.static("card.png")


@pytest.mark.parametrize("slug", [TEACUPS, LANTERNS])
def test_what_cannot_be_played_is_not_described(visitor: TestClient, slug: str) -> None:
    found = head(visitor, f"/webinars/{slug}")
    assert found.blocks == []
    assert found.meta("og:type") == "website"


@pytest.mark.parametrize(
    ("date", "more", "created", "uploaded"),
    [
        ("2030-01-15", "", "2030-01-15", "2030-01-15"),
        ("2030-01", "", "2030-01", None),
        ("2030", "", "2030", None),
        ("2030-01-15", 'unconfirmed = ["date"]\n', None, None),
        ("2030-01-15", "confirmed = false\n", None, None),
    ],
)
def test_only_a_day_that_is_known_is_told(
    client: TestClient,
    harbour: Archive,
    date: str,
    more: str,
    created: str | None,
    uploaded: str | None,
) -> None:
    _edit(harbour, BOATS, 'date = "2030-01-15"\n', f'date = "{date}"\n{more}')
    node = head(client, f"/webinars/{BOATS}").data
    assert node.get("dateCreated") == created
    assert node.get("uploadDate") == uploaded


@given(st.integers(0, 360_000_000))
def test_a_length_is_written_by_iso_8601(ms: int) -> None:
    match = DURATION.fullmatch(iso_duration(ms))
    assert match
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    assert 3600 * hours + 60 * minutes + seconds == ms // 1000
    assert max(minutes, seconds) < 60


def test_naughty_names_stay_names(client: TestClient, harbour: Archive) -> None:
    add_recording(harbour, NAUGHTY, b"\0" * 16)
    _edit(harbour, NAUGHTY, more="\n[[chapter]]\nstart = 1\ntitle = '</script><!-- \"\\'\n")
    page = client.get(f"/webinars/{NAUGHTY}?t=2").text
    found, title = head_of(page), f'{SCRIPT} & "quotes"'
    check_node(found.data)
    assert found.data["name"] == title
    assert found.data["contributor"][0]["name"] == SCRIPT
    assert found.data["hasPart"][0]["name"] == '</script><!-- "\\'
    assert title in (found.meta("og:title") or "")
    assert SCRIPT in (found.meta("og:description") or "")
    assert SCRIPT not in page
    assert "</script><!--" not in page


OPEN_GRAPH = ("og:title", "og:type", "og:url", "og:image", "og:description", "og:site_name")
PAGES = [
    "/",
    "/search?q=boat",
    "/webinars",
    f"/webinars/{BOATS}",
    f"/webinars/{TEACUPS}?t=2",
    "/people/otto-inkwell",
    "/institutions/boat-college",
    "/nations/wales",
    "/terms/tide",
    "/documents/folding-guide",
    "/a-z",
    "/about",
]


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize(("prefix", "here", "other"), [("", "en", "cy"), ("/cy", "cy", "en")])
def test_every_page_has_a_card(
    visitor: TestClient, address: str, prefix: str, here: str, other: str
) -> None:
    found = head(visitor, prefix + address)
    for name in OPEN_GRAPH:
        assert found.meta(name), name
    assert found.meta("og:url") == HERE + prefix + address
    assert found.meta("og:locale") == f"{here}_GB"
    assert found.meta("og:locale:alternate") == f"{other}_GB"
    assert found.meta("twitter:card") == "summary_large_image"
    picture = visitor.get(found.meta("og:image") or "")
    assert picture.status_code == 200
    assert picture.headers["content-type"] in ("image/png", "image/jpeg")


@pytest.mark.parametrize(
    "address",
    [f"/media/{BOATS}/{name}" for name in ("recording", "poster.jpg")] + ["/static/card.png"],
)
def test_the_pages_of_others_may_show_what_they_are_told_of(
    visitor: TestClient, address: str
) -> None:
    headers = visitor.get(address).headers
    assert headers.get("cross-origin-resource-policy", "cross-origin") == "cross-origin"


def test_the_picture_of_the_site_is_small_and_as_large_as_told(visitor: TestClient) -> None:
    found = head(visitor, "/")
    data = visitor.get(found.meta("og:image") or "").content
    assert len(data) < 20_000
    # PNG: the sizes stand in the first chunk (ISO/IEC 15948, 11.2.2).
    sizes = [int.from_bytes(data[at : at + 4]) for at in (16, 20)]
    assert [str(size) for size in sizes] == [
        found.meta("og:image:width"),
        found.meta("og:image:height"),
    ]


def test_the_name_of_the_site_is_that_of_the_language(client: TestClient, harbour: Archive) -> None:
    path = harbour.root / "site.toml"
    path.write_text(path.read_text("utf-8") + 'title_cy = "Archif yr harbwr"\n', "utf-8")
    assert head(client, "/cy/about").meta("og:site_name") == "Archif yr harbwr"
    assert head(client, "/about").meta("og:site_name") == "Harbour archive"
    assert head(client, f"/cy/webinars/{BOATS}").data["publisher"]["name"] == "Archif yr harbwr"


MACHINE = "(Machine transcript, not checked.)"


@pytest.mark.parametrize(
    ("t", "title", "description"),
    [
        ("", "Paper boats for everybody", "How boats are folded."),
        ("nonsense", "Paper boats for everybody", "How boats are folded."),
        (
            "15",
            "Professor Otto Inkwell at 0:15 in “Paper boats for everybody”",
            f"“A stackable saucer carries credit from one” {MACHINE}",
        ),
        # A clip is quoted until somebody else speaks.
        (
            "15,60",
            "Professor Otto Inkwell at 0:15 in “Paper boats for everybody”",
            "“A stackable saucer carries credit from one harbour to the next, and nothing is"
            f" lost.” {MACHINE}",
        ),
        # Nobody has a name, or nobody speaks.
        (
            "29",
            "At 0:29 in “Paper boats for everybody”",
            f"“Can a lighthouse be stackable as well?” {MACHINE}",
        ),
        ("58", "At 0:58 in “Paper boats for everybody”", "How boats are folded."),
    ],
)
def test_a_moment_has_a_card_of_its_own(
    visitor: TestClient, t: str, title: str, description: str
) -> None:
    found = head(visitor, f"/webinars/{BOATS}" + (f"?t={t}" if t else ""))
    assert found.meta("og:title") == title
    assert found.meta("og:description") == description
    assert found.meta("description") == "How boats are folded."
    assert found.meta("og:image") == f"{HERE}/media/{BOATS}/poster.jpg"
    assert found.meta("og:video") == f"{HERE}/media/{BOATS}/recording"


def test_a_text_that_people_corrected_is_quoted_without_doubt(visitor: TestClient) -> None:
    found = head(visitor, f"/webinars/{TEACUPS}?t=3")
    assert found.meta("og:description") == "“A tempest is a micro credential of the sea.”"


def test_a_long_quotation_ends_at_a_word(client: TestClient, harbour: Archive) -> None:
    path = harbour.folder(TEACUPS) / "transcript.vtt"
    path.write_text(path.read_text("utf-8").replace("tempest", "tempest " + "and storm " * 40))
    quote = head(client, f"/webinars/{TEACUPS}?t=3").meta("og:description") or ""
    assert len(quote) <= 202
    assert quote.endswith((" and …”", " storm …”"))


def test_a_text_that_cannot_be_read_is_not_quoted(client: TestClient, harbour: Archive) -> None:
    (harbour.folder(BOATS) / "transcript.vtt").write_text("no captions", "utf-8")
    found = head(client, f"/webinars/{BOATS}?t=15")
    assert found.meta("og:title") == "At 0:15 in “Paper boats for everybody”"


@pytest.mark.parametrize("prefix", ["", "/cy"])
def test_a_moment_is_no_page_of_its_own(visitor: TestClient, prefix: str) -> None:
    found = head(visitor, f"{prefix}/webinars/{BOATS}?t=15,30&q=boat")
    assert found.link("canonical") == f"{HERE}{prefix}/webinars/{BOATS}"
    assert found.meta("og:url") == f"{HERE}{prefix}/webinars/{BOATS}?t=15,30"


@pytest.mark.parametrize("prefix", ["", "/cy"])
def test_results_are_not_to_be_found_elsewhere(visitor: TestClient, prefix: str) -> None:
    assert head(visitor, f"{prefix}/search?q=boat").meta("robots") == "noindex"
    assert head(visitor, f"{prefix}/webinars/{BOATS}").meta("robots") is None


def test_what_readers_take_along_needs_no_script(visitor: TestClient) -> None:
    page = visitor.get(f"/webinars/{BOATS}?t=15,30").text
    section = page.partition('<section class="share"')[2].partition("</section>")[0]
    assert '<label for="share-link">Link to this clip</label>' in section
    assert f'value="{HERE}/webinars/{BOATS}?t=15,30"' in section
    assert re.search(r'<textarea id="share-code"[^>]* readonly', section)
    assert f"&lt;iframe src=&#34;{HERE}/embed/{BOATS}?t=15,30&#34;" in section
    without = visitor.get(f"/webinars/{LANTERNS}").text
    assert "Link to this webinar" in without
    assert "share-code" not in without


def test_addresses_are_those_that_readers_use(client: TestClient, harbour: Archive) -> None:
    path = harbour.root / "site.toml"
    text = path.read_text("utf-8") + 'address = "https://harbour.example.org/"\n'
    path.write_text(text, "utf-8")
    page = client.get(f"/webinars/{BOATS}?t=15").text
    assert HERE not in page
    assert head_of(page).data["contentUrl"].startswith("https://harbour.example.org/media/")


def test_what_is_not_published_has_no_card(visitor: TestClient) -> None:
    page = visitor.get(f"/webinars/{DRAFT}?t=15")
    assert page.status_code == 404
    assert "secret" not in page.text.casefold().replace(f"/webinars/{DRAFT}", "")


def test_the_size_of_a_still_is_read_from_it(tmp_path: Path, recording: bytes) -> None:
    film, picture = tmp_path / "film.mp4", tmp_path / "still.jpg"
    film.write_bytes(recording)
    ffmpeg.still(film, FIRST_MS, picture, width=160)
    assert jpeg_size(picture) == (160, 90)
    assert jpeg_size(tmp_path / "none.jpg") == (0, 0)


@given(data=st.binary(max_size=400))
def test_a_still_that_is_none_is_no_error(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "still.jpg"
    path.write_bytes(b"\xff\xd8" + data)
    assert all(0 <= size < 1 << 16 for size in jpeg_size(path))


def test_each_language_has_its_addresses(visitor: TestClient) -> None:
    node = head(visitor, f"/cy/webinars/{BOATS}").data
    assert node["publisher"]["url"] == f"{HERE}/cy/"
    assert node["contributor"][0]["url"] == f"{HERE}/cy/people/nia-paperclip"
