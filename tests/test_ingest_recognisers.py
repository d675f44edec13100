"""Choosing a recogniser, and how many of them run beside each other."""

import pickle

import pytest

from ingest.errors import EnglishOnly, NoEngine
from ingest.recognising.recognisers import choose_recogniser, models_beside
from media.settings import Settings


def test_one_process_runs_for_four_cores() -> None:
    assert [models_beside(cores, 1) for cores in (1, 2, 4, 8, 9)] == [1, 1, 1, 2, 2]
    assert models_beside(64, 1 << 60) == 1


def test_an_unknown_engine_is_refused() -> None:
    with pytest.raises(NoEngine, match=r"Choose one of whisper, faster-whisper, pocketsphinx\."):
        choose_recogniser("telepathy", Settings(), "en")


def test_pocketsphinx_hears_english_and_needs_no_prompt() -> None:
    choice = choose_recogniser("pocketsphinx", Settings(), "en-GB", "Robin Sample.")
    assert choice == choose_recogniser("pocketsphinx", Settings(), "en")
    assert choice.workers(8) == 8
    assert pickle.loads(pickle.dumps(choice)) == choice  # noqa: S301, for other processes
    with pytest.raises(EnglishOnly, match="PocketSphinx hears English only"):
        choose_recogniser("pocketsphinx", Settings(), "cy")
