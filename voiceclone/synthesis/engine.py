"""Makes one sentence, whole or piece by piece: symbols and a voice to mel and pitch, these to samples.

Everything after the durations looks only a fixed number of frames to each side, so that any stretch of frames can be
made on its own, with that much around it, and is the same as in the whole. Speech slower or faster than the networks
know is made at a pace that they do, and stretched (see `synthesis/stretching.py`).
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voiceclone.audio.definition import MEL
from voiceclone.synthesis import effort
from voiceclone.synthesis.delivery import PLAIN, Delivery
from voiceclone.synthesis.durations import performed_frames, whole_frames
from voiceclone.synthesis.networks import Encoded, Floats, Intonation, Networks
from voiceclone.synthesis.stretching import FASTEST, SLOWEST, places_of, taken_at
from voiceclone.text.manner import LIMITS, Manner
from voiceclone.text.symbols import PAUSES, encode
from voiceclone.voice import Voice

_SEMITONE = math.log(2) / 12
_GLIDE = 5  # frames over which pitch and loudness move from one word's to the next
_NEPER = 20 / math.log(10)  # decibels
_FIRST_PIECE = 16  # frames; every further piece is twice as long as the one before, up to the longest
_LATER_PIECE = 128  # with which a sentence begins that follows another one: who listens has heard something by then
_LONGEST_PIECE = 512


@dataclass(frozen=True)
class Score:
    """A sentence before it is sound: what is said in which frames, and by whom.

    `symbols`, their `durations` in frames, as they are heard and as the networks are asked for them, `made_durations`,
    and how much `louder` than usual each is, in nepers, `(states,)`; the `intonation` of each frame that is made; what
    chance decides, `noise` `(frames that are made, n_mels)` and `seed`; and what makes any of the frames: `networks` as
    the `voice` has them, and what they know of the symbols, `encoded`.
    """

    networks: Networks
    symbols: list[str]
    durations: NDArray[np.int64]
    made_durations: NDArray[np.int64]
    encoded: Encoded
    louder: Floats
    intonation: Intonation
    voice: Voice
    noise: Floats
    delivery: Delivery
    seed: int

    @property
    def frames(self) -> int:
        """Number of frames that are heard of the whole."""
        return int(self.durations.sum())


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
        known = speeds.clip(SLOWEST, FASTEST)
        durations, made = (whole_frames(natural, pace, pauses, networks.frames_a_step) for pace in (speeds, known))
        return Score(
            networks,
            symbols,
            durations,
            made,
            encoded,
            (louder / _NEPER).astype(np.float32),
            Intonation(delivery.pitch_range, _glide(np.repeat(pitches, made)) * np.float32(_SEMITONE)),
            voice,
            _noise(networks, int(made.sum()), seed),
            delivery,
            seed,
        )

    def perform(
        self,
        symbols: list[str],
        voice: Voice,
        words: Sequence[slice],
        durations: NDArray[np.int64],
        melody: Floats,
        seed: int = 0,
    ) -> Score:
        """Lay out a sentence's symbols as they were performed by somebody.

        `words`: where the phones of each stand; `durations` in frames `(states,)`, of which those of words are kept and
        the sum is a multiple of `Networks.frames_a_step`; `melody`: ln(F0) of each frame above the voice's mean,
        `(frames,)`, which counts where the networks find it voiced.
        """
        networks = self.networks.of(voice)
        encoded = networks.encode(np.array(encode(symbols)), voice)
        durations = performed_frames(durations, np.exp(encoded.log_durations.astype(np.float64)), words)
        return Score(
            networks,
            symbols,
            durations,
            durations,
            encoded,
            np.zeros(len(symbols), dtype=np.float32),
            Intonation(0.0, melody),
            voice,
            _noise(networks, len(melody), seed),
            PLAIN,
            seed,
        )


def with_seed(score: Score, seed: int) -> Score:
    """The same sentence with the same durations, left to another chance."""
    return replace(score, noise=_noise(score.networks, len(score.noise), seed), seed=seed)


def mel_of(score: Score) -> tuple[Floats, Floats]:
    """Log-mel `(frames, n_mels)` and F0 in Hz (0 where unvoiced) `(frames,)`."""
    mel, f0, gain = _made(score, 0, score.frames)
    return mel + gain[:, None], f0


def speak(score: Score, pieces: bool = False, *, begins: bool = True) -> Iterator[Floats]:
    """Yield the samples of a sentence, at the rate of the mel definition: at once, or piece by piece.

    The first piece is short where the sentence `begins` a speech.
    """
    chance, noise = np.random.default_rng(score.seed), np.zeros(0, dtype=np.float32)
    known = np.zeros(0, dtype=np.float32)  # F0 of all frames so far: the phase goes on from one piece to the next
    shortest = _FIRST_PIECE if begins else _LATER_PIECE
    for first, last in _pieces(score.frames, shortest if pieces else score.frames):
        start, stop = _around(first, last, score.networks.vocoder_reach, score.frames)
        mel, f0, gain = _made(score, start, stop)
        known = np.concatenate([known[:start], f0])
        noise = np.concatenate([noise, _white(chance, stop * MEL.hop - len(noise))])
        samples = score.networks.samples(mel, known, noise[start * MEL.hop :])
        if gain.any():
            samples = effort.amplified(samples, gain)
        yield samples[(first - start) * MEL.hop : (last - start) * MEL.hop]


def _made(score: Score, first: int, last: int) -> tuple[Floats, Floats, Floats]:
    """Mel and F0 of some frames, and the gain `(last - first,)` in nepers that their sound still lacks."""
    louder = score.louder.any()
    start, stop = _around(first, last, effort.REACH if louder else 0, score.frames)
    inside = slice(first - start, last - start)
    mel, f0 = _with_energy(score, score.encoded.energy + score.louder, start, stop)
    gain = np.zeros(stop - start, dtype=np.float32)
    if louder:
        plain, _ = _with_energy(score, score.encoded.energy, start, stop)
        asked = _glide(np.repeat(score.louder, score.durations))[start:stop]
        gain = effort.missing_gain(mel, plain, asked)
    return mel[inside] + score.voice.correction, f0[inside], gain[inside]


def _with_energy(score: Score, energy: Floats, first: int, last: int) -> tuple[Floats, Floats]:
    """Mel and F0 of frames as the networks make them under an energy of each symbol."""
    places = places_of(np.arange(first, last), score.durations, score.made_durations)
    start, stop = _around(int(places[0]), math.ceil(places[-1]) + 1, score.networks.reach, len(score.noise))
    intonation = replace(score.intonation, raised=score.intonation.raised[start:stop])
    numbers, noise = np.arange(start, stop), score.noise[start:stop]
    mel, f0 = score.networks.mel(score.encoded, energy, score.made_durations, numbers, intonation, score.voice, noise)
    return taken_at(places - start, mel, f0)


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


def _glide(values: NDArray[np.floating[Any]]) -> Floats:
    """A pitch or loudness for each frame, `(frames,)`, without the jumps between words."""
    padded = np.pad(values, _GLIDE // 2, mode="edge")
    return np.convolve(padded, np.full(_GLIDE, 1 / _GLIDE), mode="valid").astype(np.float32)
