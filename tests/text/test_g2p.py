"""The letter-to-sound network says any word in known symbols, and its weights are checked when they are loaded."""

import dataclasses

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.torch import save_file

from voiceclone.errors import WeightsError
from voiceclone.text.english import EnglishPhonemiser
from voiceclone.text.g2p import G2pConfig, g2p_header, load_g2p
from voiceclone.training.g2p import G2pNetwork

CONFIG = G2pConfig(
    "abc", ("", "k", "ˈæ", "ˈɑ", "b", "k s"), letter_size=4, chunk_size=4, hidden=8, layers=1
)  # fmt: skip


def tiny_network(config=CONFIG):
    torch.manual_seed(0)
    return G2pNetwork(config).eval()


def saved(path, network):
    save_file({name: t.half() for name, t in network.state_dict().items()}, path, metadata=g2p_header(network.config))
    return path


@settings(deadline=None, max_examples=30)
@given(st.text(max_size=12))
def test_any_word_is_said_in_symbols_of_the_network(word):
    phones = tiny_network().as_it_speaks().pronounce(word)
    assert set(phones) <= {"k", "ˈæ", "ˈɑ", "b", "s"}


def test_a_pronunciation_has_one_primary_stress_where_the_beam_has_such_a_one():
    assert sum(phone.startswith("ˈ") for phone in tiny_network().as_it_speaks().pronounce("abc", beam=100)) == 1


def test_saved_weights_say_the_same_words(tmp_path):
    network = tiny_network()
    loaded = load_g2p(saved(tmp_path / "tiny.safetensors", network))
    assert loaded.config == CONFIG
    assert all(
        loaded.pronounce(word) == network.half().float().as_it_speaks().pronounce(word) for word in ("abc", "cab", "ab")
    )


def test_words_are_spoken_by_what_was_trained():
    network = tiny_network(dataclasses.replace(CONFIG, layers=2))
    spoken, letters = network.as_it_speaks(), torch.tensor([CONFIG.letter_ids("cabzab")])
    previous = torch.tensor([[len(CONFIG.chunks), 2, 1, 5, 0, 3]])
    with torch.no_grad():
        wanted = network(letters, previous)[0].numpy()
    state = (np.zeros((1, CONFIG.hidden), np.float32),) * 2
    for letter, chunk, logits in zip(spoken.encode("cabzab"), previous[0].numpy(), wanted, strict=True):
        found, state = spoken.decode(letter[None], chunk[None], state)
        assert np.allclose(found[0], logits, atol=1e-5)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(WeightsError, match="absent"):
        load_g2p(tmp_path / "absent.safetensors")


def test_a_damaged_file_is_refused(tmp_path):
    path = saved(tmp_path / "damaged.safetensors", tiny_network())
    path.write_bytes(path.read_bytes()[:-50])
    with pytest.raises(WeightsError, match="damaged"):
        load_g2p(path)


def test_weights_for_other_symbols_are_refused(tmp_path):
    config = dataclasses.replace(CONFIG, chunks=("", "k", "ˈæ", "%", "b", "k s"))
    with pytest.raises(WeightsError, match="%"):
        load_g2p(saved(tmp_path / "other.safetensors", tiny_network(config)))


@pytest.mark.weights
def test_the_shipped_network_says_a_new_word_as_a_reader_would():
    (word,) = (EnglishPhonemiser()._alone("blickering"),)
    assert "".join(word) in ("blˈɪkɚɪŋ", "blˈɪkɹɪŋ")
