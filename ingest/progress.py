"""What staff see while they wait: the stage, how far it is, and how long it will still take."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from rich import progress as rich
from rich.console import Console
from rich.text import Text

from media.timecode import format_clock

Advance = Callable[[int], None]
Write = Callable[[int], str]

# Every stage of a run, in order; a stage says which of how many it is.
STAGES = (
    *("probe", "decode", "speech", "recognise", "align", "voices"),
    *("correct", "names", "cues", "transcript", "check"),
)
# A log file gets a line at each tenth, a terminal a moving bar.
_TENTHS = 10


class Progress:
    """Shows the stages of a run on standard error."""

    def __init__(self) -> None:
        self._console = Console(file=sys.stderr, highlight=False)

    def say(self, stage: str, what: str) -> None:
        """Tell in one line what became of a stage."""
        self._line(f"{_label(stage)} {what}")

    def tell(self, what: str) -> None:
        """Tell in one line what belongs to no stage."""
        self._line(what)

    def stage(self, name: str, total_ms: int, done_ms: int = 0) -> AbstractContextManager[Advance]:
        """Show a stage that works through so much sound; gives what to call as it goes on."""
        return self._amount(_label(name), total_ms, done_ms, format_clock)

    def download(
        self, name: str, total_bytes: int, done_bytes: int = 0
    ) -> AbstractContextManager[Advance]:
        """Show a file that arrives; gives what to call as it does."""
        return self._amount(f"download {name}", total_bytes, done_bytes, _megabytes)

    @contextmanager
    def _amount(self, label: str, total: int, done: int, write: Write) -> Iterator[Advance]:
        if not self._console.is_terminal:
            yield _Lines(self._line, label, max(total, 1), done, write)
            return
        columns = (rich.TextColumn("{task.description}"), rich.BarColumn(), _Done(write), _Left())
        with rich.Progress(*columns, console=self._console) as bar:
            task = bar.add_task(label, total=max(total, 1), completed=done, begun=done)
            yield lambda step: bar.advance(task, step)

    def _line(self, text: str) -> None:
        self._console.print(text, markup=False, soft_wrap=True)


@dataclass
class _Lines:
    """Progress for a log: a line at each tenth."""

    line: Callable[[str], None]
    label: str
    total: int
    done: int
    write: Write

    def __post_init__(self) -> None:
        self._begun, self._began_s = self.done, time.monotonic()

    def __call__(self, step: int) -> None:
        before = self.done * _TENTHS // self.total
        self.done += step
        if self.done * _TENTHS // self.total > before:
            took_s = time.monotonic() - self._began_s
            left = _left(self.total - self.done, self.done - self._begun, took_s)
            far = f"{self.write(self.done)} of {self.write(self.total)}"
            self.line(f"{self.label} {far}{', ' if left else ''}{left}")


class _Done(rich.ProgressColumn):
    """How much is done, of how much."""

    def __init__(self, write: Write) -> None:
        super().__init__()
        self._write = write

    def render(self, task: rich.Task) -> Text:
        return Text(f"{self._write(int(task.completed))} of {self._write(int(task.total or 0))}")


class _Left(rich.ProgressColumn):
    """The time left, as far as the pace so far tells it."""

    def render(self, task: rich.Task) -> Text:
        here = int(task.completed) - task.fields["begun"]
        return Text(_left(int(task.remaining or 0), here, task.elapsed or 0.0))


def _left(left: int, here: int, took_s: float) -> str:
    """Say how long the rest will take, at the pace of what this run has done itself.

    What an earlier run did took no time now: counting it would promise too much.
    """
    if here <= 0 or left <= 0:
        return ""
    return f"about {format_clock(round(took_s * 1000 * left / here))} left"


def _label(stage: str) -> str:
    return f"[{STAGES.index(stage) + 1}/{len(STAGES)}] {stage}"


def _megabytes(amount: int) -> str:
    return f"{amount / 1_000_000:.0f} MB"
