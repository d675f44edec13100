"""What every engine answers, against the plainest way to find it out."""

import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh.filedb.filestore import FileStorage
from whoosh.query import And, Or, Phrase, Query, Term

from index.analysis import GAP, WELSH, Token, stem
from index.engines.answers import Recent
from index.engines.choose import ENGINES, MissingTantivy, UnknownEngine, engine_named
from index.engines.tantivy import Tantivy
from index.engines.whoosh import FIELD, Whoosh
from index.terms import FURTHEST, MOST_COUNTED, TITLE_WEIGHT, Engine, Form, Found, Laid, Terms

EVERY_WAY: dict[str, Engine] = {
    "whoosh": Whoosh(),
    "whoosh with common words only": Whoosh(common_from=1),
    "whoosh with some common words": Whoosh(common_from=3),
    "tantivy": Tantivy(),
}
Answer = dict[int, int]


@pytest.fixture(scope="module", params=EVERY_WAY)
def way(request: pytest.FixtureRequest) -> Engine:
    return EVERY_WAY[request.param]


def laid(text: str, title: str = "", *, flows: bool = False) -> Laid:
    """Lay out words; those joined by / stand at one position, and - is a position without one."""
    return _laid(_stacks(text), _stacks(title), flows)


def _stacks(text: str) -> list[tuple[str, ...]]:
    return [tuple(term for term in word.split("/") if term != "-") for word in text.split()]


def _laid(text: Sequence[Sequence[str]], title: Sequence[Sequence[str]], flows: bool) -> Laid:
    title_from = len(text) + (GAP if title else 0)
    places = [*enumerate(text), *enumerate(title, title_from)]
    tokens = [Token(term, position, 0, 1) for position, terms in places for term in terms]
    return Laid(tokens, max((token.position + 1 for token in tokens), default=0), title_from, flows)


def question(text: str) -> list[Form]:
    """Read words that are looked for; =word in this form only."""
    return [Form(word.removeprefix("="), word.startswith("=")) for word in text.split()]


def answer(found: Found) -> Answer:
    assert found.entries.dtype == found.counts.dtype == np.int32
    assert list(found.entries) == sorted(set(found.entries.tolist()))
    return dict(zip(found.entries.tolist(), found.counts.tolist(), strict=True))


PART = [
    laid("the quality of paper boats and one paper boat", flows=True),
    laid("boats assure quality he/HE said", flows=True),
    laid("nothing", "Paper quality".lower()),
    laid("ansawdd~ papur~ he~/HE~ paper~"),
    laid("paper - boat paper" + " boat" * 9),
    laid(""),
    laid("quality", "quality"),
]


@pytest.fixture(scope="module")
def terms(way: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terms]:
    folder = tmp_path_factory.mktemp("part")
    way.write(folder, PART)
    opened = way.open(folder)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("boat", {0: 2, 1: 1, 4: MOST_COUNTED}),
        ("boating", {0: 2, 1: 1, 4: MOST_COUNTED}),
        ("=boat", {0: 1, 4: MOST_COUNTED}),
        ("=boats", {0: 1, 1: 1}),
        ("=boating", {}),
        ("quality", {0: 1, 1: 1, 2: TITLE_WEIGHT, 6: 1 + TITLE_WEIGHT}),
        ("paper", {0: 2, 2: TITLE_WEIGHT, 3: 1, 4: 2}),
        ("=paper", {0: 2, 2: TITLE_WEIGHT, 3: 1, 4: 2}),
        ("papers", {0: 2, 2: TITLE_WEIGHT, 4: 2}),
        ("ansawdd", {3: 1}),
        ("he", {1: 1, 3: 1}),
        ("HE", {1: 1, 3: 1}),
        ("=HE", {1: 1, 3: 1}),
        ("zebra", {}),
    ],
)
def test_a_word_is_found_in_its_forms_as_often_as_it_counts(
    terms: Terms, asked: str, expected: Answer
) -> None:
    assert answer(terms.word(*question(asked))) == expected


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("quality of papers", {0}),
        ("=boats =and", {0}),
        ("=boat =and", set()),
        ("paper boats", {0, 4}),
        ("one paper boat boats assured", {0}),  # from one entry into the next
        ("HE said nothing", {1}),
        ("he said nothing quality", set()),  # the title is not what follows
        ("nothing ansawdd", set()),  # nor is an entry that it does not flow into
        ("ansawdd papur HE paper", {3}),
        ("paper quality", {2}),
        ("=paper =boats", {0}),
        ("boat paper boat", {4}),
        ("boat boat boat boat boat boat boat boat boat", {4}),
        ("boat " * 10, set()),
        ("zebra crossing", set()),
        ("paper", {0, 2, 3, 4}),
    ],
)
def test_a_run_is_found_where_it_begins(terms: Terms, asked: str, expected: set[int]) -> None:
    assert answer(terms.run(question(asked))) == dict.fromkeys(expected, 1)


