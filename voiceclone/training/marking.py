"""Trains the listener of the watermark: random chips on real speech, what may happen to it, and the chips again.

The embedder is fixed; what is learned is only what a mark looks like against speech, codecs, noise and rooms. The loss
is the logistic one for each tile, so that the outputs are log-likelihood ratios, which a decoder may add up.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from torch import Tensor

from voiceclone.evaluation import attacks
from voiceclone.training.runtime import bfloat16_is_faster
from voiceclone.trust.marking.embed import mark
from voiceclone.trust.marking.hearing import HEARING_HOP, band_levels, power_spectrogram
from voiceclone.trust.marking.layout import BANDS, FIRST_MIDDLE, PERIOD, SLOT
from voiceclone.trust.marking.listener import Listener, ListenerConfig

Samples = npt.NDArray[np.float32]

HARD = ("white", "pink", "pink", "noise", "noise and opus")  # drawn more often: noise leaves least of the mark


@dataclass(frozen=True)
class ListenerTraining:
    """How the listener is trained: `epochs` over the examples, in batches of `batch`, up to learning rate `rate`."""

    epochs: int = 8
    batch: int = 12
    rate: float = 4e-3
    weight_decay: float = 1e-3
    seed: int = 0


@dataclass(frozen=True, eq=False)
class Examples:
    """What was heard, `levels` `(examples, parts, frames, BANDS)` in half precision, and the slots that lie in it.

    `frames` `(examples, slots)` are their middles, or -1 for none; `chips` `(examples, slots, BANDS)` what they carry.
    """

    levels: Tensor
    frames: Tensor
    chips: Tensor


def make_examples(
    clips: Sequence[Samples], noises: Sequence[Samples], per_clip: int, seed: int, parts: int = ListenerConfig.parts
) -> Examples:
    """Mark each of `clips` (equally long, at 24 kHz) with random chips, and attack it `per_clip` times."""
    rng = np.random.default_rng(seed)
    rows = []
    for clip in clips:
        chips = rng.choice(np.array([-1.0, 1.0], dtype=np.float32), (PERIOD, BANDS))
        marked = mark(clip, chips)
        rows += [_example(_attacked(marked, noises, rng), chips, parts, rng) for _ in range(per_clip)]
    levels, frames, labels = zip(*rows, strict=True)
    return Examples(torch.stack(levels), torch.stack(frames), torch.stack(labels))


def train_listener(
    examples: Examples,
    held_out: Examples,
    config: ListenerConfig,
    training: ListenerTraining,
    report: Callable[[str], None],
) -> Listener:
    """Return a listener trained on `examples`; after each epoch `report` is told how far `held_out` stands out."""
    torch.manual_seed(training.seed)
    listener = Listener(config)
    steps = training.epochs * (len(examples.levels) // training.batch)
    half = bfloat16_is_faster()
    optimiser = torch.optim.AdamW(listener.parameters(), training.rate, weight_decay=training.weight_decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, training.rate, total_steps=steps)
    for epoch in range(training.epochs):
        order = torch.randperm(len(examples.levels))
        for batch in order.split(training.batch)[: len(order) // training.batch]:
            optimiser.zero_grad()
            with torch.autocast("cpu", torch.bfloat16, enabled=half):
                loss = _loss(listener, examples, batch)
            loss.backward()
            optimiser.step()
            schedule.step()
        report(f"epoch {epoch}: {standing_out(listener, held_out):.2f} standard deviations")
    return listener.eval()


def standing_out(listener: Listener, examples: Examples) -> float:
    """Return by how many standard deviations the right chips stand out, on average over `examples`."""
    with torch.inference_mode():
        scores = []
        for batch in torch.arange(len(examples.levels)).split(16):
            ratios, chips, used = _heard(listener, examples, batch)
            ratios = ratios * used
            scores.append((ratios * chips).sum((1, 2)) / ratios.square().sum((1, 2)).clamp_min(1e-9).sqrt())
    return float(torch.cat(scores).mean())


def _loss(listener: Listener, examples: Examples, batch: Tensor) -> Tensor:
    ratios, chips, used = _heard(listener, examples, batch)
    return (F.softplus(-ratios * chips) * used).sum() / (used.sum() * BANDS)


def _heard(listener: Listener, examples: Examples, batch: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Return ratios and chips of the tiles, `(batch, slots, BANDS)`, and which slots are used, `(batch, slots, 1)`."""
    frames = examples.frames[batch]
    every = listener(examples.levels[batch].float()).float()  # (batch, frames, BANDS)
    ratios = every.gather(1, frames.clamp_min(0).unsqueeze(2).expand(-1, -1, BANDS))  # (batch, slots, BANDS)
    return ratios, examples.chips[batch], (frames >= 0).unsqueeze(2).float()


def _example(samples: Samples, chips: Samples, parts: int, rng: np.random.Generator) -> tuple[Tensor, Tensor, Tensor]:
    """Cut up to a slot off the beginning, so that no boundary is where the listener has learned it to be."""
    late = int(rng.integers(0, SLOT))
    scale = float(np.exp(rng.uniform(-0.006, 0.006)))  # the search is no closer
    levels = band_levels(
        power_spectrogram(samples[late : late + len(samples) - SLOT]), scale, parts
    )  # (parts, frames, BANDS)
    count = levels.shape[1]
    slots = np.arange(count * HEARING_HOP // SLOT + 1)
    frames = np.rint((slots * SLOT + FIRST_MIDDLE - late) / HEARING_HOP).astype(np.int64)
    frames = np.where((frames >= 2) & (frames < count - 2), frames, -1)
    return (
        torch.from_numpy(np.ascontiguousarray(levels)).half(),
        torch.from_numpy(frames),
        torch.from_numpy(chips[slots % PERIOD]),
    )


def _attacked(samples: Samples, noises: Sequence[Samples], rng: np.random.Generator) -> Samples:
    """Return `samples` after something that may happen to them, drawn at random; as many."""
    noise = noises[int(rng.integers(len(noises)))] if noises else attacks.music(len(samples), rng)
    kinds = {
        "nothing": lambda: samples,
        "white": lambda: attacks.noisy(samples, rng.uniform(8, 28), rng),
        "pink": lambda: attacks.noisy(samples, rng.uniform(8, 24), rng, 1.0),
        "noise": lambda: attacks.mixed(samples, noise, rng.uniform(5, 20)),
        "music": lambda: attacks.mixed(samples, attacks.music(len(samples), rng), rng.uniform(8, 25)),
        "room": lambda: attacks.in_room(
            samples, attacks.simulated_room(rng, rng.uniform(0.2, 0.8), rng.uniform(-3, 8))
        ),
        "mu-law": lambda: attacks.mu_law(samples),
        "opus": lambda: attacks.coded(samples, "opus", int(rng.choice([12_000, 16_000, 24_000]))),
        "mp3": lambda: attacks.coded(samples, "mp3", int(rng.choice([32_000, 48_000, 64_000]))),
        "amr": lambda: attacks.coded(samples, "amr-nb", 12_200),
        "low-pass": lambda: attacks.filtered(samples, "lowpass", rng.uniform(3_000, 5_000)),
        "high-pass": lambda: attacks.filtered(samples, "highpass", rng.uniform(200, 1_600)),
        "denoised": lambda: attacks.denoised(samples),
        "noise and opus": lambda: attacks.coded(attacks.noisy(samples, 20, rng), "opus", 24_000),
    }
    changed = kinds[rng.choice([*kinds, *HARD])]()[: len(samples)]
    return np.pad(changed, (0, len(samples) - len(changed)))
