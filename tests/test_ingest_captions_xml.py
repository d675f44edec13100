"""Captions as XML and HTML."""

from pathlib import Path

import pytest
from caption_files import read, said

from ingest.errors import NotCaptions
from media.errors import BadCaptions
from media.model import Cue, Word

NAMES = (
    'xmlns="http://www.w3.org/ns/ttml" xmlns:ttm="http://www.w3.org/ns/ttml#metadata"'
    ' xmlns:ttp="http://www.w3.org/ns/ttml#parameter"'
)


def _ttml(body: str, attributes: str = "", head: str = "") -> str:
    return f'<?xml version="1.0"?>\n<tt {NAMES} {attributes}><head>{head}</head>{body}</tt>'


def _p(attributes: str, text: str = "a") -> str:
    return f"<body><div><p {attributes}>{text}</p></div></body>"


@pytest.mark.parametrize(
    ("times", "attributes", "span"),
    [
        ('begin="00:00:01.5" end="00:00:02"', "", (1_500, 2_000)),
        ('begin="1.5s" dur="500ms"', "", (1_500, 2_000)),
        ('begin="1m" end="0.5h"', "", (60_000, 1_800_000)),
        ('begin="00:00:01:15" end="00:00:02:00"', "", (1_500, 2_000)),
        ('begin="00:00:01:12" end="00:00:02:00"', 'ttp:frameRate="24"', (1_500, 2_000)),
        ('begin="30f" end="60f"', 'ttp:frameRate="25"', (1_200, 2_400)),
        (
            'begin="30000f" end="60000f"',
            'ttp:frameRate="30" ttp:frameRateMultiplier="1000 1001"',
            (1_001_000, 2_002_000),
        ),
        (
            'begin="00:01:00:00" end="00:02:00:00"',
            'ttp:frameRate="30" ttp:frameRateMultiplier="1000 1001" ttp:timeBase="smpte"',
            (60_060, 120_120),
        ),
        ('begin="15000000t" end="20000000t"', 'ttp:tickRate="10000000"', (1_500, 2_000)),
        ('begin="3t" end="4t"', "", (3_000, 4_000)),
        ('begin="1:02.5" end="62.75"', "", (62_500, 62_750)),
    ],
)
def test_ttml_times(tmp_path: Path, times: str, attributes: str, span: tuple[int, int]) -> None:
    captions = read(tmp_path, _ttml(_p(times), attributes))
    assert (captions.name, captions.cues) == ("TTML", (Cue(*span, "a"),))


@pytest.mark.parametrize(
    ("body", "spans"),
    [
        # Times are relative to what is around.
        ('<body begin="10s"><p begin="1s" end="2s">a</p></body>', [(11_000, 12_000)]),
        ('<body begin="10s"><div begin="1s" end="9s"><p>a</p></div></body>', [(11_000, 19_000)]),
        # Apple counts all from the start: relative, the second would begin after its end.
        (
            '<body><div begin="10s" end="30s"><p begin="10s" end="15s">a</p>'
            '<p begin="25s" end="30s">b</p></div></body>',
            [(10_000, 15_000), (25_000, 30_000)],
        ),
        (
            '<body><div timeContainer="seq"><p dur="2s">a</p><p dur="3s">b</p></div></body>',
            [(0, 2_000), (2_000, 5_000)],
        ),
        # An end that is missing is where the next one starts.
        ('<body><p begin="1s">a</p><p begin="2s">b</p></body>', [(1_000, 2_000), (2_000, 3_000)]),
        ('<body><p><span begin="3s" end="4s">a</span></p></body>', [(3_000, 4_000)]),
    ],
)
def test_ttml_spans(tmp_path: Path, body: str, spans: list[tuple[int, int]]) -> None:
    cues = read(tmp_path, _ttml(body)).cues
    assert [(cue.start_ms, cue.end_ms) for cue in cues] == spans


def test_ttml_names_its_voices(tmp_path: Path) -> None:
    agents = (
        '<ttm:agent xml:id="n" type="person"><ttm:name type="alias">NQ</ttm:name>'
        '<ttm:name type="full">Nerys\n Quill</ttm:name></ttm:agent><ttm:agent xml:id="x"/>'
    )
    body = (
        '<body><p begin="1s" end="2s" ttm:agent="n">The tide<br/>is <metadata>not'
        '</metadata><span>out.</span></p><p begin="2s" end="3s" ttm:agent="x">Yes.</p>'
        '<p begin="3s" end="4s">So <span ttm:agent="n">it is</span></p></body>'
    )
    told = [("Nerys Quill", "The tide is out."), (None, "Yes."), (None, "So")]
    assert said(read(tmp_path, _ttml(body, head=agents)).cues) == [*told, ("Nerys Quill", "it is")]


def test_times_of_spans_are_those_of_words(tmp_path: Path) -> None:
    text = (
        '<span begin="0s" end="0.5s">So</span> <span begin="0.5s" end="1s">it</span>'
        '<span begin="1s" end="1.5s">self</span> here'
    )
    assert read(tmp_path, _ttml(_p('begin="1s" end="3s"', text))).words == (
        Word(1_000, 1_500, "So"),
        Word(1_500, 2_500, "itself"),
        Word(2_500, 3_000, "here", estimated=True),
    )


