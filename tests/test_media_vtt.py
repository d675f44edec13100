from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.errors import BadCaptions
from media.model import Cue
from media.timecode import LONGEST_MS
from media.vtt import dump_vtt, load_vtt

HERE = Path("transcript.vtt")
HEAD = "WEBVTT\n\n"
TIME = "00:00:01.000 --> 00:00:04.000\n"

# What has come out of recognisers and editors and looks like a part of the format.
SNIPPETS = st.sampled_from(
    [
        "-->",
        "--->",
        "Nia --",
        "00:00:01.000 --> 00:00:02.000",
        "&",
        "&amp;",
        "&lt;",
        "&notit;",
        "&#60;",
        "<",
        ">",
        "<v Nerys>",
        "</v>",
        "<c.loud>",
        "<00:00:01.000>",
        "NOTE",
        "NOTE a",
        "STYLE",
        "REGION",
        "WEBVTT",
        "1",
        "\u200e",
        "\u200f",
        "\u202b",
        "שלום",
        "\ufeff",
        "\u200b",
        "🏴󠁧󠁢󠁷󠁬󠁳󠁿",
        "10:30 Meeting:",
        "'\"",
        "\\N",
        "{\\an8}",
    ]
)
TEXTS = st.lists(st.one_of(SNIPPETS, st.text(max_size=8)), max_size=6).map(
    lambda parts: " ".join(" ".join(parts).split())
)
IDENTIFIERS = TEXTS.filter(lambda text: "-->" not in text)
SPANS = st.tuples(st.integers(0, LONGEST_MS), st.integers(0, LONGEST_MS)).map(sorted)


@st.composite
def cues(draw: st.DrawFn) -> Cue:
    start_ms, end_ms = draw(SPANS)
    return Cue(start_ms, end_ms, draw(TEXTS), draw(TEXTS) or None, draw(IDENTIFIERS))


@settings(deadline=None)
@given(st.lists(cues(), max_size=5), st.lists(TEXTS, max_size=2))
def test_what_is_written_is_read_back(written: list[Cue], notes: list[str]) -> None:
    assert load_vtt(dump_vtt(written, notes), HERE) == written


@settings(deadline=None)
@given(st.lists(cues(), max_size=3))
def test_line_ends_of_other_systems_change_nothing(written: list[Cue]) -> None:
    text = dump_vtt(written)
    assert load_vtt("\ufeff" + text.replace("\n", "\r\n"), HERE) == written
    assert load_vtt(text.replace("\n", "\r"), HERE) == written


@settings(deadline=None)
@given(st.text(), st.text(), st.text(), st.text())
def test_no_text_breaks_out_of_its_cue(text: str, name: str, identifier: str, note: str) -> None:
    (cue,) = load_vtt(dump_vtt([Cue(1_000, 2_000, text, name, identifier)], [note]), HERE)
    assert (cue.start_ms, cue.end_ms) == (1_000, 2_000)
    assert cue.text == " ".join(text.split())
    assert (cue.speaker or "") == " ".join(name.split())


@settings(deadline=None)
@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    for whole in (text, HEAD + text, HEAD + TIME + text):
        try:
            load_vtt(whole, HERE)
        except BadCaptions as fault:
            assert str(fault).startswith("transcript.vtt line ")


@pytest.mark.parametrize(
    ("payload", "speaker", "text"),
    [
        ("Hello", None, "Hello"),
        ("<v Nerys Quill>Hello</v>", "Nerys Quill", "Hello"),
        ("<v Nerys Quill>Hello", "Nerys Quill", "Hello"),
        ("<v.first.loud Nerys Quill>Hello", "Nerys Quill", "Hello"),
        ("<v>Hello", None, "Hello"),
        ("<v R&amp;D>a &lt;b&gt; &amp; c", "R&D", "a <b> & c"),
        ("<i>two</i>\n<b>lines</b>", None, "two lines"),
        ("<c.yellow>so</c> <00:00:02.000>far", None, "so far"),
        ("if 2<3,5>1 then", None, "if 2<3,5>1 then"),
        ("a\u00a0b", None, "a b"),
        ("", None, ""),
    ],
)
def test_what_a_cue_holds(payload: str, speaker: str | None, text: str) -> None:
    assert load_vtt(HEAD + TIME + payload, HERE) == [Cue(1_000, 4_000, text, speaker)]


@pytest.mark.parametrize(
    "whole",
    [
        "WEBVTT",
        "WEBVTT\n",
        "\ufeffWEBVTT - a title\nKind: captions\n",
        "WEBVTT\n\nNOTE nothing\nwas said\n\nSTYLE\n::cue { color: red }\n\nREGION\nid:a\n",
    ],
)
def test_a_file_without_cues(whole: str) -> None:
    assert load_vtt(whole, HERE) == []


@pytest.mark.parametrize(
    "times",
    [
        "00:01.000 --> 00:04.000",
        "00:00:01.000 --> 00:00:04.000 align:start line:0",
        "  00:00:01,000\t-->\t00:00:04,000",
    ],
)
def test_times_as_others_write_them(times: str) -> None:
    assert load_vtt(f"{HEAD}{times}\nHello", HERE) == [Cue(1_000, 4_000, "Hello")]


@pytest.mark.parametrize(
    ("whole", "line", "what"),
    [
        ("", 1, "starts with a line WEBVTT"),
        ("webvtt\n", 1, "starts with a line WEBVTT"),
        ("WEBVTTS\n", 1, "starts with a line WEBVTT"),
        (f"{HEAD}Hello\n", 3, "expected a time"),
        (f"{HEAD}{TIME}Hello\n\nmore\n", 6, "expected a time"),
        (f"{HEAD}00:00:01.000 -->\nHello", 3, "is not a time"),
        (f"{HEAD}00:00:01.000 --> 00:00:61.000\nHello", 3, "is not a time"),
        (f"{HEAD}1\n00:75:01.000 --> 01:75:02.000\nHello", 4, "is not a time"),
        (f"{HEAD}00:00:05.000 --> 00:00:04.999\nHello", 3, "ends before it starts"),
        (f"{HEAD}00:00:05.000 --> 100:00:00.001\nHello", 3, "is not a time"),
        (f"{HEAD}{TIME}Hello\n{TIME}there", 5, "an empty line is missing above this time"),
        (f"WEBVTT\n{TIME}Hello", 2, "an empty line is missing above this time"),
        (f"{HEAD}{TIME}Hello --> there", 4, "write --&gt;"),
        (f"{HEAD}{TIME}<v Nerys>Hello <v Ewan>there", 3, "two voices; make it two cues"),
    ],
)
def test_a_fault_is_told_with_its_line(whole: str, line: int, what: str) -> None:
    with pytest.raises(BadCaptions, match=f"^transcript.vtt line {line}: .*{what}"):
        load_vtt(whole, HERE)


@pytest.mark.parametrize("part", ["<v ", "<a", "<", "</", "&#", "-->", "<v a>"])
def test_a_line_of_a_megabyte_is_read_in_one_go(part: str) -> None:
    text = HEAD + TIME + part * (1_000_000 // len(part))
    try:
        assert len(load_vtt(text, HERE)) == 1
    except BadCaptions as fault:
        assert len(str(fault)) < 200
