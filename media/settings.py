"""What a person can set, from the environment, where make and service managers set it too."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from media.errors import BadSetting


@dataclass(frozen=True)
class Settings:
    """Where things are and how they run; a command's own options stand above these."""

    archive: Path = Path("archive")  # ARCHIVE: the folder that holds the truth
    index: Path = Path("var/index")  # INDEX: derived, private to this user
    search_engine: str = ""  # SEARCH_ENGINE: what keeps the index's words; empty: as it is
    meaning: str = ""  # MEANING: search by meaning, on or off; empty: on where it is installed
    search_rate: int = 60  # SEARCH_RATE: searches a minute from one address, 0: any number
    proxies: str = ""  # PROXIES: addresses of the web servers that pass readers on, with commas
    engine: str = "whisper"  # ENGINE: which recogniser
    whisper_model: str = "small.en"  # WHISPER_MODEL: a name, or the path of a model
    whisper_sha256: str = ""  # WHISPER_SHA256: the hash that its file has to have
    diariser: str = "resemblyzer"  # DIARISER: what tells voices apart
    pyannote_model: str = ""  # PYANNOTE_MODEL: a name or a path, where DIARISER=pyannote
    workers: int = 0  # WORKERS: pieces recognised beside each other, 0: as many as help
    ffmpeg: str = ""  # FFMPEG: a program to use instead of the one installed
    debug: bool = False  # DEBUG=1: show tracebacks

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read the settings; what is not set has its default."""
        return cls(
            archive=Path(environment.get("ARCHIVE") or cls.archive),
            index=Path(environment.get("INDEX") or cls.index),
            search_engine=environment.get("SEARCH_ENGINE") or cls.search_engine,
            meaning=_switch("MEANING", environment.get("MEANING")),
            search_rate=_number(
                "SEARCH_RATE", environment.get("SEARCH_RATE"), cls.search_rate, "or 0 for no limit"
            ),
            proxies=environment.get("PROXIES") or cls.proxies,
            engine=environment.get("ENGINE") or cls.engine,
            whisper_model=environment.get("WHISPER_MODEL") or cls.whisper_model,
            diariser=environment.get("DIARISER") or cls.diariser,
            pyannote_model=environment.get("PYANNOTE_MODEL") or cls.pyannote_model,
            workers=_number(
                "WORKERS", environment.get("WORKERS"), 0, "such as 2, or 0 for as many as help"
            ),
            whisper_sha256=environment.get("WHISPER_SHA256") or cls.whisper_sha256,
            ffmpeg=environment.get("FFMPEG") or cls.ffmpeg,
            debug=environment.get("DEBUG") == "1",
        )


def _switch(name: str, value: str | None) -> str:
    if value and value not in ("on", "off"):
        raise BadSetting(name, value, "on or off")
    return value or ""


def _number(name: str, value: str | None, default: int, wanted: str) -> int:
    if value and not re.fullmatch(r"\d{1,3}", value, re.ASCII):
        raise BadSetting(name, value, f"a number {wanted}")
    return int(value or default)
