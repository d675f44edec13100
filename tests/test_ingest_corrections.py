"""Misheard names: what is applied, what is only proposed, and above all what is left alone."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.correcting.corrections import apply, propose
from media.catalogue import Catalogue, read_catalogue
from media.corrections import Proposal
from media.dates import PartialDate
from media.entities import Appearance, Institution, Person, Site, Term, Webinar
from media.model import Word

INSTITUTIONS = (
    Institution(
        id="coleg-morwen",
        name="Coleg Morwen",
        kind="college",
        nation="Wales",
        ambiguous=("Morwen",),
        misheard_safe=("Kolleg Morwen", "call egg Morwen"),
        misheard_context=("Kolleg",),
        misheard_dangerous=("Marwen", "College Marwen", "University of Marwen"),
    ),
    Institution(
        id="golw",
        name="Golw",
        kind="funder",
        nation="Wales",
        variants=("Commission for Imaginary Learning",),
        successor_of="keffw",
        misheard_safe=("GOL W",),
        misheard_context=("Gollow",),
        misheard_dangerous=("gallows", "goal"),
    ),
    Institution(
        id="keffw",
        name="KEFFW",
        kind="funder",
        nation="Wales",
        variants=("Kettle Education Funding Forum for Wales",),
        misheard_safe=("KEFQ", "keff queue"),
        misheard_dangerous=("KEFFE", "Kettle Education Funding Forum for England"),
    ),
    Institution(
        id="tin-pot",
        name="TIN.POT",
        kind="group",
        nation="UK",
        variants=("Tiny Potholders Interest Group",),
        misheard_safe=("Tinpott", "tin spot"),
        misheard_context=("tin pot", "ten pots"),
    ),
    Institution(
        id="kwaa",
        name="KWAA",
        kind="agency",
        nation="UK",
        variants=("Kettle Wellbeing Assurance Agency",),
        misheard_safe=("queue double A",),
        misheard_dangerous=("KWA",),
    ),
    Institution(
        id="university-of-north-harbour",
        name="University of North Harbour",
        kind="university",
        nation="Wales",
        variants=("UNH",),
        ambiguous=("North Harbour",),
        misheard_dangerous=("UHN", "University of the Northern Harbours"),
    ),
    Institution(
        id="eastern-regional-college", name="Eastern Regional College", kind="college", nation="UK"
    ),
    Institution(
        id="western-regional-college", name="Western Regional College", kind="college", nation="UK"
    ),
)
PEOPLE = (
    Person(
        id="hebe-amory",
        name="Hebe Amory",
        misheard_safe=("Heeby Amory", "Aymory"),
        misheard_context=("Hebe A Morey", "Emory"),
        misheard_dangerous=("memory",),
    ),
    Person(id="otto-baker", name="Otto Baker", misheard_dangerous=("baker",)),
    Person(
        id="lowri-shackelby",
        name="Lowri Shackelby",
        misheard_safe=("Lowri Shackleby",),
        misheard_context=("shackles",),
    ),
    Person(
        id="jon-duggan",
        name="Jon Buggan",
        misheard_safe=("Buggen",),
        misheard_dangerous=("Duggan", "Jon Duggan"),
    ),
    Person(id="far-away", name="Ferdinand Teaspoonery"),
)
TERMS = (
    Term(
        id="pico-award",
        name="pico-award",
        variants=("pico-awards", "pico award", "pico awards"),
        never_fold=("paco-award", "paco award"),
        misheard_context=("pickle awards",),
        misheard_dangerous=("paco-award", "paco award"),
    ),
    Term(
        id="kettle-assurance",
        name="kettle assurance",
        kind="topic",
        variants=("KWA",),
        never_fold=("KWAA",),
    ),
    Term(
        id="psrk",
        name="PSRK",
        expansion="professional, statutory and regulatory kettles",
        variants=("PSRKs",),
        misheard_context=("peers cake",),
    ),
    Term(
        id="pig", name="PIG", expansion="particular interest group", misheard_dangerous=("big", "I")
    ),
)
WEBINAR = Webinar(
    slug="2031-05-kettles",
    title="Pico-awards and kettles",
    date=PartialDate(2031, 5),
    appearances=(
        Appearance(person="hebe-amory", institution="coleg-morwen", part="chair"),
        Appearance(person="otto-baker", institution="eastern-regional-college"),
        Appearance(person="lowri-shackelby", institution="university-of-north-harbour"),
        Appearance(person="jon-duggan", institution="western-regional-college"),
    ),
)
CATALOGUE = Catalogue(
    site=Site(title="Kettles"),
    institutions={one.id: one for one in INSTITUTIONS},
    people={one.id: one for one in PEOPLE},
    terms={one.id: one for one in TERMS},
    documents={},
    webinars={WEBINAR.slug: WEBINAR},
)


def _words(text: str, probability: float | None = None) -> list[Word]:
    """Make words of 280 ms with pauses of 20 ms."""
    return [Word(300 * n, 300 * n + 280, word, probability) for n, word in enumerate(text.split())]


def _text(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def _told(proposals: Sequence[Proposal]) -> list[str]:
    return [f"{one.kind}: {one.heard} -> {one.meant}" for one in proposals]


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("We saw the call egg Morwen team.", "We saw the Coleg Morwen team."),
        ("Kolleg Morwen’s plan", "Coleg Morwen’s plan"),
        ("“Kolleg Morwen,” she said", "“Coleg Morwen,” she said"),
        ("GOL W, the keff queue and KEFQ-funded work", "Golw, the KEFFW and KEFFW-funded work"),
        ("K E F F W was there", "KEFFW was there"),
        ("K. E. F. F. W, and K.E.F.F.W too", "KEFFW, and KEFFW too"),
        ("the KE FFW paper", "the KEFFW paper"),
        ("the kettle at queue double A.", "the kettle at KWAA."),
        ("Tinpott and tin spot are TIN.POT", "TIN.POT and TIN.POT are TIN.POT"),
        ("P S R K and the Psrk's list", "PSRK and the PSRK's list"),
        ("hebe amory of coleg morwen spoke", "Hebe Amory of Coleg Morwen spoke"),
        ("Aymory spoke after Buggen.", "Amory spoke after Buggan."),
        ("Lowri Shackleby (of Wales)", "Lowri Shackelby (of Wales)"),
    ],
)
def test_what_is_never_anything_else_is_put_right(heard: str, meant: str) -> None:
    words = _words(heard)
    assert _text(apply(words, propose(words, CATALOGUE, WEBINAR))) == meant


@pytest.mark.parametrize(
    ("heard", "told"),
    [
        # Listed as misheard, near something that speaks for the name.
        ("The funding forum Gollow pays.", ["context: Gollow -> Golw"]),
        ("Hebe spoke of gallows once.", []),
        ("Funding from gallows comes late.", ["dangerous: gallows -> Golw"]),
        ("A talk by Hebe A Morey today", ["context: Hebe A Morey -> Hebe Amory"]),
        ("the group ten pots met", ["context: ten pots -> TIN.POT"]),
        ("We heard Lowri of the shackles team", ["context: shackles -> Shackelby"]),
        ("There Otto, the baker, spoke", ["dangerous: baker -> Baker"]),
        # Real names of others: put forward at most.
        ("KEFFE is no Welsh funding forum", ["dangerous: KEFFE -> KEFFW"]),
        ("Jon said: Duggan it is, at Western", ["dangerous: Duggan -> Buggan"]),
        # By likeness.
        ("Then Lowri Shackelbee spoke", ["context: Lowri Shackelbee -> Lowri Shackelby"]),
        ("the University of North Arbour", ["dangerous: University of North Arbour -> {}"]),
        ("Today Colleg Morwenn is here", ["context: Colleg Morwenn -> Coleg Morwen"]),
        ("They asked PSRG about it", ["context: PSRG -> PSRK"]),
        ("the tin pot group", ["context: tin pot -> TIN.POT"]),
    ],
)
def test_what_may_be_something_else_is_only_put_forward(heard: str, told: list[str]) -> None:
    words = _words(heard)
    proposals = propose(words, CATALOGUE, WEBINAR)
    assert _told(proposals) == [one.format("University of North Harbour") for one in told]
    assert apply(words, proposals) == words


@pytest.mark.parametrize(
    "text",
    [
        "He met a baker with no memory at the gallows.",
        "The goal is big and I like big goals.",
        "She studied at the University of Marwen.",
        "KWA is kettle assurance.",
        "A paco-award is no small thing.",
        "Eastern Regional College and Western Regional College merged.",
        "The Northern Regional College is another.",
        "Shackles are made of iron, and shackles rust.",
        "A tin pot is a pot.",
        "UHN is a hospital.",
        "Jon Duggan is another man.",
        "The University of the Northern Harbours is in the sea.",
        "The pico award, the pico-awards and pico awards.",
        "Golw's paper, KEFFW's forms; Hebe Amory’s talk, Morwen's hall.",
        "the kettle assurance of a PIG",
        "Ferdinand the bull has a teaspoon.",
        "I see you at the sea, why are you here?",
        "we bower and make sick the metre of a moss green bishop",
    ],
)
def test_right_names_and_ordinary_words_are_left_alone(text: str) -> None:
    assert propose(_words(text), CATALOGUE, WEBINAR) == []


@pytest.mark.parametrize(
    ("heard", "told"),
    [
        ("the call egg Cambria team", "safe: call egg Cambria -> Coleg Cambria"),
        ("H E F C W and the heff queue", "safe: H E F C W -> HEFCW|safe: heff queue -> HEFCW"),
        ("the mick SIG", "safe: mick SIG -> MIC.SIG"),
        ("PSR bees", "safe: PSR bees -> PSRBs"),
        ("KC Hopkins", "safe: KC Hopkins -> Casey Hopkins"),
        ("Edinburg College's stand", "safe: Edinburg College -> Edinburgh College"),
        ("University of Cumbria", ""),
        ("HEFCE", ""),
        ("QA is quality assurance", ""),
        ("macro-credential", ""),
        ("UWS and USW", ""),
        ("on sick leave", ""),
        ("make sick", ""),
        ("the metre is broken, mother", ""),
        ("a moss green bishop", ""),
        ("he and I owe you power", ""),
        ("south Wales and South Wales", ""),
        ("Cardiff University", ""),
        ("Huddersfield's", ""),
        ("Bangor, Swansea and Cardiff", ""),
    ],
)
def test_phrases_against_the_shipped_catalogue(heard: str, told: str) -> None:
    catalogue = read_catalogue(Path(__file__).parents[1] / "archive")
    webinar = catalogue.webinars["2025-06-03-postcards-from-the-nations"]
    assert _told(propose(_words(heard), catalogue, webinar)) == [*filter(None, told.split("|"))]


@pytest.mark.parametrize(
    ("heard", "unlisted", "listed", "on_roster"),
    [
        # What only the list of institutions knows teaches nothing, until somebody comes from there.
        (
            "then Barnacle Institut spoke",
            [],
            [],
            ["dangerous: Barnacle Institut -> Barnacle Institute"],
        ),
        # Its right names are known to be right.
        ("at Coleg Morwan now", ["context: Coleg Morwan -> Coleg Morwen"], [], []),
    ],
)
def test_an_institution_of_the_list_is_a_right_name_and_no_more(
    heard: str, unlisted: list[str], listed: list[str], on_roster: list[str]
) -> None:
    known = [
        Institution(id=name.lower(), name=name, kind="college", nation="UK")
        for name in ("Barnacle Institute", "Coleg Morwan")
    ]
    every = {one.id: one for one in (*INSTITUTIONS, *known)}
    catalogue = replace(CATALOGUE, institutions=every, listed=frozenset(one.id for one in known))
    comes = (Appearance(person="far-away", institution=known[0].id),)
    told = [
        _told(propose(_words(heard), CATALOGUE, WEBINAR)),
        _told(propose(_words(heard), catalogue, WEBINAR)),
        _told(propose(_words(heard), catalogue, replace(WEBINAR, appearances=comes))),
    ]
    assert told == [unlisted, listed, on_roster]


def test_what_is_listed_for_two_is_not_safe_for_either() -> None:
    both = [replace(one, misheard_safe=("Regionel Collage",)) for one in INSTITUTIONS[-2:]]
    catalogue = replace(CATALOGUE, institutions={one.id: one for one in both})
    words = _words("at Regionel Collage now")
    (proposal,) = propose(words, catalogue, WEBINAR)
    assert (proposal.kind, proposal.applied) == ("context", False)


def test_what_is_doubted_is_likelier() -> None:
    sure, doubted = (
        propose(_words("funding from Gollow now", p), CATALOGUE, WEBINAR)[0] for p in (0.9, 0.31)
    )
    assert doubted.score > sure.score
    assert doubted.evidence == (
        "listed as misheard for Golw",
        "Golw is a name of the field",
        "said near “funding”",
        "the recogniser doubted it (0.31)",
    )


def test_a_rare_spelling_beside_a_frequent_name_is_likelier() -> None:
    often = "Shackelby said so. " * 6
    alone, beside = (
        propose(_words(text + "Then Shakelby spoke."), CATALOGUE, WEBINAR)[0]
        for text in ("", often)
    )
    assert (alone.heard, alone.meant) == ("Shakelby", "Shackelby")
    assert beside.score > alone.score
    assert alone.evidence == (
        "sounds the same as Shackelby",
        "spelt 1 letter apart",
        "Lowri Shackelby is on the roster",
    )


def test_a_name_of_the_webinar_needs_less_than_one_of_the_catalogue() -> None:
    text = "Then Teespoonly spoke."
    assert propose(_words(text), CATALOGUE, WEBINAR) == []
    there = replace(WEBINAR, appearances=(Appearance(person="far-away"),))
    assert _told(propose(_words(text), CATALOGUE, there)) == [
        "context: Teespoonly -> Teaspoonery",
    ]


def test_a_word_that_the_talk_uses_often_is_ordinary() -> None:
    once = _words("Today Colegs Morwenna. So the shakelby is blue.")
    often = _words("The shakelby is blue. A shakelby is round. No shakelby is square.")
    assert [one.heard for one in propose(once, CATALOGUE, WEBINAR)][-1] == "shakelby"
    assert propose(often, CATALOGUE, WEBINAR) == []


def test_a_pause_or_a_comma_parts_a_name() -> None:
    words = _words("we call egg Morwen now")
    paused = [replace(w, start_ms=w.start_ms + 5_000 * (n > 2)) for n, w in enumerate(words)]
    paused = [replace(w, end_ms=w.start_ms + 280) for w in paused]
    assert _told(propose(words, CATALOGUE, WEBINAR)) == ["safe: call egg Morwen -> Coleg Morwen"]
    assert propose(paused, CATALOGUE, WEBINAR) == []
    assert propose(_words("we call, egg Morwen now"), CATALOGUE, WEBINAR) == []


def test_in_another_language_only_lists_and_letters_count() -> None:
    welsh = replace(WEBINAR, language="cy")
    words = _words("Mae Lowri Shackelbee ac Aymory a K E F F W yma.")
    assert _told(propose(words, CATALOGUE, welsh)) == [
        "safe: Aymory -> Amory",
        "safe: K E F F W -> KEFFW",
    ]


def test_a_text_without_capitals_is_read_as_well() -> None:
    words = _words("hebe amory and the call egg morwen team met a baker")
    text = _text(apply(words, propose(words, CATALOGUE, WEBINAR)))
    assert text == "Hebe Amory and the Coleg Morwen team met a baker"


def test_a_proposal_says_where_and_what_it_is() -> None:
    (proposal,) = propose(_words("So Kolleg Morwen’s plan"), CATALOGUE, WEBINAR)
    assert proposal == Proposal(
        start_ms=300,
        end_ms=880,
        first=1,
        last=2,
        heard="Kolleg Morwen",
        meant="Coleg Morwen",
        entry_kind="institution",
        entry="coleg-morwen",
        kind="safe",
        evidence=("listed as misheard for Coleg Morwen", "Coleg Morwen is on the roster"),
        score=0.94,
        applied=True,
    )


def test_fewer_words_share_the_time_of_those_they_replace() -> None:
    words = [
        Word(0, 100, "So", 0.9),
        Word(100, 200, "call", 0.8),
        Word(250, 300, "egg", 0.2),
        Word(300, 700, "Morwen’s,", 0.7),
        Word(700, 900, "yes"),
    ]
    assert apply(words, propose(words, CATALOGUE, WEBINAR)) == [
        words[0],
        Word(100, 314, "Coleg", 0.2, estimated=True),
        Word(314, 700, "Morwen’s,", 0.2, estimated=True),
        words[4],
    ]


def test_as_many_words_keep_their_times() -> None:
    words = [Word(0, 100, "Kolleg", 0.8), Word(150, 300, "Morwen.", 0.4)]
    assert apply(words, propose(words, CATALOGUE, WEBINAR)) == [
        Word(0, 100, "Coleg", 0.4),
        Word(150, 300, "Morwen.", 0.4),
    ]


def test_what_is_not_marked_as_applied_is_not() -> None:
    words = _words("Kolleg Morwen")
    proposals = [replace(p, applied=False) for p in propose(words, CATALOGUE, WEBINAR)]
    assert proposals and apply(words, proposals) == words


VOCABULARY = st.sampled_from(
    re.findall(
        r"\S+",
        """
        call egg Morwen Morwen's, Kolleg keff queue KEFQ K E F F W W. H A Hebe hebe Amory amory
        Aymory Emory Lowri Shackelbee Shackleby tin pot TIN POT TIN.POT Tinpott the a of and
        University North Harbour funding Golw GOL W. — ’ 's I’m KWA KWAA 12 Western Regional College
        Northern baker Baker pico-award pico awards
        """,
    )
)


@settings(deadline=None, max_examples=100)
@given(st.lists(st.tuples(VOCABULARY, st.none() | st.floats(0, 1)), max_size=30))
def test_any_words_are_read(heard: list[tuple[str, float | None]]) -> None:
    """Proposals are in order and apart; what was heard is there; mending once is enough."""
    words = [Word(300 * n, 300 * n + 280, text, p) for n, (text, p) in enumerate(heard)]
    proposals = propose(words, CATALOGUE, WEBINAR)
    after = 0
    for one in proposals:
        assert after <= one.first <= one.last < len(words)
        after = one.last + 1
        assert one.heard in _text(words[one.first : one.last + 1])
        assert one.heard != one.meant
        assert 0 <= one.score <= 1
        assert one.applied == (one.kind == "safe")
        assert (one.start_ms, one.end_ms) == (words[one.first].start_ms, words[one.last].end_ms)
    mended = apply(words, proposals)
    assert all(a.end_ms <= b.start_ms for a, b in pairwise(mended))
    # A first name may get its capital, and lose a stray mark, once its surname is right.
    again = (one for one in propose(mended, CATALOGUE, WEBINAR) if one.applied)
    assert all(_letters(one.heard) == _letters(one.meant) for one in again)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
