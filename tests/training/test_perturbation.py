"""Voices at other speeds: what is written, and that alignments follow."""

from pathlib import Path

import numpy as np
import pytest

from voiceclone.audio.mel import MEL
from voiceclone.training.aligner import Alignments
from voiceclone.training.corpus import Clip
from voiceclone.training.features import NATURAL, PERTURBED, Features, Shard
from voiceclone.training.perturbation import faster_durations, perturb

_FRAMES = 120


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One clip of a steady tone of 200 Hz, aligned to three symbols."""
    samples = 0.1 * np.sin(2 * np.pi * 200 * np.arange(_FRAMES * MEL.hop) / MEL.sample_rate).astype(np.float32)
    shard = Shard()
    clip = Clip("a.wav", "ann", "published", "a", "en", "f", "", "own", "train", 1.28, 8000.0, 3.0, 0.0)
    shard.add(clip, samples, np.full(_FRAMES, 200.0, dtype=np.float32))
    shard.write(tmp_path / f"{NATURAL}-0000")
    durations = np.array([20, 70, 30], dtype=np.int16)
    np.savez(
        tmp_path / "alignments.npz",
        clips=np.array([0]),
        scores=np.array([-1.0], dtype=np.float32),
        starts=np.array([0, 3]),
        symbols=np.array([1, 2, 3], dtype=np.int16),
        durations=durations,
    )
    perturb(tmp_path, workers=1)
    return tmp_path


def test_a_speaker_becomes_three_whose_pitch_and_bandwidth_follow_the_speed(folder: Path) -> None:
    features = Features(folder, (NATURAL, PERTURBED))
    assert len(Features(folder)) == 1
    assert [clip.speed == 1 for clip in features.clips] == [True, False, False]
    assert len({clip.speaker for clip in features.clips}) == 3
    for index, clip in enumerate(features.clips):
        assert features.frames(index) == pytest.approx(_FRAMES / clip.speed, abs=1)
        assert features.pitch(index) == pytest.approx(200 * clip.speed, rel=1e-3)
        assert clip.bandwidth == pytest.approx(8000 * clip.speed)
        spectrum = np.abs(np.fft.rfft(features.samples(index)))
        heard = spectrum.argmax() * MEL.sample_rate / (features.frames(index) * MEL.hop)
        assert heard == pytest.approx(200 * clip.speed, abs=2)


def test_alignments_follow(folder: Path) -> None:
    features, alignments = Features(folder, (NATURAL, PERTURBED)), Alignments(folder / "alignments.npz")
    alignments.spread(features)
    assert len(alignments) == 3
    for place in range(3):
        symbols, durations = alignments.item(place)
        assert symbols.tolist() == [1, 2, 3]
        speed = features.clips[alignments.clips[place]].speed
        assert durations == pytest.approx(np.array([20, 70, 30]) / speed, abs=1)


def test_no_symbol_loses_its_last_frame() -> None:
    durations = np.array([1, 1, 1, 0, 1, 6])
    faster = faster_durations(durations, 7 / 6, 8)
    assert (faster[durations > 0] >= 1).all()
    assert faster[3] == 0
    assert faster.sum() <= 8
