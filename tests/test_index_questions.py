"""What questions are read as, and what they find in an archive of a few invented sentences."""

import re

import pytest
from archives import LOOMS, MILLS, mill
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from indexes import made

from index.asking.query import LONGEST_QUERY
from index.asking.questions import read
from index.corpus import Index
from index.directory import Directory
from index.filters import Filters, Wanted
from index.keys import NAMED, Names, Relation
from index.search import Results, search

NAMES = Names(
    people={
        "petra-thimble": ("Petra Thimble", "Dr Petra Thimble"),
        "magnus-doily": ("Magnus Doily",),
        "twin-a": ("Ada Twin",),
        "twin-b": ("Ada Twin",),
        "name:host": ("Host",),
    },
    institutions={
        "coleg-olwyn": ("Coleg Olwyn", "Waterwheel College"),
        "teasel-university": ("University of Teasels",),
        "south-fogs": ("University of South Fogs",),
        "biscuit-agency": ("Biscuit Quality Agency", "BQA"),
    },
    nations={
        "Wales": ("Wales", "Cymru", "Gymru"),
        "Scotland": ("Scotland", "yr Alban", "'r Alban"),
        "UK": ("UK", "United Kingdom"),
    },
)
DIRECTORY = Directory(NAMES)

# Each question as who is meant how, and the words that remain.
QUESTIONS = [
    ("Where did somebody at coleg olwyn mention employer engagement", "by O | employer engagement"),
    ("when has anyone from Waterwheel College spoken on credit", "by O | credit"),
    ("who from Scotland spoke on credit transfer", "by S | credit transfer"),
    ("who in Wales talked about funding", "by W | funding"),
    ("people from the University of Teasels on badges", "by T | badges"),
    ("somebody of BQA", "by B |"),
    ("show me all the places where a speaker from BQA said something about trust", "by B | trust"),
    ("someone who works at Coleg Olwyn on learners", "by O | learners"),
    ("has anybody from Coleg Olwyn said anything about the levy in a webinar", "by O | levy"),
    ("what did Petra Thimble say about employer engagement", "by P | employer engagement"),
    ("what Dr Petra Thimble said about mills", "by P | mills"),
    ("what did Petra Thimble from Coleg Olwyn say about mills", "by P O | mills"),
    ("where does Coleg Olwyn mention badges", "by O | badges"),
    ("what did Petra say about steps", "by P | steps"),
    ("what did doily say about Petra", "by M | Petra"),
    ("what has Magnus said about BQA and steps", "by M, about B | steps"),
    ("what did Petra and Magnus say about Wales", "by P/M, about W |"),
    ("where did Petra from BQA mention steps", "by P B | steps"),
    ("beth ddywedodd Petra am felinau", "by P | felinau"),
    ("where did people with Petra talk about steps", "by P | steps"),
    ("what did Petra's colleagues do about BQA", "either B | Petra's"),
    ("what did Ada say about BQA", "either B | Ada"),
    ("what has BQA said", "by B |"),
    ("Petra Thimble talking about wheels", "by P | wheels"),
    ("Petra Thimble on wheels", "by P | wheels"),
    ("what did Petra Thimble say about BQA and credit", "by P, about B | credit"),
    ("who from Wales talked about BQA", "by W, about B |"),
    ("what did people from Wales and Scotland say about funding", "by W/S | funding"),
    ("who in Wales or in Scotland talked about funding", "by W/S | funding"),
    ("pwy o Gymru neu o Scotland siaradodd am arian", "by W/S | arian"),
    ("someone from BQA or Coleg Olwyn on trust", "by B/O | trust"),
    ("what did BQA and Coleg Olwyn say about trust", "by B/O | trust"),
    ("what did Petra Thimble and Magnus Doily say", "by P/M |"),
    ("what did Petra Thimble from Wales and Scotland say on mills", "by P W/S | mills"),
    ("what are BQA, or Coleg Olwyn, doing", "either B/O |"),
    ("when is BQA mentioned", "about B |"),
    ("where was the Biscuit Quality Agency talked about", "about B |"),
    ("where are BQA and Coleg Olwyn mentioned", "about B/O |"),
    ("when is BQA mentioned by Petra Thimble", "by P, about B |"),
    ("BQA mentioned", "about B |"),
    ("tell me about BQA", "about B |"),
    ("tell me what Petra Thimble said about wheels", "by P | wheels"),
    ("who talked about BQA", "about B |"),
    ("who mentioned Petra Thimble", "about P |"),
    ("what was said about BQA and badges", "about B | badges"),
    ("anything about Coleg Olwyn", "about O |"),
    ("what is said about Wales", "about W |"),
    ("what was said about Wales and Scotland in the webinars", "about W/S |"),
    ("about Scotland", "about S |"),
    ("beth ddywedodd Petra Thimble am Gymru", "by P, about W |"),
    ("what did Petra Thimble say about Wales and funding", "by P, about W | funding"),
    ("who from Scotland talked about Wales", "by S, about W |"),
    ("what is Coleg Olwyn doing about Wales", "either O | Wales"),
    ("show me videos of Petra Thimble", "either P |"),
    ("show me clips of Petra Thimble talking about wheels", "by P | wheels"),
    ("recordings of people from Wales talking about funding", "by W | funding"),
    ("mentions of BQA", "about B |"),
    ("who talked about employer engagement from Coleg Olwyn", "by O | employer engagement"),
    ("where did someone talk about employer engagement", "| employer engagement"),
    ("who mentioned digital badges", "| digital badges"),
    ("what is Coleg Olwyn doing about employer engagement", "either O | employer engagement"),
    ("how does BQA define quality", "either B | define quality"),
    ("ble soniodd rhywun o Goleg Olwyn am gyflogwyr", "by O | gyflogwyr"),
    ("pwy o Gymru siaradodd am arian", "by W | arian"),
    ("pwy o'r Alban siaradodd am arian", "by S | arian"),
    ("beth ddywedodd pobl o Gymru a’r Alban am arian", "by W/S | arian"),
    ("beth ddywedodd Petra Thimble am felinau", "by P | felinau"),
    ("pwy soniodd am BQA", "about B |"),
]
PLAIN = [
    ("Coleg Olwyn employer engagement", "either O | employer engagement"),
    ("employer engagement Waterwheel College's", "either O | employer engagement"),
    ("BQA", "either B |"),
    ("Petra Thimble Coleg Olwyn", "either P O |"),
    ("funding in Wales", "either W | funding"),
    ("University of South Fogs wales", "either F | wales"),
    ("Petra Thimble and the BQA", "either P B |"),
    ("BQA or Coleg Olwyn on trust", "either B/O | on trust"),
    ("employer engagement in Wales and Scotland", "either W/S | employer engagement"),
    ("funding across Wales, Scotland", "either W/S | funding"),
    ("BQA Coleg Olwyn", "either B O |"),
    ("BQA and credit", "either B | credit"),
    ("funding in Wales for Scotland", "either W | funding for Scotland"),
    ("talks by Petra Thimble", "either P |"),
    ("webinars with Petra Thimble", "either P |"),
    ("trust at Coleg Olwyn", "either O | trust"),
    ("videos of Petra Thimble", "either P |"),
    ("recordings of BQA and Coleg Olwyn", "either B/O |"),
    ("clips of Petra Thimble wheels", "either P | wheels"),
    ("fideos o Goleg Olwyn", "either O |"),
    ("feedback videos of Petra Thimble", "either P | feedback videos"),
    ("video feedback at Coleg Olwyn", "either O | video feedback"),
    ("yng Ngholeg Olwyn", "either O |"),
]
NOT_READ = [
    "",
    "wheels",
    "talk",
    "who",
    "where",
    "employer engagement",
    "Wales funding",
    "thoughts about Scotland",
    "Petra",
    "Petra steps",
    "Petra on steps",
    "what did Ada say about steps",
    "what did Twin say about steps",
    "what did Host say about steps",
    "what did Olwyn say about steps",
    "who mentioned",
    "videos of wheels",
    "micro-credentials in the UK",
    "host",
    "what works",
    "talk about quality",
    "Ada Twin",
    '"Coleg Olwyn" wheels',
    "Coleg Olwyn -wheels",
    "Coleg Olwyn OR wheels",
    "Coleg Olwyn kind AND wheels",
    "speaker:petra Coleg Olwyn",
]
LETTERS = {
    "petra-thimble": "P",
    "magnus-doily": "M",
    "coleg-olwyn": "O",
    "teasel-university": "T",
    "south-fogs": "F",
    "biscuit-agency": "B",
    "Wales": "W",
    "Scotland": "S",
}


