"""References, and what several answers tell: roles, appearances, documents."""

from collections.abc import Iterable, Mapping
from typing import Any

from index.statistics import spoken_ms
from media import entities
from media.entities import Sourced, Webinar
from web import urls
from web.api.calls import Call
from web.api.models import (
    Appearance,
    DocumentReference,
    Model,
    Named,
    Role,
    WebinarReference,
)
from web.shown import parts
from web.shown.parts import Appeared


def person(call: Call, one: entities.Person) -> Named:
    """Refer to a person."""
    return Named(id=one.id, name=one.full_name, page=call.absolute(urls.person(one.id)))


def institution(call: Call, one: entities.Institution | None) -> Named | None:
    """Refer to an institution, where there is one."""
    if one is None:
        return None
    return Named(id=one.id, name=one.name, page=call.absolute(urls.institution(one.id)))


def named(call: Call, ids: Iterable[str]) -> tuple[Named, ...]:
    """Refer to the institutions and public people of some ids."""
    catalogue = call.here.library.catalogue
    people = (catalogue.people[key] for key in ids if key in catalogue.public_people)
    institutions = (institution(call, catalogue.institutions.get(key)) for key in ids)
    return (*filter(None, institutions), *(person(call, one) for one in people))


def webinar(call: Call, one: Webinar) -> WebinarReference:
    """Refer to a webinar."""
    return WebinarReference(**webinar_values(call, one))


def webinar_values(call: Call, one: Webinar) -> Mapping[str, Any]:
    """Return what refers to a webinar."""
    return {
        "slug": one.slug,
        "title": one.title,
        "date": str(one.date),
        "page": call.absolute(urls.webinar(one.slug)),
        "api": call.absolute(urls.api(f"/webinars/{one.slug}")),
    }


def documents(call: Call, some: Iterable[entities.Document]) -> tuple[DocumentReference, ...]:
    """Refer to documents."""
    return tuple(
        DocumentReference(
            slug=one.slug, title=one.title, page=call.absolute(urls.document(one.slug))
        )
        for one in some
    )


def doubts(entry: Sourced, shape: type[Model]) -> Mapping[str, Any]:
    """Tell how far the fields of a shape are confirmed."""
    unconfirmed = tuple(name for name in entry.unconfirmed if name in shape.model_fields)
    return {"confirmed": entry.confirmed, "unconfirmed": unconfirmed}


def checks(one: Webinar) -> Mapping[str, Any]:
    """Tell what a person says of how far the text is checked."""
    return {
        "checked": one.checked or None,
        "checked_by": one.checked_by or None,
        "checked_on": str(one.checked_on) if one.checked_on else None,
    }


def role(call: Call, one: parts.Role) -> Role:
    """Tell of somebody as what they were on a day."""
    return Role(**_role_values(call, one))


def appearances(call: Call, every: Iterable[Appeared]) -> tuple[Appearance, ...]:
    """Tell where some people appeared, and for how long they speak there."""
    index = call.here.finder.index
    spoken = spoken_ms(index) if index else {}
    return tuple(
        Appearance(
            **_role_values(call, one.role),
            webinar=webinar(call, one.webinar),
            spoken_ms=spoken.get((one.webinar.slug, one.role.person.id)),
        )
        for one in every
    )


def _role_values(call: Call, one: parts.Role) -> Mapping[str, Any]:
    said = one.appearance
    return {
        "person": person(call, one.person),
        "name": one.name,
        "part": said.part,
        "role": said.role,
        "institution": institution(call, one.institution),
        "representing": said.representing,
        **doubts(said, Role),
    }
