from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.evaluation import fakes
from voiceclone.evaluation import vocoder_copy
from voiceclone.evaluation.corpus import Subject, adults, choose_subjects, read_clips
from voiceclone.evaluation.vocoder_copy import copy_table, vocoder_copies


@pytest.fixture
def subjects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Subject]:
    def likeness(real: NDArray[np.float32], copy: NDArray[np.float32]) -> float:
        return 4.5 - float(np.abs(real - copy).mean())

    monkeypatch.setattr(vocoder_copy, "pesq_wide_band", likeness)
    return choose_subjects(adults(read_clips(fakes.write_corpus(tmp_path))))


def test_a_perfect_copy_is_perfect(subjects: list[Subject]) -> None:
    results = vocoder_copies(lambda samples: samples.copy(), subjects, fakes.judges())
    assert all(result.similarity == pytest.approx(1.0) and result.pesq == 4.5 for result in results)
    assert copy_table(results).rows[-1][:2] == ("all", "5")


def test_a_copy_of_another_voice_is_not(subjects: list[Subject]) -> None:
    results = vocoder_copies(lambda samples: fakes.tone(390.0, len(samples) / fakes.RATE), subjects, fakes.judges())
    assert all(result.similarity < 0.9 for result in results)


def test_a_copy_of_another_length_or_beyond_range_is_compared_all_the_same(subjects: list[Subject]) -> None:
    results = vocoder_copies(
        lambda samples: np.append(samples * 9, [0.0] * 300).astype(np.float32), subjects[:1], fakes.judges()
    )
    results += vocoder_copies(lambda samples: samples[:-100], subjects[:1], fakes.judges())
    assert len(results) == 2
