"""Generators of this package at several stages: the vocoder alone, with another pitch, the acoustic model, the clone.

They carry no watermark: a detector that knows it would learn nothing else, and `voiceclone detect` finds it anyway.
"""

from pathlib import Path

import numpy as np
import torch

from voiceclone.acoustic.config import AcousticConfig
from voiceclone.acoustic.network import AcousticModel
from voiceclone.audio.audio import Audio
from voiceclone.audio.mel import MEL, log_mel
from voiceclone.audio.pitch import estimate_pitch
from voiceclone.cloner import VoiceCloner
from voiceclone.recogniser.config import RecogniserConfig
from voiceclone.recogniser.network import PhoneRecogniser
from voiceclone.synthesis.repetition import lay_out
from voiceclone.synthesis.torch_networks import voice_tensors
from voiceclone.training.deepfakes.source import Generator, Samples, Source
from voiceclone.trust.consent import Consent
from voiceclone.vocoder.config import VocoderConfig
from voiceclone.vocoder.network import Vocoder
from voiceclone.voice import Voice
from voiceclone.weights import load_network

STATEMENT = "a test of detectors of synthetic speech; what is made is not published"


class OwnNetworks:
    """The networks in a folder of weights, as generators."""

    def __init__(self, weights: Path) -> None:
        """Read them. Raises WeightsError where one is missing or does not fit."""
        self._cloner = VoiceCloner.from_pretrained(weights, watermark=False)
        self._vocoder = load_network(Vocoder, VocoderConfig, weights / "vocoder.safetensors")
        self._acoustic = load_network(AcousticModel, AcousticConfig, weights / "acoustic.safetensors")
        self._recogniser = load_network(PhoneRecogniser, RecogniserConfig, weights / "recogniser.safetensors")

    @property
    def generators(self) -> dict[str, Generator]:
        """The stages by name."""
        return {
            "vocoder": self.copy,
            "vocoder-repitched": self.repitch,
            "resynthesis": self.resynthesise,
            "clone": self.clone,
        }

    def copy(self, source: Source, rng: np.random.Generator) -> Samples:
        """The vocoder on the real mel."""
        mel, f0 = _heard(source.samples)
        return self._voiced(mel, f0, rng)

    def repitch(self, source: Source, rng: np.random.Generator) -> Samples:
        """The vocoder on the real mel with another pitch."""
        mel, f0 = _heard(source.samples)
        return self._voiced(mel, f0 * 2 ** float(rng.choice([-1, 1]) * rng.uniform(1, 4) / 12), rng)

    def clone(self, source: Source, rng: np.random.Generator) -> Samples:
        """Text to speech in the person's voice."""
        voice = self._voice(source)
        speed, pitch = float(rng.uniform(0.85, 1.15)), float(rng.uniform(-1, 1))
        audio = self._cloner.synthesize(source.text, voice, seed=int(rng.integers(1 << 30)), speed=speed, pitch=pitch)
        return audio.samples

    @torch.inference_mode()
    def resynthesise(self, source: Source, rng: np.random.Generator) -> Samples:
        """The acoustic model on what the recogniser hears, with the real durations, pitch and energy: a conversion."""
        voice = self._voice(source)
        mel, f0 = _heard(source.samples)
        tensors = voice_tensors(voice)
        said = lay_out(self._acoustic, self._recogniser, mel, f0, tensors)
        noise = torch.randn(said.mel.shape, generator=_chance(rng))
        made = self._acoustic.mel(said.content, said.pitch, said.voiced, tensors, said.condition, noise)
        return self._voiced(made + torch.from_numpy(voice.correction.copy()), f0[:, : made.shape[1]], rng)

    def _voice(self, source: Source) -> Voice:
        reference = Audio(np.clip(source.reference, -1, 1), MEL.sample_rate)
        return self._cloner.enroll(reference, consent=Consent.self_attested(STATEMENT))

    @torch.inference_mode()
    def _voiced(self, mel: torch.Tensor, f0: torch.Tensor, rng: np.random.Generator) -> Samples:
        noise = torch.randn(1, f0.shape[1] * MEL.hop, generator=_chance(rng))
        samples: Samples = self._vocoder(mel, f0, noise)[0].numpy()
        return samples


def _heard(samples: Samples) -> tuple[torch.Tensor, torch.Tensor]:
    """Log-mel `(1, frames, n_mels)` and F0 in Hz `(1, frames)`."""
    pitch = estimate_pitch(samples.copy())
    return log_mel(torch.from_numpy(samples.copy()))[None], torch.from_numpy(pitch)[None]


def _chance(rng: np.random.Generator) -> torch.Generator:
    return torch.Generator().manual_seed(int(rng.integers(1 << 62)))
