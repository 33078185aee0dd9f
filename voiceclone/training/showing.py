"""Shows in TensorBoard how a few fixed sentences come along: their mels, where each symbol lies, and their sound."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import lightning as L
import numpy as np
import torch
from lightning.pytorch.callbacks import Callback
from lightning.pytorch.loggers import TensorBoardLogger
from numpy.typing import NDArray

from voiceclone.audio.mel import MEL
from voiceclone.training.drawing import DrawnData
from voiceclone.trust.marking.embed import embed
from voiceclone.trust.marking.origin import payload_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_MODEL = "in training"  # what the watermark says in the place of the weights' fingerprint


@dataclass(frozen=True)
class Shown:
    """One sentence: log-mels `(frames, n_mels)` by what they are, where its symbols lie, and samples at 24 kHz."""

    name: str
    mels: Mapping[str, NDArray[np.float32]]
    symbols: Sequence[str] = ()
    durations: Sequence[int] = ()
    samples: NDArray[np.float32] | None = None


Examples = Callable[[L.LightningModule, DrawnData], Iterator[Shown]]


class Show(Callback):
    """Shows the examples at the first step and at every so many."""

    def __init__(self, examples: Examples, every: int = 1000) -> None:
        self._examples, self._every, self._last = examples, every, -1

    def on_train_batch_end(self, trainer: L.Trainer, module: L.LightningModule, *_: object) -> None:
        """Show when it is time; what is spoken carries a watermark here, too."""
        step = trainer.global_step
        if not trainer.is_global_zero or step == self._last or (step % self._every and self._last >= 0):
            return
        self._last = step
        (board,) = [logger.experiment for logger in trainer.loggers if isinstance(logger, TensorBoardLogger)]
        assert isinstance(trainer.datamodule, DrawnData)  # type: ignore[attr-defined]
        with torch.random.fork_rng(), torch.no_grad():
            for shown in self._examples(module, trainer.datamodule):  # type: ignore[attr-defined]
                board.add_figure(shown.name, draw(shown), step)
                if shown.samples is not None:
                    marked = embed(np.clip(shown.samples, -1, 1), payload_of(_MODEL))
                    board.add_audio(shown.name, marked, step, MEL.sample_rate)


def draw(shown: Shown) -> "Figure":
    """Return a picture of the mels, one above the other, with a line where each symbol begins."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(12, 3 * len(shown.mels)), layout="constrained")
    low, high = np.percentile(next(iter(shown.mels.values())), (2, 99.5))
    for axes, (title, mel) in zip(np.ravel(figure.subplots(len(shown.mels), 1)), shown.mels.items(), strict=True):
        axes.imshow(mel.T, origin="lower", aspect="auto", vmin=low, vmax=high, cmap="magma")
        axes.set_title(title, fontsize=8)
        edges = np.cumsum([0, *shown.durations])
        for start, stop, symbol in zip(edges[:-1], edges[1:], shown.symbols, strict=True):
            axes.axvline(start, color="white", linewidth=0.4)
            axes.text((start + stop) / 2, mel.shape[1] - 8, symbol, color="white", fontsize=7, ha="center")
    return figure
