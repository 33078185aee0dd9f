"""Makes one sentence, whole or piece by piece: symbols and a voice to mel and pitch, these to samples.

Everything after the durations looks only a fixed number of frames to each side, so that any stretch of frames can be
made on its own, with that much around it, and is the same as in the whole.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from voiceclone.audio.definition import MEL
from voiceclone.synthesis.delivery import PLAIN, Delivery
from voiceclone.synthesis.durations import whole_frames
from voiceclone.synthesis.networks import Encoded, Floats, Intonation, Networks
from voiceclone.text.manner import LIMITS, Manner
from voiceclone.text.symbols import PAUSES, encode
from voiceclone.voice import Voice

_SEMITONE = math.log(2) / 12
_GLIDE = 5  # frames over which the pitch moves from one word's to the next
_NEPER = 20 / math.log(10)  # decibels
_FIRST_PIECE = 16  # frames; every further piece is twice as long as the one before, up to the longest
_LATER_PIECE = 128  # with which a sentence begins that follows another one: who listens has heard something by then
_LONGEST_PIECE = 512


@dataclass(frozen=True)
class Score:
    """A sentence before it is sound: what is said in which frames, and by whom.

    `symbols`, their `durations` in frames and `energy`, `(states,)` each; `intonation` of each frame; what chance
    decides, `noise` `(frames, n_mels)` and `seed`; and what makes any of the frames: `networks` as the `voice` has
    them, and what they know of the symbols, `encoded`.
    """

    networks: Networks
    symbols: list[str]
    durations: NDArray[np.int64]
    encoded: Encoded
    energy: Floats
    intonation: Intonation
    voice: Voice
    noise: Floats
    delivery: Delivery
    seed: int

    @property
    def frames(self) -> int:
        """Number of frames of the whole."""
        return len(self.noise)


class Engine:
    """The acoustic model and the vocoder, ready to speak."""

    def __init__(self, networks: Networks) -> None:
        self.networks = networks

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
        networks = self.networks.of(voice)
        encoded = networks.encode(np.array(encode(symbols)), voice)
        manners = manners or [Manner()] * len(symbols)
        speeds = _within("speed", [delivery.speed * manner.speed for manner in manners])
        pitches = _within("pitch", [delivery.pitch + manner.pitch for manner in manners])
        louder = _within("energy", [delivery.energy + manner.energy for manner in manners])
        pauses = np.array([np.nan if manner.pause is None else manner.pause for manner in manners])
        natural = np.exp(encoded.log_durations.astype(np.float64))
        natural[[symbol in PAUSES for symbol in symbols]] *= delivery.pauses
        durations = whole_frames(natural, speeds, pauses, networks.frames_a_step)
        return Score(
            networks,
            symbols,
            durations,
            encoded,
            encoded.energy + (louder / _NEPER).astype(np.float32),
            Intonation(delivery.pitch_range, _glide(np.repeat(pitches, durations)) * np.float32(_SEMITONE)),
            voice,
            _noise(networks, int(durations.sum()), seed),
            delivery,
            seed,
        )


def with_seed(score: Score, seed: int) -> Score:
    """The same sentence with the same durations, left to another chance."""
    return replace(score, noise=_noise(score.networks, score.frames, seed), seed=seed)


def mel_of(score: Score, first: int = 0, last: int | None = None) -> tuple[Floats, Floats]:
    """Log-mel `(last - first, n_mels)` and F0 in Hz (0 where unvoiced) `(last - first,)` of some frames."""
    last = score.frames if last is None else last
    start, stop = _around(first, last, score.networks.reach, score.frames)
    intonation = replace(score.intonation, raised=score.intonation.raised[start:stop])
    numbers, noise = np.arange(start, stop), score.noise[start:stop]
    mel, f0 = score.networks.mel(score.encoded, score.energy, score.durations, numbers, intonation, score.voice, noise)
    inside = slice(first - start, last - start)
    return mel[inside] + score.voice.correction, f0[inside]


def speak(score: Score, pieces: bool = False, *, begins: bool = True) -> Iterator[Floats]:
    """Yield the samples of a sentence, at the rate of the mel definition: at once, or piece by piece.

    The first piece is short where the sentence `begins` a speech.
    """
    chance, noise = np.random.default_rng(score.seed), np.zeros(0, dtype=np.float32)
    known = np.zeros(0, dtype=np.float32)  # F0 of all frames so far: the phase goes on from one piece to the next
    shortest = _FIRST_PIECE if begins else _LATER_PIECE
    for first, last in _pieces(score.frames, shortest if pieces else score.frames):
        start, stop = _around(first, last, score.networks.vocoder_reach, score.frames)
        mel, f0 = mel_of(score, start, stop)
        known = np.concatenate([known[:start], f0])
        noise = np.concatenate([noise, _white(chance, stop * MEL.hop - len(noise))])
        samples = score.networks.samples(mel, known, noise[start * MEL.hop :])
        yield samples[(first - start) * MEL.hop : (last - start) * MEL.hop]


def _noise(networks: Networks, frames: int, seed: int) -> Floats:
    return _white(np.random.default_rng(seed), frames, networks.n_mels)


def _white(chance: np.random.Generator, *shape: int) -> Floats:
    return chance.standard_normal(shape, dtype=np.float32)


def _pieces(frames: int, length: int) -> Iterator[tuple[int, int]]:
    """First and last of each stretch: the first one of so many frames, the others longer and longer."""
    first = 0
    while first < frames:
        last = min(frames, first + length)
        yield first, last
        first, length = last, min(2 * length, _LONGEST_PIECE)


def _around(first: int, last: int, reach: int, frames: int) -> tuple[int, int]:
    """A stretch with `reach` frames more to each side, within the sentence; even, as the decoder takes steps of two."""
    start, stop = max(0, first - reach), min(frames, last + reach)
    return start - start % 2, min(frames, stop + stop % 2)


def _within(wish: str, values: list[float]) -> NDArray[np.float64]:
    """A wish for each symbol, `(states,)`, no further than it may go."""
    return np.clip(values, *LIMITS[wish])


def _glide(semitones: NDArray[np.float64]) -> Floats:
    """A pitch for each frame, `(frames,)`, without the jumps between words."""
    padded = np.pad(semitones, _GLIDE // 2, mode="edge")
    return np.convolve(padded, np.full(_GLIDE, 1 / _GLIDE), mode="valid").astype(np.float32)
