"""A tiny detector with a calibration, as a folder of weights."""

import numpy as np
import torch

from voiceclone.trust.synthetic.calibration import NOTE, Calibration
from voiceclone.trust.synthetic.config import DetectorConfig, fingerprint
from voiceclone.trust.synthetic.listening import WEIGHTS
from voiceclone.trust.synthetic.network import Detector
from voiceclone.weights import save_network


def write_detector(folder, seed=0):
    """Write it, and return the folder."""
    torch.manual_seed(seed)
    network = Detector(DetectorConfig(channels=(4, 4, 4, 4, 4), nodes=(4, 4)))
    calibration = Calibration.measured(np.linspace(-3, 1, 50), np.linspace(-1, 3, 150), ("griffin-lim", "world"))
    folder.mkdir(exist_ok=True)
    note = {NOTE: calibration.to_note()}
    save_network(network, network.config, folder / WEIGHTS, inputs=fingerprint(), **note)
    return folder
