import codecs
from pathlib import Path

import pytest
from caption_files import read, said

from ingest.captions import read_captions
from ingest.formats.labels import name_forms
from ingest.formats.text import LARGEST_BYTES
from media.errors import BadCaptions, MissingFile
from media.model import Cue, Word

HEAD = "WEBVTT\n\n"
TIME = "00:00:01.000 --> 00:00:04.000\n"

ZOOM = """\
WEBVTT

1
00:00:00.510 --> 00:00:01.550
Nerys Quill (she/her): Good morning, all.

2
00:00:01.790 --> 00:00:07.080
Ewan | Tern College: Morning: the usual place?

3
00:00:07.170 --> 00:00:09.520
Note this: the tide is at noon.

4
00:00:09.830 --> 00:00:12.050
Nerys Quill (she/her): 10:30 Meeting: who is in?

5
00:00:12.100 --> 00:00:13.000
Ewan | Tern College: Me.
"""
NERYS, EWAN = "Nerys Quill (she/her)", "Ewan | Tern College"

TEAMS = """\
\ufeffWEBVTT

5b1c1c9e-0d9b-4a55-9c8e-0f2b2a7d9f10/12-0
00:00:03.120 --> 00:00:05.480
<v Quill, Nerys (Guest)>Can everybody
hear me?</v>

5b1c1c9e-0d9b-4a55-9c8e-0f2b2a7d9f10/13-0
00:00:05.500 --> 00:00:07.000
<v Ewan Thistle>Yes. Ewan: that is me.

5b1c1c9e-0d9b-4a55-9c8e-0f2b2a7d9f10/14-0
00:00:07.000 --> 00:00:09.000
<v Ewan Thistle>R&amp;D first?</v><v Quill, Nerys (Guest)>Please.</v>
"""

YOUTUBE = """\
WEBVTT
Kind: captions
Language: en

00:00:00.160 --> 00:00:02.389 align:start position:0%
\x20
so<00:00:00.480><c> the</c><00:00:01.040><c> tide</c>

00:00:02.389 --> 00:00:02.399 align:start position:0%
so the tide
\x20

00:00:02.399 --> 00:00:04.950 align:start position:0%
so the tide
is<00:00:02.560><c> out</c>

00:00:04.950 --> 00:00:04.960 align:start position:0%
is out
\x20

00:00:04.960 --> 00:00:06.000 align:start position:0%
is out
out<00:00:05.200><c> it</c><00:00:05.400><c> is</c>
"""

SUBRIP = """\
1
00:00:01,000 --> 00:00:02,500
{\\an8}<i>The tide</i>
is out.

2
00:00:02,500 --> 00:00:04,000
<font color="#fff">So it is.</font>
"""
SUBRIP_CUES = [Cue(1_000, 2_500, "The tide is out."), Cue(2_500, 4_000, "So it is.")]


def _cues(folder: Path, content: str | bytes, *names: str) -> list[Cue]:
    return list(read(folder, content, *names).cues)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_zoom_labels_are_speakers_and_phrases_are_not(tmp_path: Path, line_end: str) -> None:
    cues = _cues(tmp_path, ZOOM.replace("\n", line_end))
    assert said(cues) == [
        (NERYS, "Good morning, all."),
        (EWAN, "Morning: the usual place?"),
        (None, "Note this: the tide is at noon."),
        (NERYS, "10:30 Meeting: who is in?"),
        (EWAN, "Me."),
    ]
    assert cues[0] == Cue(510, 1_550, "Good morning, all.", NERYS)


def test_teams_voices_are_kept_as_they_are_written(tmp_path: Path) -> None:
    assert _cues(tmp_path, TEAMS) == [
        Cue(3_120, 5_480, "Can everybody hear me?", "Quill, Nerys (Guest)"),
        Cue(5_500, 7_000, "Yes. Ewan: that is me.", "Ewan Thistle"),
        Cue(7_000, 9_000, "R&D first?", "Ewan Thistle"),
        Cue(7_000, 9_000, "Please.", "Quill, Nerys (Guest)"),
    ]


def test_rolling_captions_say_each_line_once(tmp_path: Path) -> None:
    assert _cues(tmp_path, YOUTUBE) == [
        Cue(160, 2_389, "so the tide"),
        Cue(2_399, 4_950, "is out"),
        Cue(4_960, 6_000, "out it is"),
    ]