def written(question: str) -> str:
    reading = read(question, DIRECTORY)
    assert reading
    parts = []
    for relation in ("by", "about", "either"):
        choices = [choice for choice in reading.choices if choice[0].relation == relation]
        keys = ["/".join(LETTERS[one.key] for one in choice) for choice in choices]
        parts += [" ".join([relation, *keys])] if keys else []
    return f"{', '.join(parts)} | {reading.words}".strip()


@pytest.mark.parametrize(("question", "expected"), QUESTIONS)
def test_a_question_tells_whose_words_are_wanted(question: str, expected: str) -> None:
    assert written(question) == expected
    reading = read(question, DIRECTORY)
    assert reading
    assert reading.asks


@pytest.mark.parametrize(("query", "expected"), PLAIN)
def test_a_name_alone_means_either(query: str, expected: str) -> None:
    assert written(query) == expected
    reading = read(query, DIRECTORY)
    assert reading
    assert not reading.asks


@pytest.mark.parametrize("query", NOT_READ)
def test_what_is_no_question_and_names_nobody_is_taken_as_it_is(query: str) -> None:
    assert read(query, DIRECTORY) is None


PIECES = """where Scotland, Magnus Petra Thimble a or about videos
who did someone from of at in the Coleg Olwyn BQA Wales talk about mentioned and
by on what say is ble o am soniodd employer ? ’s § §0 ( OR -"""
pieces = st.sampled_from([*PIECES.split(), "\0"])


