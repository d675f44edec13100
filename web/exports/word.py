"""Word (DOCX), for those who read, mark and pass on documents."""

from web.exports.format import Format, Shown
from web.exports.sheet import Sheet


class Docx(Format):
    """A document for word processors."""

    extension = "docx"
    media_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    def write(self, sheet: Sheet, shown: Shown) -> bytes:
        """Return the transcript as a document with headings, links and numbered pages."""
        # Its library takes longer to load than all the rest of a page: only who asks waits for it.
        from web.exports.wordprocessing import document_of

        return document_of(sheet, shown)
