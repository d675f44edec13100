"""Any file is read or refused in a sentence, and what is read holds together."""

import codecs
import io
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.captions import read_captions
from media.errors import BadCaptions
from media.model import Cue
from media.timecode import LONGEST_MS
from media.vtt import dump_vtt

HEAD = "WEBVTT\n\n"
TIME = "00:00:01.000 --> 00:00:04.000\n"


def _word_document(text: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", f"<d><p><t>{text}</t><br/><t>Hello.</t></p></d>")
    return file.getvalue()


WHISPER = {
    "text": " So it is.",
    "language": "en",
    "segments": [
        {
            "start": 1.0,
            "end": 2.0,
            "text": " So it is.",
            "avg_logprob": -0.1,
            "words": [{"word": " So", "start": 1.0, "end": 1.5, "probability": 0.9}],
        }
    ],
}
# One small file of each format.
FILES: dict[str, str | bytes] = {
    "WebVTT": f"{HEAD}1\n{TIME}<v Ann>So<00:00:02.000> it is.</v>\n\n{TIME}Bo: yes\n",
    "Webex": f'{HEAD}1 "Ann Vale" (305)\n{TIME}So it is.\n',
    "SubRip": f"1\n{TIME}So\nit is.\n\n2\n{TIME}Yes.\n",
    "Teams": "0:0:1.90 --> 0:0:2.0\nAnn\nSo it is.\n0:0:2.0 --> 0:0:3.0\nBo\nYes.\n",
    "SBV": "0:00:01.000,0:00:02.000\nSo it is.\n\n0:00:02.000,0:00:03.000\nYes.\n",
    "TSV": "start\tend\ttext\n1000\t2000\tSo it is.\n2000\t3000\tYes.\n",
    "CSV": 'start,end,text\n1000,2000,"So, it is."\n',
    "Audacity": "1.0\t2.0\tSo it is.\n2.0\t3.0\tYes.\n",
    "Otter": "Ann Vale  0:01\nSo it is.\n\nBo  0:05\nYes.\n\nTranscribed by https://otter.ai\n",
    "heads": "Ann: 0:01\nSo it is.\nBo: 0:05\nYes.\n",
    "stamps": "[0:01] So it is.\n[0:05] Ann: yes.\n",
    "TTML": '<tt frameRate="25"><body begin="1s"><div><p begin="1s" dur="25f">So <span begin="0s"'
    ' end="0.5s">it</span><br/>is.</p></div></body></tt>',
    "OHMS": "<ROOT><sync>1:|1(2)|2(1)</sync><transcript>ANN: So it\nis.\n\nBO: Yes.</transcript>"
    "</ROOT>",
    "OHMS 6": f"<ROOT><vtt_transcript><![CDATA[{HEAD}{TIME}So]]></vtt_transcript></ROOT>",
    "YouTube": '<transcript><text start="1" dur="1">So it is.</text></transcript>',
    "page": "<cite>Ann:</cite><time>0:01</time><p>So it is.</p>",
    "Whisper": json.dumps(WHISPER),
    "podcast": '{"segments": [{"startTime": 1, "endTime": 2, "body": "So", "speaker": "Ann"}]}',
    "json3": '{"events": [{"tStartMs": 1, "dDurationMs": 9, "segs": [{"utf8": "So"}]}]}',
    "Deepgram": '{"results": {"channels": [{"alternatives": [{"words": [{"word": "so", "start": 1,'
    ' "end": 2, "confidence": 0.5}]}]}]}}',
    "Amazon": '{"results": {"transcripts": [], "items": [{"type": "pronunciation", "start_time":'
    ' "1.0", "end_time": "2.0", "alternatives": [{"content": "So", "confidence": "0.5"}]}]}}',
    "Google": '{"results": [{"alternatives": [{"transcript": "So", "words": [{"word": "So",'
    ' "startTime": "1s", "endTime": {"seconds": "2", "nanos": 5}}]}]}]}',
    "Rev": '{"monologues": [{"elements": [{"value": "So", "ts": 1, "end_ts": 2}]}]}',
    "chat": "00:04:58\tAnn:\tgood morning\n",
    "Word": _word_document("Ann  0:01"),
}
CONTENTS = [f if isinstance(f, bytes) else f.encode() for f in FILES.values()]


@pytest.fixture(scope="session")
def caption_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    # A name that tells nothing: what a file is, its content says.
    return tmp_path_factory.mktemp("captions") / "captions.bin"


def _is_read_or_refused(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    try:
        captions = read_captions(path, ["Ann"])
    except BadCaptions as fault:
        assert str(fault).startswith(str(path))
        assert "\n" not in str(fault)
        assert str(fault).endswith(".")
        return
    cues = list(captions.cues)
    assert cues == sorted(cues, key=lambda cue: cue.start_ms)
    for cue in cues:
        assert cue.text.encode()
        assert 0 <= cue.start_ms <= cue.end_ms <= LONGEST_MS
        assert cue.text == " ".join(cue.text.split()) != ""
        assert cue.speaker is None or cue.speaker == " ".join(cue.speaker.split()) != ""
    assert [w.text for w in captions.words] == [t for cue in cues for t in cue.text.split()]
    for word in captions.words:
        assert 0 <= word.start_ms <= word.end_ms <= LONGEST_MS
        assert word.probability is None or 0 <= word.probability <= 1


@pytest.mark.parametrize("name", sorted(FILES.keys() - {"chat"}))
def test_each_of_the_files_is_read(caption_file: Path, name: str) -> None:
    content = FILES[name]
    caption_file.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert read_captions(caption_file).cues


@settings(deadline=None)
@given(st.binary())
def test_any_bytes_are_read_or_refused(caption_file: Path, data: bytes) -> None:
    for mark in (b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF32_BE):
        _is_read_or_refused(caption_file, mark + data)
    _is_read_or_refused(caption_file, (HEAD + TIME).encode() + data)


CUE_PARTS = ["\n", "\n\n", "\r\n", " ", TIME, "00:00:09.000 --> 00:00:01.000", "-->", "1\n"]
TEXT_PARTS = ["Ann: ", "Bo Vale: ", ">> ", "<v Ann>", "<v ", "</v>", "<c>", "&lt;", "&#", "{\\an8}"]
TIME_PARTS = ["0:01", "[0:02] ", "Ann  0:03\n", "<00:00:02.000>", "0:0:4.90 --> 0:0:5.0\n", "\t"]
PIECES = st.sampled_from([*CUE_PARTS, *TEXT_PARTS, *TIME_PARTS, "NOTE", "WEBVTT", "a", "é"])


@settings(deadline=None)
@given(st.lists(PIECES | st.text(max_size=5), max_size=30).map("".join))
def test_any_text_is_read_or_refused(caption_file: Path, text: str) -> None:
    for whole in (text, HEAD + text, "1\n" + TIME + text):
        _is_read_or_refused(caption_file, whole.encode("utf-8", "replace"))


# What files are damaged with: numbers that are none, signs of each grammar, and nothing.
DAMAGE = [
    b"",
    b"9" * 30,
    b"-1",
    b"1e999",
    b"null",
    b"[]",
    b"{}",
    b'"',
    b"<",
    b">",
    b"&",
    b"\n",
    b"\0",
]


@st.composite
def _damaged(draw: st.DrawFn) -> bytes:
    content = draw(st.sampled_from(CONTENTS))
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(content)))
        end = draw(st.integers(start, min(start + 20, len(content))))
        put = draw(st.sampled_from(DAMAGE) | st.binary(max_size=3) | st.just(content[:40]))
        content = content[:start] + put + content[end:]
    return content