OHMS = """\
<?xml version="1.0" encoding="UTF-8"?>
<ROOT xmlns="https://www.weareavp.com/nunncenter/ohms"><record>
<vtt_transcript><![CDATA[WEBVTT

NOTE a note

00:00:01.000 --> 00:00:04.000
<v QUILL>  Good morning.<br><br>All.

00:00:04.000 --> 00:00:00.000
<v THISTLE>  Yes.
]]></vtt_transcript></record></ROOT>
"""


def test_oral_histories_that_hold_webvtt(tmp_path: Path) -> None:
    captions = read(tmp_path, OHMS)
    cues = (Cue(1_000, 4_000, "Good morning. All.", "QUILL"), Cue(4_000, 5_000, "Yes.", "THISTLE"))
    assert (captions.name, captions.cues) == ("OHMS", cues)


def _synced(sync: str, transcript: str) -> str:
    return (
        f"<ROOT><record><sync>{sync}</sync>\n<transcript>{transcript}</transcript></record></ROOT>"
    )


def test_oral_histories_with_minutes(tmp_path: Path) -> None:
    text = "QUILL: one two\nthree four\n\nTHISTLE: five six[[footnote]]1[[/footnote]]\nseven\n"
    notes = "[[footnotes]]\n[[note]]not said[[/note]]\n[[/footnotes]]"
    captions = read(tmp_path, _synced("1:|2(1)|4(3)", text + notes), "Quill", "Thistle")
    assert said(captions.cues) == [("QUILL", "one two three four"), ("THISTLE", "five six seven")]
    starts = {word.text: word.start_ms for word in captions.words}
    assert (starts["three"], starts["six"]) == (60_000, 120_000)
    assert all(word.estimated for word in captions.words)


YOUTUBE = (
    '<?xml version="1.0" encoding="utf-8" ?><transcript><text start="0.5" dur="1.25">it&amp;#39;s'
    ' out</text>\n<text start="2">yes</text></transcript>'
)
PAGE = (
    "<cite>Nerys Quill:</cite>\n<time>0:01</time>\n<p>It&#39;s <b>high</b>.</p>\n<p>Very.</p>\n"
    "<cite>Ewan:</cite>\n<time>1:00:04</time>\n<p>Yes.</p>\n"
)


def test_youtubes_xml(tmp_path: Path) -> None:
    cues = read(tmp_path, YOUTUBE).cues
    assert cues == (Cue(500, 1_750, "it's out"), Cue(2_000, 3_000, "yes"))


def test_podcasts_as_html(tmp_path: Path) -> None:
    cues = read(tmp_path, PAGE).cues
    assert said(cues) == [("Nerys Quill", "It's high."), ("Nerys Quill", "Very."), ("Ewan", "Yes.")]
    assert [cue.start_ms for cue in cues] == [1_000, 1_000, 3_604_000]


LAUGHS = '<!DOCTYPE tt [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>\n<tt>&b;</tt>'
OUTSIDE = '<!DOCTYPE tt [<!ENTITY a SYSTEM "file:///etc/hostname">]>\n<tt>&a;</tt>'


@pytest.mark.parametrize(
    ("content", "line", "what"),
    [
        (LAUGHS, 1, "declares a document type"),
        (OUTSIDE, 1, "declares a document type"),
        ("<tt>&b;</tt>", 1, "is no well-formed XML here"),
        ("<tt>\n<body>\n", 3, "is no well-formed XML here"),
        ("<tt>" + "<div>\n" * 100, 50, "is nested deeper than captions are"),
        (_ttml("\n" + _p('begin="soon"')), 3, "begin='soon' is no time of TTML"),
        (_ttml("\n" + _p('begin="2s" end="1s"')), 3, "ends before it starts"),
        (_ttml("\n" + _p('begin="1s" end="101h"')), 3, "is beyond 100 hours"),
        (_ttml("", 'ttp:timeBase="clock"'), 2, "counts its times by 'clock'"),
        (_ttml("", 'ttp:timeBase="smpte" ttp:dropMode="dropNTSC"'), 2, "dropNTSC"),
        (_ttml("", 'ttp:frameRateMultiplier="1"'), 2, "frameRateMultiplier has to be two numbers"),
        (OHMS.replace("04.000\n", "x\n"), 7, "is no time such as"),
        (_synced("\n1:|9(1)|1(1)", "a\nb"), 1, "sync has to hold an interval and places in order"),
        (YOUTUBE.replace('"2"', '"two"'), 2, "start='two' dur='' is no time in seconds"),
        (PAGE.replace("<time>1:", "<time>x"), 6, "'x00:04' is no time such as 1:23"),
        (PAGE.replace("<p>Very.</p>", "Very."), 3, "this is outside of every paragraph"),
        (PAGE.replace("<time>0:01</time>", ""), 3, "this text has no time above it"),
    ],
)
def test_what_is_damaged_or_dangerous_is_refused_with_its_line(
    tmp_path: Path, content: str, line: int, what: str
) -> None:
    with pytest.raises(BadCaptions, match=rf"captions\.bin line {line}: .*{what}") as caught:
        read(tmp_path, content)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize(
    "content",
    [
        "<?xml version='1.0'?><rss/>",
        "<transcript></transcript>",
        "<ROOT><record><sync/><transcript>No transcript.</transcript></record></ROOT>",
    ],
)
def test_other_xml_is_something_else(tmp_path: Path, content: str) -> None:
    with pytest.raises(NotCaptions):
        read(tmp_path, content)
