"""What staff see while they wait: the stage, how far it is, and how long it will still take."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich import progress as rich
from rich.console import Console
from rich.text import Text

from media.timecode import format_clock

Advance = Callable[[int], None]

# Every stage of a run, in order; a stage says which of how many it is.
STAGES = (
    *("probe", "decode", "speech", "recognise", "align", "correct"),
    *("cues", "transcript", "check"),
)
# A log file gets a line at each tenth, a terminal a moving bar.
_TENTHS = 10


class Progress:
    """Shows the stages of a run on standard error."""

    def __init__(self) -> None:
        self._console = Console(file=sys.stderr, highlight=False)

    def say(self, stage: str, what: str) -> None:
        """Tell in one line what became of a stage."""
        self._console.print(f"{_label(stage)} {what}", markup=False, soft_wrap=True)

    @contextmanager
    def stage(self, name: str, total_ms: int, done_ms: int = 0) -> Iterator[Advance]:
        """Show a stage that works through so much sound; gives what to call as it goes on."""
        if not self._console.is_terminal:
            yield _Lines(self, name, total_ms, done_ms)
            return
        columns = (rich.TextColumn("{task.description}"), rich.BarColumn(), _Clock(), _Left())
        with rich.Progress(*columns, console=self._console) as bar:
            task = bar.add_task(
                _label(name), total=max(total_ms, 1), completed=done_ms, begun=done_ms
            )
            yield lambda step: bar.advance(task, step)


class _Lines:
    """Progress for a log: a line at each tenth."""

    def __init__(self, progress: Progress, name: str, total_ms: int, done_ms: int) -> None:
        self._progress, self._name = progress, name
        self._total_ms, self._done_ms = max(total_ms, 1), done_ms
        self._begun_ms, self._began_s = done_ms, time.monotonic()

    def __call__(self, step: int) -> None:
        before = self._done_ms * _TENTHS // self._total_ms
        self._done_ms += step
        if self._done_ms * _TENTHS // self._total_ms > before:
            far = f"{format_clock(self._done_ms)} of {format_clock(self._total_ms)}"
            here_ms, took_s = self._done_ms - self._begun_ms, time.monotonic() - self._began_s
            left = _left(self._total_ms - self._done_ms, here_ms, took_s)
            self._progress.say(self._name, f"{far}{', ' if left else ''}{left}")


class _Clock(rich.ProgressColumn):
    """Minutes of sound done, of how many."""

    def render(self, task: rich.Task) -> Text:
        return Text(f"{format_clock(int(task.completed))} of {format_clock(int(task.total or 0))}")


class _Left(rich.ProgressColumn):
    """The time left, as far as the pace so far tells it."""

    def render(self, task: rich.Task) -> Text:
        here_ms = int(task.completed) - task.fields["begun"]
        return Text(_left(int(task.remaining or 0), here_ms, task.elapsed or 0.0))


def _left(left_ms: int, here_ms: int, took_s: float) -> str:
    """Say how long so much sound will take, at the pace of what this run has done itself.

    What an earlier run did took no time now: counting it would promise too much.
    """
    if here_ms <= 0 or left_ms <= 0:
        return ""
    return f"about {format_clock(round(took_s * 1000 * left_ms / here_ms))} left"


def _label(stage: str) -> str:
    return f"[{STAGES.index(stage) + 1}/{len(STAGES)}] {stage}"
