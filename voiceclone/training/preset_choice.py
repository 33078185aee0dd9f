"""Chooses the designed voices that ship: clear, unlike any training speaker, and unlike each other."""

import logging
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from voiceclone.cloner import VoiceCloner
from voiceclone.designed import DENSITY, Draw, Preset, Sex, VoiceDensity
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
_SEEDS = 60  # tried for each name
_TRIED_ALOUD = 6  # of those, the least like any training speaker
_LIKEST = 0.5  # cosine between two presets
_LIVELIEST = 0.3  # standard deviation of ln(F0): what is above is rather octaves mistaken in the corpus than melody
_READ = "The old clock in the hall stopped just before noon, and nobody could say why it had chosen that hour."


def choose_presets(model: Path, wishes: Mapping[str, tuple[Sex, float]] = WISHES) -> list[Preset]:
    """For each name and wish the seed whose voice our own recogniser understands best, of those least like anybody.

    `model`: a folder of weights with a density. Raises DataError where no seed gives a voice unlike the others.
    """
    cloner = VoiceCloner.from_pretrained(model)
    recogniser = load_network(PhoneRecogniser, RecogniserConfig, model / "recogniser.safetensors")
    scorers = ReadingScorers(recogniser, cloner.embed, TextFrontend())
    density = VoiceDensity.load(model / DENSITY)
    presets: list[Preset] = []
    chosen: list[Draw] = []
    for name, (sex, pitch) in wishes.items():
        scored = []
        for seed, draw in _candidates(density, sex, pitch, chosen):
            audio = cloner.synthesize(_READ, cloner.design(seed=seed, sex=sex, pitch=pitch))
            scored.append((scorers.words(audio, _READ), seed, draw))
        if not scored:
            raise DataError(f"no seed gives a voice for {name!r} that is unlike the other presets")
        score, seed, draw = max(scored, key=lambda candidate: candidate[:2])
        log.info("%s: seed %d, understood %.3f, nearest training speaker %.3f", name, seed, score, draw.nearest)
        presets.append(Preset(name, sex, pitch, seed))
        chosen.append(draw)
    return presets


def _candidates(density: VoiceDensity, sex: Sex, pitch: float, others: list[Draw]) -> list[tuple[int, Draw]]:
    """Seeds, and what they give, of voices unlike the `others`: those least like any training speaker."""
    drawn = [(seed, density.draw(np.random.default_rng(seed), sex, pitch)) for seed in range(_SEEDS)]
    new = [
        (seed, draw)
        for seed, draw in drawn
        if draw.pitch_std < _LIVELIEST and all(draw.embedding @ other.embedding < _LIKEST for other in others)
    ]
    return sorted(new, key=lambda candidate: candidate[1].nearest)[:_TRIED_ALOUD]
