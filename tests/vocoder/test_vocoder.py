import torch

from tests.networks import tiny_vocoder
from voiceclone.audio.mel import MEL
from voiceclone.vocoder.source import harmonic_source


def test_the_source_goes_on_where_a_window_ended_even_if_windows_overlap():
    f0 = torch.cat([torch.zeros(1, 9), torch.linspace(110, 150, 50)[None], torch.zeros(1, 8)], dim=1)
    f0 = torch.cat([f0, f0], dim=1)
    first, second = harmonic_source(f0[:, :60]), harmonic_source(f0, 40)
    joined = torch.cat([first[:, : 50 * MEL.hop], second[:, 10 * MEL.hop :]], dim=1)
    assert torch.allclose(joined, harmonic_source(f0), atol=1e-4)


def test_the_source_has_unit_power_whatever_its_pitch():
    for hertz in (70.0, 150.0, 400.0):
        assert abs(float(harmonic_source(torch.full((1, 100), hertz)).square().mean()) - 1) < 0.1


def test_the_source_is_silent_where_nothing_is_voiced():
    pulses = harmonic_source(torch.cat([torch.zeros(1, 20), torch.full((1, 20), 200.0)], dim=1))
    assert not pulses[:, : 19 * MEL.hop].any()
    assert pulses[:, 21 * MEL.hop :].any()


def test_the_least_difference_of_a_pitch_stays_small_over_minutes():
    time = torch.arange(93 * 60)
    f0 = torch.where(time % 94 < 80, 140 + 60 * torch.sin(time / 37), torch.zeros(len(time)))[None]
    other = f0 * (1 + 2e-7 * torch.rand(f0.shape, generator=torch.Generator().manual_seed(0)))
    one, two = harmonic_source(f0), harmonic_source(other)
    assert (one - two).abs().max() < 0.01 * one.abs().max()


def test_samples_come_out_one_hop_a_frame_and_the_same_for_the_same_noise():
    vocoder = tiny_vocoder()
    mel, f0, noise = torch.randn(2, 30, 100), torch.full((2, 30), 120.0), torch.randn(2, 30 * MEL.hop)
    with torch.no_grad():
        samples = vocoder(mel, f0, noise)
        assert samples.shape == (2, 30 * MEL.hop)
        assert torch.isfinite(samples).all()
        assert torch.equal(samples, vocoder(mel, f0, noise))
