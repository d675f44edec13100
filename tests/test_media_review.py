from pathlib import Path

import pytest

from media.command import run
from media.review import main

SITE = {"site.toml": 'title = "Harbour"\n'}
TERN = """\
[[institution]]
id          = "tern-college"
name        = "Tern College"
kind        = "college"
nation      = "Wales"
variants    = ["Tern, Wales", "the Tern"]
unconfirmed = ["variants", "nation"]
note        = "A tern is a bird."
"""
LISTED = """\
[[institution]]
id        = "gull-college"
name      = "Gull College"
kind      = "college"
nation    = "Scotland"
confirmed = false

[[institution]]
id        = "auk-college"
name      = "Auk College"
kind      = "college"
nation    = "Scotland"
confirmed = false
"""
PEOPLE = '[[person]]\nid = "nerys-quill"\nname = "Nerys Quill"\n'
WEBINAR = """\
title = "Kelp"
date = "2031"
unconfirmed = ["date"]

[[appearance]]
person = "nerys-quill"
institution = "gull-college"
"""
DOCUMENT = 'title = "A report"\nkind = "report"\nconfirmed = false\nnote = "Not seen."\n'


def _write(root: Path, files: dict[str, str]) -> Path:
    for name, text in {**SITE, **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return root


def test_what_is_not_confirmed_or_missing_is_told_by_file_and_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of the list, only the college that somebody comes from."""
    files = {
        "institutions.toml": TERN,
        "uk-institutions.toml": LISTED,
        "people.toml": PEOPLE,
        "documents/report.toml": DOCUMENT,
        "webinars/2031-kelp/webinar.toml": WEBINAR,
        "webinars/2032-tide/webinar.toml": 'title = "Tide"\ndate = "2032"\n',
    }
    root = _write(tmp_path, files)
    assert run(main, [str(root)]) == 0
    told = capsys.readouterr().out.replace(f"{root}/", "").splitlines()
    assert told[2:11] == [
        "institutions.toml line 5: tern-college: nation = Wales",
        "institutions.toml line 6: tern-college: variants = Tern, Wales; the Tern",
        "    A tern is a bird.",
        "uk-institutions.toml line 1: gull-college: the whole entry",
        "documents/report.toml: the whole entry",
        "    Not seen.",
        "webinars/2031-kelp/webinar.toml line 2: date = 2031",
        "",
        "Missing:",
    ]
    assert told[12:] == [
        "webinars/2031-kelp/webinar.toml line 6: nerys-quill: no role",
        "webinars/2032-tide/webinar.toml line 1: nobody is listed as taking part",
        "",
        f"{root}: webinars 2, people 1, institutions 3 (2 from the list), terms 0, documents 1;"
        " not confirmed 5, missing 2.",
    ]


def test_the_numbers_alone_are_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = _write(tmp_path, {"institutions.toml": TERN})
    assert run(main, ["--brief", str(root)]) == 0
    assert capsys.readouterr().out.count("\n") == 1


def test_the_archive_is_the_one_that_is_set(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARCHIVE", str(_write(tmp_path, {})))
    assert run(main, []) == 0
    assert capsys.readouterr().out.startswith(f"{tmp_path}: ")


def test_names_that_clash_are_faults(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    people = PEOPLE + 'misheard_safe = ["Tern College"]\n'
    listed = LISTED + 'variants = ["The Tern"]\n'
    files = {"institutions.toml": TERN, "uk-institutions.toml": listed, "people.toml": people}
    root = _write(tmp_path, files)
    assert run(main, ["--brief", str(root)]) == 2
    assert capsys.readouterr().err.splitlines() == [
        f"{root}/uk-institutions.toml line 14: 'The Tern' in 'variants' is also in 'variants' of"
        " tern-college; list it in 'ambiguous' of both.",
        f"{root}/people.toml line 4: 'Tern College' in 'misheard_safe' is in 'name' of"
        " tern-college; list it in 'misheard_dangerous'.",
    ]


def test_a_fault_of_a_file_is_told_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = _write(tmp_path, {"institutions.toml": TERN.replace("nation ", "nations ")})
    assert run(main, [str(root)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "line 5: 'nations' is not a known key." in told.err
    assert "line 1: the key 'nation' is missing; add it." in told.err
