"""What the engine asks of the acoustic model and the vocoder, whatever computes them: arrays in, arrays out.

There are two: `TorchNetworks`, and `portable.OnnxNetworks`, which does without torch.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from voiceclone.voice import Voice

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Encoded:
    """The symbols of a sentence as the acoustic model knows them in a voice.

    `condition` `(condition,)`, what conditions every block; `states` `(states, channels)`; the logarithm of the frames
    that each lasts and its energy (mean log-mel, above the voice's own), `(states,)` each.
    """

    condition: Floats
    states: Floats
    log_durations: Floats
    energy: Floats


@dataclass(frozen=True)
class Intonation:
    """How the predicted pitch is changed: its `range` times as wide, and each frame `raised` `(frames,)`, in ln(F0)."""

    range: float
    raised: Floats


class Networks(Protocol):
    """The two networks that make a sentence.

    `reach`, `vocoder_reach`: frames to each side that a frame of the mel, and of the sound, depends on;
    `nobodys_tokens`: what a voice without recordings has for tokens, `(1, token_dim)`.
    """

    n_mels: int
    frames_a_step: int
    reach: int
    vocoder_reach: int
    nobodys_tokens: Floats

    def of(self, voice: Voice) -> "Networks":
        """The networks as a voice has them. Raises VoiceError where it cannot be spoken with these."""
        ...

    def encode(self, symbols: Integers, voice: Voice) -> Encoded:
        """Encode the numbers of a sentence's symbols, `(states,)`."""
        ...

    def mel(
        self,
        encoded: Encoded,
        energy: Floats,
        durations: Integers,
        frames: Integers,
        intonation: Intonation,
        voice: Voice,
        noise: Floats,
    ) -> tuple[Floats, Floats]:
        """Log-mel `(frames, n_mels)` and F0 in Hz (0 where unvoiced) `(frames,)` of the numbered `frames`.

        `energy` and `durations` `(states,)` are those that are spoken; `noise` is white, `(frames, n_mels)`.
        """
        ...

    def samples(self, mel: Floats, f0: Floats, noise: Floats) -> Floats:
        """Samples `(frames * hop,)` of a mel `(frames, n_mels)`.

        `f0` in Hz is known from the sentence's first frame to the last one of the mel; `noise` has the shape of the
        result.
        """
        ...
