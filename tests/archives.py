"""Small archives for tests, written as real files; everybody in them is invented.

root = write_archive(tmp_path / "archive", webinars={"2030-01-15-boats": {"title": "Boats"}})
write_transcript(root, "2030-01-15-boats", [said("Nia Paperclip", "Paper boats float.")])
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import tomlkit

from media.archive import Archive
from media.model import Cue, Recognition, Word
from media.vtt import dump_vtt
from media.words import dump_recognition

Rows = Sequence[Mapping[str, Any]]
Files = Mapping[str, Mapping[str, Any]]

# Speech takes this long in `said`, unless a test says otherwise.
CUE_MS = 5_000


def write_archive(
    root: Path,
    *,
    site: Mapping[str, Any] | None = None,
    institutions: Rows = (),
    people: Rows = (),
    terms: Rows = (),
    documents: Files | None = None,
    webinars: Files | None = None,
) -> Path:
    """Write an archive's TOML files; what a webinar leaves out gets a title and a date."""
    _write(root / "site.toml", site or {"title": "Test archive"})
    for name, key, rows in (
        ("institutions.toml", "institution", institutions),
        ("people.toml", "person", people),
        ("terms.toml", "term", terms),
    ):
        _write(root / name, {key: list(rows)} if rows else {})
    for slug, values in (documents or {}).items():
        _write(root / "documents" / f"{slug}.toml", values)
    for slug, values in (webinars or {}).items():
        defaults = {"title": slug, "date": slug[:10]}
        _write(root / "webinars" / slug / "webinar.toml", {**defaults, **values})
    return root


def write_transcript(root: Path, slug: str, cues: Iterable[Cue]) -> Path:
    """Write a webinar's transcript.vtt."""
    path = root / "webinars" / slug / "transcript.vtt"
    path.write_text(dump_vtt(cues), "utf-8")
    return path


def write_words(root: Path, slug: str, words: Iterable[Word]) -> Path:
    """Write a webinar's words.json."""
    path = root / "webinars" / slug / "words.json"
    path.write_bytes(dump_recognition(Recognition("test", "none", (), "0" * 64, tuple(words))))
    return path


def said(
    *lines: tuple[str | None, str] | str, start_ms: int = 0, each_ms: int = CUE_MS
) -> list[Cue]:
    """Make cues of (speaker, text) or of text alone, one after the other without a pause."""
    pairs = [line if isinstance(line, tuple) else (None, line) for line in lines]
    return [
        Cue(start_ms + n * each_ms, start_ms + (n + 1) * each_ms, text, speaker)
        for n, (speaker, text) in enumerate(pairs)
    ]


def harbour(root: Path) -> Archive:
    """Write the archive that most tests of the search use: a talk, an event to come, papers."""
    write_archive(
        root,
        institutions=[
            {
                "id": "boat-college",
                "name": "College of Paper Boats",
                "kind": "college",
                "nation": "Wales",
                "names_cy": ["Coleg Cychod Papur"],
                "variants": ["Boat College"],
                "former_names": ["Raft Institute"],
            },
            {
                "id": "teacup-university",
                "name": "University of Teacups",
                "kind": "university",
                "nation": "Scotland",
            },
        ],
        people=[
            {"id": "nia-paperclip", "name": "Nia Paperclip", "variants": ["Nia P."]},
            {"id": "otto-inkwell", "name": "Otto Inkwell", "honorific": "Professor"},
            {"id": "sian-lamp", "name": "Siân Lamp"},
        ],
        documents={
            "folding-guide": {
                "title": "A guide to folding",
                "kind": "case-study",
                "date": "2029-12",
                "by": ["boat-college"],
                "webinar": "2030-01-15-paper-boats",
            },
            "secret-paper": {
                "title": "A paper of an event that is not out",
                "kind": "report",
                "webinar": "2030-04-01-draft",
            },
        },
        webinars={
            "2030-01-15-paper-boats": {
                "title": "Paper boats and micro-credentials",
                "description": "How to fold and how to assess it.",
                "appearance": [
                    {
                        "person": "nia-paperclip",
                        "role": "Head of Folding",
                        "institution": "boat-college",
                        "part": "chair",
                    },
                    {"person": "otto-inkwell", "institution": "teacup-university"},
                ],
            },
            "2030-02-teacups": {
                "title": "Teacups for everybody",
                "date": "2030-02",
                "series": "Crockery evenings",
                "appearance": [
                    {"person": "otto-inkwell", "institution": "boat-college"},
                    {"person": "sian-lamp", "institution": "teacup-university"},
                ],
            },
            "2030-04-01-draft": {"title": "Draft of secrets", "state": "draft"},
            "2030-04-02-gone": {"title": "Withdrawn secrets", "state": "withdrawn"},
        },
    )
    write_transcript(
        root,
        "2030-01-15-paper-boats",
        said(
            ("Nia Paperclip", "Welcome to our harbour. Today we fold paper boats, and we"),
            ("Nia Paperclip", "talk about quality assurance of microcredentials in Wales."),
            ("Professor Otto Inkwell", "Thank you, Nia. The quality of a boat is not assurance."),
            ("Professor Otto Inkwell", "But quality assurance floats; QAA's paper says so."),
            ("Passer-by", "I only came for the teacups."),
        ),
    )
    for slug in ("2030-04-01-draft", "2030-04-02-gone"):
        write_transcript(root, slug, said(("Nia Paperclip", "Nobody may read this secret yet.")))
    return Archive(root)


