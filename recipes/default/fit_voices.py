"""Designed voices and error rates of likeness, for the encoder of a model.

python recipes/default/fit_voices.py CORPUS FEATURES MODEL
"""

import logging
from pathlib import Path
from typing import Annotated

import numpy as np
import torch
import typer
from numpy.typing import NDArray

from voiceclone.designed import DENSITY, write_presets
from voiceclone.evaluation.error_rates import measure_error_rates
from voiceclone.speaker.config import SpeakerConfig
from voiceclone.speaker.network import SpeakerEncoder
from voiceclone.training.features import Features
from voiceclone.training.preset_choice import choose_presets
from voiceclone.training.speakers import describe_speakers
from voiceclone.training.voice_density import fit_density
from voiceclone.weights import file_fingerprint, load_network

log = logging.getLogger(__name__)


def main(
    corpus: Path,
    features: Path,
    model: Path,
    leave_out: Annotated[str, typer.Option(help="A corpus after whose speakers no voice is drawn.")] = "speechocean762",
    threads: int = 1,
) -> None:
    """Read FEATURES/train and CORPUS; write voices.safetensors, presets.json and error_rates.json into MODEL."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(threads)
    path = model / "speaker.safetensors"
    encoder = load_network(SpeakerEncoder, SpeakerConfig, path)
    speakers = list(describe_speakers(Features(features / "train"), encoder))
    imitated = [speaker for speaker in speakers if speaker.can_be_imitated([leave_out])]
    fit_density(speakers, imitated, file_fingerprint(path)).save(model / DENSITY)
    people = np.stack([speaker.embedding for speaker in speakers])
    _tell_how_alike_people_are(np.stack([speaker.embedding for speaker in imitated]), people)
    write_presets(choose_presets(model, people), model)
    measure_error_rates(corpus, model).save(model)


def _tell_how_alike_people_are(imitated: NDArray[np.float32], people: NDArray[np.float32]) -> None:
    nearest = np.sort(imitated @ people.T, axis=1)[:, -2]  # the nearest of all is each one's own
    low, middle, high = np.quantile(nearest, (0.05, 0.5, 0.95))
    log.info("nearest other speaker: %.3f (median), %.3f to %.3f (nine tenths)", middle, low, high)


if __name__ == "__main__":
    typer.run(main)
