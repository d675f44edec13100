"""Who says and who is named in each entry of an archive of invented people."""

from pathlib import Path

import pytest
from archives import LOOMS, MILLS, mill, said, write_archive, write_transcript
from indexes import made

from index.collect import collect
from index.corpus import Index
from index.entries import Entry, dump_entry, load_entry
from index.facets import FacetField
from index.filters import Filters, Wanted
from index.keys import NAMED, Keys, NamedField, Relation, union
from index.search import search
from index.statistics import spoken_ms
from media.archive import Archive

NOBODY = Keys()


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return mill(tmp_path_factory.mktemp("mill") / "archive")


@pytest.fixture(scope="module")
def entries(archive: Archive) -> list[Entry]:
    return collect(archive).entries


@pytest.fixture(scope="module")
def index(archive: Archive) -> Index:
    return made(archive, archive.root.parent / "index")


def speech(entries: list[Entry], webinar: str) -> list[Entry]:
    return [entry for entry in entries if entry.kind == "speech" and entry.webinar == webinar]


def test_a_passage_knows_who_says_it_as_of_that_day(entries: list[Entry]) -> None:
    petra = speech(entries, MILLS)[1]
    assert petra.by == Keys(
        people=("petra-thimble",),
        institutions=("coleg-olwyn",),
        nations=("Wales",),
        roles=("speaker", "head of wheels"),
    )
    assert (petra.speaker, petra.role, petra.institution) == (
        "Petra Thimble",
        "Head of Wheels",
        "Coleg Olwyn",
    )
    [later] = speech(entries, LOOMS)
    assert later.by == Keys(
        people=("petra-thimble",),
        institutions=("teasel-university",),
        nations=("Scotland",),
        roles=("speaker", "director of looms"),
    )
    assert (later.role, later.institution) == ("Director of Looms", "University of Teasels")
    assert speech(entries, MILLS)[0].by.roles == ("chair", "chief taster")


def test_a_passage_knows_whom_and_what_it_names(entries: list[Entry]) -> None:
    orla, petra, _, magnus, *_ = speech(entries, MILLS)
    assert orla.about == Keys(
        people=("petra-thimble",),
        institutions=("biscuit-agency",),
        nations=("UK",),
        roles=("speaker", "head of wheels"),
    )
    assert orla.topics == ("stackable-credit",)
    assert petra.about == NOBODY
    assert magnus.about == Keys(institutions=("coleg-olwyn",), nations=("Wales",))


def test_a_mention_is_placed_in_its_passage(entries: list[Entry]) -> None:
    for entry in entries:
        words = entry.text.split(" ")
        for mention in entry.mentions:
            assert " ".join(words[mention.first : mention.last + 1]) == mention.text
            assert mention.start_ms == entry.times[mention.first]
    [magnus] = speech(entries, MILLS)[3].mentions
    assert (magnus.kind, magnus.id, magnus.first, magnus.last) == (
        "institution",
        "coleg-olwyn",
        0,
        1,
    )


def test_a_name_across_passages_belongs_to_the_one_it_begins_in(tmp_path: Path) -> None:
    filler = "Water turns the wheel and the wheel turns the stone again, " * 10
    root = write_archive(
        tmp_path / "archive",
        institutions=[
            {"id": "long", "name": "Turns College", "kind": "college", "nation": "Wales"}
        ],
        webinars={LOOMS: {"title": "Looms"}},
    )
    words = f"{filler}{'Turns College ' * 20}{filler}"
    write_transcript(root, LOOMS, said(("A", words), each_ms=150_000))
    passages = speech(collect(Archive(root)).entries, LOOMS)
    assert len(passages) > 1
    assert sum(len(passage.mentions) for passage in passages) == 20
    for passage in passages:
        count = len(passage.text.split(" "))
        assert all(0 <= m.first <= m.last < count for m in passage.mentions)


def test_no_name_goes_from_one_speaker_to_the_next(tmp_path: Path) -> None:
    root = write_archive(
        tmp_path / "archive",
        institutions=[{"id": "c", "name": "Turns College", "kind": "college", "nation": "Wales"}],
        webinars={LOOMS: {"title": "Looms"}},
    )
    write_transcript(root, LOOMS, said(("unnamed 1", "It Turns"), ("unnamed 2", "College starts")))
    assert [e.about for e in speech(collect(Archive(root)).entries, LOOMS)] == [NOBODY, NOBODY]


def test_a_voice_without_a_name_is_nobody(entries: list[Entry]) -> None:
    unnamed, passer_by = speech(entries, MILLS)[2], speech(entries, MILLS)[5]
    assert (unnamed.speaker, unnamed.by) == (None, NOBODY)
    assert (passer_by.speaker, passer_by.by) == ("Passer-by", Keys(people=("name:passer-by",)))


def test_people_of_drafts_are_not_known(index: Index, archive: Archive) -> None:
    assert "secret-shuttle" not in index.directory.names.people
    assert search(index, "about:secret-shuttle").total == 0
    assert search(index, '"Secret Shuttle says"').total == 1


