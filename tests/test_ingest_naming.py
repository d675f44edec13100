from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.formats.labels import is_placeholder
from ingest.naming.clues import Clue, find_clues
from ingest.naming.labels import Match, Sort, candidates, sort_of
from ingest.naming.naming import name_voices, named
from ingest.naming.phrases import BODY, NAME, ROLE, Kind, kind_of
from ingest.naming.roster import read_roster
from ingest.naming.talk import hear
from ingest.turns import Turn, Turns
from media.catalogue import Catalogue
from media.dates import PartialDate
from media.entities import Appearance, ConfirmedVoice, Institution, Person, Site, Webinar
from media.model import Word
from media.speakers import Naming

WORD_MS = 400
COLLEGES = (
    Institution(
        id="kelp", name="Kelp College", kind="college", nation="Wales", names_cy=("Coleg Gwymon",)
    ),
    Institution(id="otter", name="Otter Bay University", kind="university", nation="Scotland"),
    Institution(
        id="heron", name="Heron Regional College", kind="college", nation="Northern Ireland"
    ),
    Institution(id="gannet", name="Gannet University", kind="university", nation="England"),
)
PEOPLE = (
    Person(id="nerys-quill", name="Nerys Quill"),
    Person(id="dilys-pebble", name="Dilys Pebble", misheard_safe=("Dillis Pebbles",)),
    Person(id="ewan-thistle", name="Ewan Thistle"),
    Person(id="dilys-heath", name="Dilys Heath"),
    Person(id="mabli-brook", name="Mabli Brook", honorific="Professor"),
)
ROSTER = (
    Appearance(person="nerys-quill", part="chair", institution="gannet"),
    Appearance(person="dilys-pebble", institution="kelp", role="Head of Badges"),
    Appearance(person="ewan-thistle", institution="otter", role="Registrar"),
    Appearance(person="mabli-brook", institution="heron"),
)
TWO_DILYS = (*ROSTER, Appearance(person="dilys-heath", institution="otter"))
TALK = "We made a small course and people came back for more of it every year since then."
CHAIR, SECOND, THIRD = "unnamed 1", "unnamed 2", "unnamed 3"

Script = Sequence[tuple[str, str]]


def _webinar(
    appearances: Sequence[Appearance] = ROSTER, voices: Sequence[ConfirmedVoice] = ()
) -> Webinar:
    return Webinar(
        slug="2031-05-kelp",
        title="Kelp",
        date=PartialDate(2031, 5),
        appearances=tuple(appearances),
        voices=tuple(voices),
    )


def _catalogue(webinar: Webinar) -> Catalogue:
    return Catalogue(
        site=Site(title="Harbour"),
        institutions={one.id: one for one in COLLEGES},
        people={one.id: one for one in PEOPLE},
        terms={},
        documents={},
        webinars={webinar.slug: webinar},
    )


def _said(script: Script) -> tuple[Turns, list[Word]]:
    turns, words, at = list[Turn](), list[Word](), 0
    for label, text in script:
        texts = text.split()
        turns.append(Turn(at, at + WORD_MS * len(texts), label))
        for word in texts:
            words.append(Word(at, at + WORD_MS, word))
            at += WORD_MS
    return Turns(turns), words


def _name(script: Script, webinar: Webinar | None = None) -> dict[str, Naming]:
    webinar = webinar or _webinar()
    return {n.label: n for n in name_voices(*_said(script), _catalogue(webinar), webinar)}


def _clues(script: Script) -> list[Clue]:
    webinar = _webinar()
    return find_clues(hear(*_said(script)), read_roster(_catalogue(webinar), webinar))


def _certain(script: Script, webinar: Webinar | None = None) -> dict[str, str | None]:
    return {label: n.person for label, n in _name(script, webinar).items() if n.certain}