MILLS, LOOMS = "2031-05-06-mills", "2031-06-10-looms"


def mill(root: Path) -> Archive:
    """Write an archive for asking who says something, for whom, and whom it names.

    Petra Thimble of Coleg Olwyn talks about employer engagement and never names her college; Magnus
    Doily names it. A month later she has moved to his university.
    """
    write_archive(
        root,
        institutions=[
            {
                "id": "coleg-olwyn",
                "name": "Coleg Olwyn",
                "kind": "college",
                "nation": "Wales",
                "variants": ["Waterwheel College"],
                "former_names": ["Mill Institute"],
            },
            {
                "id": "teasel-university",
                "name": "University of Teasels",
                "kind": "university",
                "nation": "Scotland",
                "names_cy": ["Prifysgol Llysiau'r Cribau"],
            },
            {
                "id": "biscuit-agency",
                "name": "Biscuit Quality Agency",
                "kind": "agency",
                "nation": "UK",
                "variants": ["BQA"],
            },
            {"id": "idle-college", "name": "Idle College", "kind": "college", "nation": "England"},
        ],
        people=[
            {"id": "petra-thimble", "name": "Petra Thimble", "honorific": "Dr"},
            {"id": "magnus-doily", "name": "Magnus Doily"},
            {"id": "orla-bobbin", "name": "Orla Bobbin"},
            {"id": "secret-shuttle", "name": "Secret Shuttle"},
        ],
        terms=[
            {
                "id": "stackable-credit",
                "name": "stackable credit",
                "kind": "topic",
                "variants": ["stacked credit"],
            },
            {"id": "badge", "name": "digital badge", "variants": ["digital badges"]},
        ],
        documents={
            "wheel-study": {
                "title": "A study of wheels",
                "kind": "case-study",
                "date": "2031-01",
                "by": ["biscuit-agency"],
                "about": ["coleg-olwyn"],
                "description": "Employer engagement and stackable credit by the water.",
            },
        },
        webinars={
            MILLS: {
                "title": "Mills and employers",
                "description": "With a word from the Biscuit Quality Agency.",
                "appearance": [
                    {
                        "person": "orla-bobbin",
                        "role": "Chief Taster",
                        "institution": "biscuit-agency",
                        "part": "chair",
                    },
                    {
                        "person": "petra-thimble",
                        "role": "Head of Wheels",
                        "institution": "coleg-olwyn",
                    },
                    {
                        "person": "magnus-doily",
                        "role": "Dean of Fibres",
                        "institution": "teasel-university",
                    },
                ],
            },
            LOOMS: {
                "title": "Looms at work",
                "appearance": [
                    {
                        "person": "petra-thimble",
                        "role": "Director of Looms",
                        "institution": "teasel-university",
                    }
                ],
            },
            "2031-07-01-draft": {
                "title": "Not out",
                "state": "draft",
                "appearance": [{"person": "secret-shuttle"}],
            },
        },
    )
    write_transcript(
        root,
        MILLS,
        said(
            ("Orla Bobbin", "Welcome. The BQA has read about stacked credit, Petra Thimble."),
            ("Petra Thimble", "We began with employer engagement: the mills told us their needs."),
            ("unnamed 3", "Is there employer engagement without biscuits?"),
            ("Magnus Doily", "Waterwheel College does employer engagement better than we do."),
            ("Petra Thimble", "Secret Shuttle says that water is free in Wales."),
            ("Passer-by", "An engagement with an employer is no marriage."),
        ),
    )
    write_transcript(
        root,
        LOOMS,
        said(("Dr Petra Thimble", "Employer engagement in weaving was harder to begin.")),
    )
    return Archive(root)


def _write(path: Path, values: Mapping[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(tomlkit.dumps(dict(values)), "utf-8")
