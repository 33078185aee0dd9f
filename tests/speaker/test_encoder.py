import torch

from tests.networks import SPEAKER, tiny_encoder


def test_a_reference_of_any_length_becomes_one_unit_vector_and_a_token_for_each_four_frames():
    encoder = tiny_encoder()
    for frames in (30, 281, 500):
        with torch.no_grad():
            embedding, tokens = encoder(torch.randn(2, frames, 100))
        assert embedding.shape == (2, SPEAKER.embedding)
        assert torch.allclose(embedding.norm(dim=1), torch.ones(2), atol=1e-5)
        assert tokens.shape == (2, -(-frames // 4), SPEAKER.token_channels)


def test_what_lies_above_the_heard_band_makes_no_difference():
    encoder = tiny_encoder()
    mel = torch.randn(1, 100, 100)
    other = mel.clone()
    other[..., SPEAKER.bins :] = -11.0
    with torch.no_grad():
        assert all(torch.equal(one, two) for one, two in zip(encoder(mel), encoder(other), strict=True))


def test_the_level_of_a_recording_does_not_change_who_speaks():
    encoder = tiny_encoder()
    mel = torch.randn(1, 100, 100)
    with torch.no_grad():
        assert torch.allclose(encoder.verifier(mel), encoder.verifier(mel - 1.5), atol=1e-4)
