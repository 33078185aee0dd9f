"""Brings the long-term spectrum of what is made to that of the reference.

The mean spectrum over speech is a large part of what a listener takes for the person and the room, and the networks
only come near to it. What is missing is the same in every sentence: it is measured once, when a voice is enrolled.
"""

import torch
import torch.nn.functional as F
from torch import Tensor

from voiceclone.audio.mel import HEARD_BINS, speech_spectrum

_LARGEST = 2.0  # nepers a bin may be moved by
_SMOOTHING = 5  # bins


def spectrum_correction(mel: Tensor, wanted: Tensor) -> Tensor:
    """What to add to every frame, `(n_mels,)`, so that speech like `mel` `(frames, n_mels)` has a mean of `wanted`.

    Smoothed over neighbouring bins, and bounded; above the band that every reference has it goes on as it ends.
    """
    shift = wanted - speech_spectrum(mel.unsqueeze(0))[0]  # (n_mels,)
    shift = torch.cat(
        [shift[:HEARD_BINS], shift[HEARD_BINS - _SMOOTHING : HEARD_BINS].mean().expand(len(shift) - HEARD_BINS)]
    )
    edge = _SMOOTHING // 2
    padded = F.pad(shift.view(1, 1, -1), (edge, edge), mode="replicate")
    return F.avg_pool1d(padded, _SMOOTHING, stride=1).flatten().clamp(-_LARGEST, _LARGEST)
