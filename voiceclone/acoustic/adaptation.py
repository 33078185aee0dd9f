"""What a voice changes in the decoder: its own flow blocks, kept as a short row of numbers.

A few gradient steps on a recording bring the last blocks of the decoder nearer to the voice than any description of
it can. What they change is nearly of low rank (E. Hu et al., LoRA, arXiv 2106.09685, say why), and is kept so: for
each matrix the first `RANK` parts of its singular value decomposition, for everything else the change itself.
"""

import copy
from collections.abc import Iterator

import torch
from torch import Tensor, nn

from voiceclone.acoustic.decoder import Decoder
from voiceclone.acoustic.network import AcousticModel

RANK = 16
_OWN = ("noisy", "flow_blocks", "norm", "output")  # all that runs in every step of the flow


def own_part(decoder: Decoder) -> list[nn.Module]:
    """What of a decoder a voice may have as its own."""
    return [getattr(decoder, name) for name in _OWN]


def with_own_decoder(model: AcousticModel) -> AcousticModel:
    """The same model with a copy of the decoder's own part; all else is shared."""
    own = copy.copy(model)
    own._modules = dict(model._modules)
    own.decoder = copy.copy(model.decoder)
    own.decoder._modules = dict(model.decoder._modules)
    for name in _OWN:
        setattr(own.decoder, name, copy.deepcopy(getattr(model.decoder, name)))
    return own


def change(before: Decoder, after: Decoder) -> Tensor:
    """What `after` has more than `before`, `(numbers,)`."""
    pairs = zip(_parameters(before), _parameters(after), strict=True)
    return torch.cat([part for one, other in pairs for part in _compressed(other.detach() - one.detach())])


@torch.no_grad()
def changed(model: AcousticModel, numbers: Tensor) -> AcousticModel:
    """The model with a decoder that is changed by what `change` returned. Raises ValueError where it does not fit."""
    own = with_own_decoder(model)
    parameters = list(_parameters(own.decoder))
    sizes = [size for parameter in parameters for size in _sizes(parameter)]
    if numbers.numel() != sum(sizes):
        raise ValueError(f"{numbers.numel()} numbers, where the decoder takes {sum(sizes)}")
    parts = iter(numbers.split(sizes))
    for parameter in parameters:
        first = next(parts)
        if _is_low_rank(parameter):
            parameter.add_(first.view(len(parameter), RANK) @ next(parts).view(RANK, -1))
        else:
            parameter.add_(first.view_as(parameter))
    return own


def _parameters(decoder: Decoder) -> Iterator[nn.Parameter]:
    for module in own_part(decoder):
        yield from module.parameters()


def _is_low_rank(parameter: Tensor) -> bool:
    return parameter.ndim == 2 and min(parameter.shape) > 2 * RANK


def _sizes(parameter: Tensor) -> list[int]:
    if not _is_low_rank(parameter):
        return [parameter.numel()]
    return [parameter.shape[0] * RANK, RANK * parameter.shape[1]]


def _compressed(difference: Tensor) -> list[Tensor]:
    if not _is_low_rank(difference):
        return [difference.flatten()]
    left, strengths, right = torch.linalg.svd(difference, full_matrices=False)
    root = strengths[:RANK].sqrt()
    return [(left[:, :RANK] * root).flatten(), (root.unsqueeze(1) * right[:RANK]).flatten()]
