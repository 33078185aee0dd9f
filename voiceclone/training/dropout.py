"""Dropout, put into a network for its training alone: the network itself knows nothing of it."""

from functools import partial

import torch.nn.functional as F
from torch import Tensor, nn

from voiceclone.layers import ConvNeXtBlock


def drop_out(network: nn.Module, share: float) -> None:
    """Drop a share of what each ConvNeXt block of `network` adds to its input, while the network is in training."""
    for block in network.modules():
        if isinstance(block, ConvNeXtBlock):
            block.contract.register_forward_hook(partial(_dropped, share))


def _dropped(share: float, layer: nn.Module, inputs: tuple[Tensor, ...], output: Tensor) -> Tensor:
    return F.dropout(output, share, layer.training)
