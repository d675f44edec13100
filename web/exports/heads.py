"""The words at the head of a file: when, who, how far the text is checked, and what made it."""

import re
from collections.abc import Iterator

from media.archive import Transcript
from media.entities import Nation, Sourced, Webinar
from media.model import Recognition
from media.nations import NATIONS
from web.checked import advice, state_words
from web.languages import WELSH, _, day, spoken
from web.shown.parts import Role
from web.shown.voices import Voice

# Control characters that are no white space, halves of characters, and what is no character: XML
# has no way to write most of them (XML 1.0, section 2.2).
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def one_line(text: str) -> str:
    """Make white space single spaces, none at the ends, and take out what cannot be seen."""
    return " ".join(_UNSEEN.sub("", text).split())


def when(webinar: Webinar) -> str:
    """Return the date as exactly as it is known, and whether it is."""
    return _confirmed(day(webinar.date), webinar, "date")


def standing(webinar: Webinar, transcript: Transcript) -> Iterator[str]:
    """Give the sentences that say how far a text is to be trusted, and what made it."""
    if webinar.origin == "synthetic":
        yield _(
            "This webinar is made up: its people and institutions are invented, and the voices are"
            " synthetic."
        )
    yield f"{one_line(state_words(transcript.state, webinar))}."
    if meaning := advice(transcript, webinar):
        yield meaning
    if transcript.recognition:
        yield _made_by(transcript.recognition)


def role_line(role: Role) -> str:
    """Return a person with role, institution and nation as they were on that day."""
    said, institution = role.appearance, role.institution
    parts = [_confirmed(role.name, said, "person")]
    if said.part == "chair" and said.role != "Chair":
        parts.append(_("Chair"))
    if said.role:
        parts.append(_confirmed(said.role, said, "role"))
    if institution:
        parts.append(_confirmed(institution.name, said, "institution"))
        parts.append(_nation(institution.nation))
    if said.representing:
        parts.append(_("representing %(body)s") % {"body": said.representing})
    return one_line(", ".join(parts))


def unconfirmed(entry: Sourced, *fields: str) -> tuple[str, ...]:
    """Return which of some fields nobody has confirmed."""
    return tuple(field for field in fields if not entry.is_sure(field))


def voice_label(voice: Voice) -> str:
    """Return what a voice is called in front of what it says."""
    if voice.role:
        return one_line(voice.role.name)
    if voice.name and (name := one_line(voice.name)):
        return name
    if voice.number is not None:
        return _("Speaker %(number)s") % {"number": voice.number}
    return _("Speaker not named")


def _made_by(made: Recognition) -> str:
    engine, model = one_line(made.engine), one_line(made.model)
    if made.engine == "captions":
        said = _("Made from captions that came with the recording: %(file)s.")
        plain = _("Made from captions that came with the recording.")
        return said % {"file": model} if model else plain
    if model:
        said = _("Made by %(engine)s with the model %(model)s.")
        return said % {"engine": engine, "model": model}
    return _("Made by %(engine)s.") % {"engine": engine}


def _confirmed(text: str, entry: Sourced, field: str) -> str:
    """Return a fact, and say so where nobody has confirmed it."""
    if entry.is_sure(field):
        return text
    return _("%(fact)s (not confirmed)") % {"fact": text}


def _nation(name: Nation) -> str:
    welsh = {nation.name: nation.name_cy for nation in NATIONS}
    return welsh[name] if spoken() is WELSH else name
