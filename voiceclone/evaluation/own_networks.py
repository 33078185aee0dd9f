"""This package's own networks, in the shape in which the trials and the copies want them."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import cycle
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from voiceclone.audio.audio import Audio
from voiceclone.audio.mel import MEL, log_mel
from voiceclone.audio.pitch import estimate_pitch
from voiceclone.cloner import VoiceCloner
from voiceclone.designed import DENSITY, VoiceDensity
from voiceclone.errors import TextError
from voiceclone.evaluation.measures import cosine
from voiceclone.evaluation.vocoder_copy import Copy
from voiceclone.speaker.scores import above_strangers
from voiceclone.vocoder.config import VocoderConfig
from voiceclone.vocoder.network import Vocoder
from voiceclone.weights import SHIPPED, load_network


class OwnEncoder:
    """The speaker encoder for trials, at the end of the same path that a user's recording goes."""

    name = "voiceclone"

    def __init__(self, weights: Path | None = None) -> None:
        self._cloner = VoiceCloner.from_pretrained(weights)
        density = (weights or SHIPPED) / DENSITY
        self._strangers = VoiceDensity.load(density).strangers if density.is_file() else None

    def embed(self, audio: Audio) -> NDArray[np.float32]:
        """Return the embedding `(dimension,)` that enrolment gives. Raises AudioError for under a second of speech."""
        return self._cloner.embed(audio)

    def score(self, first: NDArray[np.float32], second: NDArray[np.float32]) -> float:
        """Return what `voiceclone compare` goes by; the cosine where no density of voices was fitted yet."""
        return cosine(first, second) if self._strangers is None else above_strangers(first, second, self._strangers)


def own_copy(weights: Path | None = None, seed: int = 0) -> Copy:
    """The vocoder as a function that copies samples `(samples,)` at 24 kHz through mel and pitch.

    Raises WeightsError if there is no vocoder in the folder `weights` (default: the shipped one).
    """
    vocoder = load_network(Vocoder, VocoderConfig, (weights or SHIPPED) / "vocoder.safetensors")

    @torch.inference_mode()
    def copy(samples: NDArray[np.float32]) -> NDArray[np.float32]:
        mel = log_mel(torch.from_numpy(samples.copy())).unsqueeze(0)  # (1, frames, n_mels)
        f0 = torch.from_numpy(estimate_pitch(samples.copy())).unsqueeze(0)  # (1, frames)
        noise = torch.randn(1, f0.shape[1] * MEL.hop, generator=torch.Generator().manual_seed(seed))
        made: NDArray[np.float32] = vocoder(mel, f0, noise)[0].numpy()
        return made

    return copy


def own_speech(texts: Iterable[str]) -> Iterator[NDArray[np.float32]]:
    """Speak `texts` in the voices that ship, in turn, without the watermark; what cannot be spoken is left out."""
    cloner = VoiceCloner.from_pretrained(watermark=False)
    voices = cycle([cloner.preset(name) for name in cloner.presets])
    for text, voice in zip(texts, voices, strict=False):
        with suppress(TextError):
            yield cloner.synthesize(text, voice).samples
