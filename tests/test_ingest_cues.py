from hypothesis import given
from hypothesis import strategies as st

from ingest.cues import LONGEST_MS, LONGEST_TEXT, build_cues, split_long, voice_cues
from ingest.turns import Turn, Turns
from media.model import Cue, Word
from media.transcript import spread


def words(text: str, start_ms: int = 0, length_ms: int = 300) -> list[Word]:
    return [
        Word(start_ms + n * length_ms, start_ms + (n + 1) * length_ms, token)
        for n, token in enumerate(text.split())
    ]


def texts(spoken: list[Word], turns: Turns | None = None) -> list[tuple[str | None, str]]:
    return [(cue.speaker, cue.text) for cue in build_cues(spoken, turns or Turns())]


def test_a_cue_ends_with_its_sentence() -> None:
    spoken = words("The lamp was lit at nine. Then the boats came in.")
    assert texts(spoken) == [(None, "The lamp was lit at nine."), (None, "Then the boats came in.")]


def test_a_short_sentence_shares_its_line() -> None:
    assert texts(words("Yes. The lamp was lit.")) == [(None, "Yes. The lamp was lit.")]


def test_a_pause_ends_a_cue() -> None:
    assert texts([*words("so to begin"), *words("the lamp", 2000)]) == [
        (None, "so to begin"),
        (None, "the lamp"),
    ]


def test_a_change_of_speaker_ends_a_cue() -> None:
    turns = Turns([Turn(0, 900, "Ann Lamp"), Turn(900, 3000, "Bo Wick")])
    assert texts(words("over to you thank you ann"), turns) == [
        ("Ann Lamp", "over to you"),
        ("Bo Wick", "thank you ann"),
    ]


def test_a_full_cue_is_cut_at_the_longest_pause_of_its_second_half() -> None:
    spoken = words("one two three four five six seven eight nine ten eleven twelve")
    later = words("and then the second half of it goes on for as long as it can", 3800)
    assert texts([*spoken, *later])[0] == (None, " ".join(word.text for word in spoken))


@given(
    st.lists(
        st.tuples(
            st.text("abc.?", min_size=1, max_size=20), st.integers(0, 900), st.integers(20, 900)
        ),
        max_size=60,
    )
)
def test_every_word_is_in_one_cue_and_cues_are_bounded(said: list[tuple[str, int, int]]) -> None:
    spoken, now = list[Word](), 0
    for text, gap, length in said:
        spoken.append(Word(now + gap, now + gap + length, text))
        now += gap + length
    cues = build_cues(spoken, Turns())
    assert " ".join(cue.text for cue in cues).split() == [word.text for word in spoken]
    assert all(len(cue.text) <= LONGEST_TEXT for cue in cues)
    assert all(cue.end_ms - cue.start_ms <= LONGEST_MS for cue in cues)


def test_a_paragraph_becomes_lines_of_the_same_voice_and_words() -> None:
    text = " ".join(f"Sentence number {n} is about the harbour." for n in range(40))
    short = Cue(0, 2_000, "Good morning.", "Nia")
    long = Cue(2_000, 120_000, text, "Otto")
    words = [w for c in (short, long) for w in spread(c.text.split(), c.start_ms, c.end_ms)]
    first, *rest = split_long([short, long], words)
    assert first == short
    assert " ".join(cue.text for cue in rest) == text
    assert {cue.speaker for cue in rest} == {"Otto"}
    assert all(len(cue.text) <= LONGEST_TEXT for cue in rest)
    assert (rest[0].start_ms, rest[-1].end_ms) == (2_000, 120_000)


def test_captions_without_names_are_cut_where_the_voice_changes() -> None:
    cues = [Cue(0, 1_500, "over to you thank you"), Cue(1_500, 2_100, "dear harbour")]
    heard = [word for cue in cues for word in words(cue.text, cue.start_ms)]
    turns = Turns([Turn(0, 900, "Ann Lamp"), Turn(900, 3_000, "unnamed 2")])
    assert [(cue.speaker, cue.text) for cue in voice_cues(cues, heard, turns)] == [
        ("Ann Lamp", "over to you"),
        ("unnamed 2", "thank you"),
        ("unnamed 2", "dear harbour"),
    ]
    assert voice_cues(cues, heard, Turns()) == cues