PANEL: Script = (
    (CHAIR, f"Good morning. My name is Nerys Quill. {TALK} Over to you, Dilys Pebble."),
    (SECOND, f"Thank you, Nerys. I'm Dilys Pebble from Kelp College. {TALK}"),
    (
        CHAIR,
        f"Thank you, Dilys. {TALK} Our next speaker is Ewan Thistle from Otter Bay University.",
    ),
    (THIRD, f"Thanks very much, Nerys. Here at Otter Bay University we tried. {TALK}"),
    (CHAIR, f"Thank you, Ewan. {TALK} Dilys, what do you think?"),
    (SECOND, f"As Ewan said, it takes time. {TALK}"),
    (CHAIR, "Thank you to Dilys, Ewan and Mabli, and goodbye."),
)


def test_a_panel_is_named_by_what_is_said_and_who_is_absent_is_nobody() -> None:
    assert _certain(PANEL) == {
        CHAIR: "nerys-quill",
        SECOND: "dilys-pebble",
        THIRD: "ewan-thistle",
    }


def test_labels_come_in_the_order_of_first_words_with_the_time_they_speak() -> None:
    namings = list(_name(PANEL).values())
    assert [naming.label for naming in namings] == [CHAIR, SECOND, THIRD]
    turns, _ = _said(PANEL)
    spoken = [sum(t.end_ms - t.start_ms for t in turns if t.name == n.label) for n in namings]
    assert [naming.spoken_ms for naming in namings] == spoken


def test_evidence_says_when_what_and_by_whom() -> None:
    sentences = [one.says for one in _name(PANEL)[SECOND].evidence]
    assert (
        "“since then. Over to you, Dilys Pebble”, said by unnamed 1 right before this voice"
        in sentences
    )
    assert any("I'm Dilys Pebble" in one and "this voice itself" in one for one in sentences)


def test_who_is_certain_gets_the_name_and_the_rest_keep_their_labels() -> None:
    script = (*PANEL, ("iPhone (2)", TALK), ("unnamed 9", TALK))
    webinar, (turns, words) = _webinar(), _said(script)
    catalogue = _catalogue(webinar)
    result = named(turns, name_voices(turns, words, catalogue, webinar), catalogue)
    assert [turn.name for turn in result] == [
        *("Nerys Quill", "Dilys Pebble", "Nerys Quill", "Ewan Thistle", "Nerys Quill"),
        *("Dilys Pebble", "Nerys Quill", "iPhone (2)", "unnamed 9"),
    ]
    assert [(turn.start_ms, turn.end_ms) for turn in result] == [
        (turn.start_ms, turn.end_ms) for turn in turns
    ]


def test_an_empty_roster_names_nobody() -> None:
    namings = _name(PANEL, _webinar(()))
    assert [(n.person, n.confidence, n.evidence) for n in namings.values()] == [(None, 0, ())] * 3


def test_no_turns_and_no_words_give_no_names() -> None:
    webinar = _webinar()
    assert name_voices(Turns(), [], _catalogue(webinar), webinar) == ()
    turns, _ = _said(PANEL)
    assert [n.person for n in name_voices(turns, [], _catalogue(webinar), webinar)] == [None] * 3


def test_who_stands_on_the_roster_twice_is_one_person() -> None:
    twice = (*ROSTER, Appearance(person="nerys-quill"), Appearance(person="dilys-pebble"))
    assert _certain(PANEL, _webinar(twice)) == _certain(PANEL)


def test_a_voice_without_evidence_is_nobody() -> None:
    naming = _name([(CHAIR, TALK), (SECOND, TALK), (CHAIR, TALK)])[SECOND]
    assert (naming.person, naming.confidence) == (None, 0)


MISHEARD: Script = (
    (CHAIR, f"good morning {TALK.lower()} our next speaker is dillis pebbles from kelp college"),
    (SECOND, f"thank you nerys i'm dilys pebbel and here at kelp college {TALK.lower()}"),
    (CHAIR, f"thank you dilys {TALK.lower()} over to you you in thistel"),
)


