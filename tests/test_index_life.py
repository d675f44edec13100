"""Whatever happens to an archive, its index holds what one made from nothing would hold."""

import os
import shutil
import tempfile
from collections import defaultdict
from pathlib import Path

import pytest
from archives import said, write_archive, write_transcript
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from indexes import holding, owned

from index.build import build
from index.collect import collect
from index.opening import open_index, open_or_rebuild, refreshed
from media.archive import Archive

SLUGS = ("2030-01-01-talk", "2030-02-01-talk")
WORDS = ("lagoon", "walnut", "lantern", "button", "meadow")
PEOPLE = ("Nia Paperclip", "Otto Inkwell", "Orla Bobbin")
VOICES = (*PEOPLE, "Passer-by", "passer-by", None)
# As many as log3 of their entries makes of them.
MOST_PARTS = 4
LINES = st.lists(st.tuples(st.sampled_from(VOICES), st.sampled_from(WORDS + PEOPLE)), max_size=12)


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    # Nobody pulls the plug here, and a disk takes its time.
    monkeypatch.setattr(os, "fsync", lambda _descriptor: None)


class Life(RuleBasedStateMachine):
    """An archive that people work on, its index, and a server that has it open."""

    def __init__(self) -> None:
        super().__init__()
        self.base = Path(tempfile.mkdtemp())
        self.root, self.folder = self.base / "archive", self.base / "index"
        # For each webinar its state, who is on its roster, and what is said.
        self.webinars: dict[str, tuple[str, list[str], list[tuple[str | None, str]]]] = {
            slug: ("published", [person], [(person, word), (None, other)])
            for slug, person, word, other in zip(SLUGS, PEOPLE, WORDS, PEOPLE[1:], strict=False)
        }
        self.documents: dict[str, str] = {}
        self.variants: dict[str, str] = {}
        self._write()
        self.server = open_or_rebuild(Archive(self.root), self.folder)

    def teardown(self) -> None:
        shutil.rmtree(self.base)

    @rule(
        slug=st.sampled_from(SLUGS),
        state=st.sampled_from(("published", "published", "draft", "withdrawn")),
        roster=st.lists(st.sampled_from(PEOPLE), unique=True, max_size=3),
        lines=LINES,
    )
    def put(
        self, slug: str, state: str, roster: list[str], lines: list[tuple[str | None, str]]
    ) -> None:
        self.webinars[slug] = state, roster, lines

    @rule(slug=st.sampled_from(SLUGS))
    def remove(self, slug: str) -> None:
        self.webinars.pop(slug, None)

    @rule(slug=st.sampled_from(SLUGS), state=st.sampled_from(("published", "withdrawn")))
    def set_state(self, slug: str, state: str) -> None:
        if slug in self.webinars:
            self.webinars[slug] = state, *self.webinars[slug][1:]

    @rule(person=st.sampled_from(PEOPLE), variant=st.sampled_from(WORDS))
    def call(self, person: str, variant: str) -> None:
        """Give somebody another name, which transcripts may hold already."""
        self.variants[person] = variant.title()

    @rule(name=st.sampled_from(("one", "two")), word=st.sampled_from(WORDS))
    def write_document(self, name: str, word: str) -> None:
        self.documents[name] = word

    @rule()
    def remove_documents(self) -> None:
        self.documents.clear()

    @rule()
    def make_anew(self) -> None:
        build(Archive(self.root), self.folder, anew=True)

    @rule(data=st.data())
    def damage(self, data: st.DataObject) -> None:
        """Spoil a file, and start the server again."""
        files = sorted(path for path in self.folder.glob("*/*") if path.is_file())
        path = data.draw(st.sampled_from(files))
        path.write_bytes(path.read_bytes()[:-1] + b"#")
        self.server = open_or_rebuild(Archive(self.root), self.folder)

    @invariant()
    def is_as_if_made_from_nothing(self) -> None:
        self._write()
        archive = Archive(self.root)
        assert build(archive, self.folder).parts <= MOST_PARTS
        self._look(archive)

    def _look(self, archive: Archive) -> None:
        self.server = refreshed(self.server)
        found = collect(archive)
        entries = defaultdict(list)
        for entry in found.entries:
            entries[entry.owner].append(entry)
        for index in (self.server, open_index(self.folder)):
            assert owned(index) == entries
            assert index.directory.names == found.names
            assert index.size == len(found.entries)
            for word in WORDS:
                spoken = {e.webinar for e in holding(index, word) if e.kind == "speech"}
                assert spoken == self._speaking_of(word)

    def _speaking_of(self, word: str) -> set[str]:
        """Return the webinars that readers may see in which a word is said."""
        return {
            slug
            for slug, (state, _, lines) in self.webinars.items()
            if state == "published" and word in (about for _, about in lines)
        }

    def _write(self) -> None:
        """Bring the archive's files to what people made of them, and leave the others alone."""
        fresh = self.base / "fresh"
        self._write_into(fresh)
        for path in self.root.rglob("*"):
            if path.is_file() and not (fresh / path.relative_to(self.root)).exists():
                path.unlink()
        for path in fresh.rglob("*.*"):
            target = self.root / path.relative_to(fresh)
            if path.is_file() and not (
                target.exists() and target.read_bytes() == path.read_bytes()
            ):
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
        shutil.rmtree(fresh)

    def _write_into(self, root: Path) -> None:
        write_archive(
            root,
            people=[
                {"id": _id(name), "name": name, "variants": [self.variants[name]]}
                if name in self.variants
                else {"id": _id(name), "name": name}
                for name in PEOPLE
            ],
            documents={
                name: {"title": f"Paper {name}", "kind": "report", "description": f"On a {word}."}
                for name, word in self.documents.items()
            },
            webinars={
                slug: {
                    "title": f"Talk of {slug}",
                    "state": state,
                    "appearance": [{"person": _id(name)} for name in roster],
                }
                for slug, (state, roster, _) in self.webinars.items()
            },
        )
        for slug, (_, _, lines) in self.webinars.items():
            if lines:
                told = ((who, f"We speak of {about} today.") for who, about in lines)
                write_transcript(root, slug, said(*told))


def _id(name: str) -> str:
    return name.lower().replace(" ", "-")


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=10, stateful_step_count=10, deadline=None)
