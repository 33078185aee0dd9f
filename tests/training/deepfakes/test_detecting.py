"""The detector's recipe, from a corpus to weights that listen."""

import numpy as np
import pytest
import soundfile

from tests.training.deepfakes.test_corpus import GENERATORS, voice
from voiceclone.training.deepfakes.boosting import boosted
from voiceclone.training.deepfakes.build import Size, build
from voiceclone.training.deepfakes.detecting import Plan, evaluate, export, read_corpus, train
from voiceclone.training.deepfakes.pairs import Recording
from voiceclone.training.deepfakes.sounds import Sounds
from voiceclone.training.detector import PairCrops
from voiceclone.trust.synthetic.calibration import Calibration
from voiceclone.trust.synthetic.listening import WEIGHTS, find_synthetic


@pytest.fixture
def corpus(tmp_path):
    for seed in range(3):
        path = tmp_path / "speech" / f"speaker{seed}" / "a.wav"
        path.parent.mkdir(parents=True)
        soundfile.write(path, voice(seed), 24_000)
    rows = [f"speaker{seed}/a.wav\tspeaker{seed}\t3\t{split}" for split in ("train", "dev") for seed in range(3)]
    (tmp_path / "speech" / "manifest.tsv").write_text("\n".join(["file\tspeaker\tseconds\tsplit", *rows]))
    for split in ("train", "dev"):
        build(tmp_path / "speech", tmp_path / "corpus", split, GENERATORS, Size(3, 2))
    return tmp_path / "corpus"


@pytest.mark.slow
def test_from_a_corpus_to_weights_that_listen(corpus, tmp_path):
    plan = Plan(corpus, tmp_path / "work", without=("pitch-shifted",))
    train(plan, 0.0005)
    file = export(plan)
    assert file.stat().st_size < 400_000
    table = evaluate(plan, "dev")
    assert [row[0] for row in table.rows] == [
        "all", "compression heavy", "compression light", "compression none", "griffin-lim", "pitch-shifted",
    ]  # fmt: skip
    assert table.rows[0][1:3] == ("9", "18")
    assert Calibration.load(file).generators == ("griffin-lim", "pitch-shifted")
    assert 0 <= find_synthetic(voice(5), 24_000, file.parent).score <= 1
    assert file.name == WEIGHTS


def test_a_fake_comes_with_its_own_real_recording_and_the_same_disturbances(corpus, tmp_path):
    sounds = Sounds(read_corpus(corpus, "train"), tmp_path / "sounds")
    crops = PairCrops(sounds, (), 4)
    samples, labels = next(iter(crops))
    assert samples.shape == (8, 40_000)
    assert labels.tolist() == [0, 1] * 4
    for place, recording in enumerate(sounds.recordings):
        if recording.is_fake:
            real = sounds.recordings[crops._real_of(place, np.random.default_rng(0))]
            assert (real.pair, real.level, real.is_fake) == (recording.pair, recording.level, False)


def test_without_pairs_any_real_recording_serves(corpus, tmp_path):
    loose = [Recording(one.path, one.speaker, one.generator) for one in read_corpus(corpus, "train")]
    _, labels = next(iter(PairCrops(Sounds(loose, tmp_path / "sounds"), (), 4)))
    assert labels.tolist() == [0, 1] * 4


def test_disturbances_keep_the_length_and_stay_finite():
    samples = voice(0)[:40_000]
    for seed in range(40):
        changed = boosted(samples, [samples[::-1].copy()], np.random.default_rng(seed))
        assert changed.shape == samples.shape
        assert np.isfinite(changed).all()
        assert changed.std() > 0
