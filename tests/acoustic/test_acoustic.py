import torch

from tests.networks import ACOUSTIC, tiny_acoustic
from voiceclone.acoustic.network import VoiceTensors


def some_voice(batch: int = 1) -> VoiceTensors:
    torch.manual_seed(7)
    return VoiceTensors(
        torch.nn.functional.normalize(torch.randn(batch, ACOUSTIC.embedding), dim=1),
        torch.randn(batch, 4, ACOUSTIC.token_channels),
        torch.randn(batch, 100),
        torch.full((batch,), 5.2),
        torch.full((batch,), 0.2),
        torch.full((batch,), 3.5),
        torch.full((batch,), 6.0),
        torch.ones(batch),
    )


def test_every_frame_belongs_to_the_symbol_whose_duration_covers_it():
    model = tiny_acoustic()
    encoded = torch.arange(3.0).view(1, 3, 1).expand(1, 3, ACOUSTIC.channels)
    durations = torch.tensor([[2, 4, 2]])
    with torch.no_grad():
        model.place.weight.zero_()
        model.place.bias.zero_()
        model.energy.weight.zero_()
        model.energy.bias.zero_()
        steps = model.lengthen(encoded, torch.zeros(1, 3), durations, torch.arange(8).unsqueeze(0))
    assert steps[0, :, 0].tolist() == [0.0, 1.0, 1.0, 2.0]


def test_padding_changes_nothing_of_what_is_said():
    model, voice = tiny_acoustic(), some_voice()
    symbols = torch.tensor([[1, 20, 30, 2]])
    padded = torch.tensor([[1, 20, 30, 2, 0, 0, 0]])
    with torch.no_grad():
        condition = model.describe(voice)
        plain = model.encode(symbols, condition)
        with_padding = model.encode(padded, condition)
    for one, two in zip(plain, with_padding, strict=True):
        assert torch.allclose(one, two[:, :4], atol=1e-5)


def test_all_stages_have_the_shapes_that_they_state():
    model, voice = tiny_acoustic(), some_voice(2)
    symbols = torch.randint(3, 50, (2, 5))
    durations = torch.full((2, 5), 4)
    pitch = torch.where(torch.rand(2, 20) > 0.5, torch.randn(2, 20), torch.tensor(float("nan")))
    with torch.no_grad():
        log_durations, energies, mel, prosody = model(
            symbols, durations, torch.zeros(2, 5), torch.arange(20).expand(2, -1), pitch, voice,
            torch.randn(2, 20, ACOUSTIC.n_mels), torch.tensor([0.0, 0.7]),
            torch.tensor([True, False]), torch.tensor([False, True]),
        )  # fmt: skip
    assert log_durations.shape == energies.shape == (2, 5)
    assert mel.shape == (2, 20, ACOUSTIC.n_mels)
    assert prosody.pitch.shape == prosody.voicing.shape == (2, 20)
    assert torch.isfinite(mel).all()
