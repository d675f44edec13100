import warnings
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.correcting import vocabulary
from ingest.correcting.vocabulary import BUDGET, HARD_LIMIT, prompt, tokens
from media.catalogue import Catalogue, read_catalogue
from media.dates import PartialDate
from media.entities import Appearance, Institution, Person, Site, Term, Webinar

DATE = PartialDate(2031, 5)
INSTITUTIONS = (
    Institution(
        id="lantern",
        name="University of Lantern Island",
        kind="university",
        nation="Wales",
        names_cy=("Prifysgol Ynys Llusern",),
        variants=("Lantern", "ULI"),
    ),
    Institution(id="kettle", name="The Kettle College", kind="college", nation="Scotland"),
    Institution(id="fund", name="KOFFR", kind="funder", nation="Wales"),
    Institution(id="circle", name="Small Awards Circle", kind="group", nation="UK"),
)
PEOPLE = (
    Person(id="nerys", name="Nerys Quill", honorific="Dr"),
    Person(id="otto", name="Otto Inkwell"),
    Person(id="pip", name="Pip Teapot"),
)
TERMS = (
    Term(id="badge", name="badge", variants=("badges",)),
    Term(id="tide", name="tide table"),
    Term(id="rpk", name="RPK"),
)


def _catalogue(
    people: Sequence[Person] = PEOPLE,
    institutions: Sequence[Institution] = INSTITUTIONS,
    terms: Sequence[Term] = TERMS,
) -> Catalogue:
    return Catalogue(
        site=Site(title="Harbour"),
        institutions={one.id: one for one in institutions},
        people={one.id: one for one in people},
        terms={one.id: one for one in terms},
        documents={},
        webinars={},
    )


ROSTER = (
    Appearance(person="nerys", institution="lantern"),
    Appearance(person="otto", institution="kettle"),
    Appearance(person="pip", institution="lantern"),
)


@pytest.mark.parametrize(
    ("webinar", "said"),
    [
        (
            Webinar(slug="a", title="Badges by the sea", date=DATE, appearances=ROSTER),
            "A webinar about badges with Nerys Quill of the University of Lantern Island (ULI),"
            " Otto Inkwell of the Kettle College and Pip Teapot. It speaks of KOFFR,"
            " Small Awards Circle, RPK and tide table.",
        ),
        (
            Webinar(slug="a", title="Spring", date=DATE, host="circle", series="Tide tables"),
            "A webinar, hosted by Small Awards Circle. It speaks of KOFFR, RPK, badge and"
            " tide table.",
        ),
        (
            Webinar(slug="a", title="Spring", date=DATE, description="On the tide table."),
            "A webinar. It speaks of tide table, KOFFR, Small Awards Circle, RPK and badge.",
        ),
        (
            Webinar(slug="a", title="Badges", date=DATE, language="cy", appearances=ROSTER[:2]),
            "Gweminar gyda Nerys Quill (Prifysgol Ynys Llusern (ULI)), Otto Inkwell"
            " (The Kettle College). Sôn: badges, KOFFR, Small Awards Circle, RPK, tide table.",
        ),
    ],
)
def test_the_roster_comes_first_then_where_they_work_then_the_terms(
    webinar: Webinar, said: str
) -> None:
    assert prompt(_catalogue(), webinar, budget=150) == said


@pytest.mark.parametrize(
    ("budget", "said"),
    [
        (0, ""),
        (8, "A webinar."),
        (20, "A webinar about badges with Nerys Quill."),
        (28, "A webinar about badges with Nerys Quill and Otto Inkwell."),
        (34, "A webinar about badges with Nerys Quill, Otto Inkwell and Pip Teapot."),
    ],
)
def test_names_stay_longest_when_room_is_short(budget: int, said: str) -> None:
    webinar = Webinar(slug="a", title="Badges", date=DATE, appearances=ROSTER)
    assert prompt(_catalogue(), webinar, budget=budget) == said


def test_a_recogniser_with_its_own_count_fits_more_in() -> None:
    webinar = Webinar(slug="a", title="Badges", date=DATE, appearances=ROSTER)
    estimated = prompt(_catalogue(), webinar, budget=40)
    counted = prompt(_catalogue(), webinar, budget=40, count=lambda text: len(text.split()))
    assert len(counted) > len(estimated)


