"""The steps of the detector's recipe: train, calibrate and write the weights, judge."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from voiceclone.audio.mel import MEL
from voiceclone.audio.resample import resample
from voiceclone.errors import DataError
from voiceclone.evaluation.mark_clips import read_sounds
from voiceclone.evaluation.tables import Table
from voiceclone.training.budget import train_for
from voiceclone.training.deepfakes.asvspoof import read_asvspoof
from voiceclone.training.deepfakes.benchmark import logits_of, trials, trials_table
from voiceclone.training.deepfakes.pairs import LEVELS, Recording, read_pairs
from voiceclone.training.deepfakes.sounds import Sounds
from voiceclone.training.detector import DetectorData, DetectorModule, DetectorTraining
from voiceclone.training.export import averaged_weights
from voiceclone.trust.synthetic.calibration import NOTE, Calibration
from voiceclone.trust.synthetic.config import RATE, SIZES, DetectorConfig, fingerprint
from voiceclone.trust.synthetic.listening import WEIGHTS, WINDOW, load_detector
from voiceclone.trust.synthetic.network import Detector
from voiceclone.weights import save_network


@dataclass(frozen=True)
class Plan:
    """Which corpus, and where everything that is made of it lies.

    `decay_steps`: over which the learning rate falls; `without`: generators that are left out of the training; `size`:
    one of SIZES; `pairs` of a real and a fake recording make a batch.
    """

    corpus: Path
    work: Path
    decay_steps: int = DetectorTraining.decay_steps
    without: tuple[str, ...] = ()
    noises: Path | None = None
    size: str = "base"
    pairs: int = DetectorTraining.pairs

    def sounds(self, split: str, without: tuple[str, ...] = ()) -> Sounds:
        """Return the recordings of a split, decoded. Raises DataError where there is none."""
        return Sounds(read_corpus(self.corpus, split), self.work / "sounds", without)

    @property
    def config(self) -> DetectorConfig:
        """The network's sizes. Raises DataError for a size that is none."""
        if self.size not in SIZES:
            raise DataError(f"there is no size {self.size!r}, only {', '.join(SIZES)}")
        return SIZES[self.size]

    @property
    def model(self) -> Path:
        """The weights that are written."""
        return self.work / "model"


def read_corpus(folder: Path, split: str) -> list[Recording]:
    """Return the recordings of one split of pairs, or of ASVspoof. Raises DataError where it is neither."""
    if any((folder / split / level).is_dir() for level in LEVELS):
        return read_pairs(folder, split)
    return read_asvspoof(folder, split)


def train(plan: Plan, hours: float) -> None:
    """Train on the split `train`, with a look at `dev`, until `hours` are spent over all runs."""
    training = DetectorTraining(plan.pairs, decay_steps=plan.decay_steps)
    data = DetectorData(plan.sounds("train", plan.without), plan.sounds("dev"), training)
    module = DetectorModule(plan.config, training, _noises(plan.noises))
    train_for(module, data, plan.work / "training", hours=hours, size=plan.size, validate_every=250)


def _noises(folder: Path | None) -> Tensor:
    """The noises of a folder in one piece, a window at least, `(samples,)`; without a folder there are none."""
    noises = [resample(noise, MEL.sample_rate, RATE) for noise in read_sounds(folder)[0]]
    if not noises:
        return torch.zeros(0)
    joined = np.concatenate(noises)
    return torch.from_numpy(np.resize(joined, max(len(joined), WINDOW)))


def export(plan: Plan) -> Path:
    """Write the detector with its calibration on the split `dev`; return the file."""
    network = Detector(plan.config)
    network.load_state_dict(averaged_weights(plan.work / "training" / "last.ckpt"))
    plan.model.mkdir(parents=True, exist_ok=True)
    file = plan.model / WEIGHTS
    save_network(network, network.config, file, inputs=fingerprint())
    load_detector.cache_clear()
    heard = trials(load_detector(plan.model), plan.sounds("dev"))  # in half precision, as it is shipped
    generators = tuple(sorted({trial.recording.generator for trial in heard if trial.recording.is_fake}))
    calibration = Calibration.measured(logits_of(heard, False), logits_of(heard, True), generators)
    save_network(network, network.config, file, inputs=fingerprint(), **{NOTE: calibration.to_note()})
    return file


def evaluate(plan: Plan, split: str) -> Table:
    """Judge the detector that `export` wrote on one split."""
    return trials_table(f"{plan.corpus.name}, {split}", trials(load_detector(plan.model), plan.sounds(split)))
