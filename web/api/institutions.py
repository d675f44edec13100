"""Institutions, and each of them, as the API tells of them."""

from collections.abc import Mapping
from typing import Any

from media import entities
from web import urls
from web.api.calls import Call
from web.api.models import Institution, Institutions, InstitutionSummary
from web.api.named import appearances, documents, doubts, institution
from web.api.paging import Window
from web.api.problems import unknown
from web.shown import parts
from web.shown.known import known_institutions


def every(call: Call) -> Institutions:
    """Answer `/institutions`."""
    known = sorted(known_institutions(call.here), key=lambda one: one.name.casefold())
    window = Window.read(call.values)
    return Institutions(
        paging=window.paging(call, "/institutions", {}, len(known)),
        items=tuple(InstitutionSummary(**_summary(call, one)) for one in window.of(known)),
    )


def one(call: Call) -> Institution:
    """Answer `/institutions/<id>`."""
    catalogue, key = call.here.library.catalogue, call.parts["id"]
    found = catalogue.institutions.get(key)
    if found is None:
        raise unknown("institution", key, "/institutions")
    return Institution(
        **_summary(call, found),
        **doubts(found, Institution),
        names_cy=found.names_cy,
        variants=found.variants,
        ambiguous=found.ambiguous,
        former_names=found.former_names,
        successor_of=institution(call, catalogue.institutions.get(found.successor_of or "")),
        part_of=institution(call, catalogue.institutions.get(found.part_of or "")),
        appearances=appearances(call, parts.appeared_from(catalogue, {key})),
        documents=documents(call, parts.documents_of(catalogue, {key})),
    )


def _summary(call: Call, one: entities.Institution) -> Mapping[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "page": call.absolute(urls.institution(one.id)),
        "api": call.absolute(urls.api(f"/institutions/{one.id}")),
        "kind": one.kind,
        "nation": one.nation,
    }