def test_names_are_known_by_their_sound_in_a_text_without_capitals_and_stops() -> None:
    assert _certain(MISHEARD)[SECOND] == "dilys-pebble"


WELSH: Script = (
    (CHAIR, f"Bore da. Fy enw i yw Nerys Quill. {TALK} Drosodd at Dilys Pebble."),
    (SECOND, f"Diolch, Nerys. Dilys Pebble ydw i, o Goleg Gwymon. {TALK}"),
    (CHAIR, f"Diolch yn fawr, Dilys. {TALK}"),
)


def test_welsh_phrases_name_too() -> None:
    assert _certain(WELSH) == {CHAIR: "nerys-quill", SECOND: "dilys-pebble"}


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ("Dw i'n gweithio i Kelp College", True),
        ("Dw i'n dod o Goleg Gwymon", True),
        ("Dw i'n gweithio yng Ngholeg Gwymon", True),
        ("dw i'n dod o goleg gwymon", True),
        ("Ni yng Ngholeg Gwymon", True),
        ("Dw i'n dod o Goleg", False),
        ("Dw i'n dod o Gwymon", False),
        ("Dw i'n dod o Goleg Olwyn", False),
    ],
)
def test_an_institution_is_known_by_every_form_of_its_welsh_name(said: str, known: bool) -> None:
    clues = _clues([(CHAIR, TALK), (SECOND, f"{said}. {TALK}"), (CHAIR, TALK)])
    own = {clue.evidence.person for clue in clues if clue.sort == "OWN SELF"}
    assert own == ({"dilys-pebble"} if known else set())


def test_an_honorific_in_a_name_is_no_part_of_it() -> None:
    (member,) = read_roster(
        replace(
            _catalogue(_webinar()),
            people={"mabli": Person(id="mabli", name="Mabli Brook", variants=("Prof. Brook",))},
        ),
        _webinar([Appearance(person="mabli")]),
    ).members
    assert member.parts == {"mabli", "brook"}


def _asks(first: str, then: str, after: str) -> Script:
    return [(CHAIR, f"{TALK} {first}"), (SECOND, f"{then} {TALK}"), (CHAIR, f"{after} {TALK}")]


@pytest.mark.parametrize(
    ("script", "label"),
    [
        # A first name that two of the roster have.
        (_asks("Over to you, Dilys.", "Thank you.", "Thank you, Dilys."), SECOND),
        # Somebody is named, and somebody else answers.
        (
            [
                (CHAIR, f"{TALK} What do you think, Ewan?"),
                (SECOND, f"Ewan could not be here. {TALK}"),
                (CHAIR, f"That is a pity. {TALK}"),
            ],
            SECOND,
        ),
        # Somebody is named often and is not there.
        (
            [
                (CHAIR, f"As Ewan Thistle said last year, {TALK} Ewan's point was good."),
                (SECOND, f"I agree with Ewan Thistle. {TALK} Ewan Thistle showed that."),
                (THIRD, f"What Ewan Thistle wrote is true. {TALK}"),
                (SECOND, f"Ewan Thistle said so. {TALK}"),
            ],
            SECOND,
        ),
        # The chair thanks everybody at the end.
        (
            [
                (CHAIR, TALK),
                (SECOND, TALK),
                (CHAIR, f"{TALK} Thank you to Dilys Pebble, Ewan Thistle and Mabli Brook."),
            ],
            SECOND,
        ),
        # One mention is little.
        (_asks("Mabli did that.", "Yes.", "Good."), SECOND),
        # A voice that gives two names is two people, or neither.
        (
            [
                (SECOND, f"I'm Ewan Thistle. {TALK}"),
                (CHAIR, f"{TALK}"),
                (SECOND, f"I'm Mabli Brook. {TALK}"),
            ],
            SECOND,
        ),
        # Partners speak of each other's students.
        (
            [
                (CHAIR, "Good morning everybody. I'm Nerys Quill."),
                (
                    SECOND,
                    "We work with Heron Regional College. Our colleagues at Heron Regional College"
                    f" have learners from Heron Regional College who come to us. {TALK}",
                ),
                (CHAIR, "Thank you."),
                (THIRD, TALK),
            ],
            SECOND,
        ),
        # Somebody else is there in their place.
        (
            _asks(
                "Our next speaker is Dilys Pebble.",
                "As you can see, I am not Dilys.",
                "Thank you, and our thanks to Dilys Pebble.",
            ),
            SECOND,
        ),
        # A colleague who is not listed speaks in their place, for the same institution.
        (
            _asks(
                "Over to Dilys Pebble and a colleague.",
                "Thanks. I'm Bronwen Reef from Kelp College. We at Kelp College like this.",
                "Thank you.",
            ),
            SECOND,
        ),
        # An Ewan in the audience is not the Ewan of the roster.
        (_asks("A question, please.", "Hi, I'm Ewan, a student.", "Thank you, Ewan."), SECOND),
    ],
)
def test_what_is_ambiguous_is_left_open(script: Script, label: str) -> None:
    assert not _name(script, _webinar(TWO_DILYS))[label].certain


