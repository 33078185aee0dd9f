import torch

from voiceclone.audio.mel import speech_spectrum
from voiceclone.synthesis.timbre import HEARD_BINS, match_spectrum


def some_mel(frames: int) -> torch.Tensor:
    return torch.randn(frames, 100, generator=torch.Generator().manual_seed(0)) * 0.1 - 3


def test_a_long_sentence_takes_on_most_of_the_wanted_spectrum():
    mel = some_mel(600)
    wanted = torch.full((100,), -2.0)
    assert torch.allclose(speech_spectrum(match_spectrum(mel, wanted).unsqueeze(0))[0], wanted, atol=0.2)


def test_a_short_one_is_moved_less_and_nothing_is_moved_without_bounds():
    wanted = torch.full((100,), 20.0)
    short, long = (match_spectrum(some_mel(frames), wanted).mean() - some_mel(frames).mean() for frames in (20, 2000))
    assert short < long <= 2.0


def test_what_a_narrow_reference_lacks_is_not_imitated():
    narrow = torch.full((100,), -3.0)
    narrow[HEARD_BINS:] = -11.5
    assert match_spectrum(some_mel(300), narrow)[:, HEARD_BINS:].mean() > -4