@pytest.mark.parametrize(
    ("one", "other", "distance", "expected"),
    [
        ("quality", "boat", 1, {1}),
        ("quality", "boat", 2, {0, 1}),
        ("boat", "quality", 2, {0, 1}),
        ("boat", "assure", 0, {1}),
        ("boat", "assure", 1, {0, 1}),  # at the end of one entry and the beginning of the next
        ("of paper", "one paper", 1, set()),
        ("of paper", "one paper", 2, {0}),
        ("one paper", "of paper", 2, {0}),
        ("paper boat", "paper boat", 2, {0}),
        ("one paper", "=paper =boat", 5, set()),  # they would overlap
        ("HE", "nothing", 0, set()),
        ("HE", "nothing", 1, {1}),
        ("ansawdd", "HE", 1, {3}),
        ("paper", "paper", FURTHEST, {0, 4}),
        ("zebra", "paper", FURTHEST, set()),
    ],
)
def test_runs_are_near_with_so_many_words_between_them(
    terms: Terms, one: str, other: str, distance: int, expected: set[int]
) -> None:
    found = terms.near(question(one), question(other), distance)
    assert answer(found) == dict.fromkeys(expected, 1)


def test_an_engine_knows_the_vocabulary(terms: Terms) -> None:
    assert terms.vocabulary.forms(Form("boat")) == ("boat", "boats")
    assert terms.vocabulary.having("paper") == 3


def test_a_run_goes_through_short_entries(way: Engine, tmp_path: Path) -> None:
    way.write(tmp_path, [laid(word, flows=True) for word in ("one", "", "two", "three", "one")])
    opened = way.open(tmp_path)
    assert answer(opened.run(question("one two three one"))) == {0: 1}
    assert answer(opened.near(question("one"), question("three"), 1)) == {0: 1, 3: 1}
    opened.close()


def test_a_long_run_is_found_across_entries(way: Engine, tmp_path: Path) -> None:
    words = [f"word{number}" for number in range(90)]
    way.write(tmp_path, [laid(" ".join(words[:30]), flows=True), laid(" ".join(words[30:]))])
    opened = way.open(tmp_path)
    assert answer(opened.run(question(" ".join(words)))) == {0: 1}
    far = opened.near(question("word14 word15 word16"), question("word47 word48"), FURTHEST)
    assert answer(far) == {0: 1}
    opened.close()


@pytest.mark.parametrize("documents", [[], [laid("")], [laid("", flows=True), laid("")]])
def test_a_part_may_hold_no_words(way: Engine, documents: list[Laid], tmp_path: Path) -> None:
    way.write(tmp_path, documents)
    opened = way.open(tmp_path)
    assert answer(opened.word(Form("paper"))) == {}
    assert answer(opened.run(question("one of"))) == {}
    assert answer(opened.near(question("one"), question("of"), 5)) == {}
    opened.close()


def test_signs_in_terms_mean_nothing_to_an_engine(way: Engine, tmp_path: Path) -> None:
    way.write(tmp_path, [laid("c++ (a|b)* ŵy"), laid("c a ŵy")])
    opened = way.open(tmp_path)
    assert answer(opened.run(question("c++ (a|b)* ŵy"))) == {0: 1}
    assert answer(opened.run(question("c a"))) == {1: 1}
    opened.close()


def test_reading_changes_no_file(way: Engine, tmp_path: Path) -> None:
    way.write(tmp_path, PART)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    opened = way.open(tmp_path)
    assert opened.run(question("paper boat")).entries.size
    opened.close()
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    assert not [name for name in before if "writ" in name.lower() or "tmp" in name]


