"""The decoder is brought nearer to a recording."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from tests.networks import tiny_acoustic, tiny_encoder, tiny_recogniser, tiny_vocoder
from tests.voices import any_voice
from voiceclone.acoustic.adaptation import changed
from voiceclone.synthesis.adaptation import Adaptation, Listeners, Recording, _exercise, _exercised, _repeated, adapt
from voiceclone.synthesis.adaptation import _repetition as repetition
from voiceclone.synthesis.engine import Engine
from voiceclone.synthesis.torch_networks import TorchNetworks
from voiceclone.text.symbols import BEGIN, END

SETTINGS = Adaptation(steps=30, crops=4, frames=40, rate=1e-2)


@pytest.fixture
def acoustic():
    return tiny_acoustic()


@pytest.fixture
def listeners():
    return Listeners(tiny_recogniser(), tiny_encoder().verifier)


@pytest.fixture
def recording():
    """Something that repeats itself."""
    torch.manual_seed(0)
    mel = torch.randn(10, 100).repeat_interleave(8, dim=0).repeat(2, 1) - 3
    return Recording(mel, np.where(np.arange(160) % 16 < 12, 120.0, 0.0).astype(np.float32))


@pytest.fixture
def voice():
    generator = np.random.default_rng(1)
    embedding = generator.standard_normal(16)
    return any_voice(embedding=embedding / np.linalg.norm(embedding), tokens=generator.standard_normal((5, 16)))


@pytest.fixture
def sentences(acoustic, voice):
    engine = Engine(TorchNetworks(acoustic, tiny_vocoder()))
    return [engine.score([BEGIN, "h", "ə", "l", "ˈoʊ", ".", END], voice)]


def mean(loss):
    """Mean loss over many draws."""
    with torch.no_grad():
        return float(torch.stack([loss(torch.Generator().manual_seed(seed)) for seed in range(20)]).mean())


def test_the_recording_is_repeated_better_afterwards(acoustic, listeners, recording, voice, sentences):
    settings = replace(SETTINGS, recognition=0.0, likeness=0.0)
    lesson = repetition(acoustic, listeners.recogniser, recording, voice)
    numbers = adapt(acoustic, listeners, recording, voice, sentences, settings)
    before, after = acoustic.decoder, changed(acoustic, numbers).decoder
    assert mean(lambda c: _repeated(after, lesson, SETTINGS, c)) < 0.9 * mean(
        lambda c: _repeated(before, lesson, SETTINGS, c)
    )


def test_other_sentences_are_understood_better_afterwards(acoustic, listeners, recording, voice, sentences):
    settings = replace(SETTINGS, recognition=5.0, likeness=0.0)
    lesson, embedding = _exercise(sentences), torch.from_numpy(voice.embedding.copy())
    numbers = adapt(acoustic, listeners, recording, voice, sentences, settings)

    def misheard(decoder):
        return mean(lambda chance: _exercised(decoder, lesson, listeners, embedding, SETTINGS, chance)[0])

    assert misheard(changed(acoustic, numbers).decoder) < misheard(acoustic.decoder)


def test_the_same_seed_gives_the_same_numbers(acoustic, listeners, recording, voice, sentences):
    first, second = (adapt(acoustic, listeners, recording, voice, sentences, SETTINGS, seed=3) for _ in range(2))
    assert torch.equal(first, second)


def test_the_networks_themselves_learn_nothing(acoustic, listeners, recording, voice, sentences):
    networks = (acoustic, listeners.recogniser, listeners.verifier)
    before = [value.clone() for network in networks for value in network.state_dict().values()]
    adapt(acoustic, listeners, recording, voice, sentences, SETTINGS)
    after = [value for network in networks for value in network.state_dict().values()]
    assert all(map(torch.equal, after, before))


def test_an_odd_and_a_short_recording_will_do(acoustic, listeners, recording, voice, sentences):
    short = Recording(recording.mel[:33], recording.f0[:33])
    assert adapt(acoustic, listeners, short, voice, sentences, SETTINGS).isfinite().all()
