"""The description of the API, made from what answers (OpenAPI 3.1.1)."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from pydantic import TypeAdapter

from media.entities import Site
from web import urls
from web.api.calls import Operation, Parameter
from web.api.problems import MEDIA_TYPE, ProblemDetails

OPENAPI = "3.1.1"
# Of the shapes; it grows with each change of them.
VERSION = "1.0.0"
_SHAPES = "#/components/schemas/{model}"
_PROBLEM = "problem"
_ABOUT = (
    "What the pages of the archive show, as JSON: read-only, without a key. Times are whole"
    " milliseconds from the start of a recording; addresses are absolute. What goes wrong is told"
    " as problem details (RFC 9457)."
)


def describe(operations: Sequence[Operation], site: Site, origin: str) -> dict[str, Any]:
    """Describe what answers, at the address of a site."""
    shapes, schemas = _schemas(operations)
    return {
        "openapi": OPENAPI,
        "info": {"title": site.title, "version": VERSION, "description": _ABOUT},
        "servers": [{"url": origin + urls.API}],
        "paths": {
            one.path: {"get": _operation(one, shapes[one.name], shapes[_PROBLEM])}
            for one in operations
        },
        "components": {"schemas": schemas},
    }


def _schemas(operations: Sequence[Operation]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the schema of each answer, by the operation's name, and the shapes they refer to."""
    types = {one.name: one.answers for one in operations} | {_PROBLEM: ProblemDetails}
    inputs = [(name, "serialization", TypeAdapter[Any](kind)) for name, kind in types.items()]
    by_name, definitions = TypeAdapter.json_schemas(inputs, ref_template=_SHAPES)  # type: ignore[arg-type]
    return {name: schema for (name, _), schema in by_name.items()}, definitions["$defs"]


def _operation(one: Operation, answer: Any, problem: Any) -> Mapping[str, Any]:  # noqa: ANN401
    problems = {status: _response(status, MEDIA_TYPE, problem) for status in _statuses(one)}
    answers = {200: _response(200, "application/json", answer), **problems}
    return {
        "operationId": one.name,
        "summary": one.about,
        "parameters": [_parameter(parameter) for parameter in one.parameters],
        "responses": {str(status): response for status, response in answers.items()},
    }


def _statuses(one: Operation) -> list[int]:
    """Return the problems that an operation may answer with."""
    names = any(parameter.place == "path" for parameter in one.parameters)
    may = {400: True, 404: names, 414: True, 429: one.counts, 503: one.waits}
    return [status for status, can in may.items() if can]


def _response(status: int, media_type: str, schema: Any) -> Mapping[str, Any]:  # noqa: ANN401
    return {"description": HTTPStatus(status).phrase, "content": {media_type: {"schema": schema}}}


def _parameter(one: Parameter) -> Mapping[str, Any]:
    return {
        "name": one.name,
        "in": one.place,
        "required": one.place == "path",
        "description": one.about,
        "schema": one.schema,
    }
