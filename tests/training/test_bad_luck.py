"""A killed worker and a full disk: what was done stays done, and the message says what to do."""

import os
import signal

import numpy as np
import pytest

pytest.importorskip("lightning")

from tests.test_cloner import speech_like
from voiceclone.errors import DataError, OutputError
from voiceclone.training.corpus import read_manifest
from voiceclone.training.features import Features, extract_features
from voiceclone.training.workers import shared_among


def die(_):
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_killed_worker_is_told_in_a_sentence():
    with pytest.raises(DataError, match=r"was killed.*run the same command again"), shared_among(2) as spread:
        list(spread(die, [1, 2]))


def test_a_full_disk_is_told_and_the_second_run_goes_on(tmp_path, monkeypatch):
    import soundfile

    audio = speech_like(2.0)
    soundfile.write(tmp_path / "a.wav", audio.samples, audio.sample_rate)
    head = "file\tspeaker\ttext\tlanguage\tsplit\tseconds\n"
    (tmp_path / "manifest.tsv").write_text(head + "a.wav\ts\tno\ten\ttrain\t2\n")
    clips = read_manifest(tmp_path)

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(np, "save", full)
        with pytest.raises(OutputError, match="No space left on device; shards that are complete stay: go on"):
            extract_features(clips, tmp_path, tmp_path / "features", workers=1)
    extract_features(clips, tmp_path, tmp_path / "features", workers=1)
    assert len(Features(tmp_path / "features")) == 1
