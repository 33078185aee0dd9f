"""Mels as the acoustic model makes them, beside the recordings they stand for: what a vocoder hears when it is used.

The model is given the true durations and pitch of a clip and another recording of its speaker, so that its mel and
the clip's samples belong together frame by frame.
"""

import json
import logging
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from voiceclone.acoustic.network import AcousticModel, VoiceTensors
from voiceclone.audio.mel import speech_spectrum
from voiceclone.errors import DataError
from voiceclone.speaker.network import SpeakerEncoder
from voiceclone.synthesis.timbre import spectrum_correction
from voiceclone.training.acoustic_data import AcousticBatch, AcousticCrops

log = logging.getLogger(__name__)


@torch.inference_mode()
def predict_mels(
    model: AcousticModel, encoder: SpeakerEncoder, crops: AcousticCrops, folder: Path, clips: int, seed: int = 0
) -> None:
    """Write `predicted.npy` and `predicted.json` to `folder`: mels of so many clips, drawn as in training."""
    random = np.random.default_rng(seed)
    generator = torch.Generator().manual_seed(seed)
    chosen = random.choice(len(crops.places), min(clips, len(crops.places)), replace=False, p=crops.share)
    parts, rows, start = [], [], 0
    for number, place in enumerate(chosen):
        batch, clip, first = crops.whole(crops.places[int(place)], random)
        mel = predict_mel(model, batch.voice(*encoder(batch.reference)), batch, generator)
        parts.append(mel.numpy().astype(np.float16))
        rows.append({"clip": clip, "first": first, "start": start, "frames": len(mel)})
        start += len(mel)
        if number % 500 == 499:
            log.info("%d of %d clips", number + 1, len(chosen))
    np.save(folder / "predicted.npy", np.concatenate(parts))
    (folder / "predicted.json").write_text(json.dumps(rows))


def predict_mel(
    model: AcousticModel, voice: VoiceTensors, batch: AcousticBatch, generator: torch.Generator
) -> torch.Tensor:
    """Return the mel of a batch of one whole clip, under its true durations and pitch, `(frames, n_mels)`."""
    condition = model.describe(voice)
    encoded, _, _ = model.encode(batch.symbols, condition)
    content = model.lengthen(encoded, batch.relative_energy(voice), batch.durations, batch.frames)
    voiced = (~batch.pitch.isnan()).float()
    noise = torch.randn(batch.mel.shape, generator=generator).to(batch.mel)
    mel = model.mel(content, batch.pitch.nan_to_num(), voiced, voice, condition, noise)[0]
    correction = spectrum_correction(mel.cpu().numpy(), speech_spectrum(batch.mel)[0].cpu().numpy())
    return mel + torch.from_numpy(correction).to(mel)


class Predicted:
    """What `predict_mels` wrote."""

    def __init__(self, folder: Path) -> None:
        """Open it. Raises DataError where it is missing."""
        if not (folder / "predicted.json").is_file():
            raise DataError(f"no predicted mels in {folder}: run the prediction of the recipe first")
        self._mels = np.load(folder / "predicted.npy", mmap_mode="r")
        self.rows = json.loads((folder / "predicted.json").read_text())

    def mel(self, row: int, first: int, frames: int) -> NDArray[np.float32]:
        """`frames` frames of the mel of a row from its frame `first`, `(frames, n_mels)`."""
        start = self.rows[row]["start"] + first
        return self._mels[start : start + frames].astype(np.float32)
