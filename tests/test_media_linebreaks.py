from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.linebreaks import LINE, Setting, break_cost, ends_sentence, lines_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("end.", True),
        ("really?", True),
        ("so!”", True),
        ("well…", True),
        ("Dr.", False),
        ("Q.A.A.", False),
        ("e.g.", False),
        ("word", False),
        ("3.5", False),
    ],
)
def test_knows_the_ends_of_sentences(text: str, expected: bool) -> None:
    assert ends_sentence(text) is expected


# From the best place to the worst; `|` is the break.
PLACES = [
    ["tide. | Boats", "tide! | And"],
    ["tide, | boats", "— | boats", "tide —| boats", "tide | (spring", "tide) | boats"],
    ["tide | and", "llanw | neu"],
    ["tide | of", "llanw | yn"],
    ["tide | floats", "nia | paperclip"],
    ["Nia | Paperclip", "9 | weeks"],
    ["the | tide", "of | Teacups", "and | then", "we | float", "Dr. | Inkwell", "yn | y"],
]


@pytest.mark.parametrize(
    ("places", "worse"), list(pairwise(PLACES)), ids=[places[0] for places in PLACES[:-1]]
)
def test_some_places_are_better_for_a_break_than_others(
    places: list[str], worse: list[str]
) -> None:
    costs = [
        {break_cost(*map(str.strip, place.split("|"))) for place in row} for row in (places, worse)
    ]
    assert max(costs[0]) < min(costs[1])


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Four people are with us today.", ["Four people are with us today."]),
        (
            "It is a short course with real credit, and a person can finish it.",
            ["It is a short course with real credit,", "and a person can finish it."],
        ),
        (
            "Walter Buttons speaks for the Guild of Imaginary Employers.",
            ["Walter Buttons speaks for the Guild", "of Imaginary Employers."],
        ),
        # Never after an article, though that would be more even.
        (
            "They answered all questions about the lighthouse.",
            ["They answered all questions", "about the lighthouse."],
        ),
        (
            "Nobody asked whether Professor Inkwell was coming.",
            ["Nobody asked", "whether Professor Inkwell was coming."],
        ),
        # A word that is longer than a line has one alone.
        (f"see {'x' * 60}", ["see", "x" * 60]),
        ("y" * 50, ["y" * 50]),
    ],
)
def test_text_is_set_in_two_lines_at_most(text: str, lines: list[str]) -> None:
    assert list(lines_of(text.split())) == lines


TOKENS = st.lists(
    st.sampled_from(["a", "the", "tide,", "harbour.", "and", "Nia", "stackable", "z" * 41]),
    min_size=1,
    max_size=24,
)


@settings(deadline=None)
@given(TOKENS)
def test_what_fits_is_set_within_two_lines(tokens: list[str]) -> None:
    lines = lines_of(tokens)
    assert " ".join(lines) == " ".join(tokens)
    fits = any(
        all(len(" ".join(part)) <= LINE for part in (tokens[:at], tokens[at:]))
        for at in range(len(tokens) + 1)
    )
    assert Setting(tokens).fits(0, len(tokens)) is fits
    if fits:
        assert len(lines) <= 2
        assert all(len(line) <= LINE for line in lines)
