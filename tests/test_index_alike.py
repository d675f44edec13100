"""Every engine gives the same answers: the same hits in the same order, counts and excerpts."""

from pathlib import Path

import pytest
from archives import harbour, mill, said, write_archive, write_transcript
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.asking.query import Near, Phrase, Prefix, Query, Tree, Word, all_of, any_of, negated
from index.build import build
from index.corpus import Index
from index.engines.choose import DEFAULT, ENGINES
from index.filters import Filters, Wanted
from index.opening import open_index
from index.search import Results, search
from media.archive import Archive

OTHERS = [engine for engine in ENGINES if engine != DEFAULT]
QUERIES = (
    "boats",
    "quality assurance",
    '"quality assurance"',
    '"quality assurance floats"',
    "quality -assurance",
    "boat* NEAR/3 paper",
    "micro-cred*",
    "microcredential OR teacups",
    "speaker:otto quality",
    "about:qaa",
    "nation:wales",
    "Raft Institute",
    "asurance",
    "what did Nia Paperclip say about quality",
    "which papers about the quality of boats does everybody fold in the harbour",
    "from:2030-02",
    "zebra",
)


def indexes(archive: Archive, folder: Path) -> dict[str, Index]:
    found = {}
    for engine in ENGINES:
        build(archive, folder / engine, engine)
        found[engine] = open_index(folder / engine)
    return found


def answer(results: Results) -> tuple[object, ...]:
    """Return all that a reader sees of results."""
    return (
        results.total,
        results.places,
        results.groups,
        results.facets,
        results.also,
        results.suggestion,
        results.loosely,
        results.notes,
        results.states,
    )


@pytest.mark.parametrize("engine", OTHERS)
def test_the_harbour_and_the_mill_answer_alike(engine: str, tmp_path: Path) -> None:
    for name, make in (("harbour", harbour), ("mill", mill)):
        some = indexes(make(tmp_path / name / "archive"), tmp_path / name)
        for query in QUERIES:
            for filters in (Filters(), Filters(kind="speech"), Filters(nation=Wanted("Wales"))):
                both = [search(some[e], query, filters, each=2) for e in (DEFAULT, engine)]
                assert answer(both[0]) == answer(both[1]), query


WORDS = ["quality", "qualities", "assurance", "boat", "microcredential", "HE", "he", "QAA", "21"]
said_texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join)
talks = st.lists(
    st.lists(st.tuples(st.sampled_from("AB"), said_texts), min_size=1, max_size=8),
    min_size=1,
    max_size=3,
)
leaves = st.one_of(
    st.sampled_from(WORDS).map(Word),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join).map(Phrase),
    st.sampled_from(["qu", "bo", "micro", "assur"]).map(Prefix),
    st.builds(
        Near,
        st.sampled_from(WORDS).map(Word),
        st.sampled_from(WORDS).map(Word),
        st.integers(1, 12),
    ),
)
trees = st.recursive(
    leaves,
    lambda inner: (
        inner.map(negated)
        | st.lists(inner, min_size=2, max_size=3).map(all_of)
        | st.lists(inner, min_size=2, max_size=3).map(any_of)
    ),
    max_leaves=4,
)


@pytest.mark.parametrize("engine", OTHERS)
@settings(
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(talks=talks, asked=st.lists(trees, min_size=3, max_size=8))
def test_whatever_is_said_and_asked_they_answer_alike(
    engine: str,
    talks: list[list[tuple[str, str]]],
    asked: list[Tree],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("alike")
    slugs = [f"2030-01-0{number}-talk" for number in range(1, len(talks) + 1)]
    root = write_archive(folder / "archive", webinars={slug: {"title": slug} for slug in slugs})
    for slug, lines in zip(slugs, talks, strict=True):
        write_transcript(root, slug, said(*lines))
    some = indexes(Archive(root), folder)
    for tree in asked:
        both = [search(some[e], Query(tree), limit=50) for e in (DEFAULT, engine)]
        assert answer(both[0]) == answer(both[1])
