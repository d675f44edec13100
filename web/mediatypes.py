"""What a recording's name says about it."""

from pathlib import Path

# Written out, since a system without mime.types knows half of them. A file that ends in anything
# else is not served: a browser must never take a recording for a page.
MEDIA_TYPES = {
    ".aac": "audio/aac",
    ".flac": "audio/flac",
    ".m4a": "audio/mp4",
    ".m4v": "video/mp4",
    ".mkv": "video/x-matroska",
    ".mov": "video/quicktime",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".oga": "audio/ogg",
    ".ogg": "audio/ogg",
    ".ogv": "video/ogg",
    ".opus": "audio/ogg",
    ".wav": "audio/wav",
    ".webm": "video/webm",
}


def media_type(path: Path) -> str | None:
    """Return the MIME type to serve a recording as; None for what is no recording."""
    return MEDIA_TYPES.get(path.suffix.lower())


def is_sound(path: Path) -> bool:
    """Say whether a recording's name promises sound alone."""
    return (media_type(path) or "").startswith("audio/")
