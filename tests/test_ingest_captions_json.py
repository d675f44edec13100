"""Captions as JSON, of recognisers and podcasts."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from caption_files import read

from ingest.errors import NotCaptions
from media.errors import BadCaptions
from media.model import Cue, Doubt, Word

DOUBT = Doubt(0.1, -0.25, 1.5)


def _whisper(words: list[dict[str, object]], **more: object) -> str:
    segment = {"start": 1.0, "end": 2.5, "text": " The tide is out.", "words": words, **more}
    return json.dumps({"text": " The tide is out.", "segments": [segment], "language": "en"})


def _word(
    text: str, start: float, end: float, key: str = "word", **more: object
) -> dict[str, object]:
    return {key: text, "start": start, "end": end, **more}


CUE = Cue(1_000, 2_500, "The tide is out.")
THE, TIDE, IS, OUT = (
    Word(1_000, 1_200, "The", 0.9),
    Word(1_200, 1_700, "tide", 0.8),
    Word(1_700, 2_000, "is", 0.7),
    Word(2_000, 2_500, "out.", 0.6),
)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        # OpenAI's and faster-whisper: words bring their spaces.
        (
            _whisper(
                [
                    _word(" The", 1.0, 1.2, probability=0.9),
                    _word(" tide", 1.2, 1.7, probability=0.8),
                    _word(" is", 1.7, 2.0, probability=0.7),
                    _word(" out.", 2.0, 2.5, probability=0.6),
                ]
            ),
            [THE, TIDE, IS, OUT],
        ),
        # whisper-timestamped: two words may be one.
        (
            _whisper(
                [
                    _word("The tide", 1.0, 1.7, "text", confidence=0.8),
                    _word("is", 1.7, 2.0, "text", confidence=0.7),
                    _word("out.", 2.0, 2.5, "text", confidence=0.6),
                ]
            ),
            [
                Word(1_000, 1_300, "The", 0.8, estimated=True),
                Word(1_300, 1_700, "tide", 0.8, estimated=True),
                *(IS, OUT),
            ],
        ),
        # whisperX: numbers may lack their time; SPEAKER_00 is no name.
        (
            _whisper(
                [
                    _word("The", 1.0, 1.2, score=0.9, speaker="SPEAKER_00"),
                    {"word": "tide"},
                    _word("is", 1.7, 2.0, score=0.7),
                    _word("out.", 2.0, 2.5, score=0.6),
                ],
                speaker="SPEAKER_00",
            ),
            [THE, Word(1_200, 1_700, "tide", estimated=True), IS, OUT],
        ),
        # A word in two pieces is as sure as its least sure part.
        (
            _whisper(
                [
                    _word(" The tide", 1.0, 1.7),
                    _word(" is", 1.7, 2.0, probability=0.7),
                    _word(" o", 2.0, 2.3, probability=0.6),
                    _word("ut", 2.3, 2.4, probability=0.95),
                    _word(".", 2.4, 2.5, probability=0.99),
                ]
            ),
            [
                Word(1_000, 1_300, "The", estimated=True),
                Word(1_300, 1_700, "tide", estimated=True),
                *(IS, OUT),
            ],
        ),
        # Words that say it otherwise than the text are matched with it.
        (
            _whisper(
                [
                    _word("the", 1.0, 1.2, probability=0.9),
                    _word("tide", 1.2, 1.7, probability=0.8),
                    _word("is", 1.7, 2.0, probability=0.7),
                    _word("out", 2.0, 2.5, probability=0.6),
                ]
            ),
            [THE, TIDE, IS, OUT],
        ),
        (
            _whisper([]),
            [
                Word(1_000, 1_346, "The", estimated=True),
                Word(1_346, 1_807, "tide", estimated=True),
                Word(1_807, 2_038, "is", estimated=True),
                Word(2_038, 2_500, "out.", estimated=True),
            ],
        ),
    ],
)
def test_whisper_and_its_kin(tmp_path: Path, content: str, words: list[Word]) -> None:
    captions = read(tmp_path, content)
    voice = "unnamed 1" if "SPEAKER_00" in content else None
    assert (captions.name, captions.cues) == ("Whisper JSON", (replace(CUE, speaker=voice),))
    assert captions.words == tuple(words)


def test_whispers_doubts_are_kept(tmp_path: Path) -> None:
    doubts = {"no_speech_prob": 0.1, "avg_logprob": -0.25, "compression_ratio": 1.5}
    captions = read(tmp_path, _whisper([_word(" The", 1.0, 1.2)], **doubts))
    assert {word.doubt for word in captions.words} == {DOUBT}


@pytest.mark.parametrize(
    "data",
    [
        [{"start": 1, "end": 2.5, "text": " The tide is out."}],
        {"transcription": [{"offsets": {"from": 1000, "to": 2500}, "text": " The tide is out."}]},
        {"segments": [{"startTime": "1.0", "endTime": 2.5, "body": "The tide is out."}]},
        {"parts": [{"start_time": "1.0", "end_time": "2.5", "text": "The tide is out."}]},
        {
            "sentences": [
                {"start_time": 1.0, "end_time": 2.5, "text": "The tide is out.", "words": []}
            ]
        },
        {
            "events": [
                {"tStartMs": 0, "dDurationMs": 9000},
                {"tStartMs": 1000, "dDurationMs": 1500, "segs": [{"utf8": "The tide is out."}]},
                {"tStartMs": 2500, "aAppend": 1, "segs": [{"utf8": "\n"}]},
            ]
        },
    ],
)
def test_other_segments(tmp_path: Path, data: object) -> None:
    assert read(tmp_path, json.dumps(data)).cues == (CUE,)


def test_a_segment_that_ends_before_its_start_ends_with_the_next(tmp_path: Path) -> None:
    segments = [
        {"start": 1, "end": 0.98, "text": "The tide is out."},
        {"start": 2.5, "end": 3, "text": "Yes."},
    ]
    cues = read(tmp_path, json.dumps({"segments": segments})).cues
    assert cues == (CUE, Cue(2_500, 3_000, "Yes."))


def test_half_a_character_is_left_out(tmp_path: Path) -> None:
    (cue,) = read(
        tmp_path, '{"segments": [{"start": 1, "end": 2, "text": "a\\ud83d b\\u0007"}]}'
    ).cues
    assert cue.text == "a b"


def test_podcasts_name_their_speakers(tmp_path: Path) -> None:
    names = ["Nerys Quill", "", "Speaker 1", None, "Ewan"]
    segments = [{"startTime": n, "body": "Yes.", "speaker": name} for n, name in enumerate(names)]
    cues = read(tmp_path, json.dumps({"version": "1.0.0", "segments": segments})).cues
    assert [cue.speaker for cue in cues] == ["Nerys Quill", None, "unnamed 1", None, "Ewan"]
    assert [cue.end_ms for cue in cues] == [1_000, 2_000, 3_000, 4_000, 5_000]


def test_youtubes_words_begin_at_their_offsets(tmp_path: Path) -> None:
    parts = [{"utf8": "the"}, {"utf8": " tide", "tOffsetMs": 400}]
    events = [
        {"tStartMs": 1000, "dDurationMs": 4000, "segs": parts},
        {"tStartMs": 2000, "dDurationMs": 4000, "segs": [{"utf8": "is out"}]},
    ]
    captions = read(tmp_path, json.dumps({"wireMagic": "pb3", "events": events}))
    assert captions.cues == (Cue(1_000, 2_000, "the tide"), Cue(2_000, 6_000, "is out"))
    assert captions.words[:2] == (Word(1_000, 1_400, "the"), Word(1_400, 2_000, "tide"))


def _aws(text: str, start: str, end: str, kind: str = "pronunciation") -> dict[str, object]:
    return {
        "type": kind,
        "alternatives": [{"content": text, "confidence": "0.5"}],
        **({} if kind == "punctuation" else {"start_time": start, "end_time": end}),
    }


ITEMS = [_aws("So", "1.0", "1.5"), _aws("be", "1.5", "2"), _aws("it", "2", "2.5")]
SPOKEN = [(1.0, 1.5, "So"), (1.5, 2.0, "be"), (2.0, 2.5, "it.")]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        (
            "Deepgram JSON",
            {
                "results": {
                    "channels": [
                        {
                            "alternatives": [
                                {
                                    "words": [
                                        _word(
                                            "x", s, e, punctuated_word=t, confidence=0.5, speaker=0
                                        )
                                        for s, e, t in SPOKEN
                                    ]
                                }
                            ]
                        }
                    ]
                }
            },
        ),
        (
            "AssemblyAI JSON",
            {
                "audio_duration": 3,
                "words": [
                    _word(t, s * 1000, e * 1000, "text", confidence=0.5, speaker="A")
                    for s, e, t in SPOKEN
                ],
            },
        ),
        (
            "Amazon Transcribe JSON",
            {"results": {"transcripts": [], "items": [*ITEMS, _aws(".", "", "", "punctuation")]}},
        ),
        ("Speechmatics JSON", {"results": [*ITEMS, _aws(".", "", "", "punctuation")]}),
        (
            "Google JSON",
            {
                "results": [
                    {
                        "alternatives": [
                            {
                                "transcript": "So be it.",
                                "words": [
                                    {
                                        "word": t,
                                        "startTime": {
                                            "seconds": str(int(s)),
                                            "nanos": int(s % 1 * 1e9),
                                        },
                                        "endTime": f"{e}s",
                                        "confidence": 0.5,
                                    }
                                    for s, e, t in SPOKEN
                                ],
                            }
                        ]
                    },
                    {"alternatives": [{"words": [{"word": "So", "speakerTag": 1}]}]},
                ]
            },
        ),
        (
            "Rev.ai JSON",
            {
                "monologues": [
                    {
                        "speaker": 0,
                        "elements": [
                            {
                                "type": "text",
                                "value": "So",
                                "ts": 1,
                                "end_ts": 1.5,
                                "confidence": 0.5,
                            },
                            {"type": "punct", "value": " "},
                            {
                                "type": "text",
                                "value": "be",
                                "ts": 1.5,
                                "end_ts": 2,
                                "confidence": 0.5,
                            },
                            {"type": "punct", "value": " "},
                            {
                                "type": "text",
                                "value": "it",
                                "ts": 2,
                                "end_ts": 2.5,
                                "confidence": 0.5,
                            },
                            {"type": "punct", "value": "."},
                        ],
                    }
                ]
            },
        ),
        (
            "BBC Kaldi JSON",
            {
                "retval": {
                    "words": [_word("x", s, e, punct=t, confidence=0.5) for s, e, t in SPOKEN]
                }
            },
        ),
        (
            "Digital Paper Edit JSON",
            {
                "words": [_word(t, s, e, "text", confidence=0.5) for s, e, t in SPOKEN],
                "paragraphs": [],
            },
        ),
    ],
)
def test_recognisers_that_write_words(tmp_path: Path, name: str, data: object) -> None:
    captions = read(tmp_path, json.dumps(data))
    assert (captions.name, captions.cues) == (name, (Cue(1_000, 2_500, "So be it."),))
    words = (Word(int(s * 1000), int(e * 1000), t, 0.5) for s, e, t in SPOKEN)
    assert captions.words == tuple(words)


def test_words_are_cut_into_cues_at_sentences_and_pauses(tmp_path: Path) -> None:
    texts = ["We", "went", "down", "to", "the", "harbour.", "And", "then", "back"]
    times = [0, 1, 2, 3, 4, 5, 6, 7, 12]
    words = [_word(text, at, at + 0.9, "text") for at, text in zip(times, texts, strict=True)]
    cues = read(tmp_path, json.dumps({"words": words, "paragraphs": []})).cues
    assert [cue.text for cue in cues] == ["We went down to the harbour.", "And then", "back"]


@pytest.mark.parametrize(
    "data", [{"text": "", "segments": [], "language": "fr"}, {"retval": {"words": []}}]
)
def test_a_recording_in_which_nothing_is_said(tmp_path: Path, data: object) -> None:
    assert read(tmp_path, json.dumps(data)).cues == ()


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (
            '{"a": 1}',
            "this is JSON of no program that is known here. Export the captions as WebVTT",
        ),
        ('["a", "b"]', "this is JSON of no program"),
        (
            '{"segmentation": {"segments": []}}',
            "this tells who spoke when, without the words",
        ),
        ('{"sentenceMetadata": [["0", 6, 3.0, 9.5]]}', "this tells who spoke when"),
    ],
)
def test_other_json_is_something_else(tmp_path: Path, content: str, what: str) -> None:
    with pytest.raises(NotCaptions, match=what):
        read(tmp_path, content)


def _segment(**changed: object) -> str:
    return json.dumps({"segments": [{"start": 1, "end": 2, "text": "a", **changed}]})


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ('{"segments": [\n{"start": 1,,}]}', r" line 2: is no JSON here \(Expecting property name"),
        ("[" * 100_000, ": is no JSON that holds captions"),
        (
            _segment(start=None),
            r": segments\[0\]\.start has to be a time and is null; export it again",
        ),
        (_segment(start="soon"), r'segments\[0\]\.start has to be a number and is "soon"'),
        (_segment(start=True), r"segments\[0\]\.start has to be a number and is true"),
        (_segment(start=float("nan")), r"segments\[0\]\.start has to be a number and is NaN"),
        (_segment(start=-1), r"segments\[0\]\.start has to be a time between 0 and 100 hours"),
        (_segment(end=1e30), r"segments\[0\]\.end has to be a time between 0 and 100 hours"),
        (_segment(text=[1]), r"segments\[0\]\.text has to be a text and is \[1\]"),
        (_segment(words={"a": 1}), r"segments\[0\]\.words has to be a list"),
        (_segment(words=[{"word": "a", "start": "x"}]), r"segments\[0\]\.words\[0\]\.start has to"),
        (
            '{"results": [{"alternatives": [{"transcript": "a"}]}]}',
            r"results\[0\]\.alternatives\[0\]\.words has to be a list of words with times",
        ),
    ],
)
def test_what_is_damaged_is_refused_with_its_place(tmp_path: Path, content: str, what: str) -> None:
    with pytest.raises(BadCaptions, match=rf"captions\.bin.*{what}") as caught:
        read(tmp_path, content)
    assert str(caught.value).endswith(".")
