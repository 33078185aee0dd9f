"""Hearing: what recordings say of the voice in them and of their words; the half of a cloner that needs torch."""

import logging
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from voiceclone.audio.audio import Audio
from voiceclone.audio.checks import check_reference
from voiceclone.audio.definition import MEL
from voiceclone.audio.loudness import normalise_loudness
from voiceclone.audio.mel import log_mel, speech_spectrum
from voiceclone.audio.noise_floor import without_noise
from voiceclone.audio.pitch import estimate_pitch, pitch_statistics
from voiceclone.audio.speech import speech_of
from voiceclone.recogniser.alignment import fit, hear
from voiceclone.recogniser.config import RecogniserConfig
from voiceclone.recogniser.network import PhoneRecogniser
from voiceclone.speaker.agreement import disagreements
from voiceclone.speaker.config import SpeakerConfig
from voiceclone.speaker.network import SpeakerEncoder
from voiceclone.synthesis.adaptation import Listeners, Recording, adapt
from voiceclone.synthesis.conversion import Performance, melody_of
from voiceclone.synthesis.engine import Score
from voiceclone.synthesis.listening import Listener
from voiceclone.synthesis.torch_networks import TorchNetworks
from voiceclone.text.symbols import BOUNDARIES
from voiceclone.threads import made_once
from voiceclone.voice import Voice
from voiceclone.weights import load_network

log = logging.getLogger(__name__)

LONGEST_REFERENCE = 60.0  # seconds that are read of each recording: more adds nothing
_REMEMBERED = 1125  # frames, 12 s, of all recordings together whose tokens are kept
_LEARNED = 2812  # frames, 30 s, of them that the decoder learns from
_WINDOW, _STEP = 282, 141  # frames, 3 s: of windows of a recording that are held against each other


@dataclass(frozen=True)
class Heard:
    """What was heard of a voice: see `Voice`; and for all recordings in a row their `mel` and `f0`, frame by frame."""

    embedding: NDArray[np.float32]
    tokens: NDArray[np.float32]
    spectrum: NDArray[np.float32]
    pitch_mean: float
    pitch_std: float
    mel: torch.Tensor
    f0: NDArray[np.float32]


class Hearing:
    """Hears with the speaker encoder and the recogniser of a folder of weights, each read when it is first needed."""

    def __init__(self, weights: Path) -> None:
        self._weights = weights

    def learn(self, recordings: Sequence[Audio], names: Sequence[str]) -> Heard:
        """Hear somebody in recordings at the working rate, which warnings and errors call by their `names`.

        Raises AudioError where one holds less than a second of speech or is badly distorted.
        """
        speech = [_speech(audio, name) for audio, name in zip(recordings, names, strict=True)]
        mels = [log_mel(torch.from_numpy(samples.copy())) for samples in speech]
        f0 = np.concatenate([estimate_pitch(samples) for samples in speech])  # (frames of all recordings,)
        tokens, spectrum = self._manner(mels)
        return Heard(self._embedding(mels, names), tokens, spectrum, *pitch_statistics(f0), torch.cat(mels), f0)

    def embed(self, audio: Audio, name: str = "the recording") -> NDArray[np.float32]:
        """The speaker embedding of a recording, `(embedding_dim,)`. Raises AudioError as `learn` does."""
        return self._embedding([log_mel(torch.from_numpy(_speech(audio, name).copy()))], [name])

    def adaptation(
        self, networks: TorchNetworks, heard: Heard, voice: Voice, sentences: Sequence[Score]
    ) -> NDArray[np.float32]:
        """What the decoder learns of the recordings, `(numbers,)`; `sentences` are said in the voice, for exercise."""
        recording = Recording(heard.mel[:_LEARNED], heard.f0[:_LEARNED])
        listeners = Listeners(self.recogniser, self._encoder.verifier)
        return adapt(networks.acoustic, listeners, recording, voice, sentences).numpy()

    def performance(self, audio: Audio, symbols: Sequence[str]) -> Performance:
        """Hear how `symbols` were said in a recording at the working rate."""
        samples = normalise_loudness(audio.samples, audio.sample_rate).copy()  # torch asks for what may be written to
        found = fit(hear(self.recogniser, log_mel(torch.from_numpy(samples))[None]), symbols)
        frames = found.durations * [symbol not in BOUNDARIES for symbol in symbols]  # silence fits every text
        score = float(found.scores @ frames / frames.sum()) if frames.any() else -math.inf
        f0 = estimate_pitch(samples)
        return Performance(found.durations, melody_of(f0, *pitch_statistics(f0)), score)

    @torch.inference_mode()
    def _embedding(self, mels: Sequence[torch.Tensor], names: Sequence[str]) -> NDArray[np.float32]:
        """The embedding of all recordings, `(frames, n_mels)` each, called `names`; warns where they differ."""
        verifier = self._encoder.verifier
        for warning in disagreements([verifier(_windows(mel)).numpy() for mel in mels], names):
            log.warning(warning)
        embedding: NDArray[np.float32] = verifier.embed(mels).numpy()
        return embedding

    @torch.inference_mode()
    def _manner(self, mels: Sequence[torch.Tensor]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Tokens and mean spectrum of all recordings, `(frames, n_mels)` each.

        The verifier has learned to hear through noise; here, where it would be imitated, it is taken out.
        """
        share = _REMEMBERED // len(mels)
        quiet = [without_noise(mel) for mel in mels]
        tokens = torch.cat([self._encoder.tokenizer(mel[:share].unsqueeze(0))[0] for mel in quiet])
        spectrum = speech_spectrum(torch.cat(quiet).unsqueeze(0))[0]
        return tokens.numpy(), spectrum.numpy()

    @made_once
    def recogniser(self) -> PhoneRecogniser:
        """The recogniser of phones."""
        return load_network(PhoneRecogniser, RecogniserConfig, self._weights / "recogniser.safetensors")

    @made_once
    def listener(self) -> Listener:
        """What hears whether a sentence says all of its words."""
        return Listener(self.recogniser)

    @made_once
    def _encoder(self) -> SpeakerEncoder:
        return load_network(SpeakerEncoder, SpeakerConfig, self._weights / "speaker.safetensors")


def _speech(audio: Audio, name: str) -> NDArray[np.float32]:
    """Trimmed, levelled samples of one recording, `(samples,)`."""
    for warning in check_reference(audio, name):
        log.warning(warning)
    return speech_of(Audio(audio.samples[: int(LONGEST_REFERENCE * MEL.sample_rate)], MEL.sample_rate))


def _windows(mel: torch.Tensor) -> torch.Tensor:
    """Overlapping windows of a recording `(windows, frames, n_mels)`; a short one is repeated to fill one window."""
    if len(mel) < _WINDOW:
        mel = mel.repeat(-(-_WINDOW // len(mel)), 1)[:_WINDOW]
    return mel.unfold(0, _WINDOW, _STEP).transpose(1, 2)
