"""Finds a text in what the recogniser heard: when each phone was said, and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from voiceclone.recogniser.network import PhoneRecogniser
from voiceclone.text.symbols import BOUNDARIES, PRIMARY, SECONDARY, SPACE, SYMBOL_IDS, SYMBOLS

_RAREST = 1e-3  # prior below which a phone is not thought rarer


def phone_class(symbol: str) -> str:
    """Return what a symbol sounds like: all boundaries are silence, and stress makes no difference."""
    return SPACE if symbol in BOUNDARIES else symbol.removeprefix(PRIMARY).removeprefix(SECONDARY)


PHONES = torch.tensor([SYMBOL_IDS[phone_class(symbol)] for symbol in SYMBOLS])  # of each symbol, what it sounds like


@dataclass(frozen=True)
class Fit:
    """How a text lies in a recording: `durations` in frames and `scores` of its symbols, `(states,)`, and the whole's.

    A score is the mean, over frames, of the logarithm of a phone's posterior over its prior: 0 for a guess.
    """

    durations: NDArray[np.int64]
    scores: NDArray[np.float64]
    score: float


@torch.inference_mode()
def hear(network: PhoneRecogniser, mel: Tensor) -> Tensor:
    """Log of posterior over prior of every phone, `(frames, symbols)`, in a log-mel `(1, frames, n_mels)`."""
    heard: Tensor = network(mel)[0] - network.prior.clamp_min(_RAREST).log()
    return heard


def fit(heard: Tensor, symbols: Sequence[str]) -> Fit:
    """Lay a text's symbols where they fit best into what was heard, `(frames, symbols)`, see `hear`.

    A text with more symbols than there are frames has the score of minus infinity.
    """
    if len(heard) < len(symbols):
        nothing = np.zeros(len(symbols), dtype=np.int64)
        return Fit(nothing, np.full(len(symbols), -np.inf), -np.inf)
    numbers = [SYMBOL_IDS[symbol] for symbol in symbols]
    found: NDArray[np.float32] = heard[:, PHONES[numbers]].numpy()  # (frames, states)
    durations, score = best_path(found)
    owner = np.repeat(np.arange(len(symbols)), durations)
    sums = np.bincount(owner, found[np.arange(len(found)), owner].astype(np.float64), minlength=len(symbols))
    return Fit(durations, sums / durations, score)


_CHANGE = 3.0  # nepers that it takes to pass from one phone to another, where no text says what comes


@dataclass(frozen=True)
class Phones:
    """What was said, phone after phone: numbers of symbols and `durations` in frames, `(phones,)` each.

    `sureness`: posterior of the phone in each frame, `(frames,)`.
    """

    symbols: NDArray[np.int64]
    durations: NDArray[np.int64]
    sureness: NDArray[np.float32]


@torch.inference_mode()
def phones_heard(network: PhoneRecogniser, mel: Tensor) -> Phones:
    """The likeliest phones of a log-mel `(1, frames, n_mels)`, without knowing what was said."""
    posteriors: NDArray[np.float32] = network(mel)[0].numpy()  # (frames, symbols), logarithms
    path = _likeliest(posteriors)
    starts = np.flatnonzero(np.diff(path, prepend=-1))
    durations = np.diff(np.append(starts, len(path)))
    return Phones(path[starts], durations, np.exp(posteriors[np.arange(len(path)), path]))


def _likeliest(posteriors: NDArray[np.float32]) -> NDArray[np.int64]:
    """Viterbi over phones any of which may follow any other, at a cost: the phone of each frame `(frames,)`."""
    everything = np.arange(posteriors.shape[1])
    total, before = posteriors[0].copy(), np.empty(posteriors.shape, dtype=np.int64)
    for frame in range(1, len(posteriors)):
        best = int(total.argmax())
        stays = total >= total[best] - _CHANGE
        before[frame] = np.where(stays, everything, best)
        total = np.where(stays, total, total[best] - _CHANGE) + posteriors[frame]
    path = np.empty(len(posteriors), dtype=np.int64)
    path[-1] = total.argmax()
    for frame in range(len(posteriors) - 1, 0, -1):
        path[frame - 1] = before[frame, path[frame]]
    return path


def best_path(scores: NDArray[np.float32]) -> tuple[NDArray[np.int64], float]:
    """Viterbi: frames each state lasts `(states,)`, all at least 1, and the mean log-score of a frame.

    `scores`: `(frames, states)` with at least as many frames as states (ValueError otherwise).
    """
    frames, states = scores.shape
    if frames < states:
        raise ValueError(f"{states} symbols cannot last {frames} frames")
    total = np.full(states, -np.inf, dtype=np.float32)
    total[0] = scores[0, 0]
    advanced = np.zeros((frames, states), dtype=bool)
    for frame in range(1, frames):
        before = np.concatenate(([-np.inf], total[:-1])).astype(np.float32)
        advanced[frame] = before > total
        total = np.maximum(total, before) + scores[frame]
    durations = np.zeros(states, dtype=np.int64)
    state = states - 1
    for frame in range(frames - 1, -1, -1):
        durations[state] += 1
        state -= int(advanced[frame, state])
    return durations, float(total[-1]) / frames
