from pathlib import Path

import pytest
from archives import harbour, said, write_archive, write_transcript, write_words
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from indexes import made

from index.analysis import stems
from index.asking.notes import NOTHING_FOUND
from index.asking.query import And, Not, Or, Phrase, Query, Tree, Word, all_of, any_of, negated
from index.corpus import Index
from index.entries import Kind
from index.filters import Filters, Wanted
from index.keys import Relation
from index.order import Sort
from index.search import MOST_HITS, MOST_MOMENTS, Results, count_hits, search
from media.archive import Archive
from media.dates import PartialDate
from media.model import Cue
from media.model import Word as Heard

TALK, TEACUPS = "2030-01-15-paper-boats", "2030-02-teacups"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return indexed(harbour(tmp_path_factory.mktemp("harbour") / "archive"))


HEARD = ("the", "quality", "of", "life", "and", "quality", "assurance", "of", "paper")


def indexed(archive: Archive) -> Index:
    folder = archive.root.parent / "index"
    return made(archive, folder)


def talk(root: Path, *cues: Cue, words: list[Heard] | None = None) -> Index:
    """Index an archive of one talk."""
    archive = write_archive(root / "archive", webinars={TALK: {"title": "Some event"}})
    write_transcript(archive, TALK, cues)
    if words:
        write_words(archive, TALK, words)
    return indexed(Archive(archive))


def places(results: Results) -> list[str]:
    """Write hits as `webinar`, `document` or, for speech, the second in which it starts."""
    return [
        str(hit.start_ms // 1000) if hit.kind == "speech" else (hit.document or hit.webinar or "")
        for hit in results.hits
    ]


def marked(results: Results) -> list[str]:
    return [piece.text for hit in results.hits for piece in hit.excerpt if piece.marked]


def facet(results: Results, field: str, relation: Relation = "by") -> dict[str, tuple[str, int]]:
    [found] = [f for f in results.facets if (f.field, f.relation) == (field, relation)]
    return {value.value: (value.label, value.count) for value in found.values}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("harbour", {"0"}),
        ("microcredential", {"0", TALK}),
        ("MICRO-CREDENTIALS wales", {"0"}),
        ('"quality assurance"', {"0", "10"}),
        ("quality assurance", {"0", "10"}),
        ('"assurance quality"', set()),
        ("teacup", {"20", TEACUPS, TALK}),
        ("teacups -came", {TEACUPS, TALK}),
        ("teacups AND NOT university", {"20"}),
        ("harbour OR crockery", {"0", TEACUPS}),
        ("sian", {TEACUPS}),
        ('"coleg cychod papur"', {TALK, TEACUPS, "folding-guide"}),
        ("raft", {TALK, TEACUPS, "folding-guide"}),
        ('"case study"', {"folding-guide"}),
        ('"head of folding"', {TALK}),
        ("QAA", {"10"}),
        ("secret", set()),
        ("secrets", set()),
        ("zebra", set()),
        ("", set()),
        ("speaker:nia", {"0", TALK}),
        ('speaker:"nia paperclip" boats', {"0", TALK}),
        ("speaker:otto-inkwell", {"10", TALK, TEACUPS}),
        ("speaker:passer-by", {"20"}),
        ("institution:teacups", {"10", TALK, TEACUPS}),
        ('org:"coleg cychod"', {"0", TALK, TEACUPS, "folding-guide"}),
        ("org:boat-college -speaker:nia", {TEACUPS, "folding-guide"}),
        (f"webinar:{TALK}", {"0", "10", "20", TALK, "folding-guide"}),
        ("event:teacups", {TEACUPS}),
        ("from:2030-02", {TEACUPS}),
        ("from:2030-02-10", {TEACUPS}),
        ("from:2030-02 to:2030-02-10", {TEACUPS}),
        ("to:2029", {"folding-guide"}),
        ("from:2031", set()),
        ("-teacups", {"0", "10", "folding-guide", "secret-paper"}),
    ],
)
def test_finds(index: Index, query: str, expected: set[str]) -> None:
    results = search(index, query)
    assert set(places(results)) == expected
    assert results.total == len(results.hits) == len(expected)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(kind="speech"), {"0", "10", "20"}),
        (Filters(speaker=Wanted("nia-paperclip")), {"0", TALK}),
        (Filters(speaker=Wanted("name:passer-by")), {"20"}),
        (Filters(institution=Wanted("teacup-university")), {"10", TALK, TEACUPS}),
        (Filters(webinar=TALK, kind="speech"), {"0", "10", "20"}),
        (Filters(from_=PartialDate(2030, 2, 28)), {TEACUPS}),
        (Filters(to=PartialDate(2030, 1), kind="webinar"), {TALK}),
        (Filters(speaker=Wanted("nobody")), set()),
    ],
)
def test_filters_narrow_and_alone_find_what_they_leave(
    index: Index, filters: Filters, expected: set[str]
) -> None:
    assert set(places(search(index, "", filters))) == expected


