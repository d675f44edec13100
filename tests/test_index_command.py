import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from archives import harbour, said, write_transcript

from index.advice import advice
from index.build import Report
from index.command import main
from media.archive import Archive
from media.command import run

HIT_KEYS = {"webinar", "start_ms", "end_ms", "word_ms", "speaker", "institution", "score", "text"}


@pytest.fixture(autouse=True)
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Archive:
    made = harbour(tmp_path / "archive")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("ARCHIVE", str(made.root))
    monkeypatch.setenv("INDEX", str(tmp_path / "index"))
    return made


@pytest.fixture
def built(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(main, ["build"]) == 0
    capsys.readouterr()


def outcome(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Run a command; return its status, output and errors."""
    try:
        status = run(main, arguments)
    except SystemExit as end:  # argparse's own way
        status = int(end.code or 0)
    output = capsys.readouterr()
    return status, output.out, output.err


def test_build_tells_what_it_did(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = outcome(capsys, "build")
    assert (status, err) == (0, "")
    assert re.fullmatch(r"2 webinars, 3 passages, 2 documents indexed\. \(\d+\.\d s\)\n", out)


def test_build_tells_what_changed(
    capsys: pytest.CaptureFixture[str], archive: Archive, built: None
) -> None:
    out = outcome(capsys, "build")[1]
    assert out.startswith("Nothing to do: 2 webinars, 3 passages in 1 part.")
    write_transcript(archive.root, "2030-02-teacups", said("A storm."))
    out = outcome(capsys, "build")[1]
    assert out.startswith("1 webinar changed, 0 removed; 4 passages in 2 parts.")
    shutil.rmtree(archive.root / "documents")
    shutil.rmtree(archive.folder("2030-02-teacups"))
    out = outcome(capsys, "build")[1]
    assert out.startswith("0 webinars changed, 1 removed, documents changed; 3 passages in ")
    out = outcome(capsys, "build", "--anew")[1]
    assert out.startswith("1 webinar, 3 passages, 0 documents indexed.")


@pytest.mark.parametrize(
    ("engine", "passages", "told"),
    [
        ("whoosh", 400_000, None),
        ("whoosh", 17_000_000, None),
        ("whoosh", 18_000_000, "whoosh can hold some 35 million passages"),
        ("tantivy", 18_000_000, None),
        ("tantivy", 30_000, "whoosh would make this index in less time"),
    ],
)
def test_another_engine_is_named_when_it_would_serve_better(
    engine: str, passages: int, told: str | None
) -> None:
    report = Report(
        webinars=9,
        passages=passages,
        documents=0,
        parts=1,
        engine=engine,
        changed=9,
        removed=0,
        documents_changed=False,
        anew=True,
        faults=(),
    )
    sentence = advice(report)
    assert (sentence is None) == (told is None)
    assert (told or "") in (sentence or "")


def test_build_takes_folders_after_its_name(
    capsys: pytest.CaptureFixture[str], archive: Archive, tmp_path: Path
) -> None:
    options = ("--index", str(tmp_path / "other"), "--archive", str(archive.root))
    assert outcome(capsys, "build", *options)[0] == 0
    assert outcome(capsys, "search", "boats", "--index", str(tmp_path / "other"))[0] == 0


def test_build_tells_of_what_it_left_out(
    capsys: pytest.CaptureFixture[str], archive: Archive
) -> None:
    path = archive.folder("2030-01-15-paper-boats") / "transcript.vtt"
    path.write_text("WEBVTT\n\nsoon --> later\nWords\n")
    status, out, err = outcome(capsys, "build")
    assert status == 2
    assert "0 passages" in out
    assert f"{path} line 3" in err
    assert outcome(capsys, "search", "boats")[0] == 0


def test_search_reads_well(capsys: pytest.CaptureFixture[str], built: None) -> None:
    status, out, err = outcome(capsys, "search", '"quality assurance"')
    assert (status, err) == (0, "")
    assert out.splitlines() == [
        "2 hits.",
        "",
        "Paper boats and micro-credentials · 15 January 2030 · 0:05 · Nia Paperclip,"
        " Head of Folding, College of Paper Boats",
        "    Welcome to our harbour. Today we fold paper boats, and we talk about"
        " [quality assurance] of microcredentials in Wales.",
        "",
        "Paper boats and micro-credentials · 15 January 2030 · 0:15 · Otto Inkwell,"
        " University of Teacups",
        "    Thank you, Nia. The quality of a boat is not assurance. But [quality assurance]"
        " floats; QAA's paper says so.",
    ]


def test_search_gives_json(capsys: pytest.CaptureFixture[str], built: None) -> None:
    status, out, _ = outcome(capsys, "search", "--json", "boats", "--limit", "1")
    data = json.loads(out)
    assert status == 0
    assert set(data) == {
        *("total", "related", "reading", "wanted", "hits", "facets", "spoken_of", "notes"),
        *("also", "suggestion", "loosely"),
    }
    assert data["total"] == 5
    [hit] = data["hits"]
    assert hit.keys() >= HIT_KEYS
    assert hit["date"] == "2030-01-15"
    named, others = (
        {"speaker", "institution", "nation"},
        {"role", "topic", "webinar", "year", "kind"},
    )
    assert set(data["spoken_of"]) == named
    assert set(data["facets"]) == named | others
    assert data["facets"]["kind"][0].keys() == {"value", "label", "count", "webinars"}


def test_search_says_how_it_read_a_question(
    capsys: pytest.CaptureFixture[str], built: None
) -> None:
    question = "what did people from Boat College say about quality assurance?"
    lines = outcome(capsys, "search", question)[1].splitlines()
    assert lines[:3] == [
        "1 hit.",
        "(Read as said by College of Paper Boats, words: quality assurance. --words searches for"
        " the words as they are.)",
        "(College of Paper Boats: said by 1, about 0, said by or about 1.)",
    ]
    assert outcome(capsys, "search", "--words", question)[1].startswith("0 hits.")


def test_search_gives_the_reading_as_json(capsys: pytest.CaptureFixture[str], built: None) -> None:
    data = json.loads(outcome(capsys, "search", "--json", "when is Boat College mentioned")[1])
    [name] = data["reading"]["names"]
    assert (name["group"], name["key"], name["relation"]) == (
        "institutions",
        "boat-college",
        "about",
    )
    [wanted] = data["wanted"]
    assert [way["relation"] for way in wanted["ways"]] == ["by", "about", "either"]


@pytest.mark.parametrize("query", ["zebra", "", '"', "((((", "AND"])
def test_no_hits_are_no_failure(
    capsys: pytest.CaptureFixture[str], built: None, query: str
) -> None:
    status, out, err = outcome(capsys, "search", query)
    assert (status, err) == (0, "")
    assert out.startswith("0 hits.")


@pytest.mark.parametrize(
    "arguments",
    [
        ["-teacups"],
        ["--", "-teacups"],
        ["-teacups", "--limit", "3"],
        ["--limit", "3", "-teacups"],
        ["--limit=3", "--", "-teacups"],
        ["-(teacups)"],
        ['-"teacups"'],
    ],
)
def test_a_query_may_begin_with_a_minus(
    capsys: pytest.CaptureFixture[str], built: None, arguments: list[str]
) -> None:
    status, out, _ = outcome(capsys, "search", *arguments)
    assert status == 0
    assert out.startswith("4 hits.")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["search", "boats"], "holds no index. Run make index to make it from the archive."),
        (["search", "boats", "--limit", "many"], "'many' is not a number from 0 to 1000"),
        (["search", "boats", "--limit", "-1"], "'-1' is not a number from 0 to 1000"),
        (["search"], "the following arguments are required: QUERY"),
        (["build", "--archive", "nowhere"], "nowhere is not an archive"),
        (["search", "--colour", "boats"], "unrecognized arguments: --colour"),
        (["build", "--colour"], "unrecognized arguments: --colour"),
        (["dance"], "'dance'"),
        ([], "the following arguments are required: COMMAND"),
    ],
)
def test_what_the_caller_can_mend_is_one_sentence(
    capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    status, out, err = outcome(capsys, *arguments)
    assert (status, out) == (2, "")
    assert sentence in err
    assert err.count("\n") == 1


def test_runs_as_a_module(built: None) -> None:
    command = [sys.executable, "-m", "index", "search", "harbour"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ)
    assert done.stdout.startswith("1 hit.")


def test_search_tells_what_it_searched_besides(
    capsys: pytest.CaptureFixture[str], built: None
) -> None:
    out = outcome(capsys, "search", "harbuor")[1]
    assert "(Did you mean: harbour)" in out
    assert "(Also searched: “harbour” for “harbuor”. --words leaves that out.)" in out
    assert "0 hits." in outcome(capsys, "search", "--words", "harbuor")[1]
    loose = outcome(capsys, "search", "harbour zebra")[1]
    assert "What holds most of the words is found" in loose