def test_nobody_is_told_twice() -> None:
    twice = (*ROSTER, *ROSTER)
    webinar = Webinar(slug="a", title="Badges of Nerys Quill", date=DATE, appearances=twice)
    text = prompt(_catalogue(), webinar, budget=200)
    assert [text.count(person.name) for person in PEOPLE] == [1, 1, 1]
    assert text.count("Lantern Island") == 1


SYLLABLES = st.sampled_from(
    "ab an bra cam car dd dwy el en gwyn hef hud ing ll llan mac mar med ny os pry rhy sha ward wy ys".split()  # noqa: SIM905, E501
)
NAMES = st.lists(
    st.lists(SYLLABLES, min_size=1, max_size=5).map(lambda parts: "".join(parts).title()),
    min_size=1,
    max_size=5,
).map(" ".join)


@st.composite
def archives(draw: st.DrawFn, names: st.SearchStrategy[str]) -> tuple[Catalogue, Webinar]:
    """Draw a catalogue with its webinar, in which everything may be named anything."""
    institutions = [
        Institution(
            id=str(n), name=name, kind="college", nation="Wales", names_cy=(f"Coleg {name}",)
        )
        for n, name in enumerate(draw(st.lists(names, max_size=4)))
    ]
    people = [Person(id=str(n), name=name) for n, name in enumerate(draw(st.lists(names)))]
    terms = [Term(id=str(n), name=name) for n, name in enumerate(draw(st.lists(names)))]
    ids = st.none() | st.sampled_from([one.id for one in institutions] or [""])
    webinar = Webinar(
        slug="a",
        title=draw(names),
        date=DATE,
        language=draw(st.sampled_from(["en", "cy"])),
        appearances=tuple(Appearance(person=one.id, institution=draw(ids)) for one in people),
    )
    return _catalogue(people, institutions, terms), webinar


@settings(deadline=None, max_examples=40)
@given(archives(st.text(min_size=1, max_size=30)), st.integers(0, 300))
def test_no_text_is_longer_than_its_budget(archive: tuple[Catalogue, Webinar], budget: int) -> None:
    text = prompt(*archive, budget=budget)
    assert tokens(text) <= budget
    assert len(text.encode()) <= HARD_LIMIT
    assert text == prompt(*archive, budget=budget)


@settings(deadline=None, max_examples=40)
@given(archives(NAMES))
def test_whisper_counts_no_more_tokens_than_were_estimated(
    archive: tuple[Catalogue, Webinar],
) -> None:
    text = prompt(*archive)
    assert max(_counted(text)) <= tokens(text) <= BUDGET


@given(st.text(max_size=300))
def test_no_text_within_the_bytes_passes_whispers_limit(text: str) -> None:
    if len(text.encode()) <= HARD_LIMIT:
        # The space that the library puts in front is one byte more.
        assert max(_counted(text)) <= HARD_LIMIT + 1


def test_names_in_the_shipped_catalogue_take_no_more_than_estimated() -> None:
    for root in ("archive", "demo"):
        catalogue = read_catalogue(Path(__file__).parents[1] / root)
        for institution in catalogue.institutions.values():
            for name in (institution.name, *institution.names_cy, *institution.variants):
                assert max(_counted(name)) <= tokens(name), name
        for person in catalogue.people.values():
            assert max(_counted(person.name)) <= tokens(person.name), person.name


def test_words_that_are_said_to_be_one_token_are_one() -> None:
    for word in vocabulary.ONE_TOKEN:
        assert _counted(word) == [1, 1], word


@cache
def _encodings() -> list[Any]:
    """Return the encodings of the models for all languages and of those for English."""
    tokenizer = pytest.importorskip("whisper.tokenizer")
    with warnings.catch_warnings():
        # The library leaves the files of its encodings open.
        warnings.simplefilter("ignore", ResourceWarning)
        return [tokenizer.get_encoding(name) for name in ("multilingual", "gpt2")]


def _counted(text: str) -> list[int]:
    return [len(one.encode_ordinary(" " + text.strip())) for one in _encodings()]