@settings(deadline=None, max_examples=500)
@given(_damaged())
def test_damaged_files_are_read_or_refused(caption_file: Path, content: bytes) -> None:
    _is_read_or_refused(caption_file, content)


ANY_TEXT = st.text(st.characters(), max_size=4) | st.sampled_from(["\ud800a", "a\x07b", "1e999"])
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT
KEYS = sorted({key for file in FILES.values() if isinstance(file, str) for key in file.split('"')})
TREES = st.recursive(
    LEAVES,
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inside),
    max_leaves=8,
)
ROOTS = st.sampled_from(["segments", "events", "results", "monologues", "words", "transcription"])


@settings(deadline=None)
@given(ROOTS, st.lists(TREES, max_size=3), TREES)
def test_any_json_is_read_or_refused(
    caption_file: Path, root: str, items: list[object], other: object
) -> None:
    said = {"start": 1, "end": 2, "text": other, "words": items, "speaker": other}
    for data in ({root: items}, {root: other}, {"segments": [{"start": 0, "text": "a"}, said]}):
        _is_read_or_refused(caption_file, json.dumps(data).encode())


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters=":{"), min_size=1)
TEXTS = st.lists(WORDS, min_size=1).map(lambda words: " ".join(" ".join(words).split()))
VOICES = TEXTS.filter(lambda text: len(text) > 1 and not any(c.isdigit() for c in text))
CUES = st.builds(
    lambda span, text, voice: Cue(min(span), max(span), text, voice),
    st.tuples(st.integers(0, LONGEST_MS), st.integers(0, LONGEST_MS)),
    TEXTS.filter(bool),
    st.none() | VOICES,
)


@settings(deadline=None)
@given(st.lists(CUES, max_size=5))
def test_what_the_archive_writes_is_read(caption_file: Path, cues: list[Cue]) -> None:
    in_order = sorted(cues, key=lambda cue: cue.start_ms)
    caption_file.write_text(dump_vtt(cues, ["Written by a machine"]), "utf-8")
    assert list(read_captions(caption_file).cues) == in_order


LONG = {
    **{part: HEAD + TIME + part * (300_000 // len(part)) for part in ("<v ", "<v a>b", "<b>", "<")},
    **{part: HEAD + TIME + part * (300_000 // len(part)) for part in ("{\\", "&#", ">> ", "a:")},
    **{
        part: HEAD + TIME + part * (100_000 // len(part))
        for part in ("a\n", " ", "<00:00:02.000>a")
    },
    "page": "<time>0:01</time>" + "<p>" * 30_000,
    "head": "Ann  0:01\n" + "a: " * 100_000,
    "spaces": "a" + " " * 300_000 + "0:01\n[0:01] a\n",
    "words": json.dumps(
        {
            "segments": [
                {
                    "start": 0,
                    "end": 9,
                    "text": "a " * 10_000,
                    "words": [{"word": "b", "start": 1, "end": 2}] * 10_000,
                }
            ]
        }
    ),
}


@pytest.mark.parametrize("name", LONG)
def test_a_long_file_is_read_in_one_go(caption_file: Path, name: str) -> None:
    _is_read_or_refused(caption_file, LONG[name].encode())


def test_two_long_cues_are_compared_in_one_go(caption_file: Path) -> None:
    cue = TIME + "a\n" * 10_000 + "b\n" + "a\n" * 10_000
    caption_file.write_text(f"{HEAD}{cue}\n{cue}\n{cue}", "utf-8")
    assert len(read_captions(caption_file).cues) == 3