def test_a_filter_that_leaves_nothing_leaves_nothing(index: Index) -> None:
    results = search(index, "teacups", Filters(speaker=Wanted("nobody")))
    assert (results.total, results.hits) == (0, ())
    assert all(facet.values == () for facet in results.facets)


def test_a_hit_tells_who_where_and_when(index: Index) -> None:
    [hit] = search(index, "floats").hits
    assert (hit.kind, hit.webinar, hit.document) == ("speech", TALK, None)
    assert (hit.speaker, hit.person) == ("Otto Inkwell", "otto-inkwell")
    assert (hit.institution, hit.institution_id) == ("University of Teacups", "teacup-university")
    assert (hit.start_ms, hit.end_ms) == (10_000, 20_000)
    assert 15_000 < hit.word_ms < 20_000
    assert hit.date == PartialDate(2030, 1, 15)
    assert hit.title == "Paper boats and micro-credentials"
    assert hit.material == "transcript"
    assert "".join(piece.text for piece in hit.excerpt) == hit.text


def test_a_webinar_without_a_recording_is_found_and_says_so(index: Index) -> None:
    hit = search(index, "crockery").hits[0]
    assert (hit.kind, hit.webinar, hit.material) == ("webinar", TEACUPS, "nothing yet")
    assert (hit.start_ms, hit.end_ms, hit.word_ms, hit.speaker) == (0, 0, 0, None)


def test_a_document_does_not_name_a_webinar_that_is_not_published(index: Index) -> None:
    [hit] = search(index, "paper event").hits
    assert (hit.kind, hit.document, hit.webinar) == ("document", "secret-paper", None)


def test_titles_weigh_more(index: Index) -> None:
    assert places(search(index, "boats"))[0] == TALK
    assert places(search(index, "teacups"))[0] == TEACUPS


def test_titles_are_marked(index: Index) -> None:
    hit = search(index, "microcredential", Filters(kind="webinar")).hits[0]
    assert [piece.text for piece in hit.title_pieces if piece.marked] == ["micro-credentials"]


def test_facets_count_all_hits(index: Index) -> None:
    results = search(index, "speaker:otto OR teacups", limit=1)
    assert results.total == 4
    assert facet(results, "speaker") == {
        "otto-inkwell": ("Otto Inkwell", 3),
        "nia-paperclip": ("Nia Paperclip", 1),
        "sian-lamp": ("Siân Lamp", 1),
        "name:passer-by": ("Passer-by", 1),
    }
    assert facet(results, "institution") == {
        "teacup-university": ("University of Teacups", 3),
        "boat-college": ("College of Paper Boats", 2),
    }
    assert facet(results, "webinar") == {
        TALK: ("Paper boats and micro-credentials", 3),
        TEACUPS: ("Teacups for everybody", 1),
    }
    assert facet(results, "year") == {"2030": ("2030", 4)}
    assert facet(results, "kind") == {"speech": ("Speech", 2), "webinar": ("Webinars", 2)}


@pytest.mark.parametrize("field", ["speaker", "institution", "webinar", "kind"])
def test_every_facet_value_filters_to_its_count(index: Index, field: str) -> None:
    results = search(index, "-zebra")
    assert facet(results, field)
    for value, (_, count) in facet(results, field).items():
        chosen = Wanted(value) if field in ("speaker", "institution") else value
        narrowed = search(index, "-zebra", Filters(**{field: chosen}))  # type: ignore[arg-type]
        assert narrowed.total == count


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("newest", [TEACUPS, TALK, "0", "10", "20", "folding-guide", "secret-paper"]),
        ("oldest", ["folding-guide", TALK, "0", "10", "20", TEACUPS, "secret-paper"]),
        ("best", [TEACUPS, TALK, "0", "10", "20", "folding-guide", "secret-paper"]),
    ],
)
def test_orders(index: Index, sort: Sort, expected: list[str]) -> None:
    assert places(search(index, "-zebra", sort=sort)) == expected


def test_pages_do_not_overlap(index: Index) -> None:
    whole = places(search(index, "-zebra"))
    pages = [places(search(index, "-zebra", limit=2, offset=at)) for at in (0, 2, 4, 6, 8)]
    assert [place for page in pages for place in page] == whole


def test_bounds_of_a_page_are_brought_within(index: Index) -> None:
    results = search(index, "boats", limit=-5, offset=-1)
    assert (results.limit, results.offset, results.hits) == (0, 0, ())
    assert results.total > 0
    assert search(index, "boats", limit=10**9).limit == MOST_HITS


