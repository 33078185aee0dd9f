"""A small density over speakers that nobody is, for the tests of what is drawn from one."""

from pathlib import Path

import numpy as np

from voiceclone.designed import DENSITY, VoiceDensity
from voiceclone.training.corpus import Clip
from voiceclone.training.speakers import Speaker, years
from voiceclone.training.voice_density import fit_density


def any_speakers(number: int, size: int = 16) -> list[Speaker]:
    """Return seeded speakers, women with higher pitches than men."""
    generator = np.random.default_rng(1)
    return [_speaker(generator, place, size) for place in range(number)]


def any_density(encoder: str = "0123456789abcdef", size: int = 16) -> VoiceDensity:
    """Return a density over a hundred of them."""
    speakers = any_speakers(100, size)
    return fit_density(speakers, speakers, encoder)


def save_density(folder: Path, encoder: str) -> None:
    """Put one beside the weights of a tiny model."""
    any_density(encoder).save(folder / DENSITY)


def any_clip(**changes) -> Clip:
    """Return a clip as a manifest lists it, some of its columns replaced."""
    columns = {
        "file": "a.opus", "speaker": "a", "speaker_source": "published", "text": "", "language": "en", "sex": "f",
        "age": "", "corpus": "", "split": "train", "seconds": 5.0, "bandwidth": 8000.0, "dnsmos": 3.0, "wer": 0.0,
    }  # fmt: skip
    return Clip(**{**columns, **changes})


def _speaker(generator: np.random.Generator, place: int, size: int) -> Speaker:
    clip = any_clip(speaker=str(place), sex="fm"[place % 2], age="thirties")
    embedding = generator.standard_normal(size)
    pitch = (5.35 if clip.sex == "f" else 4.75) + 0.1 * generator.standard_normal()
    liveliness = float(0.2 + 0.03 * generator.standard_normal())
    return Speaker(
        clip, years(clip.age), (embedding / np.linalg.norm(embedding)).astype(np.float32),
        generator.standard_normal(100).astype(np.float32), float(pitch), liveliness,
    )  # fmt: skip