def test_youtubes_times_inside_lines_are_those_of_its_words(tmp_path: Path) -> None:
    assert read(tmp_path, YOUTUBE).words[:5] == (
        Word(160, 480, "so"),
        Word(480, 1_040, "the"),
        Word(1_040, 2_389, "tide"),
        Word(2_399, 2_560, "is"),
        Word(2_560, 4_950, "out"),
    )


@pytest.mark.parametrize(
    ("payload", "words"),
    [
        # Words that share a piece share its time, and say so.
        (
            "it is<00:00:03.000> out",
            [(1_000, 2_000, "it", True), (2_000, 3_000, "is", True), (3_000, 4_000, "out", False)],
        ),
        # A word in two pieces has the time of both.
        ("mi<00:00:02.000>cro<00:00:03.000> is", [(1_000, 3_000, "micro", False)]),
        # Lines without times share what those with times leave.
        ("a\nb<00:00:02.000> c", [(1_000, 1_000, "a", True), (1_000, 2_000, "b", False)]),
        # Times that go back, or out of the cue, are not believed.
        ("a<00:00:03.000> b<00:00:02.000> c", [(1_000, 2_000, "a", True)]),
        ("a<00:00:05.000> b", [(1_000, 2_500, "a", True)]),
        ("<v Ann>a<00:00:02.000> b", [(1_000, 2_000, "a", False)]),
    ],
)
def test_a_word_has_the_time_of_its_letters(
    tmp_path: Path, payload: str, words: list[tuple[int, int, str, bool]]
) -> None:
    heard = read(tmp_path, HEAD + TIME + payload).words
    assert [(w.start_ms, w.end_ms, w.text, w.estimated) for w in heard[: len(words)]] == words


def test_the_words_of_a_label_go_with_it(tmp_path: Path) -> None:
    cue = "Ann Vale:<00:00:02.000> so<00:00:03.000> be it"
    (*_, so, be, it) = read(tmp_path, HEAD + TIME + cue, "Ann Vale").words
    assert (so, be.start_ms, it.end_ms) == (Word(2_000, 3_000, "so"), 3_000, 4_000)


WEBEX = """\
WEBVTT

1 "Nerys Quill" (305219)
00:00:03.120 --> 00:00:05.480
Good morning.

2 "" (0)
00:00:06.000 --> 00:00:07.000
Hello?
"""


def test_webex_names_the_speaker_in_the_identifier(tmp_path: Path) -> None:
    assert said(_cues(tmp_path, WEBEX)) == [("Nerys Quill", "Good morning."), (None, "Hello?")]


def test_teams_counts_milliseconds_without_leading_zeros(tmp_path: Path) -> None:
    times = "0:0:6.90 --> 0:1:6.500\n<v Ann>Hello.</v>\n\n0:1:10.120 --> 0:1:11.0\nYes.\n"
    (hello, yes) = _cues(tmp_path, HEAD + times)
    assert (hello.start_ms, hello.end_ms) == (6_090, 66_500)
    assert (yes.start_ms, yes.end_ms) == (70_120, 71_000)


@pytest.mark.parametrize(
    ("name", "voice"),
    [
        ("SPEAKER_00", "unnamed 1"),
        ("Speaker 1", "unnamed 1"),
        ("Speaker B", "unnamed 1"),
        ("spk_0", "unnamed 1"),
        ("S12", "unnamed 1"),
        ("unnamed 3", "unnamed 1"),
        # Anybody, now this one and then another.
        ("Unknown Speaker", None),
        ("unnamed", None),
    ],
)
def test_what_a_machine_calls_a_voice_is_no_name(
    tmp_path: Path, name: str, voice: str | None
) -> None:
    assert said(_cues(tmp_path, f"{HEAD}{TIME}<v {name}>Hello.")) == [(voice, "Hello.")]
    assert said(_cues(tmp_path, _labelled(*[f"{name}: a"] * 5))) == [(voice, "a")] * 5


def test_voices_that_a_machine_told_apart_stay_apart(tmp_path: Path) -> None:
    labels = ["SPEAKER_01: a", "SPEAKER_00: b", "Nerys Quill: c", "SPEAKER_01: d"] * 2
    voices = ["unnamed 1", "unnamed 2", "Nerys Quill", "unnamed 1"] * 2
    assert [voice for voice, _ in said(_cues(tmp_path, _labelled(*labels)))] == voices


def test_three_rolling_lines_say_each_line_once(tmp_path: Path) -> None:
    windows = ["a b\nc d", "a b\nc d\ne f", "c d\ne f\ng h", "e f\ng h\nno no\nno no"]
    cues = [f"00:00:0{i}.000 --> 00:00:0{i + 1}.000\n{w}\n" for i, w in enumerate(windows)]
    told = _cues(tmp_path, HEAD + "\n".join(cues))
    assert " ".join(cue.text for cue in told) == "a b c d e f g h no no no no"


