"""Fundamental frequency by normalised autocorrelation and a shortest path over its candidates.

Method: P. Boersma, "Accurate short-term analysis of the fundamental frequency and the harmonics-to-noise ratio
of a sampled sound", IFA Proceedings 17 (1993), 97-110. Frames are those of `audio.mel`.
"""

from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from voiceclone.audio.mel import MEL, frame_count
from voiceclone.audio.torchaudio_import import import_torchaudio

_RATE = 12_000  # half the working rate: twice as fast, and lags are interpolated anyway
_CANDIDATES = 8


@dataclass(frozen=True)
class PitchConfig:
    """Search range in Hz, and the costs of Boersma's section on the path (per frame of 10.7 ms)."""

    f_min: float = 60.0
    f_max: float = 550.0
    voicing_threshold: float = 0.45
    silence_threshold: float = 0.03
    octave_cost: float = 0.02
    octave_jump_cost: float = 0.35
    voicing_cost: float = 0.14


PITCH = PitchConfig()


def estimate_pitch(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """F0 in Hz of `(samples,)` at 24 kHz, one value for each mel frame, shape `(frames,)`; 0 where unvoiced.

    See Also: `audio.mel.log_mel`, whose frames these are.
    """
    lags, correlations, loudness = _candidates(torch.as_tensor(samples, dtype=torch.float32))
    return _best_path(lags, correlations, loudness)


def pitch_statistics(f0: NDArray[np.float32]) -> tuple[float, float]:
    """Mean and standard deviation of ln(F0 in Hz) over the voiced ones of `(frames,)`; a neutral pair without any."""
    voiced = np.log(f0[f0 > 0])
    if len(voiced) < 10:
        return float(np.log(150.0)), 0.2
    return float(voiced.mean()), float(max(voiced.std(), 0.05))


def _candidates(samples: Tensor) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Lags in seconds and correlations `(frames, candidates)`, and each frame's share of the peak `(frames,)`."""
    frames = frame_count(len(samples))
    low: Tensor = import_torchaudio().functional.resample(samples, MEL.sample_rate, _RATE)
    low = low - low.mean()
    window_length = int(3 * _RATE / PITCH.f_min)
    hop = MEL.hop * _RATE // MEL.sample_rate
    low = F.pad(low, (window_length // 2, window_length + hop))
    # The frame's centre is the middle of its hop.
    framed = low[hop // 2 :].unfold(0, window_length, hop)[:frames]  # (frames, window)
    framed = framed - framed.mean(dim=1, keepdim=True)
    peak = framed.abs().amax(dim=1)

    window = torch.hann_window(window_length, periodic=False)
    size = 1 << (2 * window_length - 1).bit_length()
    correlation = torch.fft.irfft(torch.fft.rfft(framed * window, size).abs().square(), size)
    own = torch.fft.irfft(torch.fft.rfft(window, size).abs().square(), size)
    shortest, longest = int(_RATE / PITCH.f_max), int(_RATE / PITCH.f_min) + 1
    lag = torch.arange(shortest - 1, longest + 2)
    ratio = correlation[:, lag] / correlation[:, :1].clamp_min(1e-9) * (own[0] / own[lag])  # (frames, lags)

    left, middle, right = ratio[:, :-2], ratio[:, 1:-1], ratio[:, 2:]
    is_peak = (middle > left) & (middle >= right) & (middle > 0.2)
    cost = PITCH.octave_cost * torch.log2(PITCH.f_min * lag[1:-1] / _RATE)
    score = torch.where(is_peak, middle - cost, torch.full_like(middle, -9.0))
    best = score.topk(_CANDIDATES, dim=1)
    curve = (left - 2 * middle + right).clamp_max(-1e-6)
    shift = (0.5 * (left - right) / curve).clamp(-0.5, 0.5)
    lags = (lag[1:-1] + shift).gather(1, best.indices) / _RATE
    return lags.numpy(), best.values.numpy(), (peak / peak.max().clamp_min(1e-9)).numpy()


def _best_path(
    lags: NDArray[np.float32], scores: NDArray[np.float32], loudness: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Viterbi over the candidates and, as the last one of each frame, "unvoiced"."""
    quiet = np.maximum(0.0, 2.0 - loudness / (PITCH.silence_threshold / (1 + PITCH.voicing_threshold)))
    unvoiced = PITCH.voicing_threshold + quiet
    scores = np.concatenate([scores, unvoiced[:, None]], axis=1)  # (frames, candidates + 1)
    octaves = np.log2(1.0 / lags)
    frames, states = scores.shape
    total = scores[0].copy()
    back = np.zeros((frames, states), dtype=np.int64)
    jump = np.zeros((states, states), dtype=np.float32)
    jump[-1, :-1] = jump[:-1, -1] = PITCH.voicing_cost
    for frame in range(1, frames):
        jump[:-1, :-1] = PITCH.octave_jump_cost * np.abs(octaves[frame - 1][:, None] - octaves[frame][None, :])
        reach = total[:, None] - jump
        back[frame] = reach.argmax(axis=0)
        total = reach.max(axis=0) + scores[frame]
    state = int(total.argmax())
    f0 = np.zeros(frames, dtype=np.float32)
    for frame in range(frames - 1, -1, -1):
        if state < states - 1:
            f0[frame] = 1.0 / lags[frame, state]
        state = int(back[frame, state])
    return f0