def test_of_two_with_one_first_name_the_institution_tells() -> None:
    script = (
        (CHAIR, f"{TALK} Our next speaker is Dilys Heath from Otter Bay University."),
        (SECOND, f"Thank you. Here at Otter Bay University we did this. {TALK}"),
        (CHAIR, f"Thank you, Dilys. {TALK} Dilys Heath, what do you think?"),
        (SECOND, TALK),
    )
    assert _certain(script, _webinar(TWO_DILYS))[SECOND] == "dilys-heath"


@pytest.mark.parametrize(
    ("said", "strange"),
    [
        ("My name is Bronwen Reef.", True),
        ("Fy enw i yw Bronwen.", True),
        ("I'm Bronwen from the harbour.", True),
        ("My name is Dr Ewan Thistle.", False),
        ("My name is Ewen Thistel.", False),
        ("I'm Welsh and we like that.", False),
        ("I'm from Otter Bay.", False),
        ("My name is on that list.", False),
    ],
)
def test_who_gives_a_name_that_is_not_on_the_roster_is_nobody_of_it(
    said: str, strange: bool
) -> None:
    script = [(CHAIR, f"Over to Ewan Thistle. {TALK}"), (SECOND, f"{said} {TALK}")]
    clues = _clues(script)
    against = {c.evidence.person for c in clues if "calls themselves" in c.evidence.says}
    assert against == ({appearance.person for appearance in ROSTER} if strange else set())


def test_a_first_name_that_is_heard_again_and_again_is_asked_about() -> None:
    script = _asks("A question, please.", "Hi, I'm Ewan, a student.", "Thank you, Ewan.")
    naming = _name(script)[SECOND]
    assert (naming.person, naming.probable) == ("ewan-thistle", True)


def test_a_name_inside_an_institutions_name_is_nobodys() -> None:
    saint = Institution(id="ewan", name="Saint Ewan", kind="college", nation="Wales")
    webinar = _webinar()
    catalogue = replace(_catalogue(webinar), institutions={saint.id: saint})
    turns, words = _said([(CHAIR, f"{TALK} Over to you, Saint Ewan."), (SECOND, TALK)])
    found = {n.label: n for n in name_voices(turns, words, catalogue, webinar)}
    assert not any(one.person == "ewan-thistle" for one in found[SECOND].evidence)
    assert found[SECOND].person is None


def test_who_names_somebody_is_not_that_one() -> None:
    script = (
        (CHAIR, f"{TALK} Ewan Thistle did it. {TALK} I know Ewan Thistle."),
        (SECOND, TALK),
        (CHAIR, f"{TALK} Ewan Thistle is good."),
    )
    assert _name(script)[CHAIR].person != "ewan-thistle"


