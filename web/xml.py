"""XML as an answer: whatever the texts in it hold, what is sent is well-formed.

Names are written with their prefixes, which the root declares: `{"xmlns:podcast": …}`.
"""

import re
from xml.etree.ElementTree import Element, tostring

from starlette.responses import Response

from web.headers import OPEN

# What XML 1.0 cannot hold, not even escaped (https://www.w3.org/TR/xml/#charsets).
_NOT_A_CHARACTER = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml(root: Element, media_type: str) -> Response:
    """Answer with a document; characters that XML cannot hold are left out of it."""
    for element in root.iter():
        element.text, element.tail = _clean(element.text), _clean(element.tail)
        element.attrib.update({name: _held(value) for name, value in element.items()})
    document = tostring(root, "utf-8", xml_declaration=True)
    return Response(document, headers=OPEN, media_type=media_type)


def _clean(text: str | None) -> str | None:
    return text and _held(text)


def _held(text: str) -> str:
    return _NOT_A_CHARACTER.sub("", text)
