import numpy as np
import pytest
import torch

from tests.networks import tiny_recogniser
from tests.paths import all_paths
from voiceclone.recogniser.alignment import best_path, fit, hear, phone_class, phones_heard
from voiceclone.text.symbols import BEGIN, END, SPACE


def test_the_best_path_is_the_best_of_all_paths():
    scores = np.random.default_rng(1).standard_normal((8, 4)).astype(np.float32)
    durations, mean = best_path(scores)
    path, value = max(all_paths(scores), key=lambda found: found[1])
    assert durations.tolist() == np.bincount(path, minlength=4).tolist()
    assert mean == pytest.approx(value / 8, abs=1e-5)


def test_every_symbol_gets_a_frame_and_all_frames_are_given():
    durations, _ = best_path(np.random.default_rng(2).standard_normal((50, 30)).astype(np.float32))
    assert durations.min() >= 1
    assert durations.sum() == 50


def test_more_symbols_than_frames_is_an_error():
    with pytest.raises(ValueError, match="cannot last"):
        best_path(np.zeros((3, 4), dtype=np.float32))


def test_phones_are_heard_without_a_text_and_a_moment_s_doubt_is_none():
    network = tiny_recogniser()
    posteriors = torch.full((1, 30, 189), 1e-3)
    posteriors[0, :12, 5] = posteriors[0, 12:, 9] = 0.8
    posteriors[0, 20, 9], posteriors[0, 20, 7] = 0.3, 0.5  # a single frame that sounds otherwise
    network.forward = lambda mel: posteriors.log()
    found = phones_heard(network, torch.zeros(1, 30, 100))
    assert found.symbols.tolist() == [5, 9]
    assert found.durations.tolist() == [12, 18]
    assert found.sureness[[0, 20]] == pytest.approx([0.8, 0.3], abs=1e-3)


def test_a_text_that_was_said_fits_better_than_another():
    network = tiny_recogniser()
    with torch.no_grad():  # a recogniser that hears what the lowest bins spell out
        network.forward = lambda mel: (20 * mel[..., :189]).log_softmax(dim=2)
    said = [BEGIN, "b", "ˈɑ", "t", ".", END]
    from voiceclone.text.symbols import SYMBOL_IDS

    heard = torch.zeros(1, 24, 189)
    for place, symbol in enumerate(said):
        heard[0, 4 * place : 4 * place + 4, SYMBOL_IDS[phone_class(symbol)]] = 1.0
    found = hear(network, heard)
    right, wrong = fit(found, said), fit(found, [BEGIN, "b", "ˈi", "k", ".", END])
    assert right.durations[1:4].tolist() == [4, 4, 4]
    assert right.score > wrong.score + 1
    assert right.scores[2] > wrong.scores[2]


def test_a_text_too_long_for_the_recording_does_not_fit_at_all():
    assert fit(hear(tiny_recogniser(), torch.zeros(1, 4, 100)), [BEGIN, *["b"] * 9, END]).score == -np.inf


def test_stress_and_kinds_of_silence_make_no_difference_to_what_is_heard():
    assert phone_class("ˈɑ") == phone_class("ˌɑ") == phone_class("ɑ") == "ɑ"
    assert phone_class(",") == phone_class(BEGIN) == SPACE