def test_notes_say_what_was_done(index: Index) -> None:
    assert search(index, '"paper boats').notes != ()
    assert search(index, "zebra unicorn").notes == (NOTHING_FOUND,)
    assert search(index, "harbour zebra").loosely
    assert not search(index, "harbour").loosely
    assert search(index, "harbour").notes == ()


def test_a_phrase_is_found_across_cues_and_its_first_word_is_timed(tmp_path: Path) -> None:
    index = talk(
        tmp_path,
        Cue(0, 2_000, "The quality of life and quality", "A"),
        Cue(2_000, 4_000, "assurance of paper.", "A"),
        words=[
            Heard(n * 300, n * 300 + 200, text)
            for n, text in enumerate(
                ["the", "quality", "of", "life", "and", "quality", "assurance", "of", "paper"]
            )
        ],
    )
    results = search(index, '"quality assurance"')
    assert results.total == 1
    assert results.hits[0].word_ms == 1_500  # not the stray "quality" at 300
    assert marked(results) == ["quality assurance"]


def test_a_phrase_is_found_across_passages_once(tmp_path: Path) -> None:
    cues = said(("A", "We speak of quality"), ("B", "Assurance"), ("C", "of paper, he said."))
    index = talk(tmp_path, *cues)
    results = search(index, '"quality assurance of paper"')
    assert (results.total, places(results)) == (1, ["0"])
    assert marked(results) == ["quality Assurance of paper"]
    assert "".join(p.text for p in results.hits[0].excerpt) == (
        "We speak of quality Assurance of paper…"
    )
    assert results.hits[0].text == "We speak of quality"
    assert places(search(index, '"of paper he said"')) == ["10"]
    assert places(search(index, "of")) == ["0", "10"]


def test_a_closed_compound_is_found_across_cues(tmp_path: Path) -> None:
    index = talk(tmp_path, *said(("A", "these micro"), ("A", "credentials")))
    assert search(index, "microcredential").total == 1


def test_no_phrase_reaches_into_another_webinar(tmp_path: Path) -> None:
    slugs = ("2030-01-01-one", "2030-01-02-two")
    root = write_archive(tmp_path / "archive", webinars={slug: {"title": "T"} for slug in slugs})
    write_transcript(root, slugs[1], said("the last word"))
    write_transcript(root, slugs[0], said("begins the next"))
    index = indexed(Archive(root))
    assert search(index, '"word begins"').total == 0
    assert search(index, '"last word t"').total == 0
    assert search(index, '"t begins"').total == 0


def test_only_what_matches_is_marked(tmp_path: Path) -> None:
    index = talk(tmp_path, *said("A boat has sails. The harbour has none."))
    assert marked(search(index, "(boat zebra) OR harbour")) == ["harbour"]
    assert marked(search(index, "harbour -zebra")) == ["harbour"]
    assert marked(search(index, "boat OR harbour")) == ["boat", "harbour"]


def test_an_excerpt_starts_at_a_sentence_and_keeps_short(tmp_path: Path) -> None:
    filler = "Nothing of interest is told in this sentence at all. " * 4
    text = f"{filler}Then the harbour opens. {filler}"
    index = talk(tmp_path, Cue(0, 40_000, text))
    [hit] = search(index, "harbour").hits
    shown = "".join(piece.text for piece in hit.excerpt)
    assert shown.startswith("Nothing of interest")
    assert "harbour" in shown
    assert len(shown) <= 282
    assert shown.endswith("…")


def test_an_excerpt_without_sentences_starts_at_a_word(tmp_path: Path) -> None:
    index = talk(tmp_path, Cue(0, 40_000, "mumble " * 60 + "harbour " + "mumble " * 30))
    [hit] = search(index, "harbour").hits
    shown = "".join(piece.text for piece in hit.excerpt)
    assert shown.startswith("…mumble")
    assert shown.count("harbour") == 1


VOCABULARY = ["quality", "assurance", "boat", "microcredential", "micro", "credential", "QAA"]
cue_texts = st.lists(st.sampled_from(VOCABULARY), max_size=8).map(" ".join)
scripts = st.lists(st.tuples(st.sampled_from("AB"), cue_texts), max_size=12)
simple = st.sampled_from(VOCABULARY).map(Word) | st.lists(
    st.sampled_from(VOCABULARY), min_size=1, max_size=4
).map(lambda words: Phrase(" ".join(words)))
questions = st.recursive(
    simple,
    lambda inner: (
        inner.map(negated)
        | st.lists(inner, min_size=2, max_size=3).map(all_of)
        | st.lists(inner, min_size=2, max_size=3).map(any_of)
    ),
    max_leaves=5,
)


@settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(scripts, st.lists(questions, min_size=5, max_size=10))
def test_finds_what_reading_every_passage_finds(
    tmp_path: Path, script: list[tuple[str, str]], trees: list[Tree]
) -> None:
    index = talk(tmp_path, *said(*script))
    speech = [e for n in range(len(index)) if (e := index.entry(n)).kind == "speech"]
    for tree in trees:
        results = search(index, Query(tree), Filters(kind="speech"), limit=1000)
        expected = _by_reading([entry.text for entry in speech], tree)
        starts = [speech[n].start_ms for n in sorted(expected)]
        assert sorted(hit.start_ms for hit in results.hits) == starts
        assert results.total == len(starts)


def _side_by_side(parts: list[set[int]], kept: set[int]) -> set[int]:
    """Find the passages that hold all parts, and the first of two that do so together."""

    def wide(some: set[int]) -> set[int]:
        return {number + step for number in some for step in (-1, 0, 1)}

    full: set[int] = set.intersection(*parts) & kept
    if len(parts) == 1:
        return full
    some = {number for part in parts for number in part}
    together = set.intersection(*map(wide, parts)) & some & kept
    found, run = set(full), 0
    for number in sorted(together - wide(full)):
        run = run + 1 if number - 1 in together - wide(full) else 0
        if run % 2 == 0:
            found.add(number)
    return found


def _by_reading(passages: list[str], tree: Tree) -> set[int]:
    """Find the passages that a tree matches by looking at all of their words."""
    match tree:
        case Not(item):
            return set(range(len(passages))) - _by_reading(passages, item)
        case And(items):
            left_out: list[Tree] = [item for item in items if isinstance(item, Not)]
            joined = [_by_reading(passages, item) for item in items if item not in left_out]
            kept = [_by_reading(passages, item) for item in left_out]
            every = set(range(len(passages))).intersection(*kept)
            return _side_by_side(joined, every) if joined else every
        case Or(items):
            return set.union(*(_by_reading(passages, item) for item in items))
        case Word(text) | Phrase(text):
            wanted = stems(text)
            stream = [(term, n) for n, text in enumerate(passages) for term in stems(text)]
            return {
                stream[at][1]
                for at in range(len(stream) - len(wanted) + 1)
                if tuple(term for term, _ in stream[at : at + len(wanted)]) == wanted
            }
        case _:
            raise AssertionError(tree)


@pytest.mark.parametrize("kind", ["speech", "webinar", "document"])
def test_every_hit_of_a_kind_is_of_it(index: Index, kind: Kind) -> None:
    assert {hit.kind for hit in search(index, "-zebra", Filters(kind=kind)).hits} == {kind}


def test_how_much_is_found_is_told_without_looking(index: Index) -> None:
    for query, filters in (
        ("harbour", Filters()),
        ("harbour", Filters(kind="speech")),
        ("zebra unicorn", Filters()),
        ("", Filters(kind="document")),
    ):
        for literal in (False, True):
            found = search(index, query, filters, literal=literal, plain=literal)
            told = count_hits(index, query, filters, literal=literal, plain=literal)
            assert told == found.total


def test_an_excerpt_tells_from_when_to_when_it_is_said(tmp_path: Path) -> None:
    words = [f"word{n}" for n in range(60)]
    line = f"Before this. Then {' '.join(words)} at last."
    root = write_archive(tmp_path / "archive", webinars={"2030-01-01-talk": {"title": "Talk"}})
    # About a second a word, since all are about as long: its number is its time.
    write_transcript(root, "2030-01-01-talk", said(line, each_ms=1_000 * len(line.split())))
    [hit] = search(made(Archive(root), tmp_path / "index"), "word2").hits
    shown = "".join(piece.text for piece in hit.excerpt)
    assert shown.startswith("Before this. Then word0")
    last = shown.removesuffix("…").split()[-1]
    assert hit.excerpt_start_ms == 0
    assert abs(hit.excerpt_end_ms - 1_000 * (line.split().index(last) + 1)) < 500


def test_moments_are_all_that_were_found_of_a_webinar(tmp_path: Path) -> None:
    some, many = "2030-01-01-some", "2030-02-02-many"
    root = write_archive(
        tmp_path / "archive", webinars={some: {"title": "A"}, many: {"title": "B"}}
    )
    talk = ["A kettle."] * (MOST_MOMENTS + 50)
    write_transcript(root, many, said(*talk, each_ms=60_000))
    write_transcript(root, some, said("Tea.", "A kettle.", "Tea.", "A kettle.", each_ms=60_000))
    results = search(made(Archive(root), tmp_path / "index"), "kettle", limit=1, each=1)
    assert results.moments(some) == (60_000, 180_000)
    told = results.moments(many)
    assert len(told) == MOST_MOMENTS
    assert (told[0], told[-1]) == (0, 60_000 * (len(talk) - 1))
    assert results.moments("2030-03-03-none") == ()