def test_a_write_that_fails_can_be_repeated(way: Engine, tmp_path: Path) -> None:
    def broken() -> Iterator[Laid]:
        yield PART[0]
        raise OSError("the disk is gone")

    (tmp_path / "first").mkdir()
    (tmp_path / "second").mkdir()
    with pytest.raises(OSError, match="the disk is gone"):
        way.write(tmp_path / "first", broken())
    way.write(tmp_path / "second", PART)
    opened = way.open(tmp_path / "second")
    assert opened.word(Form("assure")).entries.tolist() == [1]
    opened.close()


def test_answers_cannot_be_spoilt(terms: Terms) -> None:
    with pytest.raises(ValueError, match="read-only"):
        terms.word(Form("paper")).counts[0] = 7


def test_several_threads_get_the_answers_that_one_gets(way: Engine, tmp_path: Path) -> None:
    words = [f"word{number}" for number in range(40)]
    way.write(tmp_path, [laid(" ".join(words[at:] * 2), flows=True) for at in range(40)])
    alone, together = way.open(tmp_path), way.open(tmp_path)

    def ask(opened: Terms, at: int) -> tuple[Answer, Answer, Answer]:
        one, two = Form(words[at], exact=True), Form(words[(at + 1) % 40], exact=True)
        return (
            answer(opened.word(one)),
            answer(opened.run([one, two])),
            answer(opened.near([two], [one], 3)),
        )

    asked = [*range(40), *reversed(range(40))] * 2
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda at: ask(together, at), asked)) == [
            ask(alone, at) for at in asked
        ]
    alone.close()
    together.close()


# The same again, in the plainest way.


class Plain:
    """Every place with the entry that it is in and the terms that stand there."""

    def __init__(self, documents: Sequence[Laid]) -> None:
        self.terms: dict[int, set[str]] = {}
        self.entries: dict[int, int] = {}
        self.titles: set[int] = set()
        first = 0
        for number, document in enumerate(documents):
            for term, position, *_ in document.tokens:
                self.terms.setdefault(first + position, set()).add(term)
                self.entries[first + position] = number
                if position >= document.title_from:
                    self.titles.add(first + position)
            first += document.width + (0 if document.flows else 1000)

    def places(self, form: Form) -> set[int]:
        def means(term: str) -> bool:
            same = term == form.term if form.exact else stem(term) == stem(form.term)
            return same or term == form.term + WELSH

        return {place for place, terms in self.terms.items() if any(map(means, terms))}

    def word(self, form: Form) -> Answer:
        counts: Answer = {}
        for place in sorted(self.places(form)):
            weight = TITLE_WEIGHT if place in self.titles else 1
            counts[self.entries[place]] = counts.get(self.entries[place], 0) + weight
        return {entry: min(count, MOST_COUNTED) for entry, count in counts.items()}

    def starts(self, forms: Sequence[Form]) -> set[int]:
        steps = [{at - step for at in self.places(form)} for step, form in enumerate(forms)]
        return set.intersection(*steps)

    def run(self, forms: Sequence[Form]) -> Answer:
        return self._begin(self.starts(forms))

    def near(self, one: Sequence[Form], other: Sequence[Form], distance: int) -> Answer:
        return self._begin(
            {
                first
                for earlier, later in ((one, other), (other, one))
                for first in self.starts(earlier)
                for second in self.starts(later)
                if 0 <= second - first - len(earlier) <= distance
            }
        )

    def _begin(self, places: set[int]) -> Answer:
        return dict(sorted((self.entries[place], 1) for place in places))


WORDS = ("run", "running", "runner", "boat", "boats", "HE", "of")
TERMS = [*WORDS, *(word + WELSH for word in WORDS)]


def stacks(welsh: bool) -> st.SearchStrategy[list[list[str]]]:
    words = st.sampled_from([word + WELSH for word in WORDS] if welsh else WORDS)
    return st.lists(st.lists(words, max_size=2, unique=True), max_size=7)


def entries(welsh: bool) -> st.SearchStrategy[Laid]:
    untitled: st.SearchStrategy[list[list[str]]] = st.just([])
    return st.builds(_laid, stacks(welsh), untitled | stacks(welsh), st.booleans())


forms = st.builds(Form, st.sampled_from(TERMS), st.booleans())
runs = st.lists(forms, min_size=1, max_size=4)
singles = st.lists(forms, min_size=1, max_size=1)
pairs = st.one_of(st.tuples(singles, singles), st.tuples(runs, runs))


