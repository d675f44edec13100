import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.corrections import Proposal, dump_proposals, load_proposals
from media.errors import FaultyFile
from media.store import write_machine

PROPOSALS = st.lists(
    st.builds(
        Proposal,
        st.integers(0, 10**9),
        st.integers(0, 10**9),
        st.integers(0, 10**6),
        st.integers(0, 10**6),
        st.text(),
        st.text(),
        st.sampled_from(["person", "institution", "term"]),
        st.text(),
        st.sampled_from(["safe", "context", "dangerous"]),
        st.lists(st.text()).map(tuple),
        st.floats(0, 1),
        st.booleans(),
    )
)
ONE = Proposal(
    start_ms=300,
    end_ms=880,
    first=1,
    last=2,
    heard="Kolleg Morwen",
    meant="Coleg Morwen",
    entry_kind="institution",
    entry="coleg-morwen",
    kind="safe",
    evidence=("listed as misheard for Coleg Morwen",),
    score=0.9,
    applied=True,
)


@settings(deadline=None)
@given(PROPOSALS)
def test_what_is_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, proposals: list[Proposal]
) -> None:
    path = tmp_path_factory.getbasetemp() / "corrections.json"
    write_machine(path, dump_proposals(proposals))
    assert load_proposals(path) == tuple(proposals)


def test_each_proposal_has_a_line_and_every_letter_stands_as_it_is(tmp_path: Path) -> None:
    curly = replace(ONE, evidence=("said near “Môn”",))
    lines = dump_proposals([ONE, curly]).decode().splitlines()
    assert ["Coleg Morwen" in line for line in lines] == [False, False, True, True, False]
    assert "said near “Môn”" in lines[3]


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "certain"},
        {"entry_kind": "document"},
        {"first": "one"},
        {"score": None},
        {"evidence": 7},
        {"heard": ...},
    ],
)
def test_a_damaged_row_is_told_with_what_to_do(tmp_path: Path, change: dict[str, object]) -> None:
    row = {key: value for key, value in {**asdict(ONE), **change}.items() if value is not ...}
    _is_told(tmp_path, json.dumps({"format": 1, "proposals": [row]}).encode())


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{}", b'{"format": 2, "proposals": []}', b'{"format": 1}', b"\xff", b"[" * 10**5],
)
def test_another_file_is_told_with_what_to_do(tmp_path: Path, content: bytes) -> None:
    _is_told(tmp_path, content)


def _is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "corrections.json"
    path.write_bytes(content)
    with pytest.raises(FaultyFile, match=r"corrections\.json: is damaged; delete it"):
        load_proposals(path)
