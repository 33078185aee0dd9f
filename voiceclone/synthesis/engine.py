"""Makes one sentence, whole or piece by piece: symbols and a voice to mel and pitch, these to samples.

Everything after the durations looks only a fixed number of frames to each side, so that any stretch of frames can be
made on its own, with that much around it, and is the same as in the whole.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from voiceclone.acoustic.adaptation import changed
from voiceclone.acoustic.network import CLEAN, PITCH_UNIT, QUIET, AcousticModel, VoiceTensors
from voiceclone.audio.mel import MEL
from voiceclone.errors import VoiceError
from voiceclone.synthesis.delivery import PLAIN, Delivery
from voiceclone.synthesis.durations import whole_frames
from voiceclone.text.manner import LIMITS, Manner
from voiceclone.text.symbols import PAUSES, encode
from voiceclone.vocoder.network import Vocoder
from voiceclone.vocoder.source import HarmonicSource
from voiceclone.voice import Voice

_SEMITONE = math.log(2) / 12
_GLIDE = 5  # frames over which the pitch moves from one word's to the next
_NEPER = 20 / math.log(10)  # decibels
_FIRST_PIECE = 32  # frames; every further piece is twice as long as the one before, up to the longest
_LONGEST_PIECE = 512


@dataclass(frozen=True)
class Score:
    """A sentence before it is sound: what is said in which frames, and by whom.

    `symbols`, their `durations` in frames `(states,)`, by how many semitones each frame is raised `(frames,)`, and
    what the networks need to make any of the frames: `acoustic` is the model as the voice has it.
    """

    acoustic: AcousticModel
    symbols: list[str]
    durations: NDArray[np.int64]
    raised: Tensor
    encoded: Tensor
    energy: Tensor
    voice: VoiceTensors
    correction: Tensor
    condition: Tensor
    noise: Tensor
    delivery: Delivery
    seed: int

    @property
    def frames(self) -> int:
        """Number of frames of the whole."""
        return int(self.durations.sum())


class Engine:
    """The acoustic model and the vocoder, ready to speak."""

    def __init__(self, acoustic: AcousticModel, vocoder: Vocoder) -> None:
        self.acoustic = acoustic
        self.vocoder = vocoder
        self._own: tuple[NDArray[np.float32], AcousticModel] | None = None  # the last adaptation, and its model

    @torch.inference_mode()
    def score(
        self,
        symbols: list[str],
        voice: Voice,
        delivery: Delivery = PLAIN,
        seed: int = 0,
        manners: Sequence[Manner] = (),
    ) -> Score:
        """Lay out a sentence's symbols in time, each said in its manner, if that is given, within the delivery.

        See `Sentence.symbols` and `Sentence.manners`. `seed` decides what chance decides.
        """
        tensors = voice_tensors(voice)
        numbers = torch.tensor([encode(symbols)])
        condition = self.acoustic.describe(tensors)
        encoded, log_durations, energy = self.acoustic.encode(numbers, condition)
        manners = manners or [Manner()] * len(symbols)
        speeds = _within("speed", [delivery.speed * manner.speed for manner in manners])
        pitches = _within("pitch", [delivery.pitch + manner.pitch for manner in manners])
        louder = _within("energy", [delivery.energy + manner.energy for manner in manners])
        pauses = np.array([np.nan if manner.pause is None else manner.pause for manner in manners])
        natural = log_durations[0].double().exp().numpy()
        natural[[symbol in PAUSES for symbol in symbols]] *= delivery.pauses
        durations = whole_frames(natural, speeds, pauses, self.acoustic.config.frames_a_step)
        return Score(
            self._model_of(voice),
            symbols,
            durations,
            _glide(np.repeat(pitches, durations)),
            encoded,
            energy + torch.from_numpy(louder).float() / _NEPER,
            tensors,
            torch.from_numpy(voice.correction.copy()),
            condition,
            self._noise(int(durations.sum()), seed),
            delivery,
            seed,
        )

    def with_seed(self, score: Score, seed: int) -> Score:
        """The same sentence with the same durations, left to another chance."""
        return replace(score, noise=self._noise(score.frames, seed), seed=seed)

    def _noise(self, frames: int, seed: int) -> Tensor:
        return torch.randn(1, frames, self.acoustic.config.n_mels, generator=_chance(seed))

    def _model_of(self, voice: Voice) -> AcousticModel:
        """The acoustic model as the voice has adapted it. Raises VoiceError where that was another model."""
        if not len(voice.adaptation):
            return self.acoustic
        if self._own is None or self._own[0] is not voice.adaptation:
            try:
                self._own = voice.adaptation, changed(self.acoustic, torch.from_numpy(voice.adaptation.copy()))
            except ValueError as error:
                raise VoiceError(f"the voice {voice.name!r} was adapted to other weights: enrol it again") from error
        return self._own[1]

    @torch.inference_mode()
    def mel(self, score: Score, first: int = 0, last: int | None = None) -> tuple[Tensor, Tensor]:
        """Log-mel `(last - first, n_mels)` and F0 in Hz (0 where unvoiced) `(last - first,)` of some frames."""
        last = score.frames if last is None else last
        start, stop = _around(first, last, score.acoustic.reach, score.frames)
        content, pitch, voiced = _prepared(score, start, stop)
        noise = score.noise[:, start:stop]
        mel = score.acoustic.mel(content, pitch, voiced, score.voice, score.condition, noise)[0] + score.correction
        f0 = (pitch * PITCH_UNIT + score.voice.pitch_mean.unsqueeze(1)).exp() * voiced
        inside = slice(first - start, last - start)
        return mel[inside], f0[0, inside]

    @torch.inference_mode()
    def context(self, score: Score) -> Tensor:
        """What the decoder is given of a sentence, `(steps, channels)`: see `Decoder.context`."""
        return score.acoustic.context(*_prepared(score, 0, score.frames), score.voice, score.condition)[0]

    @torch.inference_mode()
    def speak(self, score: Score, pieces: bool = False) -> Iterator[NDArray[np.float32]]:
        """Yield the samples of a sentence, at the rate of the mel definition: at once, or piece by piece."""
        noise = torch.randn(1, score.frames * MEL.hop, generator=_chance(score.seed))
        source = HarmonicSource()
        for first, last in _pieces(score.frames, pieces):
            start, stop = _around(first, last, self.vocoder.reach, score.frames)
            mel, f0 = self.mel(score, start, stop)
            window = slice(start * MEL.hop, stop * MEL.hop)
            samples = self.vocoder(mel[None], f0[None], noise[:, window], source.pulses(f0[None], start))
            yield samples[0, (first - start) * MEL.hop : (last - start) * MEL.hop].numpy()


def _prepared(score: Score, start: int, stop: int) -> tuple[Tensor, Tensor, Tensor]:
    """Content of the decoder's steps `(1, steps, channels)`, pitch (units) and voicing (0 or 1) `(1, frames)`."""
    content = score.acoustic.lengthen(
        score.encoded, score.energy, torch.from_numpy(score.durations)[None], torch.arange(start, stop)[None]
    )
    prosody = score.acoustic.intone(content, score.condition)
    pitch = prosody.pitch * score.delivery.pitch_range + score.raised[start:stop] * _SEMITONE / PITCH_UNIT
    return content, pitch, (prosody.voicing > 0).float()