@settings(deadline=None, max_examples=300)
@given(st.lists(pieces, max_size=30).map(" ".join) | st.text(max_size=LONGEST_QUERY + 20))
def test_no_question_is_an_error(query: str) -> None:
    reading = read(query, DIRECTORY)
    if reading:
        assert reading.names or reading.words
        assert len({(one.group, one.key) for one in reading.names}) == len(reading.names)
        assert set(reading.words.split()) <= set(re.sub("[?,]", " ", query).split()) | set(
            query.split()
        )


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("mill")
    return made(mill(folder / "archive"), folder / "index")


def moments(results: Results) -> list[str]:
    """Write hits as the webinar's or document's name and, of speech, the second."""
    return [
        f"{hit.webinar} {hit.start_ms // 1000}"
        if hit.kind == "speech"
        else str(hit.document or hit.webinar)
        for hit in results.hits
    ]


QUESTION = "where did someone from Coleg Olwyn talk about employer engagement?"
PETRA, MAGNUS = f"{MILLS} 5", f"{MILLS} 15"


def test_the_question_finds_who_never_names_the_college(index: Index) -> None:
    results = search(index, QUESTION)
    assert moments(results) == [PETRA]
    [hit] = results.hits
    assert (hit.speaker, hit.role, hit.institution) == (
        "Petra Thimble",
        "Head of Wheels",
        "Coleg Olwyn",
    )
    assert [piece.text for piece in hit.excerpt if piece.marked] == ["employer", "engagement"]
    [state] = results.states
    assert (state.label, state.relation, state.read) == ("Coleg Olwyn", "by", "by")
    assert [(way.relation, way.count) for way in state.ways] == [
        ("by", 1),
        ("about", 2),
        ("either", 3),
    ]


def test_about_and_either_are_the_other_answers(index: Index) -> None:
    about = search(index, QUESTION, Filters(institution=Wanted("coleg-olwyn", "about")))
    assert moments(about) == [MAGNUS, "wheel-study"]
    either = search(index, QUESTION, Filters(institution=Wanted("coleg-olwyn", "either")))
    assert set(moments(either)) == {PETRA, MAGNUS, "wheel-study"}


def test_every_way_finds_as_much_as_it_says(index: Index) -> None:
    for query in (QUESTION, "Coleg Olwyn employer", "who talked about BQA", "employer"):
        chosen = Filters(institution=Wanted("coleg-olwyn", "about"))
        for filters in (Filters(), chosen):
            for state in search(index, query, filters).states:
                for way in state.ways:
                    under = filters.naming("institutions", way.chosen)
                    assert search(index, query, under).total == way.count


