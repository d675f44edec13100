"""Names in speech: people and places are invented; real names stand in bare phrases alone."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.mentioning.mentions import Register, find_mentions, register
from media.catalogue import Catalogue, read_catalogue
from media.dates import PartialDate
from media.entities import Appearance, Institution, Person, Site, Term, Webinar
from media.model import Cue, Mention, Word
from media.transcript import timed_cues

INSTITUTIONS = (
    Institution(
        id="kelpford-university",
        name="Kelpford University",
        kind="university",
        nation="Wales",
        names_cy=("Prifysgol Gwymon",),
        ambiguous=("Kelpford",),
    ),
    Institution(
        id="kelpford-met",
        name="Kelpford Metropolitan University",
        kind="university",
        nation="Wales",
        variants=("Kelpford Met",),
        ambiguous=("Kelpford",),
    ),
    Institution(
        id="gullhaven",
        name="The University of Gullhaven",
        kind="university",
        nation="Northern Ireland",
        variants=("UGH",),
        ambiguous=("Gullhaven",),
        former_names=("Gullhaven Institute & School of Fog",),
        misheard_safe=("gull heaven university",),
        misheard_context=("gull heaven",),
        misheard_dangerous=("University of Gullhampton",),
    ),
    Institution(
        id="coleg-cregyn",
        name="Coleg Cregyn",
        kind="college",
        nation="Wales",
        ambiguous=("SHC", "shell college"),
    ),
    Institution(id="qza", name="QZA", kind="agency", nation="UK", variants=("Quill Agency",)),
    Institution(id="braint", name="Braint", kind="funder", nation="Wales"),
    Institution(
        id="reef-guild",
        name="Reef Guild of Divers",
        kind="employers-body",
        nation="England",
        variants=("the Reef Guild", "Divers"),
    ),
    Institution(
        id="fog-sig",
        name="FOG.SIG",
        kind="group",
        nation="UK",
        ambiguous=("the Circle", "the SIG"),
    ),
)
PEOPLE = (
    Person(id="una-quillfeather", name="Una Quillfeather", honorific="Professor"),
    Person(id="will-saltmarsh", name="Will Saltmarsh", misheard_safe=("Will Salt Marsh",)),
    Person(id="bo-lantern", name="Bo Lantern", misheard_dangerous=("lantern",)),
    Person(id="bo-thimble", name="Bo Thimble"),
    Person(id="ivo-absent", name="Ivo Absent"),
)
TERMS = (
    Term(id="micro", name="micro-credential", variants=("microcredential",), never_fold=("macro",)),
    Term(id="he", name="higher education", variants=("H.E.",), never_fold=("he",)),
    Term(id="qz", name="quill zeal", variants=("QZ",)),
    Term(id="strategy", name="skills strategy", never_fold=("old skills strategy",)),
    Term(id="bodies", name="PZB", expansion="professional, zealous and busy bodies"),
    Term(id="northern-ireland", name="Northern Ireland", variants=("NI",)),
)
CATALOGUE = Catalogue(
    Site(title="None"),
    {one.id: one for one in INSTITUTIONS},
    {one.id: one for one in PEOPLE},
    {one.id: one for one in TERMS},
    {},
    {},
)
REGISTER = register(CATALOGUE)
NOBODY = Webinar(slug="nobody", title="Nobody", date=PartialDate(2030))
ROSTER = Webinar(
    slug="roster",
    title="Roster",
    date=PartialDate(2030),
    host="Fog Special Interest Group (FOG.SIG) with friends",
    appearances=(
        Appearance(person="una-quillfeather", institution="kelpford-met"),
        Appearance(person="will-saltmarsh", institution="gullhaven"),
        Appearance(person="bo-lantern", institution="coleg-cregyn"),
    ),
)
SHIPPED = Path(__file__).parents[1] / "archive"


@pytest.fixture(scope="module")
def shipped() -> Register:
    return register(read_catalogue(SHIPPED))


def words(text: str) -> list[Word]:
    return [Word(n * 300, n * 300 + 250, word) for n, word in enumerate(text.split())]


def found(
    text: str, webinar: Webinar = NOBODY, breaks: Sequence[int] = (), names: Register = REGISTER
) -> list[tuple[str, str]]:
    mentions = find_mentions(names, webinar, words(text), breaks)
    return [(mention.id, mention.text) for mention in mentions]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("we met at Kelpford University.", [("kelpford-university", "Kelpford University.")]),
        ("the Kelpford Metropolitan University", [("kelpford-met", None)]),
        ("some of Kelpford Met’s staff", [("kelpford-met", "Kelpford Met’s")]),
        ("all University of Gullhaven people", [("gullhaven", "University of Gullhaven")]),
        ("all Gullhaven University people", [("gullhaven", "Gullhaven University")]),
        ("the Gullhaven Institute and School of Fog", [("gullhaven", None)]),
        ("so UGH is here", [("gullhaven", "UGH")]),
        ("so U G H is here", [("gullhaven", "U G H")]),
        ("so U.G.H. is here", [("gullhaven", "U.G.H.")]),
        ("But ugh is no name", []),
        ("in old gull heaven university", [("gullhaven", "gull heaven university")]),
        ("in old gull heaven", []),
        ("the University of Gullhampton", []),
        ("from New Gullhaven University", []),
        ("by Gullhaven University Press", []),
        ("y Brifysgol a Phrifysgol Gwymon", [("kelpford-university", "Phrifysgol Gwymon")]),
        ("yng Ngholeg Cregyn heddiw", [("coleg-cregyn", "Ngholeg Cregyn")]),
        ("at Kelpford. University is", []),
        ("the QZ of the QZA", [("qz", "QZ"), ("qza", "QZA")]),
        ("for the Reef Guild of Divers", [("reef-guild", "Reef Guild of Divers")]),
        ("for the Reef Guild and Divers", [("reef-guild", "the Reef Guild"), ("reef-guild", None)]),
        ("FOG.SIG and its fog sig", [("fog-sig", "FOG.SIG")]),
        ("two micro-credentials", [("micro", "micro-credentials")]),
        ("Micro credentials, a microcredential", [("micro", None), ("micro", None)]),
        ("a macro-credential", []),
        ("that he knows HE", [("he", "HE")]),
        ("the H.E. sector", [("he", "H.E.")]),
        ("HE/FE and the like", [("he", "HE/FE")]),
        ("two skills strategies", [("strategy", "skills strategies")]),
        ("an old skills strategy", []),
        ("professional, zealous and busy bodies", [("bodies", None)]),
        ("higher, education", []),
        ("Una Quillfeather's slides", [("una-quillfeather", "Una Quillfeather's")]),
        ("Professor Una Quillfeather spoke", [("una-quillfeather", None)]),
        ("for Will Salt Marsh and all", [("will-saltmarsh", "Will Salt Marsh")]),
        ("everybody—Una Quillfeather—spoke", [("una-quillfeather", None)]),
    ],
)
def test_whole_names_count_wherever_they_are(
    text: str, expected: list[tuple[str, str | None]]
) -> None:
    mentions = found(text)
    assert [key for key, _ in mentions] == [key for key, _ in expected]
    for (_, said), (_, wanted) in zip(mentions, expected, strict=True):
        assert wanted is None or said == wanted


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("across Wales and yng Nghymru", ["Wales", "Wales"]),
        ("in north Wales", ["Wales"]),
        ("in New South Wales", []),
        ("with Kettles Wales and the Kettles (Wales) Act", []),
        ("with Kettles UK", []),
        ("for Wales's kettles", ["Wales"]),
        ("the Bank of England", []),
        ("in Northern Ireland, in N.I. and in NI", ["Northern Ireland"] * 3),
        ("my NI number", []),
        ("so Northern Ireland, then NI", ["Northern Ireland"] * 2),
        ("then NI", []),
        ("all NI colleges", ["Northern Ireland"]),
        ("the Welsh universities speak Welsh", ["Wales"]),
        ("in English for the English sector", ["England"]),
        ("Some whales of wales", []),
    ],
)
def test_nations_are_told_from_languages_and_from_longer_names(
    text: str, expected: list[str]
) -> None:
    assert [key for key, _ in found(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("we at Kelpford teach", ["kelpford-met"]),
        ("in Kelpford it rains", []),
        ("at Kelpford Bay", []),
        ("and Gullhaven's approach", ["gullhaven"]),
        ("near Gullhaven", []),
        ("the city of Gullhaven", []),
        ("Gullhaven in County Fog is small", []),
        ("so Gullhaven, Northern Ireland", ["Northern Ireland"]),
        ("then NI", ["Northern Ireland"]),
        ("we at Gullhaven Press", []),
        ("so SHC is one of ours", ["coleg-cregyn"]),
        ("Then the shell college", ["coleg-cregyn"]),
        ("Then a shell college", []),
        ("welcome to the Circle of us", ["fog-sig"]),
        ("we sat in the circle", []),
        ("what the SIG does", ["fog-sig"]),
        ("Thank you, Una.", ["una-quillfeather"]),
        ("as Una Featherquill said", []),
        ("Great Una, and Professor Una", ["una-quillfeather"] * 2),
        ("as Eva Una said", []),
        ("I'm Una and my name is Una", []),
        ("Then my name's Una", []),
        ("Will you come?", []),
        ("then… Will, perhaps", ["will-saltmarsh"]),
        ("and Will came", ["will-saltmarsh"]),
        ("as Professor Quillfeather said", ["una-quillfeather"]),
        ("as Quillfeather said", ["una-quillfeather"]),
        ("as Sir Otto Quillfeather said", []),
        ("then Bo said", ["bo-lantern"]),
        ("by Lantern light", []),
        ("as Dr Lantern said", ["bo-lantern"]),
        ("then Ivo said", []),
    ],
)
def test_what_is_ambiguous_counts_where_the_webinar_knows_it(
    text: str, expected: list[str]
) -> None:
    assert [key for key, _ in found(text, ROSTER)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("so SHC is one", []),
        ("what the Circle does", []),
        ("and Gullhaven's approach", []),
        ("students at Gullhaven", ["gullhaven"]),
        ("from Gullhaven, as a university", ["gullhaven"]),
        ("the boats at Gullhaven", []),
        ("students at Kelpford", []),
        ("thank you, Una", []),
        ("as Quillfeather said", []),
        ("Una Quillfeather spoke and Quillfeather left", ["una-quillfeather"] * 2),
        ("at UGH we saw that Gullhaven teaches", ["gullhaven"] * 2),
        ("at UGH, and Kelpford Met, and in Kelpford", ["gullhaven", "kelpford-met"]),
    ],
)
def test_without_a_roster_what_was_said_before_and_a_cue_speak_for_it(
    text: str, expected: list[str]
) -> None:
    assert [key for key, _ in found(text)] == expected


def test_a_town_with_two_universities_that_were_both_named_is_neither() -> None:
    text = "both Kelpford University and Kelpford Met, so Kelpford teaches"
    assert [key for key, _ in found(text)] == ["kelpford-university", "kelpford-met"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("so una quillfeather of kelpford met", ["una-quillfeather", "kelpford-met"]),
        ("and he said the he sector", ["he"]),
        ("thank you will and thank you una", ["una-quillfeather"]),
        ("at gullhaven and by gullhaven in wales", ["gullhaven", "Wales"]),
        ("and i am not he but qza is here", ["qza"]),
        ("we join the circle", []),
        ("the colleges of ni", ["Northern Ireland"]),
        ("mae ni yn yr ysgol", []),
    ],
)
def test_text_without_capitals_has_fewer_names(text: str, expected: list[str]) -> None:
    assert [key for key, _ in found(text, ROSTER)] == expected


def test_text_in_capitals_alone_is_as_text_without() -> None:
    assert [key for key, _ in found("HE SAID KELPFORD MET", ROSTER)] == ["kelpford-met"]


def test_a_name_that_is_a_welsh_word_is_none_where_it_opens_a_welsh_sentence() -> None:
    assert found("Braint yw hyn yn yr ysgol. Mae Braint yn dda.") == [("braint", "Braint")]
    assert found("Braint gave money.") == [("braint", "Braint")]


def test_a_name_without_letters_names_nothing() -> None:
    one = Institution(id="dash", name="—", kind="group", nation="UK", variants=("&c",))
    term = Term(id="none", name="…", never_fold=("-",))
    odd = register(Catalogue(Site(title="None"), {"dash": one}, {}, {"none": term}, {}, {}))
    assert found("a — dash … &c", names=odd) == [("dash", "&c")]


def test_no_name_goes_across_a_change_of_speaker() -> None:
    assert found("Una Quillfeather", breaks=[1]) == []
    assert found("so - Una Quillfeather", breaks=[1]) == [("una-quillfeather", "Una Quillfeather")]


def test_two_people_of_one_first_name_on_the_roster_are_neither() -> None:
    two = Webinar(
        slug="two",
        title="Two",
        date=PartialDate(2030),
        appearances=(Appearance(person="bo-lantern"), Appearance(person="bo-thimble")),
    )
    assert found("thank you, Bo", two) == []


def test_spans_are_those_of_the_words() -> None:
    (mention,) = find_mentions(REGISTER, NOBODY, words("so at Kelpford Met. Yes"))
    assert mention == Mention("institution", "kelpford-met", 2, 3, 600, 1_150, "Kelpford Met.")


def test_a_name_over_two_cues_is_found_as_over_one() -> None:
    text = "so we met at Kelpford Metropolitan University with Una Quillfeather"
    whole = found(text)
    for at in range(1, len(text.split())):
        head, tail = " ".join(text.split()[:at]), " ".join(text.split()[at:])
        cues = [Cue(0, 4_000, head), Cue(4_000, 9_000, tail)]
        timed = [word for line in timed_cues(cues, []) for word in line]
        assert [(m.id, m.text) for m in find_mentions(REGISTER, NOBODY, timed)] == whole


VOCABULARY = """
    Kelpford Met University of Gullhaven, Una Quillfeather. Will NI Wales (Wales) HE/FE micro-
    credentials at in the & SHC U. G. H. — - … Prifysgol Gwymon's Dr ’ QZA—so