def _chance(seed: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def _pieces(frames: int, several: bool) -> Iterator[tuple[int, int]]:
    """First and last of each stretch: one, or several that grow."""
    first, length = 0, _FIRST_PIECE if several else frames
    while first < frames:
        last = min(frames, first + length)
        yield first, last
        first, length = last, min(2 * length, _LONGEST_PIECE)


def _around(first: int, last: int, reach: int, frames: int) -> tuple[int, int]:
    """A stretch with `reach` frames more to each side, within the sentence; even, as the decoder takes steps of two."""
    start, stop = max(0, first - reach), min(frames, last + reach)
    return start - start % 2, min(frames, stop + stop % 2)


def voice_tensors(voice: Voice) -> VoiceTensors:
    """A voice as the acoustic model takes it, a batch of one, asking for a clean recording of it, in English."""
    return VoiceTensors(
        torch.from_numpy(voice.embedding.copy()).unsqueeze(0),
        torch.from_numpy(voice.tokens.copy()).unsqueeze(0),
        torch.from_numpy(voice.spectrum.copy()).unsqueeze(0),
        torch.tensor([voice.pitch_mean], dtype=torch.float32),
        torch.tensor([voice.pitch_std], dtype=torch.float32),
        torch.tensor([CLEAN]),
        torch.tensor([QUIET]),
        torch.tensor([1.0]),
    )


def _within(wish: str, values: list[float]) -> NDArray[np.float64]:
    """A wish for each symbol, `(states,)`, no further than it may go."""
    return np.clip(values, *LIMITS[wish])


def _glide(semitones: NDArray[np.float64]) -> Tensor:
    """A pitch for each frame, `(frames,)`, without the jumps between words."""
    padded = np.pad(semitones, _GLIDE // 2, mode="edge")
    return torch.from_numpy(np.convolve(padded, np.full(_GLIDE, 1 / _GLIDE), mode="valid")).float()
