"""Search by meaning in an index: what gets points, what they change, and what they never do."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from archives import said, write_archive, write_transcript
from hypothesis import given
from hypothesis import strategies as st
from indexes import contents

from index.build import build
from index.command import main
from index.corpus import Index
from index.entries import Entry
from index.facets import Facet, FacetValue
from index.filters import Filters, Wanted
from index.keys import NAMED
from index.opening import open_index, refreshed
from index.search import Results, search
from index.vectors.bert import Array
from index.vectors.choose import INSTALLED, Network, network_for
from index.vectors.model import NoMeaning
from index.vectors.stored import Kept, Vectors, open_vectors
from index.vectors.writing import PointsWriter
from media.archive import Archive
from media.dates import PartialDate
from media.errors import BadSetting
from media.model import Cue
from media.settings import Settings
from media.timecode import Span

BREAD, BOATS = "2030-01-01-bread", "2030-02-01-boats"
# Words that the network below takes for the same.
CONCEPTS = (
    "loaves dough baker bread crumb pastry",
    "ship vessel boat sail mast",
    "exam grading marks tests assessing",
    "money funding price wages",
)
PLACES = {word: place for place, words in enumerate(CONCEPTS) for word in words.split()}
# Nobody says these words; they mean what is said of loaves, and of marks.
BREAD_QUESTION = "how does pastry rise"
EXAM_QUESTION = "assessing apprentices"


class Concepts:
    """A network of a few words, that remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.network = Network("concepts", len(CONCEPTS) + 1, self.points)

    def points(self, texts: Sequence[str]) -> Array:
        self.asked += texts
        rows = np.zeros((len(texts), self.network.width), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.lower().replace(".", "").split():
                row[PLACES.get(word, -1)] += 1 if word in PLACES else 0.01
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


LINES = (
    ("Nia Paperclip", "We let the dough rest, and good loaves follow."),
    ("Otto Inkwell", "A baker has to know the oven."),
    ("Nia Paperclip", "Otto gives marks for every exam."),
    ("Otto Inkwell", "The harbour opened in spring, and Nia was there."),
)
SAILING = (
    ("Otto Inkwell", "The ship has a mast. It was long under repair in the harbour."),
    ("Otto Inkwell", "The ladder has a rung. It was long under repair in the harbour."),
)
WELSH = (("Otto Inkwell", "Mae dough yn dda gyda loaves."),)


def written(root: Path) -> Archive:
    """Write an archive of three webinars, in which minutes lie between what is said."""
    write_archive(
        root,
        people=[
            {"id": "nia-paperclip", "name": "Nia Paperclip", "variants": ["Nia"]},
            {"id": "otto-inkwell", "name": "Otto Inkwell", "variants": ["Otto"]},
        ],
        webinars={
            BREAD: {
                "title": "Morning",
                "appearance": [{"person": "nia-paperclip"}, {"person": "otto-inkwell"}],
            },
            BOATS: {"title": "Evening", "appearance": [{"person": "otto-inkwell"}]},
            "2030-03-01-bara": {"title": "Bore", "language": "cy"},
        },
    )
    write_transcript(root, BREAD, spoken(LINES))
    write_transcript(root, BOATS, spoken(SAILING))
    write_transcript(root, "2030-03-01-bara", spoken(WELSH))
    return Archive(root)


def spoken(lines: Sequence[tuple[str, str]], every_ms: int = 90_000) -> list[Cue]:
    cues = said(*lines)
    return [
        replace(cue, start_ms=n * every_ms, end_ms=n * every_ms + 5_000)
        for n, cue in enumerate(cues)
    ]


@pytest.fixture(scope="module")
def concepts() -> Concepts:
    return Concepts()


@pytest.fixture(scope="module")
def index(concepts: Concepts, tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("related")
    return indexed(written(folder / "archive"), folder / "index", concepts.network)


@pytest.fixture(scope="module")
def by_words(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """The same archive without points."""
    folder = tmp_path_factory.mktemp("words")
    return indexed(written(folder / "archive"), folder / "index", None)


def indexed(archive: Archive, folder: Path, network: Network | None, anew: bool = False) -> Index:
    build(archive, folder, anew=anew, network=network)
    return open_index(folder, network=network)


def texts(results: Results) -> list[str]:
    return [hit.text for hit in results.hits]


def test_a_question_in_other_words_finds_what_means_the_same(index: Index) -> None:
    found = search(index, BREAD_QUESTION)
    assert found.related
    assert set(texts(found)) == {LINES[0][1], LINES[1][1]}
    assert not found.loosely
    assert found.notes == ()
    assert not any(piece.marked for hit in found.hits for piece in hit.excerpt)
    assert [hit.word_ms for hit in found.hits] == [hit.start_ms for hit in found.hits]


def test_without_points_it_finds_nothing(by_words: Index) -> None:
    assert search(by_words, BREAD_QUESTION).total == 0


@pytest.mark.parametrize(("plain", "literal"), [(True, False), (False, True)])
def test_who_wants_the_words_alone_gets_no_more(index: Index, plain: bool, literal: bool) -> None:
    found = search(index, BREAD_QUESTION, plain=plain, literal=literal)
    assert (found.total, found.related) == (0, False)


@pytest.mark.parametrize(
    "query",
    [
        *("loaves", '"the harbour"', "harbour -ship", "mast OR dough", "long NEAR repair"),
        *("harbou*", "by:otto", "by:otto harbour", "", "harbour repair", '"pastry"', "pastry OR x"),
    ],
)
def test_what_is_no_sentence_is_searched_by_words_alone(
    index: Index, by_words: Index, concepts: Concepts, query: str
) -> None:
    concepts.asked.clear()
    with_points, without = search(index, query), search(by_words, query)
    assert with_points.groups == without.groups
    assert with_points.facets == without.facets
    assert concepts.asked == []


def test_meaning_decides_between_passages_that_fit_equally_well(
    index: Index, by_words: Index
) -> None:
    """Of two that have the same words of a question, the ship is nearer to the vessel."""
    question = "which vessel was long under repair in the harbour"
    found, plain = search(index, question), search(by_words, question)
    assert not found.related
    assert texts(found)[:2] == [SAILING[0][1], SAILING[1][1]]
    assert set(texts(found)) == set(texts(plain))
    first, second = (hit.score for hit in plain.hits[:2])
    assert first == pytest.approx(second)


def test_welsh_has_no_points(index: Index) -> None:
    pointed = {
        part.entry(int(number)).text
        for part, _ in index.parts
        if part.vectors
        for number in part.vectors.entries
    }
    assert pointed == {text for _, text in (*LINES, *SAILING)}


def test_whose_words_are_wanted_counts(index: Index) -> None:
    found = search(index, "what did Otto Inkwell say about pastry")
    assert found.related
    assert texts(found) == [LINES[1][1]]
    [state] = found.states
    assert [(way.relation, way.count) for way in state.ways] == [
        ("by", 1),
        ("about", 0),
        ("either", 1),
    ]


def test_a_name_alone_has_no_meaning(index: Index, concepts: Concepts) -> None:
    concepts.asked.clear()
    assert not search(index, "Otto Inkwell", Filters(kind="document")).related
    assert concepts.asked == []


def narrowed(facet: Facet, value: FacetValue) -> Filters:
    """Return the filter that a value stands for."""
    match facet.field:
        case "speaker" | "institution" | "nation" | "role":
            return Filters().naming(NAMED[facet.field], Wanted(value.value, facet.relation))
        case "year":
            year = PartialDate.parse(value.value)
            return Filters(from_=year, to=year)
        case "kind":
            return Filters(kind=value.value)  # type: ignore[arg-type]
        case "webinar":
            return Filters(webinar=value.value)
        case "topic":
            return Filters(topic=value.value)


@pytest.mark.parametrize(
    "question",
    [
        BREAD_QUESTION,
        EXAM_QUESTION,
        "what did Otto Inkwell say about pastry",
        "what is said about Otto Inkwell and grading",
        "which vessel was long under repair in the harbour",
    ],
)
def test_what_a_filter_says_it_leaves_is_what_it_leaves(index: Index, question: str) -> None:
    found = search(index, question)
    assert found.total
    for facet in found.facets:
        for value in facet.values:
            filters = narrowed(facet, value)
            assert search(index, question, filters).total == value.count, (facet.field, value)
    for state in found.states:
        for way in state.ways:
            filters = Filters().naming(NAMED[state.field], way.chosen)
            assert search(index, question, filters).total == way.count, (state.label, way)


def test_webinars_that_are_left_out_are_not_found(index: Index) -> None:
    found = search(index, BREAD_QUESTION, without=frozenset({BREAD}))
    assert (found.total, found.facets[0].values) == (0, ())
    assert search(index, EXAM_QUESTION).total
    assert search(index, EXAM_QUESTION, without=frozenset({BOATS})).total


def test_nothing_is_near_a_question_about_other_things(index: Index) -> None:
    found = search(index, "zebra price")
    assert (found.total, found.related) == (0, False)


def test_making_it_twice_asks_the_network_nothing(tmp_path: Path) -> None:
    concepts, archive = Concepts(), written(tmp_path / "archive")
    first = indexed(archive, tmp_path / "index", concepts.network)
    assert sorted(concepts.asked) == sorted(text for _, text in (*LINES, *SAILING))
    concepts.asked.clear()
    second = indexed(archive, tmp_path / "index", concepts.network)
    assert second.folder == first.folder
    third = indexed(archive, tmp_path / "index", concepts.network, anew=True)
    assert third.folder != first.folder
    assert concepts.asked == []
    assert texts(search(third, BREAD_QUESTION)) == texts(search(first, BREAD_QUESTION))


def test_a_corrected_word_has_points_made_for_a_minute_around_it(tmp_path: Path) -> None:
    concepts, archive = Concepts(), written(tmp_path / "archive")
    lines = [
        line
        for number in range(9)
        for line in (("Nia Paperclip", f"Loaves of kind {number}."), ("Otto Inkwell", "Bread."))
    ]
    write_transcript(archive.root, BREAD, spoken(lines, 30_000))
    indexed(archive, tmp_path / "index", concepts.network)
    concepts.asked.clear()
    lines[9] = ("Otto Inkwell", "Ship.")
    write_transcript(archive.root, BREAD, spoken(lines, 30_000))
    index = indexed(Archive(archive.root), tmp_path / "index", concepts.network)
    # Two on each side are made anew, and need two more to lean to.
    assert concepts.asked == [text for _, text in lines[5:14]]
    fresh = indexed(Archive(archive.root), tmp_path / "fresh", concepts.network)
    assert points_of(index) == pytest.approx(points_of(fresh), abs=1e-5)


def points_of(index: Index) -> dict[str, Array]:
    """Return the similarity of each passage to each concept, by its place."""
    found = {}
    for place, axis in enumerate(np.eye(len(CONCEPTS) + 1, dtype=np.float32)):
        near = index.nearness.similarities(axis, index.alive)
        for number in np.flatnonzero(index.alive).tolist():
            entry = index.entry(number)
            found[f"{place} {entry.webinar} {entry.kind} {entry.start_ms}"] = near[number]
    return found


def test_parts_that_are_merged_keep_their_points(tmp_path: Path) -> None:
    concepts, archive = Concepts(), written(tmp_path / "archive")
    folder = tmp_path / "index"
    indexed(archive, folder, concepts.network)
    concepts.asked.clear()
    corrected = [*LINES[:3], ("Otto Inkwell", "The harbour opened in May.")]
    write_transcript(archive.root, BREAD, spoken(corrected))
    index = indexed(Archive(archive.root), folder, concepts.network)
    assert [(part.entries, part.live) for part in contents(folder).parts] == [(10, 10)]
    assert concepts.asked == [corrected[-1][1]]
    assert texts(search(index, BREAD_QUESTION)) != []


def test_switching_makes_it_anew_and_keeps_its_engine(tmp_path: Path) -> None:
    concepts, archive, folder = Concepts(), written(tmp_path / "archive"), tmp_path / "index"
    build(archive, folder, "tantivy")
    assert build(archive, folder, network=concepts.network).anew
    assert (contents(folder).meaning, contents(folder).engine) == ("concepts", "tantivy")
    concepts.asked.clear()
    assert build(archive, folder, "whoosh", network=concepts.network).anew
    assert concepts.asked == []
    other = concepts.network._replace(name="others")
    assert build(archive, folder, network=other).anew
    assert concepts.asked != []
    assert build(archive, folder).anew
    assert contents(folder).meaning == ""
    assert list(folder.glob("p-*/meaning*")) == []


def test_a_withdrawn_webinar_leaves_no_points(tmp_path: Path) -> None:
    concepts, archive, folder = Concepts(), written(tmp_path / "archive"), tmp_path / "index"
    server = indexed(archive, folder, concepts.network)
    path = archive.root / "webinars" / BREAD / "webinar.toml"
    path.write_text(f'state = "withdrawn"\n{path.read_text("utf-8")}', "utf-8")
    build(Archive(archive.root), folder, network=concepts.network)
    server = refreshed(server)
    assert search(server, BREAD_QUESTION).total == 0
    [part] = [part for part, _ in server.parts]
    assert part.vectors
    assert len(part.vectors.entries) == len(SAILING)


def test_a_network_that_is_gone_is_told_once(
    index: Index, caplog: pytest.LogCaptureFixture
) -> None:
    def gone(texts: Sequence[str]) -> Array:
        raise NoMeaning

    network = Network("concepts", len(CONCEPTS) + 1, gone)
    opened = open_index(index.folder.parent, network=network)
    with caplog.at_level(logging.WARNING):
        for _ in range(2):
            assert search(opened, BREAD_QUESTION).total == 0
            assert search(opened, "which vessel was long under repair in the harbour").total
    assert [record.getMessage() for record in caplog.records] == [
        f"{NoMeaning()} Until then questions are searched by their words alone."
    ]


def test_another_network_asks_nothing_of_these_points(index: Index) -> None:
    other = Concepts()
    network = other.network._replace(name="others")
    assert search(open_index(index.folder.parent, network=network), BREAD_QUESTION).total == 0
    assert search(open_index(index.folder.parent, network=None), BREAD_QUESTION).total == 0
    assert other.asked == []


Talk = list[tuple[str, int]]
TALKS: st.SearchStrategy[Talk] = st.lists(
    st.tuples(st.sampled_from(sorted(PLACES)), st.integers(1_000, 50_000)), max_size=12
)


@given(talks=st.lists(TALKS, min_size=2, max_size=3))
def test_points_that_are_taken_over_are_those_that_would_be_made(
    talks: list[Talk], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder, network = tmp_path_factory.mktemp("points"), Concepts().network
    before: list[Vectors] = []
    for number, talk in enumerate(talks):
        made = stored(folder / f"{number}", talk, network, Kept(before))
        fresh = stored(folder / f"{number}-fresh", talk, network, Kept())
        assert (made is None) == (fresh is None)
        if made and fresh:
            before.append(made)
            assert made.keys.tolist() == fresh.keys.tolist()
            assert made.points * made.steps[:, None] == pytest.approx(
                fresh.points * fresh.steps[:, None], abs=1e-6
            )


def passage(text: str, span: Span) -> Entry:
    start, end = span
    return Entry(kind="speech", title="", webinar=BREAD, text=text, start_ms=start, end_ms=end)


def stored(folder: Path, talk: Talk, network: Network, kept: Kept) -> Vectors | None:
    folder.mkdir()
    writer, at = PointsWriter(network, kept), 0
    for number, (text, length) in enumerate(talk):
        span = Span(at, at + length)
        writer.add(number, passage(text, span))
        at = span.end_ms
    writer.write(folder)
    return open_vectors(folder)


def test_the_real_network_finds_what_was_said_in_other_words(tmp_path: Path) -> None:
    """With the real network: make test installs it."""
    write_archive(tmp_path / "archive", webinars={BREAD: {"title": "Morning"}})
    lines = (
        ("Nia Paperclip", "Firms need to see which skills their people gained from the badge."),
        ("Otto Inkwell", "Fry the cakes on a griddle until both sides are golden."),
    )
    write_transcript(tmp_path / "archive", BREAD, spoken(lines))
    archive = Archive(tmp_path / "archive")
    index = indexed(archive, tmp_path / "index", INSTALLED)
    found = search(index, "How do employers learn what abilities workers acquired?")
    assert found.related
    assert texts(found) == [lines[0][1]]


@pytest.mark.parametrize(
    ("setting", "network"), [("", INSTALLED), ("on", INSTALLED), ("off", None)]
)
def test_the_setting_chooses(setting: str, network: Network | None) -> None:
    assert Settings.from_environment({"MEANING": setting}).meaning == setting
    assert network_for(setting) == network


def test_another_setting_is_refused() -> None:
    with pytest.raises(BadSetting, match="on or off"):
        Settings.from_environment({"MEANING": "yes"})


@pytest.fixture
def told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[..., str]]:
    """Run commands of the index."""

    def run(command: str, *arguments: str) -> str:
        main([command, *arguments, "--index", str(tmp_path / "index")])
        return capsys.readouterr().out

    yield run


def test_the_terminal_says_that_no_words_match(
    told: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = written(tmp_path / "archive")
    question = "assessing apprentices by examination"
    monkeypatch.setenv("MEANING", "on")
    told("build", "--archive", str(archive.root))
    assert contents(tmp_path / "index").meaning == INSTALLED.name
    assert "No words match; these are related in meaning." in told("search", question)
    monkeypatch.setenv("MEANING", "off")
    assert "0 hits." in told("search", question)
    told("build", "--archive", str(archive.root))
    assert contents(tmp_path / "index").meaning == ""