def test_a_person_confirmed_a_voice_and_that_stands_above_all() -> None:
    webinar = _webinar(voices=[ConfirmedVoice(at_ms=12_000, person="mabli-brook")])
    namings = _name(PANEL, webinar)
    assert (namings[SECOND].person, namings[SECOND].certain) == ("mabli-brook", True)
    assert "confirmed by a person" in namings[SECOND].evidence[0].says


def test_a_voice_of_which_two_things_were_confirmed_is_asked_about_again() -> None:
    confirmed = [ConfirmedVoice(at_ms=12_000, person=id_) for id_ in ("mabli-brook", "dilys-heath")]
    assert not _name(PANEL, _webinar(TWO_DILYS, confirmed))[SECOND].certain


def test_a_moment_at_which_nobody_speaks_confirms_nobody() -> None:
    webinar = _webinar(voices=[ConfirmedVoice(at_ms=9_000_000, person="mabli-brook")])
    assert _certain(PANEL, webinar) == _certain(PANEL)


@pytest.mark.parametrize(
    ("label", "person", "match"),
    [
        ("Dilys Pebble", "dilys-pebble", Match.EXACT),
        ("dilys-pebble", "dilys-pebble", Match.EXACT),
        ("Pebble, Dilys (she/her)", "dilys-pebble", Match.EXACT),
        ("Dilys Pebble | Kelp College", "dilys-pebble", Match.EXACT),
        ("Professor Mabli Brook", "mabli-brook", Match.EXACT),
        ("Dr. Mabli J. Brook", "mabli-brook", Match.FULL),
        ("mablibrook", "mabli-brook", Match.FULL),
        ("Ewan Thistel", "ewan-thistle", Match.MISSPELT),
        ("Ewen Thistle", "ewan-thistle", Match.PART),  # a name of its own
        ("Nerys Quell", "nerys-quill", Match.PART),
        ("Ewan T (OBU)", "ewan-thistle", Match.INITIAL),
        ("E. Thistle", "ewan-thistle", Match.INITIAL),
        ("ethistle", "ewan-thistle", Match.INITIAL),
        ("Mabli (Heron Regional College)", "mabli-brook", Match.PART),
        ("mabli", "mabli-brook", Match.PART),
        ("Mabley", None, None),
        ("Ewan Smith", None, None),
        ("Ewan S", None, None),
        ("Rory Thistle", None, None),
        ("iPhone (2)", None, None),
        ("QAA Events", None, None),
        ("Kelp College", None, None),
        ("unnamed 3", None, None),
        ("Speaker 1", None, None),
        ("…", None, None),
    ],
)
def test_what_captions_call_people(label: str, person: str | None, match: Match | None) -> None:
    webinar = _webinar()
    found = candidates(read_roster(_catalogue(webinar), webinar), label)
    assert [(one.person, one.match) for one in found] == ([(person, match)] if person else [])


@pytest.mark.parametrize(
    ("label", "sort"),
    [
        ("Rory Smith", Sort.PERSON),
        ("Rory (he/him)", Sort.PERSON),
        ("rorys", Sort.NICK),
        ("iPhone (2)", Sort.NOBODY),
        ("QAA Events", Sort.NOBODY),
        ("Coleg Gwymon", Sort.NOBODY),
        ("Seaweed University", Sort.NOBODY),
        ("unnamed 12", Sort.NOBODY),
        ("0161", Sort.NOBODY),
    ],
)
def test_what_a_label_is(label: str, sort: Sort) -> None:
    webinar = _webinar()
    assert sort_of(label, read_roster(_catalogue(webinar), webinar)) is sort


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        # Exact and plain forms of one person are one person.
        (("Ewan Thistle", "Thistle, Ewan"), {"Ewan Thistle", "Thistle, Ewan"}),
        # A misspelt form beside the right one may be somebody else.
        (("Ewan Thistle", "Ewan Thistel"), {"Ewan Thistle"}),
        (("Ewan Thistel",), {"Ewan Thistel"}),
        # One letter away is somebody else's name.
        (("Ewen Thistle",), set()),
        (("Ewan T (OBU)",), {"Ewan T (OBU)"}),
        # The institution of a label is another's.
        (("Ewan T (Kelp College)",), set()),
        # A first name alone is asked about.
        (("Ewan",), set()),
        (("Ewan (Otter Bay University)",), {"Ewan (Otter Bay University)"}),
        # Two of the roster have this name.
        (("Dilys",), set()),
        (("Dilys (Kelp College)",), {"Dilys (Kelp College)"}),
        (("Rory Smith",), set()),
    ],
)
def test_which_labels_are_certain(labels: Sequence[str], expected: set[str]) -> None:
    assert set(_certain([(one, TALK) for one in labels], _webinar(TWO_DILYS))) == expected


