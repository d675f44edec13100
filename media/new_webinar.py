"""The first webinar.toml of a webinar, which a person goes on editing."""

import tomlkit

from media.entities import Webinar


def new_webinar_toml(webinar: Webinar) -> str:
    """Write what is known of a webinar, with what may be added shown in comments."""
    document = tomlkit.document()
    document.add(tomlkit.comment("What this webinar is. Edit it in any text editor."))
    document.add("title", tomlkit.item(webinar.title))
    document.add("date", tomlkit.item(str(webinar.date)))
    document.add("language", tomlkit.item(webinar.language))
    document.add("description", tomlkit.item(webinar.description))
    document.add("state", tomlkit.item(webinar.state))
    if webinar.unconfirmed:
        document.add(tomlkit.comment("Guessed; delete this line once they are right:"))
        document.add("unconfirmed", tomlkit.item(list(webinar.unconfirmed)))
    document.add(tomlkit.nl())
    for line in (
        "Who takes part, one table each, with role and institution on that day:",
        "[[appearance]]",
        'person = "id-of-people.toml"',
        'role = "Lecturer"',
        'institution = "id-of-institutions.toml"',
        'part = "speaker"   # or "chair"',
        "Who speaks at a moment, where a run could not tell:",
        "[[voice]]",
        'at = "12:34"',
        'person = "id-of-people.toml"',
    ):
        document.add(tomlkit.comment(line))
    return tomlkit.dumps(document)
