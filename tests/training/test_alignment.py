import numpy as np
import pytest
import torch

from tests.paths import all_paths
from voiceclone.recogniser.alignment import best_path
from voiceclone.training.alignment import Aligner, AlignerConfig, envelope_loss, state_posteriors


def test_posteriors_are_those_of_all_paths_enumerated():
    scores = torch.randn(2, 7, 4, generator=torch.Generator().manual_seed(0))
    frames, states = torch.tensor([7, 5]), torch.tensor([4, 2])
    occupancy, total = state_posteriors(scores, frames, states)
    for item in range(2):
        inner = scores[item, : frames[item], : states[item]]
        weights = [(path, np.exp(value)) for path, value in all_paths(inner)]
        mass = sum(weight for _, weight in weights)
        expected = torch.zeros(7, 4)
        for path, weight in weights:
            expected[range(len(path)), path] += weight / mass
        assert torch.allclose(occupancy[item], expected, atol=1e-5)
        assert float(total[item]) == pytest.approx(np.log(mass), abs=1e-4)


def test_an_alignment_forms_on_a_language_of_three_sounds():
    generator = torch.Generator().manual_seed(3)
    network = Aligner(AlignerConfig(text_channels=32, text_blocks=1, channels=16, hidden=16, blocks=1))
    sounds = 3 * torch.randn(40, 100, generator=generator)

    def utterance():
        symbols = torch.randperm(12, generator=generator)[:6] + 20
        durations = torch.randint(4, 12, (6,), generator=generator)
        mel = sounds[symbols - 20].repeat_interleave(durations, dim=0)
        return symbols, durations, mel + 0.3 * torch.randn(mel.shape, generator=generator)

    optimiser = torch.optim.Adam(network.envelope.parameters(), 5e-3)
    for step in range(150):
        symbols, durations, mel = utterance()
        frames = torch.tensor([len(mel)])
        loss, _ = envelope_loss(network, mel[None], symbols[None], frames, torch.tensor([6]), max(0, 1 - step / 50))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    errors = []
    for _ in range(10):
        symbols, durations, mel = utterance()
        with torch.no_grad():
            scores = network.envelope(mel[None], symbols[None], torch.tensor([len(mel)]))[0].numpy()
        errors.append(np.abs(np.cumsum(best_path(scores)[0]) - np.cumsum(durations.numpy())).mean())
    assert np.mean(errors) < 1.0
