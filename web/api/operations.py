"""The table of all that the API answers; its routes and its description are made from it."""

from collections.abc import Callable
from typing import Any

from pydantic import TypeAdapter
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from index.keys import NAMED
from web import urls
from web.api import documents, institutions, paging, people, searches, terms, transcripts, webinars
from web.api.calls import Call, Operation, Parameter
from web.api.found import Found
from web.api.models import (
    Documents,
    Institution,
    Institutions,
    People,
    Person,
    Terms,
    Webinar,
    Webinars,
)
from web.api.openapi import describe
from web.api.problems import Problem
from web.api.said import Transcript
from web.asking import KINDS, LAST_PAGE, SORTS
from web.headers import FOR_ANY_SITE
from web.languages import N_
from web.origin import origin
from web.state import state

_DATE = {"type": "string", "pattern": r"^\d{4}(-\d\d(-\d\d)?)?$"}
_SLUG = Parameter(
    name="slug",
    about="The last part of the address of a webinar’s page.",
    schema={"type": "string"},
    place="path",
)
_ID = Parameter(
    name="id",
    about="The last part of the address of the page.",
    schema={"type": "string"},
    place="path",
)
_WHOSE = "by its id, whose words are wanted; about:ID for words about them, either:ID for both."
_SEARCH = (
    Parameter(name="q", about="Words, or a question, as one types it.", schema={"type": "string"}),
    Parameter(
        name="kind", about="What to look in.", schema={"type": "string", "enum": list(KINDS)}
    ),
    *(
        Parameter(name=name, about=f"A {name}, {_WHOSE}", schema={"type": "string"})
        for name in NAMED
    ),
    Parameter(name="topic", about="A term, by its id.", schema={"type": "string"}),
    Parameter(
        name="webinar",
        about="A webinar, by its slug; each hit is a group by itself then.",
        schema={"type": "string"},
    ),
    Parameter(name="from", about="A day, month or year to begin with.", schema=_DATE),
    Parameter(name="to", about="A day, month or year to end with.", schema=_DATE),
    Parameter(
        name="sort",
        about="The order.",
        schema={"type": "string", "enum": list(SORTS), "default": "best"},
    ),
    Parameter(
        name="words",
        about="1 to take each word as it is, even where they make a question.",
        schema={"type": "string", "enum": ["1"]},
    ),
    Parameter(
        name="also",
        about="0 to look only for what is typed, and not for other names and sounds.",
        schema={"type": "string", "enum": ["0"]},
    ),
    Parameter(
        name="page",
        about="A page, instead of an offset.",
        schema={"type": "integer", "minimum": 1, "maximum": LAST_PAGE, "default": 1},
    ),
    *paging.PARAMETERS,
)


def _describe(call: Call) -> dict[str, Any]:
    return describe(OPERATIONS, call.here.library.catalogue.site, call.origin)


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        path="/search",
        name="search",
        about=N_("Search what was said, with all that the page of results takes"),
        answers=Found,
        answer=searches.one,
        parameters=_SEARCH,
        waits=True,
        counts=True,
    ),
    Operation(
        path="/webinars",
        name="listWebinars",
        about=N_("All webinars, the newest first"),
        answers=Webinars,
        answer=webinars.every,
        parameters=paging.PARAMETERS,
    ),
    Operation(
        path="/webinars/{slug}",
        name="getWebinar",
        about=N_("A webinar: who spoke, its chapters, recording and documents"),
        answers=Webinar,
        answer=webinars.one,
        parameters=(_SLUG,),
    ),
    Operation(
        path="/webinars/{slug}/transcript",
        name="getTranscript",
        about=N_("What was said in a webinar, line by line"),
        answers=Transcript,
        answer=transcripts.one,
        parameters=(_SLUG,),
        counts=True,
    ),
    Operation(
        path="/people",
        name="listPeople",
        about=N_("All people, by surname"),
        answers=People,
        answer=people.every,
        parameters=paging.PARAMETERS,
    ),
    Operation(
        path="/people/{id}",
        name="getPerson",
        about=N_("A person: where they appeared, as what, and what they wrote"),
        answers=Person,
        answer=people.one,
        parameters=(_ID,),
    ),
    Operation(
        path="/institutions",
        name="listInstitutions",
        about=N_("All institutions, by name"),
        answers=Institutions,
        answer=institutions.every,
        parameters=paging.PARAMETERS,
    ),
    Operation(
        path="/institutions/{id}",
        name="getInstitution",
        about=N_("An institution: its names, who spoke from there, and its documents"),
        answers=Institution,
        answer=institutions.one,
        parameters=(_ID,),
    ),
    Operation(
        path="/terms",
        name="listTerms",
        about=N_("All topics and terms, by name"),
        answers=Terms,
        answer=terms.every,
        parameters=paging.PARAMETERS,
    ),
    Operation(
        path="/documents",
        name="listDocuments",
        about=N_("All documents, the newest first"),
        answers=Documents,
        answer=documents.every,
        parameters=paging.PARAMETERS,
    ),
    Operation(
        path="/openapi.json",
        name="describe",
        about=N_("The description of all this, in the OpenAPI format"),
        answers=dict[str, Any],
        answer=_describe,
    ),
)


def _endpoint(operation: Operation) -> Callable[[Request], Response]:
    adapter = TypeAdapter[Any](operation.answers)

    def show(request: Request) -> Response:
        operation.check(request.query_params)
        call = Call(state(request), origin(request), request.path_params, request.query_params)
        body = adapter.dump_json(operation.answer(call))
        return Response(body, headers=FOR_ANY_SITE, media_type="application/json")

    return show


def _nothing(_: Request) -> Response:
    sentence = f"There is no such address. {urls.API}/openapi.json lists those that there are."
    raise Problem(404, sentence)


ROUTES = (
    *(Route(urls.API + one.path, _endpoint(one), name=one.name) for one in OPERATIONS),
    Route(urls.API + "/{rest:path}", _nothing),
)
