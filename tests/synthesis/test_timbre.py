import numpy as np
import torch

from voiceclone.audio.mel import HEARD_BINS, speech_spectrum
from voiceclone.synthesis.timbre import spectrum_correction, spectrum_of_speech


def some_mel(frames):
    return (np.random.default_rng(0).standard_normal((frames, 100)) * 0.1 - 3).astype(np.float32)


def test_what_is_corrected_has_the_wanted_spectrum():
    mel, wanted = some_mel(600), np.linspace(-2.5, -2.0, 100, dtype=np.float32)
    corrected = mel + spectrum_correction(mel, wanted)
    assert np.allclose(spectrum_of_speech(corrected)[:HEARD_BINS], wanted[:HEARD_BINS], atol=0.1)


def test_nothing_is_corrected_without_bounds():
    assert spectrum_correction(some_mel(300), np.full(100, 20.0, np.float32)).max() <= 2.0


def test_what_a_narrow_reference_lacks_is_not_imitated():
    narrow = np.full(100, -3.0, np.float32)
    narrow[HEARD_BINS:] = -11.5
    assert (some_mel(300) + spectrum_correction(some_mel(300), narrow))[:, HEARD_BINS:].mean() > -4


def test_the_spectrum_of_speech_is_that_of_training():
    mel = some_mel(300) - np.where(np.arange(300) % 3, 0.0, 5.0).astype(np.float32)[:, None]
    assert np.allclose(spectrum_of_speech(mel), speech_spectrum(torch.from_numpy(mel)[None])[0].numpy(), atol=1e-4)