def test_what_people_repeat_is_said_twice(tmp_path: Path) -> None:
    lines = ["Yes.", "Yes.", "Yes.", "Is it high?", "Is it high?", "Very."]
    cues = [f"00:00:0{i}.000 --> 00:00:0{i + 1}.000\n{line}\n" for i, line in enumerate(lines)]
    assert [c.text for c in _cues(tmp_path, HEAD + "\n".join(cues))] == lines


@pytest.mark.parametrize(
    "content",
    [
        SUBRIP,
        SUBRIP.replace("\n", "\r\n"),
        SUBRIP.replace("1\n00", "00").replace("2\n00", "00"),
        SUBRIP.replace(",", "."),
        SUBRIP.replace("\n\n", "\n \t\n"),
        "\n\n" + SUBRIP + "\n3\n00:00:05,000 --> 00:00:06,000\n\n",
        SUBRIP.replace("2,500\n", "2,500 X1:000 X2:000\n"),
        HEAD + SUBRIP,
        *(
            mark + SUBRIP.encode(encoding)
            for mark, encoding in (
                (codecs.BOM_UTF8, "utf-8"),
                (codecs.BOM_UTF16_LE, "utf-16-le"),
                (codecs.BOM_UTF16_BE, "utf-16-be"),
                (codecs.BOM_UTF32_LE, "utf-32-le"),
                (codecs.BOM_UTF32_BE, "utf-32-be"),
                (b"", "utf-16-le"),
                (b"", "utf-16-be"),
            )
        ),
    ],
)
def test_subrip_as_tools_write_it(tmp_path: Path, content: str | bytes) -> None:
    assert _cues(tmp_path, content) == SUBRIP_CUES


