"""Warns early of what usually goes wrong in a training, and says what to do."""

import logging
import math

import lightning as L
import numpy as np
import torch
from lightning.pytorch.callbacks import Callback
from numpy.typing import NDArray

from voiceclone.errors import DataError

log = logging.getLogger(__name__)

_CHANCE = math.log(40)  # nepers a frame: a guess among the phones of a language
_ALIGNED = 0.7 * _CHANCE  # above which the aligner's recogniser has learned nothing
_QUIETER = 20.0  # dB below the recording, from which a copy counts as silent
_WHISTLE = 18.0  # dB that a band may stand out among all others, over seconds
_WINDOW = 1024


class Watch(Callback):
    """Ends a training whose losses are no numbers; warns, once each, of an alignment that does not form."""

    def __init__(self, aligned_by: int | None = None) -> None:
        """Of an aligner, `aligned_by`: the step by which the alignment has formed."""
        self._aligned_by = aligned_by
        self._mean = math.nan  # of the recogniser's loss, over some 50 steps

    def on_train_batch_end(self, trainer: L.Trainer, module: L.LightningModule, *_: object) -> None:
        """Look at the losses of the step."""
        for name, value in trainer.callback_metrics.items():
            if not bool(torch.isfinite(value)):
                raise DataError(
                    f"the loss {name!r} is {float(value)} after step {trainer.global_step}; last.ckpt is from before: "
                    "go on at a lower rate or in single precision, and look for damaged recordings with "
                    "`voiceclone data check`"
                )
        if self._aligned_by is not None and "recogniser" in trainer.callback_metrics:
            loss = float(trainer.callback_metrics["recogniser"])
            self._mean = loss if math.isnan(self._mean) else 0.98 * self._mean + 0.02 * loss
            if trainer.global_step >= self._aligned_by and self._mean > _ALIGNED:
                self._aligned_by = None
                log.warning(
                    "the alignment does not form: phones are guessed (%.2f nepers a frame, %.2f by chance). Check that "
                    "the transcripts are those of the recordings, in the right language (`voiceclone data check`), and "
                    "that there is an hour of speech; TensorBoard shows where the symbols lie",
                    self._mean,
                    _CHANCE,
                )


class WatchVocoder(Callback):
    """Warns, once each, of a vocoder that is silent or whistles, by its copies of recordings."""

    def __init__(self) -> None:
        self._told: set[str] = set()

    def on_validation_batch_end(
        self,
        trainer: L.Trainer,
        module: L.LightningModule,
        outputs: object,
        batch: tuple[torch.Tensor, ...],
        *_: object,
    ) -> None:
        """Listen to the copies of a batch."""
        real, mel, f0 = batch
        with torch.no_grad():
            noise = torch.randn(real.shape, generator=torch.Generator().manual_seed(0)).to(real)
            made = module.average(mel, f0, noise).float()  # type: ignore[operator]
        fault = fault_of(made.cpu().numpy(), real.cpu().numpy())
        kind = fault.split(" ")[0]
        if fault and kind not in self._told:
            self._told.add(kind)
            log.warning("the vocoder %s (step %d)", fault, trainer.global_step)


def fault_of(made: NDArray[np.float32], real: NDArray[np.float32]) -> str:
    """What is wrong with copies of recordings, `(clips, samples)` each, and what to do; empty where nothing is."""
    louder = _decibels(np.square(made).mean()) - _decibels(np.square(real).mean())
    if louder < -_QUIETER:
        return (
            f"is silent: its copies are {-louder:.0f} dB below the recordings. If that lasts for 500 steps, lower its "
            "rate, and look for recordings of silence with `voiceclone data check`"
        )
    difference = _spectrum(made) - _spectrum(real)  # (bins,), dB
    excess = difference - np.median(difference)
    if excess.max() > _WHISTLE:
        hertz = 24_000 * int(excess.argmax()) / _WINDOW
        return (
            f"whistles at {hertz:.0f} Hz, {excess.max():.0f} dB above the recordings. Usual in the first hours against "
            "the discriminators; if it stays, let them join later (adversarial_from), or at a lower rate"
        )
    return ""


def _spectrum(samples: NDArray[np.float32]) -> NDArray[np.float64]:
    """Median level of each bin over time, in dB, `(bins,)`: what is there always, and not what is loud for once."""
    frames = np.lib.stride_tricks.sliding_window_view(samples, _WINDOW, axis=1)[:, :: _WINDOW // 2]
    power = np.square(np.abs(np.fft.rfft(frames * np.hanning(_WINDOW), axis=2)))
    return _decibels(np.median(power.reshape(-1, power.shape[2]), axis=0) + 1e-4)


def _decibels(power: NDArray[np.float64]) -> NDArray[np.float64]:
    return 10 * np.log10(np.maximum(power, 1e-12))
