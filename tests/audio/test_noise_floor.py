import numpy as np
import torch

from voiceclone.audio.mel import MEL, log_mel
from voiceclone.audio.noise_floor import without_noise
from voiceclone.evaluation.conditions import pink_noise


def phrases() -> np.ndarray:
    """Two seconds of a buzz with short pauses, `(samples,)`."""
    time = np.arange(2 * MEL.sample_rate) / MEL.sample_rate
    buzz = sum(np.sin(2 * np.pi * 140 * harmonic * time) / harmonic for harmonic in range(1, 40))
    return (0.1 * buzz * (np.sin(2 * np.pi * 1.5 * time) > -0.8)).astype(np.float32)


def test_a_steady_noise_falls_where_there_is_no_speech_and_speech_stays() -> None:
    speech = phrases()
    noise = pink_noise(len(speech), np.random.default_rng(0))
    noise *= 0.2 * speech.std() / noise.std()  # 14 dB below
    clean, hiss, both = (log_mel(torch.from_numpy(samples)) for samples in (speech, noise, speech + noise))
    fallen = both - without_noise(both)
    assert fallen[clean < hiss - 2].median() > 1.0  # nepers: 9 dB
    assert fallen[clean > hiss + 2].abs().mean() < 0.15


def test_a_clean_recording_stays_as_it_is() -> None:
    mel = log_mel(torch.from_numpy(phrases()))
    assert without_noise(mel) is mel
