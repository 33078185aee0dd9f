from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.trust.marking.speech import five_seconds
from voiceclone.errors import DataError
from voiceclone.evaluation.mark_run import MarkSettings, run_mark_benchmark

pytest.importorskip("resemblyzer", reason="the judges are not installed")
pytestmark = pytest.mark.weights


def test_one_condition_is_measured_alone(tmp_path):
    (tmp_path / "someone").mkdir()
    soundfile.write(tmp_path / "someone" / "speech.wav", np.tile(five_seconds(), 2), 24_000)
    settings = MarkSettings(tmp_path, clips=1, split="", peers=False, only="gain -12")
    (table,) = run_mark_benchmark(settings)
    assert table.rows == (("gain -12 dB", "yes", "100.0%", "100.0%", "0.00%", "0.0%"),)


def test_a_condition_that_there_is_not_is_named():
    with pytest.raises(DataError, match="no condition has 'flood' in its name"):
        list(run_mark_benchmark(MarkSettings(Path("nowhere"), only="flood")))
