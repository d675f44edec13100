"""The commands of the pipeline."""

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from ingest.add import add_webinar, take_recording
from ingest.captions import read_captions
from ingest.check import Report
from ingest.errors import NoEngine
from ingest.pipeline import run
from ingest.progress import Progress
from ingest.recognising.models import describe, find_models, has_graphics_card
from ingest.recognising.recognisers import ENGINES, choose_recogniser
from ingest.recognising.recognition import recognise
from media import ffmpeg
from media.archive import Archive
from media.command import Parser
from media.dates import PartialDate
from media.settings import Settings
from media.timecode import format_clock


def main(arguments: Sequence[str]) -> None:
    """Run one command."""
    settings = Settings.from_environment()
    options = _parser(settings).parse_args(arguments)
    options.action(options, settings)


def _parser(settings: Settings) -> argparse.ArgumentParser:
    parser = Parser(prog="python -m ingest", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    archive = Parser(add_help=False)
    archive.add_argument("--archive", type=Path, default=settings.archive, metavar="DIR")
    engine = Parser(add_help=False)
    engine.add_argument("--engine", metavar="E", help=f"one of {', '.join(ENGINES)}")

    add = commands.add_parser("add", parents=[archive], help="make a webinar; prints its slug")
    add.add_argument("--title", required=True)
    add.add_argument("--date", required=True, help="2025-06-03, or 2025-06 when only that is known")
    add.add_argument("--recording", type=Path, metavar="FILE")
    add.add_argument("--captions", type=Path, metavar="FILE")
    add.set_defaults(action=_add)

    go = commands.add_parser("run", parents=[archive, engine], help="transcribe a webinar")
    go.add_argument("slug", metavar="SLUG")
    go.set_defaults(action=_run)

    take = commands.add_parser(
        "take", parents=[archive, engine], help="give a webinar its recording and transcribe it"
    )
    take.add_argument("file", type=Path, metavar="FILE")
    take.add_argument(
        "--webinar", metavar="SLUG", help="without it, one is made from the file name"
    )
    take.set_defaults(action=_take)

    captions = commands.add_parser("captions", help="read a caption file")
    captions.add_argument("file", type=Path, metavar="FILE")
    captions.add_argument("--json", action="store_true")
    captions.set_defaults(action=_captions)

    transcribe = commands.add_parser("transcribe", parents=[engine], help="recognise a recording")
    transcribe.add_argument("file", type=Path, metavar="FILE")
    transcribe.add_argument("--language", default="en")
    transcribe.add_argument("--json", action="store_true")
    transcribe.set_defaults(action=_transcribe)

    models = commands.add_parser("models", help="list the models to choose from")
    models.set_defaults(action=_models)
    return parser


def _add(options: argparse.Namespace, settings: Settings) -> None:
    archive, date = Archive(options.archive), PartialDate.parse(options.date)
    print(add_webinar(archive, options.title, date, options.recording, options.captions))


def _run(options: argparse.Namespace, settings: Settings) -> None:
    _check_engine(options.engine)
    _close(options.slug, run(Archive(options.archive), options.slug, options.engine, settings))


def _take(options: argparse.Namespace, settings: Settings) -> None:
    _check_engine(options.engine)
    slug = take_recording(Archive(options.archive), options.file, options.webinar or None)
    # The catalogue is read anew, now with the webinar in it.
    _close(slug, run(Archive(options.archive), slug, options.engine, settings))


def _captions(options: argparse.Namespace, settings: Settings) -> None:
    cues = read_captions(options.file).cues
    if options.json:
        keys = ("start_ms", "end_ms", "speaker", "text")
        _print_json({"cues": [{key: getattr(cue, key) for key in keys} for cue in cues]})
        return
    for cue in cues:
        voice = f"{cue.speaker}: " if cue.speaker else ""
        print(f"{format_clock(cue.start_ms)}  {voice}{cue.text}")


def _transcribe(options: argparse.Namespace, settings: Settings) -> None:
    engine = options.engine or settings.engine
    choice = choose_recogniser(engine, settings, options.language)
    recording = ffmpeg.probe(options.file)
    with tempfile.TemporaryDirectory() as work:
        found = recognise(options.file, recording, choice, Path(work), Progress())
    if options.json:
        keys = ("start_ms", "end_ms", "text", "probability")
        _print_json({"words": [{key: getattr(word, key) for key in keys} for word in found.words]})
    else:
        print(" ".join(word.text for word in found.words))


def _models(options: argparse.Namespace, settings: Settings) -> None:
    chosen = settings.whisper_model
    print(describe(chosen, find_models(), graphics_card=has_graphics_card()))


def _check_engine(engine: str | None) -> None:
    if engine is not None and engine not in ENGINES:
        raise NoEngine(engine, ENGINES)


def _close(slug: str, report: Report) -> None:
    """Tell what a run gave and what it leaves to do; the slug goes to standard output."""
    print(slug)
    print(f"{report.words} words in {format_clock(report.length_ms)}.", file=sys.stderr)
    if report.needs:
        print("Needs a person:", file=sys.stderr)
    for need in report.needs:
        print(f"  - {need}", file=sys.stderr)


def _print_json(data: object) -> None:
    print(json.dumps(data, ensure_ascii=False, indent=1))
