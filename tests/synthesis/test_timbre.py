import torch

from voiceclone.audio.mel import HEARD_BINS, speech_spectrum
from voiceclone.synthesis.timbre import spectrum_correction


def some_mel(frames: int) -> torch.Tensor:
    return torch.randn(frames, 100, generator=torch.Generator().manual_seed(0)) * 0.1 - 3


def test_what_is_corrected_has_the_wanted_spectrum():
    mel, wanted = some_mel(600), torch.linspace(-2.5, -2.0, 100)
    corrected = mel + spectrum_correction(mel, wanted)
    assert torch.allclose(speech_spectrum(corrected.unsqueeze(0))[0][:HEARD_BINS], wanted[:HEARD_BINS], atol=0.1)


def test_nothing_is_corrected_without_bounds():
    assert spectrum_correction(some_mel(300), torch.full((100,), 20.0)).max() <= 2.0


def test_what_a_narrow_reference_lacks_is_not_imitated():
    narrow = torch.full((100,), -3.0)
    narrow[HEARD_BINS:] = -11.5
    assert (some_mel(300) + spectrum_correction(some_mel(300), narrow))[:, HEARD_BINS:].mean() > -4
