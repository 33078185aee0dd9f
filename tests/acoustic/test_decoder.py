import torch

from tests.networks import ACOUSTIC, tiny_acoustic
from voiceclone.acoustic.decoder import Course, Decoder, follow, from_flow, to_flow


class Knowing(torch.nn.Module):
    """Stands for a decoder that knows where the line ends, whatever it is shown."""

    def __init__(self, *ends: torch.Tensor) -> None:
        super().__init__()
        self.ends, self.times = torch.cat(ends), []

    def forward(self, noisy, time, context, condition):
        self.times.append(float(time[0]))
        return self.ends


def test_the_units_of_the_flow_can_be_left_again():
    mel = torch.randn(1, 4, 100) * 3 - 3
    assert torch.allclose(from_flow(to_flow(mel)), mel, atol=1e-5)


def test_a_flow_whose_end_is_known_arrives_there_in_any_number_of_steps():
    end = torch.randn(1, 6, 100)
    for times in ((0.0,), (0.0, 0.5), (0.0, 0.1, 0.3, 0.6)):
        decoder = Knowing(end)
        course = Course(times, guidance=0.0)
        mel = follow(decoder, torch.randn(1, 6, 100), torch.zeros(1, 3, 4), torch.zeros(1, 4), course)
        assert torch.allclose(mel, from_flow(end), atol=1e-4)
        assert torch.allclose(torch.tensor(decoder.times), torch.tensor(times))


def test_guidance_goes_on_in_the_direction_away_from_nobody():
    known, nobody = torch.ones(1, 2, 100), torch.zeros(1, 2, 100)
    two = torch.zeros(2, 1, 4)
    mel = follow(Knowing(known, nobody), torch.randn(1, 2, 100), two, two[:, 0], Course((0.0, 0.5), guidance=0.5))
    assert torch.allclose(to_flow(mel), torch.full_like(mel, 1.5), atol=1e-4)


def test_the_voice_reaches_every_frame_and_is_forgotten_when_asked():
    model = tiny_acoustic()
    decoder: Decoder = model.decoder
    content, prosody = torch.randn(1, 6, ACOUSTIC.channels), torch.randn(1, 12, 3)
    condition = torch.zeros(1, ACOUSTIC.condition)
    with torch.no_grad():
        one = decoder.context(content, prosody, torch.randn(1, 7, ACOUSTIC.token_channels), condition)
        two = decoder.context(content, prosody, torch.randn(1, 30, ACOUSTIC.token_channels), condition)
    assert one.shape == two.shape == (1, 6, ACOUSTIC.decoder_channels)
    assert ((one - two).abs().amax(dim=2) > 1e-4).all()
