import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from voiceclone.audio.mel import MEL, frame_count, log_mel, speech_spectrum
from voiceclone.audio.spectrum import HOP, inverse_spectrogram, spectrogram


@given(st.integers(min_value=1, max_value=9000))
@settings(max_examples=25, deadline=None)
def test_the_inverse_gives_back_any_signal_of_any_length(length):
    samples = torch.randn(length, generator=torch.Generator().manual_seed(length))
    back = inverse_spectrogram(spectrogram(samples))
    assert back.shape == (frame_count(length) * HOP,)
    assert torch.allclose(back[:length], samples, atol=1e-4)


def test_a_mel_has_one_frame_a_hop_and_is_batched_like_its_samples():
    mel = log_mel(torch.randn(2, 3, 10 * MEL.hop))
    assert mel.shape == (2, 3, 10, MEL.n_mels)


def test_silence_lies_on_the_floor_of_the_mel():
    assert torch.allclose(log_mel(torch.zeros(4096)), torch.tensor(MEL.floor).log())


def test_a_tone_is_loudest_in_the_bin_at_its_frequency():
    from voiceclone.audio.mel import mel_bin_frequencies

    time = torch.arange(MEL.sample_rate) / MEL.sample_rate
    mel = log_mel(torch.sin(2 * torch.pi * 3000 * time))
    loudest = int(mel[40].argmax())
    assert abs(float(mel_bin_frequencies()[loudest]) - 3000) < 150


def test_the_spectrum_of_speech_leaves_its_silence_out():
    mel = torch.full((1, 100, MEL.n_mels), -11.0)
    mel[:, :30] = -2.0
    assert torch.allclose(speech_spectrum(mel), torch.full((1, MEL.n_mels), -2.0))
