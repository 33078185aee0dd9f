"""Work on a Ray cluster, here of this machine alone: a worker that dies loses nothing."""

import os
import signal
import sys
from functools import partial

import numpy as np
import pytest
import soundfile

from tests.networks import save_tiny_model
from tests.test_cloner import speech_like
from voiceclone import Consent, VoiceCloner
from voiceclone.cluster import shared_over
from voiceclone.errors import DataError, DependencyError


def job(number, folder):
    """Die at every try of number 3, and at the first of number 2."""
    tried = folder / f"tried-{number}"
    if number == 3 or (number == 2 and not tried.exists()):
        tried.write_text("")
        os.kill(os.getpid(), signal.SIGKILL)
    (folder / f"done-{number}").write_text("")
    return number


def complain(number):
    raise DataError(f"number {number} is wrong")


def test_without_ray_the_command_that_installs_it_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(DependencyError, match=r'pip install "voiceclone\[ray\]"'), shared_over("local"):
        pass


@pytest.mark.slow
def test_a_job_whose_worker_dies_is_done_by_another_and_one_that_always_dies_ends_no_other(tmp_path):
    pytest.importorskip("ray")
    done = []
    with shared_over("local") as spread:
        with pytest.raises(DataError, match=r"workers of 1 of 4 jobs died.*what was done stays done"):
            done.extend(spread(partial(job, folder=tmp_path), range(1, 5)))
        with pytest.raises(DataError, match="number 5 is wrong"):
            list(spread(complain, [5]))
    assert len(list(tmp_path.glob("done-*"))) == 3


def test_no_cluster_is_told_in_a_sentence():
    pytest.importorskip("ray")
    for address in ("127.0.0.1:1", "127.0.0.1:port"):
        with pytest.raises(DataError, match="there is no Ray cluster at"), shared_over(address):
            pass


@pytest.mark.slow
def test_features_and_lines_are_made_on_a_cluster(tmp_path):
    pytest.importorskip("lightning")
    pytest.importorskip("ray")
    from voiceclone.batch import Line, speak_lines
    from voiceclone.training.corpus import read_manifest
    from voiceclone.training.features import Features, extract_features

    rows = ["file\tspeaker\ttext\tlanguage\tsplit\tseconds"]
    for number in range(3):
        audio = speech_like(2.0, hertz=100 + 20 * number)
        soundfile.write(tmp_path / f"{number}.flac", audio.samples, audio.sample_rate)
        rows.append(f"{number}.flac\ts\tno\ten\ttrain\t2.0")
    (tmp_path / "manifest.tsv").write_text("\n".join(rows) + "\n")
    clips = read_manifest(tmp_path)
    extract_features(clips, tmp_path, tmp_path / "here", workers=1)
    extract_features(clips, tmp_path, tmp_path / "there", cluster="local")
    assert np.array_equal(Features(tmp_path / "here").mel(2), Features(tmp_path / "there").mel(2))

    (tmp_path / "model").mkdir()
    save_tiny_model(tmp_path / "model")
    make = partial(VoiceCloner.from_pretrained, tmp_path / "model")
    voice = make().enroll(speech_like(3.0), consent=Consent.self_attested())
    voice.save(tmp_path / "v.voice")
    lines = [Line(number, "No one knows.", tmp_path / "v.voice", f"{number}.wav") for number in (2, 3)]
    outcomes = speak_lines(lines, tmp_path / "out", make, cluster="local")
    assert [outcome.outcome for outcome in outcomes] == ["made", "made"]
    assert (tmp_path / "out" / "3.wav").is_file()
    assert not any(outcome.outcome == "to do" for outcome in speak_lines(lines, tmp_path / "out", make, workers=1))