def test_a_variant_that_two_people_have_is_neithers() -> None:
    webinar = _webinar(TWO_DILYS)
    both = {one.id: replace(one, variants=("Dee",)) for one in PEOPLE if "dilys" in one.id}
    catalogue = _catalogue(webinar)
    catalogue = replace(catalogue, people={**catalogue.people, **both})
    (naming,) = name_voices(*_said([("Dee", TALK)]), catalogue, webinar)
    assert not naming.certain


def test_a_first_name_on_the_roster_is_asked_about() -> None:
    assert _name([("Ewan", TALK)])["Ewan"].probable


def test_whom_captions_name_otherwise_is_nobody_of_the_roster_whatever_is_said() -> None:
    script = [(text if text == CHAIR else "Rory Smith", said) for text, said in PANEL[:3]]
    assert "Rory Smith" not in _certain(script)


def test_a_device_is_named_by_what_is_said() -> None:
    script = [({SECOND: "iPhone (2)"}.get(label, label), text) for label, text in PANEL]
    assert _certain(script)["iPhone (2)"] == "dilys-pebble"


@pytest.mark.parametrize(
    ("text", "subject", "kind"),
    [
        ("i'm §", NAME, Kind.SELF),
        ("my name is dr §", NAME, Kind.SELF),
        ("fy enw i yw §", NAME, Kind.SELF),
        ("§ ydw i", NAME, Kind.SELF),
        ("§ dw i o goleg", NAME, Kind.SELF),
        ("this is § speaking .", NAME, Kind.SELF),
        ("yes § here from", NAME, Kind.SELF),
        ("so § here from", NAME, None),
        ("i'm §'s deputy", NAME, Kind.QUOTE),
        ("her name is §", NAME, None),
        ("diolch § dw i'n falch", NAME, Kind.THANKS),
        ("diolch § dw i wedi mwynhau", NAME, Kind.THANKS),
        ("i am not §", NAME, Kind.ABSENT),
        ("i'm standing in for dr §", NAME, Kind.ABSENT),
        ("§ sadly can't be here", NAME, Kind.ABSENT),
        ("dw i yma yn lle §", NAME, Kind.ABSENT),
        ("over to you §", NAME, Kind.HAND_OVER),
        ("over to our colleague §", NAME, Kind.HAND_OVER),
        ("i'd like to welcome §", NAME, Kind.INTRODUCTION),
        ("we'd like to invite professor §", NAME, Kind.HAND_OVER),
        ("the next speaker is §", NAME, Kind.HAND_OVER),
        ("§ joins us from", NAME, Kind.INTRODUCTION),
        ("the first questions are from §", NAME, Kind.HAND_OVER),
        ("back to §", NAME, Kind.HAND_OVER),
        ("drosodd at §", NAME, Kind.HAND_OVER),
        ("back to §'s point", NAME, Kind.QUOTE),
        ("as § said", NAME, Kind.QUOTE),
        ("i agree with §", NAME, Kind.QUOTE),
        ("thank you §", NAME, Kind.THANKS),
        ("thanks very much §", NAME, Kind.THANKS),
        ("diolch yn fawr §", NAME, Kind.THANKS),
        ("thank you . §", NAME, None),
        ("§ what do you think ?", NAME, Kind.ADDRESS),
        ("§ ?", NAME, Kind.ADDRESS),
        ("hello §", NAME, Kind.GREETING),
        ("welcome ¤ and §", NAME, Kind.MENTION),
        ("we talked about § today", NAME, None),
        ("here at §", BODY, Kind.OWN),
        ("i work at the §", BODY, Kind.OWN),
        ("over to our colleague from §", BODY, Kind.HAND_OVER),
        ("they left §", BODY, None),
        ("we work with §", BODY, None),
        ("i'm with §", BODY, Kind.OWN),
        ("our colleagues at §", BODY, None),
        ("i'm the §", ROLE, Kind.OWN),
        ("we asked the §", ROLE, None),
    ],
)
def test_what_is_done_by_saying_a_name(text: str, subject: str, kind: Kind | None) -> None:
    assert kind_of(text, subject) is kind


