"""How far a text is checked, in the same words for pages, files, feeds and cards.

What a person says of it in webinar.toml stands above what its files tell.
"""

from media.archive import Checked, Transcript
from media.entities import Webinar
from web.languages import _, day


def is_checked(state: Checked, webinar: Webinar | None = None) -> bool:
    """Say whether people have gone over all of a text."""
    if webinar and webinar.checked:
        return webinar.checked == "fully"
    return state == "corrected"


def state_words(state: Checked, webinar: Webinar | None = None) -> str:
    """Return how far a text is checked, and who did it and when where the webinar tells."""
    if webinar and webinar.checked and webinar.checked_on:
        values = {"who": webinar.checked_by, "date": day(webinar.checked_on)}
        if webinar.checked == "fully":
            return _("Checked by %(who)s, %(date)s") % values
        return _("Partly checked by %(who)s, %(date)s") % values
    if state == "corrected":
        return _("Corrected by hand")
    return _("Machine transcript, not checked")


def advice(transcript: Transcript, webinar: Webinar) -> str:
    """Return what that means for a reader; nothing for a text that a person wrote."""
    if webinar.checked == "partly":
        return _("The rest may hold mistakes: listen before you quote.")
    if webinar.checked:
        return _("The whole text was compared with the recording.")
    if transcript.state == "machine":
        return _("Names and terms may be wrong: listen before you quote.")
    if transcript.recognition:
        return _("People have gone over the machine’s first version.")
    return ""
