from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.entities import Institution, Person, Term
from media.names import (
    UNMUTATED,
    Entry,
    clashes,
    first_and_last,
    heard_as,
    mutated,
    suggested,
    without_honorific,
)

KNOWN = {
    "tern-university": ("Tern University", "TU", "Prifysgol Môr-wennol"),
    "tern-college": ("Tern College", "TC"),
    "trout-college": ("Trout College", "TC"),
}


@dataclass(frozen=True)
class Case:
    """Entries that clash with a tern and a gull, and what is said of them."""

    told: list[str]
    tern: dict[str, object] = field(default_factory=dict)
    gull: dict[str, object] = field(default_factory=dict)
    others: tuple[Entry, ...] = ()


def _institution(name: str, **fields: object) -> Institution:
    entry = {"id": name.lower(), "name": name, "kind": "college", "nation": "Wales", **fields}
    return Institution(**entry)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "heard"),
    [
        ("St. Mary’s", "st mary s"),
        ("ST MARY'S", "st mary s"),
        ("Food & Drink", "food and drink"),
        ("MIC.SIG", "mic sig"),
        ("Prifysgol Môr-wennol", "prifysgol môr wennol"),
        ("…", ""),
    ],
)
def test_names_are_compared_as_they_are_heard(name: str, heard: str) -> None:
    assert heard_as(name) == heard


@pytest.mark.parametrize(
    ("name", "bare", "ends"),
    [
        ("Nerys Quill", "Nerys Quill", ("Nerys", "Quill")),
        ("Nerys Ann Quill", "Nerys Ann Quill", ("Nerys", "Quill")),
        ("Prof. Dr Nerys Quill", "Nerys Quill", ("Nerys", "Quill")),
        ("DR QUILL", "QUILL", ("QUILL",)),
        ("Nerys Dame", "Nerys Dame", ("Nerys", "Dame")),
        ("Dame", "Dame", ("Dame",)),
        ("Nerys", "Nerys", ("Nerys",)),
        ("", "", ()),
    ],
)
def test_a_first_name_and_a_surname_have_no_honorific(
    name: str, bare: str, ends: tuple[str, ...]
) -> None:
    assert " ".join(without_honorific(name.split())) == bare
    assert first_and_last(name.split()) == ends


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("coleg gwymon", ["goleg gwymon", "choleg gwymon", "ngholeg gwymon"]),
        ("llywodraeth cymru", ["lywodraeth cymru"]),
        ("coleg", []),
        ("kelp coleg", []),
        ("", []),
    ],
)
def test_a_welsh_name_has_other_letters_after_some_words(name: str, forms: list[str]) -> None:
    assert [" ".join(form) for form in mutated(name.split())] == forms
    assert {UNMUTATED[form.split()[0]] for form in forms} == set(name.split()[:1] if forms else ())


@given(st.text())
def test_what_is_heard_is_heard_so_again(name: str) -> None:
    assert heard_as(heard_as(name)) == heard_as(name)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("Tern University", " Did you mean 'tern-university'?"),
        ("TU", " Did you mean 'tern-university'?"),
        ("prifysgol môr wennol", " Did you mean 'tern-university'?"),
        ("tern_univesity", " Did you mean 'tern-university'?"),
        ("Trout Collage", " Did you mean 'trout-college'?"),
        ("TC", " Did you mean 'tern-college' or 'trout-college'?"),
        ("moon", ""),
        ("", ""),
    ],
)
def test_an_id_is_suggested_by_any_name(wrong: str, told: str) -> None:
    assert suggested(wrong, KNOWN) == told


@pytest.mark.parametrize(
    "case",
    [
        Case([]),
        Case([], tern={"ambiguous": ("the Bird",)}, gull={"ambiguous": ("The bird",)}),
        Case([], tern={"misheard_safe": ("Turn",), "misheard_context": ("Gull",)}),
        Case(
            ["gull variants 'T.C.' is also in 'variants' of tern; list it in 'ambiguous' of both."],
            tern={"variants": ("T C",)},
            gull={"variants": ("T.C.",)},
        ),
        Case(
            ["gull name 'Gull' is also in 'former_names' of tern; list it in 'ambiguous' of both."],
            tern={"former_names": ("Gull",)},
        ),
        Case(
            ["gull names_cy 'Aderyn' is ambiguous in tern; list it in 'ambiguous' here too."],
            tern={"ambiguous": ("Aderyn",)},
            gull={"names_cy": ("Aderyn",)},
        ),
        Case(
            ["tern misheard_safe 'Gull' is in 'name' of gull; list it in 'misheard_dangerous'."],
            tern={"misheard_safe": ("Gull",)},
        ),
        Case(
            ["tern misheard_safe 'Bert' is in 'name' of bert; list it in 'misheard_dangerous'."],
            tern={"misheard_safe": ("Bert",)},
            others=(Person(id="bert", name="Bert"),),
        ),
        Case(
            [
                "tern misheard_safe 'turn' is in 'misheard_safe' of gull; list it in"
                " 'misheard_dangerous'."
            ],
            tern={"misheard_safe": ("turn",)},
            gull={"misheard_safe": ("Turn",)},
        ),
        Case(
            ["tern misheard_safe 'turn' is a real name by 'misheard_dangerous' of gull; keep one."],
            tern={"misheard_safe": ("turn",)},
            gull={"misheard_dangerous": ("turn",)},
        ),
        Case(
            ["bert-b variants 'Bert' is also in 'name' of bert-a; take it out of one."],
            others=(
                Person(id="bert-a", name="Bert"),
                Person(id="bert-b", name="Bertram", variants=("Bert",)),
            ),
        ),
        Case([], tern={"ambiguous": ("bird",)}, others=(Term(id="bird", name="bird"),)),
    ],
    ids=lambda case: case.told[0] if case.told else "none",
)
def test_clashes_are_told_with_their_cure(case: Case) -> None:
    entries = (_institution("Tern", **case.tern), _institution("Gull", **case.gull), *case.others)
    told = [f"{c.use.entry.id} {c.use.key} {c.use.name!r} {c.why}" for c in clashes(entries)]
    assert told == case.told
