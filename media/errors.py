"""Failures that a person can do something about.

Every class here carries its own sentence: what is wrong, where, and what to do. A command line
prints it and ends with `exit_code`; a web page shows it. Anything that is not a `Fault` is ours.
"""

from pathlib import Path


class Fault(Exception):
    """Base of every failure that is the caller's to mend (exit code 2)."""

    exit_code = 2

    @property
    def sentences(self) -> tuple[str, ...]:
        """One sentence for each thing that is wrong."""
        return (str(self),)

    def __reduce__(self) -> tuple[object, ...]:
        # A fault of another process comes back with its sentence, not by being made anew.
        return _remake, (type(self), self.args, self.__dict__)


def _remake(kind: type[Fault], said: tuple[object, ...], holds: dict[str, object]) -> Fault:
    fault = Fault.__new__(kind, *said)
    fault.__dict__.update(holds)
    return fault


class FaultyFile(Fault):
    """A text file of the archive has faults; all of them are told at once."""

    def __init__(self, path: Path, faults: list[tuple[int, str]]) -> None:
        self.path, self.faults = path, tuple(sorted(faults))
        super().__init__("\n".join(self.sentences))

    @property
    def sentences(self) -> tuple[str, ...]:
        """One sentence for each fault, with file and line (0: the file as a whole)."""
        return tuple(
            f"{self.path} line {line}: {what}" if line else f"{self.path}: {what}"
            for line, what in self.faults
        )


class FaultyFiles(Fault):
    """Several files of the archive have faults."""

    def __init__(self, faults: list[FaultyFile]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.sentences))

    @property
    def sentences(self) -> tuple[str, ...]:
        """Every sentence of every file."""
        return tuple(sentence for fault in self.faults for sentence in fault.sentences)


class NoArchive(Fault):
    """The folder named as the archive is not one."""

    def __init__(self, root: Path) -> None:
        super().__init__(
            f"{root} is not an archive: it has no site.toml. Name the right folder with --archive,"
            " or start one by copying archive/site.toml there."
        )


class NoWebinar(Fault):
    """No webinar of the archive has this slug."""

    def __init__(self, slug: str, known: list[str]) -> None:
        listed = ", ".join(known) or "none yet"
        super().__init__(f"There is no webinar {slug!r} in the archive. It has: {listed}.")


class FileChanged(Fault):
    """Somebody else changed the file since the caller read it; nothing was written."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} was changed by somebody else meanwhile, so it was left as it is."
            " Read it again and repeat your change."
        )


class CannotWrite(Fault):
    """The file system refused a write; the file is as it was before."""

    def __init__(self, path: Path, why: OSError) -> None:
        reason = why.strerror or str(why)
        super().__init__(
            f"{path} could not be written ({reason}); what was there before is untouched."
            " Free some space or mend the folder's permissions, then run the command again."
        )


class MissingFile(Fault):
    """A file that the caller named does not exist."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"There is no file {path}. Check the name; inside make, a name with a $ has to be given"
            " in front of the command: FILE='…' make ingest."
        )


class BadMedia(Fault):
    """A recording that cannot be used."""

    def __init__(self, path: Path, what: str, cure: str) -> None:
        super().__init__(f"{path} {what}. {cure}")


class BadSetting(Fault):
    """A setting has a value that it cannot have."""

    def __init__(self, name: str, value: str, wanted: str) -> None:
        super().__init__(f"{name} is {value[:40]!r}: give {wanted}.")


class NoFfmpeg(Fault):
    """No ffmpeg program was found."""

    def __init__(self) -> None:
        super().__init__(
            "No ffmpeg was found: run make setup, or give its path in the environment as FFMPEG."
        )


class BadTimecode(Fault):
    """A text that is not a time."""

    def __init__(self, text: str) -> None:
        super().__init__(f"{text[:40]!r} is not a time. Write seconds (754), 12:34 or 1:02:03.")


class BadDate(Fault):
    """A text that is not a day, a month or a year."""

    def __init__(self, text: str) -> None:
        super().__init__(f"{text[:40]!r} is not a date. Write 2025-06-03, 2025-06 or 2025.")


class BadCaptions(Fault):
    """A caption file that cannot be read, with the line that stopped it."""

    def __init__(self, path: Path, line: int, what: str) -> None:
        where = f"{path} line {line}" if line else f"{path}"
        super().__init__(f"{where}: {what}")


class NoTitle(Fault):
    """A new webinar was given no title."""

    def __init__(self) -> None:
        super().__init__(
            "A webinar needs a title: give one, as in TITLE='Postcards from the coast'."
        )