@pytest.mark.parametrize(
    "text",
    ["Café Môr \u2013 “naïve” it\u2019s £5", "Zoë à la mer", "¿Qué tal, señor Núñez?"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_western_text_without_a_mark_is_read(tmp_path: Path, text: str, encoding: str) -> None:
    assert _cues(tmp_path, (HEAD + TIME + text).encode(encoding)) == [Cue(1_000, 4_000, text)]


@pytest.mark.parametrize(
    ("payload", "told"),
    [
        ("<b>bold</b> and <i>not</i>", [(None, "bold and not")]),
        ("two\n  lines  ", [(None, "two lines")]),
        ("more<br>lines<BR/><br />still", [(None, "more lines still")]),
        ("<c>an end</ c>", [(None, "an end")]),
        ("cut off <00:00:02.000", [(None, "cut off")]),
        ("I <3", [(None, "I <3")]),
        ("a &lt;v Bob&gt; &amp;amp; b&nbsp;c &#233;", [(None, "a <v Bob> &amp; b c é")]),
        ("if 2<3,5>1 then <final>", [(None, "if 2<3,5>1 then <final>")]),
        ("<odd>read <odder> over</odd>", [(None, "read <odder> over")]),
        ("<v>who?", [(None, "who?")]),
        ("<v   Nerys\tQuill >hello", [("Nerys Quill", "hello")]),
        ("<v.loud.first R&amp;D>hello</v>", [("R&D", "hello")]),
        ("<v Ann>yes</v> and <v Bo>no", [("Ann", "yes"), (None, "and"), ("Bo", "no")]),
        ("<v Ann>one\n<v Ann>two", [("Ann", "one two")]),
        ("<v Ann>", []),
        ("<i> </i>\n&nbsp;", []),
        ("Settings --> Users", [(None, "Settings --> Users")]),
        ("\x07bell\x1b[0m", [(None, "bell[0m")]),
        ("<script>alert(1)</script>", [(None, "alert(1)")]),
        ("\u202bשלם\u202c", [(None, "\u202bשלם\u202c")]),
    ],
)
def test_what_a_cue_holds(tmp_path: Path, payload: str, told: list[tuple[str | None, str]]) -> None:
    assert said(_cues(tmp_path, HEAD + TIME + payload)) == told


@pytest.mark.parametrize(
    "content",
    [
        "WEBVTT",
        "WEBVTT\n",
        "WEBVTT - a title\nKind: captions\n\nNOTE\n1\n\nSTYLE\n::cue{}\n\nREGION\nid:a\n",
        HEAD + TIME,
    ],
)
def test_a_file_in_which_nothing_is_said(tmp_path: Path, content: str) -> None:
    assert _cues(tmp_path, content) == []


@pytest.mark.parametrize(
    "content",
    [
        "WEBVTT\n00:01.000 --> 00:04.000\nHello",
        "WEBVTT\n\nWEBVTT\n\n00:01.000 --> 00:04.000\nHello",
        "\n\nWEBVTT\tnotes\n\n00:00:01.000-->00:00:04.000\nHello",
        "WEBVTT\n \n00:00:01.000 --> 00:00:04.000 line:-1 align:start\nHello\n",
        "WEBVTT\n\nid\n000:00:01.000 --> 0:00:04.000\nHello\n\n\n",
        "WEBVTT\n\n00:00:01 --> 00:00:04\nHello",
        "WEBVTT\n\n0:01.000 --> 0:04.000\nHello",
        "WEBVTT\n\n0:0:1.0 --> 0:0:4.0\nHello",
    ],
)
def test_webvtt_as_tools_write_it(tmp_path: Path, content: str) -> None:
    assert _cues(tmp_path, content) == [Cue(1_000, 4_000, "Hello")]


def test_cues_come_in_order_of_time_and_may_overlap(tmp_path: Path) -> None:
    spans = [(5, 9), (1, 2), (1, 8), (5, 5)]
    text = "".join(f"00:0{a}.000 --> 00:0{b}.000\n{a}-{b}\n\n" for a, b in spans)
    assert [c.text for c in _cues(tmp_path, HEAD + text)] == ["1-2", "1-8", "5-9", "5-5"]


def _labelled(*lines: str) -> str:
    cues = (f"00:{i:02}.000 --> 00:{i + 1:02}.000\n{line}\n" for i, line in enumerate(lines))
    return HEAD + "\n".join(cues)


@pytest.mark.parametrize(
    ("lines", "names", "speakers"),
    [
        # Once is no evidence, unless somebody gave the name.
        (["Ann: hello", "good day"], [], [None, None]),
        (["Ann: hello", "good day"], ["Ann"], ["Ann", None]),
        (["ANN  (she/her): hello", "good day"], ["Ann"], ["ANN (she/her)", None]),
        (["Quill, Nerys: hello"], ["Nerys Quill"], ["Quill, Nerys"]),
        (["Anna: hello"], ["Ann"], [None]),
        # Twice is, where a good share of the cues is labelled.
        (["Ann: hello", "good day", "Ann: well"], [], ["Ann", None, "Ann"]),
        (["Ann: hello", "Ann: well", *["more"] * 9], [], [None] * 11),
        # A label of many small words is a phrase, unless it comes very often.
        (["what I mean: a", "what I mean: b", "c"], [], [None] * 3),
        (["dilys pebble: a"] * 5, [], ["dilys pebble"] * 5),
        (["Jan van der Berg: a"] * 2, [], ["Jan van der Berg"] * 2),
        (["Question: a", "Question: b"], [], [None, None]),
        (["one two three four five six seven: a"] * 9, [], [None] * 9),
        # Times and addresses are no names.
        (["10:30 Meeting: a"] * 3, [], [None] * 3),
        (["10: a"] * 3, [], [None] * 3),
        (["https://example.org"] * 3, [], [None] * 3),
        ([f"{'N' * 61}: a"] * 3, [], [None] * 3),
        # Captioners mark a change of speaker.
        ([">> ANN: a", "- ANN: b"], [], ["ANN", "ANN"]),
        # Where everything is labelled, who spoke once is labelled too; a phrase still is not.
        (["Ann: a"] * 9 + ["Bo Vale: b"], [], ["Ann"] * 9 + ["Bo Vale"]),
        (["Ann: a"] * 9 + ["Note this: b"], [], ["Ann"] * 9 + [None]),
        (["Ann: a"] * 9 + ["Bo Vale: b", "c"], [], ["Ann"] * 9 + [None, None]),
    ],
)
def test_a_label_is_a_speaker_by_evidence(
    tmp_path: Path, lines: list[str], names: list[str], speakers: list[str | None]
) -> None:
    cues = _cues(tmp_path, _labelled(*lines), *names)
    assert [cue.speaker for cue in cues] == speakers
    for cue, line in zip(cues, lines, strict=True):
        assert cue.speaker is None or cue.text == line.rpartition(": ")[2]
        assert cue.speaker is not None or cue.text == line


def test_two_labels_in_one_cue_are_two_cues(tmp_path: Path) -> None:
    cues = _cues(
        tmp_path, _labelled("Ann: is it\nhigh?\nBo: yes", "Bo: very", "Bo: high", "Ann:\nOh")
    )
    told = [("Ann", "is it high?"), ("Bo", "yes"), ("Bo", "very"), ("Bo", "high")]
    assert said(cues) == [*told, ("Ann", "Oh")]


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("Nerys  Quill", ["nerys quill"]),
        ("Dilys P (she/her)", ["dilys p (she/her)", "dilys p"]),
        ("Ewan | Tern College", ["ewan | tern college", "ewan"]),
        ("Ewan - Tern College", ["ewan - tern college", "ewan"]),
        ("Ann-Marie Vale", ["ann-marie vale"]),
        ("Bo [he] (Guest)", ["bo [he] (guest)", "bo [he]", "bo"]),
        ("Quill, Nerys (Guest)", ["quill, nerys (guest)", "quill, nerys", "nerys quill"]),
        ("(Guest)", ["(guest)"]),
        ("", []),
    ],
)
def test_a_display_name_without_its_additions(name: str, forms: list[str]) -> None:
    assert name_forms(name) == forms


