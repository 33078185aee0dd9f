"""What somebody performed is laid out for another voice: words, silences and melody where they were."""

import numpy as np
import pytest

from tests.networks import ACOUSTIC, SPEAKER, save_tiny_model
from tests.voices import any_voice
from voiceclone.acoustic.config import EDGE_FRAMES
from voiceclone.audio.definition import MEL
from voiceclone.synthesis import Engine
from voiceclone.synthesis import conversion as conversions
from voiceclone.synthesis.conversion import Performance, converted, melody_of
from voiceclone.synthesis.torch_networks import load_networks
from voiceclone.text import TextFrontend


@pytest.fixture
def engine(tmp_path):
    save_tiny_model(tmp_path)
    return Engine(load_networks(tmp_path))


@pytest.fixture
def voice():
    return any_voice(embedding=np.eye(1, SPEAKER.embedding)[0], tokens=np.ones((9, ACOUSTIC.token_channels)))


def test_words_and_silences_are_where_they_were(engine, voice, monkeypatch):
    sentences = list(TextFrontend().iter_sentences("Good morning all. And you?"))
    symbols = [sentence.symbols() for sentence in sentences]
    durations = np.full(sum(map(len, symbols)), 5)
    durations[0], durations[len(symbols[0]) - 1], durations[-1] = 41, 23, 32  # silence before, between and after
    durations[symbols[0].index(" ")] = 30  # a pause that is not written
    frames = int(durations.sum())
    scores = []
    monkeypatch.setattr(conversions, "speak", lambda score: scores.append(score) or [np.ones(score.frames * MEL.hop)])
    melody = np.linspace(-0.2, 0.2, frames).astype(np.float32)
    made = np.concatenate(list(converted(engine, sentences, Performance(durations, melody, 2.0), voice, 0)))
    assert len(made) == frames * MEL.hop
    begins = np.flatnonzero(np.diff(made, prepend=0.0) > 0) / MEL.hop
    assert list(begins) == [41 - EDGE_FRAMES, durations[: len(symbols[0])].sum()]
    assert "," in scores[0].symbols
    assert scores[0].intonation.range == 0.0
    assert scores[0].intonation.raised[0] == melody[41 - EDGE_FRAMES]
    for score, sentence, before in zip(scores, sentences, (durations, durations[len(symbols[0]) :]), strict=True):
        assert score.frames % engine.networks.frames_a_step == 0
        for word in sentence.spans():
            assert score.durations[word].sum() == before[word].sum()
        assert (score.durations >= 1).all()


def test_a_melody_passes_over_what_is_unvoiced_and_leaves_out_what_cannot_be():
    f0 = np.array([0, 100, 0, 121, 9_000, 0], dtype=np.float32)
    melody = melody_of(f0, float(np.log(100)), 0.1)
    assert np.allclose(melody, [0, 0, np.log(1.21) / 2, np.log(1.21), 0.3, 0.3], atol=1e-6)
    assert not melody_of(np.zeros(3, dtype=np.float32), 5.0, 0.2).any()