SEVERAL = (
    "what did people from Wales and Scotland say about employer engagement",
    "employer engagement in Wales or Scotland",
    "where are BQA and Coleg Olwyn mentioned",
    "what did Petra Thimble and Magnus Doily say about BQA or Coleg Olwyn",
    "Petra Thimble and Magnus Doily employer",
    "weaving Wales and Scotland",
    "weaving Scotland",
    "what is stacked credit?",
)
NARROWING = (
    Filters(),
    Filters(nation=Wanted("Wales")),
    Filters(nation=Wanted("Wales", "about")),
    Filters(nation=Wanted("UK", "either")),
    Filters(institution=Wanted("coleg-olwyn", "either"), kind="speech"),
    Filters(speaker=Wanted("magnus-doily"), nation=Wanted("Scotland")),
)


def test_any_of_those_who_are_joined_will_do(index: Index) -> None:
    both = search(index, SEVERAL[0])
    ways = [{way.relation: way.count for way in state.ways} for state in both.states]
    assert (both.total, [way["by"] for way in ways]) == (3, [1, 2])
    assert {state.choice for state in both.states} == {1}
    for way in both.states[0].ways:
        narrowed = search(index, SEVERAL[0], Filters(nation=way.chosen))
        [state] = narrowed.states
        assert (state.key, state.relation, state.read, state.choice) == (
            "Wales",
            way.relation,
            None,
            0,
        )
    alone = [search(index, f"who mentioned {name}").total for name in ("BQA", "Coleg Olwyn")]
    assert (search(index, SEVERAL[2]).total, alone) == (4, [2, 2])


@pytest.mark.parametrize("query", SEVERAL)
@pytest.mark.parametrize("filters", NARROWING)
def test_every_way_of_several_finds_as_much_as_it_says(
    index: Index, query: str, filters: Filters
) -> None:
    for state in search(index, query, filters).states:
        for way in state.ways:
            under = filters.naming(NAMED[state.field], way.chosen)
            results = search(index, query, under)
            assert results.total == way.count
            [same] = [
                one for one in results.states if (one.field, one.key) == (state.field, state.key)
            ]
            assert same.relation == way.relation


def test_ways_are_counted_for_those_who_show_them(index: Index) -> None:
    results = search(index, QUESTION)
    assert "states" not in vars(results)
    assert results.states is results.states


def test_where_words_stand_together_comes_first(index: Index) -> None:
    results = search(index, "what was said about an employer engagement")
    together = [f"{MILLS} 5", f"{MILLS} 10", f"{MILLS} 15"]
    assert moments(results)[:4] == [*together, f"{MILLS} 25"]
    assert results.total == 6


def test_a_name_alone_loses_nothing_and_keeps_the_order_of_texts(index: Index) -> None:
    for query in ("Coleg Olwyn", "Petra Thimble", "BQA credit", "Waterwheel College employer"):
        plain = moments(search(index, query, literal=True, limit=100))
        read = moments(search(index, query, limit=100))
        assert [place for place in read if place in plain] == plain
        assert len(read) >= len(plain) > 0


SAID = """employer engagement water in Wales, Scotland and or from Coleg Olwyn, BQA Petra Thimble
Magnus Doily videos of what did say about"""


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(query=st.lists(st.sampled_from(SAID.split()), min_size=1, max_size=9).map(" ".join))
def test_only_a_question_loses_what_its_words_find(index: Index, query: str) -> None:
    results = search(index, query, limit=100)
    plain = search(index, query, limit=100, literal=True)
    assert plain.reading is None
    asks = results.reading is not None and results.reading.asks
    if not asks and results.meaning.asked.needed == "all":
        assert set(moments(results)) >= set(moments(plain))
    for state in results.states:
        for way in state.ways:
            under = Filters().naming(NAMED[state.field], way.chosen)
            assert search(index, query, under).total == way.count


def test_a_name_alone_finds_what_they_say(index: Index) -> None:
    results = search(index, "Coleg Olwyn needs")
    assert moments(results) == [PETRA]
    assert search(index, "Coleg Olwyn needs", literal=True).total == 0


def test_whoever_moved_speaks_for_where_they_were_that_day(index: Index) -> None:
    assert moments(search(index, "what did Petra Thimble say about employers")) == [
        PETRA,
        f"{LOOMS} 0",
    ]
    assert moments(search(index, "someone from the University of Teasels on weaving")) == [
        f"{LOOMS} 0"
    ]
    assert search(index, "someone from Coleg Olwyn on weaving").total == 0


