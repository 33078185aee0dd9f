"""Chooses the designed voices that ship: clear, unlike any training speaker, and unlike each other."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voiceclone.cloner import VoiceCloner
from voiceclone.designed import DENSITY, NEAREST, Draw, Preset, Sex, VoiceDensity
from voiceclone.errors import DataError
from voiceclone.recogniser.config import RecogniserConfig
from voiceclone.recogniser.network import PhoneRecogniser
from voiceclone.synthesis.attestation import ReadingScorers
from voiceclone.text import TextFrontend
from voiceclone.weights import load_network

log = logging.getLogger(__name__)

WISHES: dict[str, tuple[Sex, float]] = {  # named after trees; mean pitch in Hz
    "hazel": ("female", 195.0),
    "laurel": ("female", 175.0),
    "willow": ("female", 215.0),
    "alder": ("male", 110.0),
    "linden": ("male", 95.0),
    "rowan": ("male", 130.0),
}
_SEEDS = 100  # tried for each name
_TRIED_ALOUD, _MOST_ALOUD = 8, 24  # of those, the least like any training speaker; more if speech in all is like one
_LIKEST = 0.5  # cosine between two presets
_LIVELIEST = 0.3  # standard deviation of ln(F0): what is above is rather octaves mistaken in the corpus than melody
_READ = "The old clock in the hall stopped just before noon, and nobody could say why it had chosen that hour."


def choose_presets(
    model: Path, people: NDArray[np.float32], wishes: Mapping[str, tuple[Sex, float]] = WISHES
) -> list[Preset]:
    """For each name and wish the seed whose speech is unlike that of all `people`, and best understood by ourselves.

    `model`: a folder of weights with a density; `people`: the training speakers' embeddings `(speakers, embedding)`.
    What is spoken lies nearer to the known speakers than what was drawn, so that it is listened to as well. Raises
    DataError where no seed gives a voice unlike the others.
    """
    cloner = VoiceCloner.from_pretrained(model)
    recogniser = load_network(PhoneRecogniser, RecogniserConfig, model / "recogniser.safetensors")
    scorers = ReadingScorers(recogniser, cloner.embed, people, TextFrontend())
    density = VoiceDensity.load(model / DENSITY)
    presets: list[Preset] = []
    chosen: list[Draw] = []
    for name, (sex, pitch) in wishes.items():
        tried: list[_Tried] = []
        for number, (seed, draw) in enumerate(_candidates(density, sex, pitch, chosen)):
            if number >= _TRIED_ALOUD and min(other.heard for other in tried) < NEAREST:
                break
            audio = cloner.synthesize(_READ, cloner.design(seed=seed, sex=sex, pitch=pitch))
            heard = float((people @ cloner.embed(audio)).max())
            tried.append(_Tried(seed, draw, scorers.words(audio, _READ), heard))
        if not tried:
            raise DataError(f"no seed gives a voice for {name!r} that is unlike the other presets")
        best = max(tried, key=_merit)
        log.info(
            "%s: seed %d, understood %.3f, nearest training speaker %.3f as drawn, %.3f as spoken (of %s)",
            name, best.seed, best.understood, best.draw.nearest, best.heard, sorted(round(t.heard, 3) for t in tried),
        )  # fmt: skip
        presets.append(Preset(name, sex, pitch, best.seed))
        chosen.append(best.draw)
    return presets


@dataclass(frozen=True)
class _Tried:
    """A candidate that was listened to: how well understood, and its likeness to the nearest speaker as spoken."""

    seed: int
    draw: Draw
    understood: float
    heard: float


def _merit(tried: _Tried) -> tuple[float, float]:
    """First that the speech keeps away from everybody, then that it is understood."""
    return min(0.0, NEAREST - tried.heard), tried.understood


def _candidates(density: VoiceDensity, sex: Sex, pitch: float, others: list[Draw]) -> list[tuple[int, Draw]]:
    """Seeds, and what they give, of voices unlike the `others`: those least like any training speaker."""
    drawn = [(seed, density.draw(np.random.default_rng(seed), sex, pitch)) for seed in range(_SEEDS)]
    new = [
        (seed, draw)
        for seed, draw in drawn
        if draw.pitch_std < _LIVELIEST and all(draw.embedding @ other.embedding < _LIKEST for other in others)
    ]
    return sorted(new, key=lambda candidate: candidate[1].nearest)[:_MOST_ALOUD]
