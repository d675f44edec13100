"""What an output format is, and what a reader may leave out of a file."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from web.exports.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Shown:
    """Whether a file has times, and whether it names who speaks."""

    times: bool = True
    names: bool = True

    @classmethod
    def read(cls, values: Mapping[str, str]) -> "Shown":
        """Read `times=0` and `names=0`; anything else leaves nothing out."""
        return cls(values.get("times") != "0", values.get("names") != "0")


EVERYTHING = Shown()


class Format(ABC):
    """A kind of file that a transcript can be written as."""

    extension: ClassVar[str]
    media_type: ClassVar[str]

    @abstractmethod
    def write(self, sheet: Sheet, shown: Shown) -> bytes:
        """Return the file; what is not to be shown is left out where the format can do without."""

    def file_name(self, sheet: Sheet) -> str:
        """Return what the file is called where it is saved, in ASCII."""
        return f"{sheet.slug}.{self.extension}"