def test_whoever_took_part_did_not_say_all_that_a_webinar_is_about(index: Index) -> None:
    took_part = Filters(speaker=Wanted("petra-thimble"))
    assert MILLS in moments(search(index, "employers", took_part))
    assert MILLS not in moments(search(index, "what did Petra Thimble say about employers"))
    either = Filters(speaker=Wanted("petra-thimble", "either"))
    assert MILLS in moments(search(index, "what did Petra Thimble say about employers", either))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("who from Scotland spoke on employer engagement", [MAGNUS, f"{LOOMS} 0"]),
        ("who from Wales spoke on employer engagement", [PETRA]),
        ("when is Coleg Olwyn mentioned", [MAGNUS, "wheel-study"]),
        ("where is Petra Thimble mentioned", [f"{MILLS} 0"]),
        ("someone from Idle College on employers", []),
        ("what did Petra say about employers", [PETRA, f"{LOOMS} 0"]),
        ("what was said about Wales", [f"{MILLS} 20", MAGNUS, "wheel-study"]),
    ],
)
def test_questions(index: Index, question: str, expected: list[str]) -> None:
    assert moments(search(index, question)) == expected


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("what is stacked credit?", "stacked credit"),
        ("how do employers engage", "employers engage"),
        ("tell me about employer engagement", "employer engagement"),
        ("show me everything on biscuits", "biscuits"),
        ("who speaks for the mills", "mills"),
        ("beth yw biscuits", "biscuits"),
    ],
)
def test_a_question_of_any_form_is_read_where_its_words_find_nothing(
    index: Index, question: str, words: str
) -> None:
    assert search(index, question, literal=True).total == 0
    results = search(index, question)
    assert results.reading
    assert (results.reading.names, results.reading.words) == ((), words)
    assert set(moments(results)) == set(moments(search(index, words)))
    nobody = search(index, question, Filters(speaker=Wanted("nobody")))
    assert (nobody.reading, nobody.total) == (results.reading, 0)


@pytest.mark.parametrize(
    ("query", "nations", "words"),
    [
        ("Scotland", "Scotland", ""),
        ("weaving Scotland", "Scotland", "weaving"),
        ("weaving Wales and Scotland", "Wales Scotland", "weaving"),
        ("when is Wales mentioned", "Wales", ""),
        ("Wales", "", ""),
        ("water Wales", "", ""),
        ("zebra Scotland", "", ""),
        ("weaving UK", "", ""),
    ],
)
def test_the_name_of_a_nation_is_read_where_the_words_find_nothing(
    index: Index, query: str, nations: str, words: str
) -> None:
    reading = search(index, query).reading
    named = [one.key for one in reading.names if one.group == "nations"] if reading else []
    assert (" ".join(named), reading.words if reading else "") == (nations, words)
    typed = search(index, query, literal=True)
    assert typed.reading is None
    assert not (nations and typed.total)


@pytest.mark.parametrize(
    ("query", "total"), [("is there employer engagement", 6), ("what is zebra", 0), ("what", 0)]
)
def test_words_that_find_something_or_nothing_are_taken_as_they_are(
    index: Index, query: str, total: int
) -> None:
    results = search(index, query)
    assert (results.reading, results.total) == (None, total)


def test_a_mention_is_marked_where_no_word_is(index: Index) -> None:
    for query, filters in (
        ("", Filters(kind="speech", institution=Wanted("coleg-olwyn", "about"))),
        ("when is Coleg Olwyn mentioned", Filters(kind="speech")),
        ("about:waterwheel", Filters(kind="speech")),
    ):
        [hit] = search(index, query, filters).hits
        assert [piece.text for piece in hit.excerpt if piece.marked] == ["Waterwheel College"]
        assert hit.word_ms == 15_000


def test_a_filter_for_somebody_else_narrows_what_was_read(index: Index) -> None:
    teasels = Filters(institution=Wanted("teasel-university"))
    results = search(index, "when is Coleg Olwyn mentioned", teasels)
    assert moments(results) == [MAGNUS]
    assert [(state.key, state.relation) for state in results.states] == [
        ("coleg-olwyn", "about"),
        ("teasel-university", "by"),
    ]


def test_words_taken_as_they_are(index: Index) -> None:
    results = search(index, QUESTION, literal=True)
    assert (results.total, results.reading, results.states) == (0, None, ())


@pytest.mark.parametrize("relation", ["by", "about", "either"])
def test_a_relation_is_kept_whatever_the_question_says(index: Index, relation: Relation) -> None:
    filters = Filters(institution=Wanted("coleg-olwyn", relation))
    [state] = search(index, QUESTION, filters).states
    assert state.relation == relation