def test_a_webinar_is_by_its_roster_and_about_what_it_tells_of(entries: list[Entry]) -> None:
    [mills, _] = [entry for entry in entries if entry.kind == "webinar"][::-1]
    assert mills.by.people == ("orla-bobbin", "petra-thimble", "magnus-doily")
    assert mills.by.nations == ("UK", "Wales", "Scotland")
    assert mills.about == Keys(institutions=("biscuit-agency",), nations=("UK",))


def test_a_document_is_by_and_about_what_its_file_says_and_names(entries: list[Entry]) -> None:
    [study] = [entry for entry in entries if entry.kind == "document"]
    assert study.by == Keys(institutions=("biscuit-agency",), nations=("UK",))
    assert study.about == Keys(institutions=("coleg-olwyn",), nations=("Wales",))
    assert study.topics == ("stackable-credit",)


def test_entries_are_read_as_they_were_written(entries: list[Entry]) -> None:
    assert [load_entry(dump_entry(entry)) for entry in entries] == entries


def test_keys_are_joined_each_once() -> None:
    joined = union([Keys(("a", "b"), ("x",)), NOBODY, Keys(("b", "c"), roles=("r",))])
    assert joined == Keys(("a", "b", "c"), ("x",), (), ("r",))
    assert union([]) == NOBODY


def test_speaking_time_adds_up_the_passages(index: Index) -> None:
    assert spoken_ms(index) == {
        (MILLS, "orla-bobbin"): 5_000,
        (MILLS, "petra-thimble"): 10_000,
        (MILLS, "magnus-doily"): 5_000,
        (MILLS, "name:passer-by"): 5_000,
        (LOOMS, "petra-thimble"): 5_000,
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("nation:wales", {"5", "20"}),
        ("nation:alban", {"0", "15"}),
        ("role:dean", {"15"}),
        ('role:"chief taster"', {"0"}),
        ("role:chair", {"0"}),
        ("topic:stackable-credit", {"0"}),
        ('topic:"stacked credit"', {"0"}),
        ("by:bqa", {"0"}),
        ('by:"mill institute"', {"5", "20"}),
        ("by:cymru", {"5", "20"}),
        ("by:thimble", {"0", "5", "20"}),
        ("about:waterwheel", {"15"}),
        ("about:petra-thimble", {"0"}),
        ('about:"stackable credit"', {"0"}),
        ("either:olwyn", {"5", "15", "20"}),
        ("by:wales -about:bqa employer", {"5"}),
        ("by:nobody", set()),
    ],
)
def test_fields(index: Index, query: str, expected: set[str]) -> None:
    hits = search(index, query, Filters(kind="speech")).hits
    assert {str(hit.start_ms // 1000) for hit in hits} == expected


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ("by:thimbel", "by: finds nothing, since nothing here is called “thimbel”."),
        ("speaker:pettra", " Did you mean “Petra Thimble”?"),
        ("about:coleg-olwin", " Did you mean “Coleg Olwyn”?"),
        ("nation:walse wheels", " Did you mean “Wales”?"),
        ("topic:zebra", "topic: finds nothing, since nothing here is called “zebra”."),
    ],
)
def test_a_name_that_nobody_has_is_told_of(index: Index, query: str, note: str) -> None:
    results = search(index, query)
    assert results.total == 0
    assert note in str(results.notes[0])


def test_a_name_without_words_of_its_own_is_known(index: Index) -> None:
    assert search(index, "by:idle-college").notes == ()


@pytest.mark.parametrize("field", list(NAMED))
@pytest.mark.parametrize("relation", ["by", "about"])
def test_every_value_filters_to_its_count(
    index: Index, field: NamedField, relation: Relation
) -> None:
    results = search(index, "-zebra")
    values = [f.values for f in results.facets if (f.field, f.relation) == (field, relation)]
    if field != "role" or relation == "by":
        assert values[0]
    for value in values[0] if values else ():
        filters = Filters().naming(NAMED[field], Wanted(value.value, relation))
        narrowed = search(index, "-zebra", filters)
        assert narrowed.total == value.count
        [state] = narrowed.states
        assert state.label == value.label


def test_a_document_tells_nobody_whom_readers_may_not_know_of(tmp_path: Path) -> None:
    root = write_archive(
        tmp_path,
        people=[{"id": "secret-shuttle", "name": "Secret Shuttle", "variants": ["Hidden One"]}],
        documents={"study": {"title": "A study", "kind": "report", "about": ["secret-shuttle"]}},
        webinars={
            "2031-07-01-draft": {"state": "draft", "appearance": [{"person": "secret-shuttle"}]}
        },
    )
    [document] = collect(Archive(root)).entries
    assert "Shuttle" not in document.text
    assert "Hidden" not in document.also


def test_topics_are_a_facet_and_a_filter(index: Index) -> None:
    [topics] = [f.values for f in search(index, "-zebra").facets if f.field == "topic"]
    assert [(t.value, t.label, t.count) for t in topics] == [
        ("stackable-credit", "stackable credit", 2)
    ]
    assert search(index, "", Filters(topic="stackable-credit")).total == 2


def test_roles_are_shown_as_printed(index: Index) -> None:
    field: FacetField = "role"
    [roles] = [f.values for f in search(index, "-zebra").facets if f.field == field]
    assert {role.label for role in roles} == {
        "Chair",
        "Speaker",
        "Chief Taster",
        "Head of Wheels",
        "Dean of Fibres",
        "Director of Looms",
    }
