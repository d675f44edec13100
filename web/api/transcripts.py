"""What was said, as the API tells it."""

from media import model
from media.archive import Transcript as Text
from media.errors import Fault
from media.transcript import turns_of
from web import urls
from web.api import named
from web.api.calls import Call
from web.api.problems import Problem
from web.api.said import Line, Speaker, Transcript, Turn
from web.api.webinars import asked
from web.shown.voices import Speakers, Voice


def one(call: Call) -> Transcript:
    """Answer `/webinars/<slug>/transcript`."""
    webinar = asked(call)
    text, speakers = _text(call, webinar.slug), Speakers(call.here.library.catalogue, webinar)
    return Transcript(
        webinar=named.webinar(call, webinar),
        language=webinar.language,
        state=text.state,
        **named.checks(webinar),
        turns=tuple(
            Turn(
                speaker=speaker(call, speakers.of(turn.speaker)),
                start_ms=turn.start_ms,
                end_ms=turn.end_ms,
                lines=tuple(_line(call, webinar.slug, cue) for cue in turn.cues),
            )
            for turn in turns_of(text.cues)
        ),
    )


def speaker(call: Call, voice: Voice) -> Speaker:
    """Tell who speaks."""
    role = voice.role
    return Speaker(
        name=role.name if role else voice.name,
        number=voice.number,
        person=named.person(call, role.person) if role else None,
        part=role.appearance.part if role else None,
        role=role.appearance.role if role else None,
        institution=named.institution(call, role.institution) if role else None,
    )


def _text(call: Call, slug: str) -> Text:
    try:
        text = call.here.library.transcript(slug)
    except Fault:
        # The library has logged it; callers are told that the text is missing, not why.
        text = None
    if text is None:
        raise Problem(404, "This webinar has no transcript.")
    return text


def _line(call: Call, slug: str, cue: model.Cue) -> Line:
    page = call.absolute(urls.webinar(slug, cue.start_ms))
    return Line(start_ms=cue.start_ms, end_ms=cue.end_ms, text=cue.text, page=page)
