"""What a voice changes in the decoder, kept as a row of numbers."""

from dataclasses import replace

import pytest
import torch

from tests.networks import ACOUSTIC
from voiceclone.acoustic.adaptation import RANK, change, changed, own_part, with_own_decoder
from voiceclone.acoustic.network import AcousticModel


@pytest.fixture
def model():
    torch.manual_seed(0)
    return AcousticModel(replace(ACOUSTIC, decoder_channels=48, decoder_hidden=48)).eval()


def moved(model, rank):
    """Return the model with an own decoder, whose matrices were moved by a matrix of that rank each."""
    own = with_own_decoder(model)
    with torch.no_grad():
        for module in own_part(own.decoder):
            for parameter in module.parameters():
                if parameter.ndim == 2:
                    parameter += torch.randn(len(parameter), rank) @ torch.randn(rank, parameter.shape[1]) / 50
                else:
                    parameter += torch.randn_like(parameter) / 50
    return own


def test_what_was_changed_comes_back(model):
    own = moved(model, rank=3)
    again = changed(model, change(model.decoder, own.decoder))
    for one, other in zip(again.decoder.parameters(), own.decoder.parameters(), strict=True):
        torch.testing.assert_close(one, other, atol=1e-5, rtol=1e-4)


def test_the_model_itself_stays_as_it_is(model):
    before = [parameter.clone() for parameter in model.parameters()]
    changed(model, change(model.decoder, moved(model, rank=3).decoder))
    for one, other in zip(model.parameters(), before, strict=True):
        assert torch.equal(one, other)


def test_all_but_the_own_part_is_shared(model):
    own = with_own_decoder(model)
    assert own.encoder is model.encoder
    assert own.decoder.context_blocks is model.decoder.context_blocks
    assert own.decoder.flow_blocks is not model.decoder.flow_blocks


def test_large_matrices_are_kept_by_their_largest_parts(model):
    own = moved(model, rank=40)
    numbers = change(model.decoder, own.decoder)
    assert numbers.numel() < sum(p.numel() for module in own_part(own.decoder) for p in module.parameters())
    block = model.decoder.flow_blocks[0].expand.weight
    ours = changed(model, numbers).decoder.flow_blocks[0].expand.weight
    assert torch.linalg.matrix_rank((ours - block).detach(), atol=1e-4) <= RANK


def test_numbers_of_another_model_are_refused(model):
    with pytest.raises(ValueError, match="where the decoder takes"):
        changed(model, torch.zeros(7))