TWICE = f"{TIME}a\n\n{TIME}b\n"


@pytest.mark.parametrize(
    ("content", "line", "what"),
    [
        ("", 1, "the file is empty. Give captions as WebVTT"),
        ("\n \n", 3, "the file is empty"),
        ("webvtt\n\n" + TIME + "a", 1, "this text has no time"),
        ("some text\n" + TIME + "a", 1, "expected the number of a cue"),
        (b"WEBVTT\n\n\0\1\2", 3, "holds a NUL, as no text does"),
        (SUBRIP.encode("utf-16-le") + b"\x00\xd8", 9, "UTF-16-LE text and is damaged here"),
        (codecs.BOM_UTF16_LE + (HEAD + TWICE).encode("utf-16-le") + b"\x00\xd8", 8, "UTF-16-LE"),
        ((HEAD + TIME + "приве́т всем").encode("utf-8")[:-1] + b"\xff", 4, "neither UTF-8 nor"),
        ((HEAD + TIME + "привет").encode("cp1251"), 4, "neither UTF-8 nor Western European"),
        ((HEAD + TIME + "你好世界").encode("gb2312"), 4, "Save the file as UTF-8"),
        (HEAD + "00:00:01.000 -->\na", 3, "'00:00:01.000 -->' is no time such as"),
        (HEAD + "00:01 --> 00:04\na", 3, "is no time such as"),
        (HEAD + "00:00:01.5 --> 00:00:04.5\na", 3, "is no time such as"),
        (HEAD + "00:60:01.000 --> 01:00:04.000\na", 3, "is no time such as"),
        (HEAD + "-->\n" + TIME + "a", 3, "'-->' is no time"),
        (HEAD + TIME + "a\n00:00:04.000 --> 00:x\nb", 5, "is no time such as"),
        ("1\n00:00:01,000 -> 00:00:04,000\na\n\n2\n" + TIME, 1, "this text has no time such as"),
        (HEAD + TIME + "a\n\nmore\n\n" + TIME, 6, "this text has no time.*join it to a cue"),
        (HEAD + TIME + "a\n\nWEBVTT\n\n" + TIME + "b", 6, "this text has no time"),
        (HEAD + "00:00:04.000 --> 00:00:01.000\na", 3, "ends before it starts; swap its times"),
        (HEAD + "99:00:00.000 --> 100:00:00.001\na", 3, "is beyond 100 hours; mend it"),
        (HEAD + f"{'9' * 9}:00:00.000 --> {'9' * 9}:00:00.000\na", 3, "is beyond 100 hours"),
        (f"1\n{TIME}a\n2\n{TIME}b\n", 5, "an empty line is missing above this time"),
    ],
)
def test_what_cannot_be_read_rightly_is_refused_with_its_line(
    tmp_path: Path, content: str | bytes, line: int, what: str
) -> None:
    with pytest.raises(BadCaptions, match=rf"captions\.bin line {line}: .*{what}") as caught:
        _cues(tmp_path, content)
    assert str(caught.value).endswith(".")


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "captions.bin").open("wb") as file:
        file.truncate(LARGEST_BYTES + 1)
    with pytest.raises(BadCaptions, match="is larger than 50 MB, as no captions are"):
        read_captions(tmp_path / "captions.bin")


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MissingFile, match=r"There is no file .*gone\.vtt"):
        read_captions(tmp_path / "gone.vtt")
    with pytest.raises(BadCaptions, match="is not a file"):
        read_captions(tmp_path)