"""
SPOKEN = st.sampled_from(VOCABULARY.split())


@given(st.lists(SPOKEN, max_size=40), st.sets(st.integers(0, 40)))
def test_mentions_are_in_order_apart_and_inside_one_turn(
    texts: list[str], breaks: set[int]
) -> None:
    spoken = words(" ".join(texts))
    mentions = find_mentions(REGISTER, ROSTER, spoken, breaks)
    for before, after in pairwise(mentions):
        assert before.last < after.first
    for mention in mentions:
        said = spoken[mention.first : mention.last + 1]
        assert mention.text == " ".join(word.text for word in said)
        assert (mention.start_ms, mention.end_ms) == (said[0].start_ms, said[-1].end_ms)
        assert not breaks & set(range(mention.first + 1, mention.last + 1))


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("HEFCE funding", ["funding"]),
        ("Higher Education Funding Council for England", []),
        ("the Higher Education Funding Council for Wales", ["hefcw"]),
        ("HEFCW funding, not Medr", ["hefcw", "funding", "medr"]),
        ("QA of the QAA", ["quality-assurance", "qaa"]),
        ("Cardiff Metropolitan University", ["cardiff-metropolitan-university"]),
        ("Cardiff University", ["cardiff-university"]),
        ("in Cardiff", []),
        ("at Cardiff, a university", []),
        ("University of South Wales", ["university-of-south-wales"]),
        ("New South Wales", []),
        ("UWS, not USW", ["university-of-south-wales"]),
        ("the Open University in Wales", ["open-university-in-wales"]),
        ("University of Staffordshire", ["staffordshire-university"]),
        ("macro-credentials", []),
        ("a risk assessment", []),
        ("MSc and M.Sc.", ["msc", "msc"]),
    ],
)
def test_the_shipped_catalogue_keeps_its_names_apart(
    shipped: Register, phrase: str, expected: list[str]
) -> None:
    assert [key for key, _ in found(phrase, names=shipped)] == expected


@pytest.mark.parametrize(
    ("phrase", "never"),
    [
        ("University of Cumbria", "coleg-cambria"),
        ("University of Edinburgh", "edinburgh-college"),
        ("University of the West of Scotland", "university-of-south-wales"),
    ],
)
def test_a_body_that_sounds_alike_is_never_the_other(
    shipped: Register, phrase: str, never: str
) -> None:
    assert never not in [key for key, _ in found(phrase, names=shipped)]
