"""Those who appeared in public, and each of them, as the API tells of them."""

from collections.abc import Mapping
from typing import Any

from media import entities
from web import urls
from web.api.calls import Call
from web.api.models import People, Person, PersonSummary
from web.api.named import appearances, documents, doubts, person
from web.api.paging import Window
from web.api.problems import unknown
from web.pages.people import build_list
from web.shown import parts


def every(call: Call) -> People:
    """Answer `/people`."""
    listed = build_list(call.here.library.catalogue).people
    window = Window.read(call.values)
    return People(
        paging=window.paging(call, "/people", {}, len(listed)),
        items=tuple(
            PersonSummary(**_summary(call, one.person, one.total)) for one in window.of(listed)
        ),
    )


def one(call: Call) -> Person:
    """Answer `/people/<id>`."""
    catalogue, key = call.here.library.catalogue, call.parts["id"]
    if key not in catalogue.public_people:
        raise unknown("person", key, "/people")
    found = catalogue.people[key]
    appeared = parts.appearances(catalogue, found)
    return Person(
        **_summary(call, found, len(appeared)),
        **doubts(found, Person),
        appearances=appearances(call, appeared),
        documents=documents(call, parts.documents_of(catalogue, {key})),
    )


def _summary(call: Call, one: entities.Person, webinars: int) -> Mapping[str, Any]:
    reference = person(call, one)
    api = call.absolute(urls.api(f"/people/{one.id}"))
    return {**dict(reference), "api": api, "webinars": webinars}
