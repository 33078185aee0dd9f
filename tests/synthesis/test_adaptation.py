"""The decoder is brought nearer to a recording."""

import numpy as np
import pytest
import torch

from tests.networks import tiny_acoustic, tiny_recogniser
from tests.voices import any_voice
from voiceclone.acoustic.adaptation import changed
from voiceclone.synthesis.adaptation import Adaptation, _loss, _passage, adapt
from voiceclone.synthesis.engine import voice_tensors

SETTINGS = Adaptation(steps=30, crops=4, frames=40, rate=1e-2)


@pytest.fixture
def recording():
    """A log-mel `(1, frames, n_mels)` and F0 of something that repeats itself."""
    torch.manual_seed(0)
    mel = torch.randn(1, 10, 100).repeat_interleave(8, dim=1).repeat(1, 2, 1) - 3
    return mel, np.where(np.arange(160) % 16 < 12, 120.0, 0.0).astype(np.float32)


@pytest.fixture
def voice():
    generator = np.random.default_rng(1)
    embedding = generator.standard_normal(16)
    return voice_tensors(
        any_voice(embedding=embedding / np.linalg.norm(embedding), tokens=generator.standard_normal((5, 16)))
    )


def distance(model, recording, voice):
    """Mean loss over many draws."""
    passage = _passage(model, tiny_recogniser(), *recording, voice)
    chance = torch.Generator().manual_seed(7)
    with torch.no_grad():
        return float(torch.stack([_loss(model, passage, SETTINGS, chance) for _ in range(20)]).mean())


def test_the_recording_is_predicted_better_afterwards(recording, voice):
    model = tiny_acoustic()
    numbers = adapt(model, tiny_recogniser(), *recording, voice, SETTINGS)
    assert distance(changed(model, numbers), recording, voice) < 0.9 * distance(model, recording, voice)


def test_the_same_seed_gives_the_same_numbers(recording, voice):
    first, second = (adapt(tiny_acoustic(), tiny_recogniser(), *recording, voice, SETTINGS, seed=3) for _ in range(2))
    assert torch.equal(first, second)


def test_the_model_learns_nothing(recording, voice):
    model = tiny_acoustic()
    before = {name: value.clone() for name, value in model.state_dict().items()}
    adapt(model, tiny_recogniser(), *recording, voice, SETTINGS)
    assert all(torch.equal(value, before[name]) for name, value in model.state_dict().items())


def test_an_odd_and_a_short_recording_will_do(recording, voice):
    mel, f0 = recording
    assert adapt(tiny_acoustic(), tiny_recogniser(), mel[:, :33], f0[:33], voice, SETTINGS).isfinite().all()