@pytest.mark.parametrize("name", ["unnamed 3", "Unnamed 12", "unnamed", "Speaker 1", "SPEAKER_00"])
def test_what_machines_call_voices_is_nobodys_name(name: str) -> None:
    assert is_placeholder(name)


@pytest.mark.parametrize("name", ["Unnamed Rory", "unnamed 3b", "Ewan Thistle"])
def test_names_of_people_are_not_what_machines_call_voices(name: str) -> None:
    assert not is_placeholder(name)


_NAMES = st.sampled_from([one.name for one in PEOPLE] + ["Ewan", "Dilys", "Rory Smith"])
_SENTENCES = st.one_of(
    st.just(TALK),
    st.builds(
        "{}{}.".format,
        st.sampled_from(["I'm ", "Over to you, ", "Thank you, ", "As we heard from ", "Hello "]),
        _NAMES,
    ),
)
_LINES = st.tuples(
    st.sampled_from([f"unnamed {n}" for n in range(1, 6)]),
    st.lists(_SENTENCES, min_size=1, max_size=4).map(" ".join),
)
_SCRIPTS = st.lists(_LINES, max_size=14)


@settings(max_examples=60, deadline=None)
@given(_SCRIPTS)
def test_a_person_is_one_voice_at_most_and_on_the_roster(script: Script) -> None:
    people = [naming.person for naming in _name(script).values() if naming.person]
    assert len(people) == len(set(people))
    assert set(people) <= {appearance.person for appearance in ROSTER}


@settings(max_examples=40, deadline=None)
@given(_SCRIPTS, st.permutations(range(1, 6)))
def test_how_voices_are_numbered_changes_nothing(script: Script, numbers: list[int]) -> None:
    other = {f"unnamed {n}": f"unnamed {number}" for n, number in enumerate(numbers, 1)}
    once = _name(script)
    again = _name([(other[label], text) for label, text in script])
    for label, naming in once.items():
        renamed = again[other[label]]
        assert renamed.confidence == pytest.approx(naming.confidence)
        if naming.probable or naming.certain:
            assert renamed.person == naming.person


@pytest.mark.parametrize(
    ("label", "person"),
    [
        ("nerys-quill", "nerys-quill"),
        ("Dr Nerys Quill", "nerys-quill"),
        ("NERYS QUILL", "nerys-quill"),
        ("Nerys_Quill", "nerys-quill"),
        ("Quill, Nerys (Guest)", "nerys-quill"),
        ("SPEAKER_00", None),
        ("(she/her)", None),
        ("", None),
    ],
)
def test_a_list_of_turns_may_name_people_in_many_forms(label: str, person: str | None) -> None:
    assert _certain(((label, TALK),)) == ({label: person} if person else {})
