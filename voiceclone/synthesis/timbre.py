"""Brings the long-term spectrum of what was made to that of the reference.

The mean spectrum over speech is a large part of what a listener takes for the person and the room, and the networks
only come near to it.
"""

import torch
import torch.nn.functional as F
from torch import Tensor

from voiceclone.audio.mel import speech_spectrum

HEARD_BINS = 80  # up to 6.4 kHz: what lies above is missing in many references
_LARGEST = 2.0  # nepers a bin may be moved by
_SMOOTHING = 5  # bins
_CONFIDENT = 60.0  # frames of a sentence at which its own mean is trusted by half


def match_spectrum(mel: Tensor, wanted: Tensor) -> Tensor:
    """Shift each bin of `mel` `(frames, n_mels)` towards a mean over speech of `wanted` `(n_mels,)`.

    A short sentence, whose mean says more of its phonemes than of the voice, is shifted less. The result has the
    shape of `mel`.
    """
    shift = wanted - speech_spectrum(mel.unsqueeze(0))[0]  # (n_mels,)
    shift = torch.cat(
        [shift[:HEARD_BINS], shift[HEARD_BINS - _SMOOTHING : HEARD_BINS].mean().expand(len(shift) - HEARD_BINS)]
    )
    edge = _SMOOTHING // 2
    padded = F.pad(shift.view(1, 1, -1), (edge, edge), mode="replicate")
    smooth = F.avg_pool1d(padded, _SMOOTHING, stride=1).flatten()
    return mel + smooth.clamp(-_LARGEST, _LARGEST) * (len(mel) / (len(mel) + _CONFIDENT))
