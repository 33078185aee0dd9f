import torch

from tests.networks import tiny_vocoder
from voiceclone.audio.mel import MEL
from voiceclone.vocoder.source import harmonic_source


def test_the_source_goes_on_where_a_chunk_ended():
    f0 = torch.full((1, 50), 130.0)
    whole, _ = harmonic_source(f0)
    first, phase = harmonic_source(f0[:, :20])
    second, _ = harmonic_source(f0[:, 20:], phase)
    assert torch.allclose(torch.cat([first, second], dim=1), whole, atol=1e-4)


def test_the_source_has_unit_power_whatever_its_pitch():
    for hertz in (70.0, 150.0, 400.0):
        pulses, _ = harmonic_source(torch.full((1, 100), hertz))
        assert abs(float(pulses.square().mean()) - 1) < 0.1


def test_the_source_is_silent_where_nothing_is_voiced():
    f0 = torch.cat([torch.zeros(1, 20), torch.full((1, 20), 200.0)], dim=1)
    pulses, _ = harmonic_source(f0)
    assert not pulses[:, : 19 * MEL.hop].any()
    assert pulses[:, 21 * MEL.hop :].any()


def test_samples_come_out_one_hop_a_frame_and_the_same_for_the_same_noise():
    vocoder = tiny_vocoder()
    mel, f0, noise = torch.randn(2, 30, 100), torch.full((2, 30), 120.0), torch.randn(2, 30 * MEL.hop)
    with torch.no_grad():
        samples = vocoder(mel, f0, noise)
        assert samples.shape == (2, 30 * MEL.hop)
        assert torch.isfinite(samples).all()
        assert torch.equal(samples, vocoder(mel, f0, noise))
