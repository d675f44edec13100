"""What is searched besides what was typed, with invented names and words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from archives import write_archive
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import ArrayLike

from index.analysis import terms
from index.asking.parse import parse
from index.asking.query import (
    DEEPEST,
    LONGEST_QUERY,
    MOST_TERMS,
    And,
    Field,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Tree,
    Word,
    all_of,
    any_of,
    leaves,
    negated,
    unparse,
)
from index.collect import collect
from index.keys import Names
from index.terms import Form
from index.widening.also import Also, widen
from index.widening.meant import suggestion
from index.widening.names import MOST, MOST_OF_ONE, heard_of, names_of
from index.widening.register import Register, register
from index.widening.sounds import COMMON, MOST_WORDS, sounding
from index.widening.vocabulary import Lexicon
from media.archive import Archive


@dataclass
class Counted:
    """A vocabulary of words with their entries."""

    entries: Mapping[str, int] = field(default_factory=dict)

    @property
    def words(self) -> Sequence[str]:
        return sorted(self.entries)

    @property
    def counts(self) -> ArrayLike:
        return [self.entries[word] for word in self.words]

    def having(self, word: str) -> int:
        return self.entries.get(word, 0)

    def forms(self, form: Form) -> list[str]:
        return [word for word in self.entries if word.rstrip("s~") == form.term.rstrip("s")]


VOCABULARY = Counted(
    {
        "biscuits": 40,
        "coleg~": 8,
        "crumb": 2,
        "crumbs": 3,
        "harbour": 12,
        "he": 900,
        "HE": 30,
        "loom": 1,
        "loombridge": 2,
        "malin": 3,
        "paper": 300,
        "portfolio": 5,
        "roam": 3,
        "room": 700,
        "shard": 4,
        "stack": 2,
        "stackable": 6,
        "teasel": 9,
        "teazle": 2,
        "the": 990,
        "w3c": 4,
    }
)


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> Names:
    root = write_archive(
        tmp_path_factory.mktemp("widening") / "archive",
        institutions=[
            {
                "id": "paper-boat-council",
                "name": "Paper Boat Council",
                "kind": "funder",
                "nation": "Wales",
                "variants": ["PBC", "PBC Cymru"],
                "names_cy": ["Cyngor Cychod Papur"],
                "former_names": ["Raft Council"],
                "misheard_safe": ["Peebs", "pea bee see"],
                "misheard_context": ["Papa Boat Council"],
                "misheard_dangerous": ["PBS", "Teasel Council"],
            },
            {
                "id": "coleg-olwyn",
                "name": "Coleg Olwyn",
                "kind": "college",
                "nation": "Wales",
                "ambiguous": ["Olwyn", "University of Wheels"],
                "misheard_safe": ["College Olwyn", "Kolleg"],
                "misheard_dangerous": ["Coleg Alwyn", "Alwin"],
            },
            {
                "id": "teasel-council",
                "name": "Teasel Council",
                "kind": "group",
                "nation": "Scotland",
                "variants": ["Tufts"],
            },
            {
                "id": "old-looms",
                "name": "Old Looms Institute",
                "kind": "group",
                "nation": "Wales",
                "ambiguous": ["LBX"],
            },
            {
                "id": "new-looms",
                "name": "New Looms Institute",
                "kind": "group",
                "nation": "Wales",
                "ambiguous": ["LBX"],
            },
        ],
        people=[
            {
                "id": "petra-thimble",
                "name": "Petra Thimble",
                "honorific": "Professor",
                "variants": ["Pet Thimble", "Petsy"],
                "misheard_safe": ["Petra Thymbal"],
                "misheard_context": ["Thymbal"],
                "misheard_dangerous": ["Timble"],
            },
        ],
        terms=[
            {
                "id": "he",
                "name": "higher education",
                "variants": ["H.E."],
                "never_fold": ["he"],
            },
            {
                "id": "crumbling",
                "name": "crumbling",
                "variants": ["crumbly", "biscuit dust"],
                "never_fold": ["Cymru crumbling"],
            },
            {
                "id": "clr",
                "name": "CLR",
                "expansion": "counted loom record",
                "variants": ['annual "loom" count'],
            },
        ],
        webinars={
            "2030-01-15-mills": {
                "appearance": [{"person": "petra-thimble", "institution": "coleg-olwyn"}]
            }
        },
    )
    return collect(Archive(root)).names


@pytest.fixture(scope="module")
def known(names: Names) -> Register:
    return register(names)


NAMED = [
    ("PBC", {"Paper Boat Council", "Cyngor Cychod Papur", "Raft Council"}),
    ("pbc", {"Paper Boat Council", "Cyngor Cychod Papur", "Raft Council"}),
    ("PBC's biscuits", {"Paper Boat Council", "Cyngor Cychod Papur", "Raft Council"}),
    ("Raft Council", {"Paper Boat Council", "PBC", "Cyngor Cychod Papur"}),
    ("biscuits cyngor cychod papur", {"Paper Boat Council", "PBC", "Raft Council"}),
    ("biscuits OR (tufts -PBC)", {"Teasel Council"}),
    ("CLR", {"counted loom record", 'annual "loom" count'}),
    ("counted loom record", {"CLR", 'annual "loom" count'}),
    ("Cymru", {"Wales", "Nghymru", "Gymru", "Chymru"}),
    ("professor petra thimble", {"Petra Thimble", "Pet Thimble"}),
    # acronyms that are words count in capitals
    ("HE", {"higher education"}),
    ("he", set()),
    ("higher education", {"HE"}),
    # names of several, in context only, of one ordinary word, of a first name; adjectives
    ("LBX", set()),
    ("Olwyn", set()),
    ("University of Wheels", set()),
    ("crumbling", set()),
    ("biscuit dust", set()),
    ("Petra", set()),
    ("Petsy", set()),
    ("Scottish", set()),
    ("New South Wales", set()),
    ("Cymru crumbling", set()),
    # what is no run of bare words
    ('"PBC"', set()),
    ("-PBC", set()),
    ("-(PBC biscuits)", set()),
    ("by:PBC", set()),
    ("raft AND (biscuits OR harbour) AND council", set()),
    ("raft OR council", set()),
]


@pytest.mark.parametrize(("query", "others"), NAMED)
def test_other_names_are_searched(query: str, others: set[str], known: Register) -> None:
    found = names_of(parse(query).tree, known, VOCABULARY)
    assert {also.searched for also in found} == others
    assert {also.reason for also in found} <= {"name"}


def test_prefixes_and_words_near_others_are_not_widened(known: Register) -> None:
    tree = And((Prefix("PBC"), Near(Word("PBC"), Word("biscuits"), 5)))
    assert names_of(tree, known, VOCABULARY) == heard_of(tree, known, VOCABULARY) == ()
    also = Also("PBC", "Paper Boat Council", "name", "Paper Boat Council")
    assert widen(tree, [also]) == tree


def test_an_alternative_tells_what_was_typed_and_whose_name_it_is(known: Register) -> None:
    [also] = names_of(parse("biscuits of tufts").tree, known, VOCABULARY)
    assert also == Also("tufts", "Teasel Council", "name", "Teasel Council")


def test_what_the_words_find_in_their_forms_is_no_other_name() -> None:
    known = register(Names(topics={"crumb": ("paper crumb", "paper crumbs", "the paper crumb")}))
    assert names_of(parse("paper crumb").tree, known, VOCABULARY) == ()


def test_an_acronym_that_is_a_word_needs_capitals_in_the_vocabulary(known: Register) -> None:
    assert names_of(parse("higher education").tree, known, Counted({"he": 900})) == ()


HEARD = [
    ("PBC", {"Peebs", "pea bee see"}),
    ("peebs", {"PBC"}),
    ("biscuits of pea bee see", {"PBC"}),
    ("Paper Boat Council", {"Papa Boat Council"}),
    ("papa boat council", {"Paper Boat Council"}),
    ("coleg olwyn", {"College Olwyn", "Kolleg"}),
    ("kolleg", {"Coleg"}),
    ("Petra Thymbal", {"Petra Thimble", "Thimble"}),
    ("thimble", {"Thymbal"}),
    ('"Petra Thymbal"', set()),
    ("-kolleg", set()),
    # what is a real name or word is never joined, in either direction
    ("PBS", set()),
    ("Teasel Council", set()),
    ("Coleg Alwyn", {"Kolleg"}),
    ("Timble", set()),
]


@pytest.mark.parametrize(("query", "others"), HEARD)
def test_mishearings_lead_both_ways(query: str, others: set[str], known: Register) -> None:
    found = heard_of(parse(query).tree, known, VOCABULARY)
    assert {also.searched for also in found} == others
    assert {also.reason for also in found} <= {"misheard"}


SOUNDS = [
    ("teasel", {"teazle"}),
    ("teesel", {"teasel"}),
    ("Loam", {"loom"}),  # not "roam", which begins otherwise
    ("kolleg", {"coleg"}),
    ("loombridge", {"loom bridge"}),
    ("stack able", {"stackable"}),
    ("port folio", {"portfolio"}),
    ("loom", set()),
    ("crumb", set()),  # a word's other forms are found anyway
    ("rhoom", set()),  # what is common stands in for nothing
    ("paper", set()),  # nor needs others
    ("the", set()),
    ("w3d", set()),
    ('"teasel"', set()),
    ("-teasel", set()),
]


@pytest.mark.parametrize(("query", "others"), SOUNDS)
def test_rare_words_are_searched_by_their_sound(query: str, others: set[str]) -> None:
    vocabulary = Counted({**VOCABULARY.entries, "bridge": 2, "able": COMMON, "port": 4})
    found = sounding(parse(query).tree, Lexicon(vocabulary))
    assert {also.searched for also in found if also.typed == query} == others


def test_two_common_words_are_not_one() -> None:
    vocabulary = Counted({"stack": COMMON, "able": COMMON, "stackable": 6})
    assert sounding(parse("stack able").tree, Lexicon(vocabulary)) == ()


MEANT = [
    ("harbor", "harbour"),
    ("biscutis -thee", "biscuits -thee"),
    ("Biscutis OR harbour", "Biscuits OR harbour"),
    ('"paper bsicuits" by:PBC', '"paper biscuits" by:PBC'),
    ("(harbuor OR paper) biscuits", "(harbour OR paper) biscuits"),
    ("paper-buscuits", "paper-biscuits"),
    ("paperbiscuits", "paper biscuits"),
    ("paperbiscuits OR room", "paper biscuits OR room"),
    ("port folio paper", "portfolio paper"),
    ("Alwin", "Olwyn"),  # listed, and a real name
    ("harbour paper", ""),  # entries hold it
    ("harbour qqzzxy", ""),  # near nothing
    ("harbuor qqzzxy", ""),
    ("xq", ""),
    ("12:30 1234", ""),
    ("harbuo*", ""),
    ("shrad malni loomm crmb papre", ""),  # too many
    ("", ""),
]


@pytest.mark.parametrize(("query", "better"), MEANT)
def test_what_nobody_said_may_have_been_meant_otherwise(
    query: str, better: str, known: Register
) -> None:
    vocabulary = Counted({**VOCABULARY.entries, "olwyn": 2})
    assert suggestion(parse(query).tree, Lexicon(vocabulary), known) == better


def test_of_words_as_near_the_commoner_is_meant(known: Register) -> None:
    lexicon = Lexicon(Counted({"marlin": 2, "martin": 80}))
    assert suggestion(parse("marcin").tree, lexicon, known) == "martin"


WIDENED = [
    ("PBC", [("PBC", "Raft Council")], 'PBC OR "Raft Council"'),
    ("PBC biscuits", [("PBC", "Raft Council")], '(PBC OR "Raft Council") biscuits'),
    ("a raft council b", [("raft council", "PBC")], "a ((raft council) OR PBC) b"),
    (
        "raft council",
        [("raft council", "PBC"), ("raft", "roft")],
        "((raft OR roft) council) OR PBC",
    ),
    ("a OR b", [("b", "c"), ("b", "d d")], 'a OR b OR c OR "d d"'),
    ("a b c", [("a b", "x"), ("a b c", "y")], "((((a b) OR x) c) OR y)"),
    ("a a", [("a", "b")], "(a OR b) (a OR b)"),
    ("a", [("a", "a")], "a"),
    ("a", [("a", "OR"), ("a", "x:y"), ("a", 'd "e"')], 'a OR "OR" OR "x:y" OR "d e"'),
    ('"a b" -a by:a', [("a", "c"), ("a b", "c")], '"a b" -a by:a'),
    ("a b", [("b a", "c")], "a b"),
]


@pytest.mark.parametrize(("query", "others", "wider"), WIDENED)
def test_alternatives_stand_beside_what_was_typed(
    query: str, others: list[tuple[str, str]], wider: str
) -> None:
    tree = parse(query).tree
    assert tree
    alternatives = [Also(typed, searched, "name") for typed, searched in others]
    assert widen(tree, alternatives) == parse(wider).tree


def test_whoever_is_listed_under_one_label_shares_what_is_listed(names: Names) -> None:
    assert names.misheard["Paper Boat Council"] == ("Peebs", "pea bee see", "Papa Boat Council")
    assert names.doubtful["Petra Thimble"] == ("Timble",)
    assert names.apart["higher education"] == ("he",)
    assert "Scottish" in names.apart["Scotland"]


def test_people_whom_readers_may_not_know_are_not_listed(tmp_path: Path) -> None:
    person = {"id": "nia-lamp", "name": "Nia Lamp", "misheard_safe": ["Near Lamp"]}
    root = write_archive(tmp_path / "archive", people=[person])
    assert collect(Archive(root)).names.misheard == {}


def test_nasty_queries_are_bounded(known: Register) -> None:
    lexicon = Lexicon(VOCABULARY)
    for text in ("PBC " * 32, "teesel " * 32, "raft council " * 16, "lumm teasal kolleg " * 9):
        tree = parse(text).tree
        assert len(names_of(tree, known, VOCABULARY)) <= MOST
        assert len(heard_of(tree, known, VOCABULARY)) <= MOST
        assert len(sounding(tree, lexicon)) <= MOST_WORDS * 3 + 31
    many = {f"key-{n}": (f"name {n} one", *(f"n{m} {n}" for m in range(30))) for n in range(40)}
    crowded = register(Names(institutions=many))
    assert len(names_of(parse("name 1 one").tree, crowded, VOCABULARY)) == MOST_OF_ONE
    tree = parse(" ".join(f"n1 {n}" for n in range(16))).tree
    assert len(names_of(tree, crowded, VOCABULARY)) == MOST


words = st.sampled_from(
    ("PBC", "raft", "council", "coleg", "olwyn", "he", "HE", "teesel", "harbor", "a", "é'", "x-y")
)
bare = words.map(Word)
plain_leaves = st.one_of(
    bare,
    st.lists(words, min_size=1, max_size=3).map(lambda some: Phrase(" ".join(some))),
    words.map(lambda value: Field("by", value)),
)


def branches(inner: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    several = st.lists(inner, min_size=2, max_size=5)
    return st.one_of(
        several.map(lambda items: all_of(items) or items[0]),
        several.map(lambda items: any_of(items) or items[0]),
        inner.map(negated),
    )


trees = st.recursive(plain_leaves, branches, max_leaves=12)
alternatives = st.lists(
    st.builds(
        Also,
        st.lists(words, min_size=1, max_size=3).map(" ".join),
        st.one_of(words, st.text("ab \"():*-'", min_size=1, max_size=8)).filter(
            lambda text: bool(terms(text))
        ),
        st.just("name"),
    ),
    max_size=6,
)


@given(trees, alternatives)
def test_widening_loses_nothing_and_can_be_written_and_read(
    tree: Tree, alternatives: list[Also]
) -> None:
    wider = widen(tree, alternatives)
    before, after = list(leaves(tree)), iter(leaves(wider))
    assert all(leaf in after for leaf in before)  # in their order
    assume(sum(1 for _ in leaves(wider)) <= MOST_TERMS and depth(wider) <= DEEPEST)
    assume(len(unparse(wider)) <= LONGEST_QUERY)
    assert parse(unparse(wider)).tree == wider


@given(trees)
def test_nothing_that_is_typed_raises(tree: Tree) -> None:
    known, lexicon = (
        register(Names(institutions={"pbc": ("Raft Council", "PBC")})),
        Lexicon(VOCABULARY),
    )
    found = (
        *names_of(tree, known, VOCABULARY),
        *heard_of(tree, known, VOCABULARY),
        *sounding(tree, lexicon),
    )
    assert list(leaves(widen(tree, found)))
    better = suggestion(tree, lexicon, known)
    assert unparse(parse(better).tree) == better or len(better) > LONGEST_QUERY


def depth(tree: Tree) -> int:
    match tree:
        case And(items) | Or(items):
            return 1 + max(map(depth, items))
        case Not(item):
            return depth(item) + 1
    return 0