@given(
    documents=st.lists(st.booleans().flatmap(entries), max_size=6),
    asked=st.lists(runs, max_size=6),
    near=st.lists(st.tuples(pairs, st.integers(0, 6)), max_size=6),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_engine_answers_as_the_plainest_search_does(
    documents: list[Laid],
    asked: list[list[Form]],
    near: list[tuple[tuple[list[Form], list[Form]], int]],
) -> None:
    plain = Plain(documents)
    for name, engine_ in EVERY_WAY.items():
        with TemporaryDirectory() as folder:
            engine_.write(Path(folder), documents)
            opened = engine_.open(Path(folder))
            for form in (Form(term, exact) for term in TERMS for exact in (True, False)):
                assert answer(opened.word(form)) == plain.word(form), (name, form)
            for run in asked:
                assert answer(opened.run(run)) == plain.run(run), (name, run)
            for (one, other), distance in near:
                found = answer(opened.near(one, other, distance))
                assert found == plain.near(one, other, distance), (name, one, other, distance)
            opened.close()


# Whoosh, and what Whoosh itself makes of the files.


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files with terms of one posting, and of several blocks."""
    folder = tmp_path_factory.mktemp("many")
    Whoosh().write(
        folder, [laid(f"the {'cat ' * (at % 4)} sat word{at} the") for at in range(2500)]
    )
    return folder


@pytest.mark.parametrize("term", ["the", "cat", "word7", "word2499"])
def test_words_are_in_entries_as_often_as_whooshs_matcher_says(many: Path, term: str) -> None:
    with FileStorage(str(many)).open_index().reader() as reader:
        matcher = reader.postings(FIELD, term)
        theirs = dict(matcher.items_as("positions"))
    opened = Whoosh().open(many)
    assert answer(opened.word(Form(term, exact=True))) == {
        entry: len(positions) for entry, positions in theirs.items()
    }
    opened.close()


ALONE = ["the quality of paper", "quality assurance of paper boats", "boats boats and boats"]


@pytest.mark.parametrize(
    ("query", "ask"),
    [
        (Term(FIELD, "boats"), lambda terms: terms.word(Form("boats", exact=True))),
        (
            And([Term(FIELD, "quality"), Term(FIELD, "paper")]),
            lambda terms: terms.near(question("=quality"), question("=paper"), FURTHEST),
        ),
        (
            Or([Term(FIELD, "boat"), Term(FIELD, "boats")]),
            lambda terms: terms.word(Form("boat")),
        ),
        (Phrase(FIELD, ["of", "paper"]), lambda terms: terms.run(question("=of =paper"))),
        (Phrase(FIELD, ["boats", "boats"]), lambda terms: terms.run(question("boats boats"))),
        (Phrase(FIELD, ["paper", "of"]), lambda terms: terms.run(question("paper of"))),
    ],
)
def test_whooshs_own_queries_find_the_same(
    query: Query, ask: Callable[[Terms], Found], tmp_path: Path
) -> None:
    Whoosh().write(tmp_path, [laid(text) for text in ALONE])
    with FileStorage(str(tmp_path)).open_index().searcher() as searcher:
        theirs = sorted(searcher.docs_for_query(query))
    opened = Whoosh().open(tmp_path)
    assert ask(opened).entries.tolist() == theirs
    opened.close()


# By name, and what is kept in memory.


@pytest.mark.parametrize("name", ENGINES)
def test_an_engine_is_found_by_its_name(name: str) -> None:
    assert engine_named(name).name == name
    assert engine_named(name).version


def test_an_unknown_engine_is_a_fault() -> None:
    with pytest.raises(UnknownEngine, match="'lucene': choose one of whoosh, tantivy"):
        engine_named("lucene")


def test_a_missing_package_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tantivy", None)
    monkeypatch.delitem(sys.modules, "index.engines.tantivy")
    with pytest.raises(MissingTantivy, match="run make setup-tantivy"):
        engine_named("tantivy")


def test_what_was_used_longest_ago_is_forgotten_first() -> None:
    made: list[str] = []
    recent = Recent[bytes](3000, len)

    def get(key: str, size: int) -> int:
        def make() -> bytes:
            made.append(key)
            return bytes(size)

        return len(recent.get(key, make))

    assert [get(*asked) for asked in [("a", 900), ("b", 900), ("a", 900), ("c", 900)]] == [900] * 4
    assert made == ["a", "b", "c"]
    get("a", 900)
    get("b", 900)
    assert made == ["a", "b", "c", "b"]
    assert get("vast", 9000) == 9000
    get("vast", 9000)
    assert made[4:] == ["vast", "vast"]
