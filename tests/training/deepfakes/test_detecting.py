"""The detector's recipe, from a corpus to weights that listen."""

import numpy as np
import pytest
import soundfile
import torch

from tests.training.deepfakes.test_corpus import GENERATORS, voice
from voiceclone.errors import DataError
from voiceclone.training.deepfakes import boosting
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
    plan = Plan(corpus, tmp_path / "work", without=("pitch-shifted",), size="small", pairs=4)
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


def test_a_size_that_is_none_is_refused(tmp_path):
    with pytest.raises(DataError, match="no size 'huge', only small, base"):
        _ = Plan(tmp_path, tmp_path, size="huge").config


def test_a_fake_comes_with_its_own_real_recording_and_the_same_disturbances(corpus, tmp_path):
    sounds = Sounds(read_corpus(corpus, "train"), tmp_path / "sounds")
    crops = PairCrops(sounds, 4)
    samples, labels, _ = next(iter(crops))
    assert samples.shape == (8, 40_000)
    assert labels.tolist() == [0, 1] * 4
    for place, recording in enumerate(sounds.recordings):
        if recording.is_fake:
            real = sounds.recordings[crops._real_of(place, np.random.default_rng(0))]
            assert (real.pair, real.level, real.is_fake) == (recording.pair, recording.level, False)


def test_without_pairs_any_real_recording_serves(corpus, tmp_path):
    loose = [Recording(one.path, one.speaker, one.generator) for one in read_corpus(corpus, "train")]
    _, labels, _ = next(iter(PairCrops(Sounds(loose, tmp_path / "sounds"), 4)))
    assert labels.tolist() == [0, 1] * 4


@pytest.fixture
def pairs():
    sounds = [voice(seed)[:40_000] for seed in range(12)]
    return torch.from_numpy(np.stack(sounds).astype(np.float32)).unflatten(0, (6, 2))


NO_NOISE = torch.zeros(0)


def test_disturbances_keep_the_shape_and_stay_finite(pairs):
    for seed in range(10):
        changed = boosted(pairs, pairs.flatten(), seed)
        assert changed.shape == pairs.shape
        assert changed.isfinite().all()
        assert (changed.std(dim=2) > 0).all()


def test_the_same_chance_disturbs_alike(pairs):
    assert boosted(pairs, NO_NOISE, 3).equal(boosted(pairs, NO_NOISE, 3))
    assert not boosted(pairs, NO_NOISE, 3).equal(boosted(pairs, NO_NOISE, 4))


def test_both_of_a_pair_are_disturbed_alike(pairs):
    alike = pairs[:, :1].expand(-1, 2, -1)
    for seed in range(10):
        changed = boosted(alike, pairs.flatten(), seed)
        assert torch.allclose(changed[:, 0], changed[:, 1], atol=1e-6)


def tone(frequency):
    time = torch.arange(40_000) / 16_000
    return torch.sin(2 * torch.pi * frequency * time).expand(1, 2, -1)


@pytest.mark.parametrize(("frequency", "kept"), [(1_000, True), (7_900, False)])
def test_a_low_pass_keeps_what_is_below_it(frequency, kept):
    filtered = boosting._low_passed(tone(frequency), boosting._Chance(1, torch.device("cpu")))
    assert (filtered - tone(frequency) * kept)[..., 200:-200].abs().max() < 0.01


def test_a_room_begins_with_the_direct_sound():
    click = torch.zeros(1, 2, 40_000)
    click[..., 100] = 1.0
    heard = boosting._in_room(click, boosting._Chance(1, torch.device("cpu")))
    assert heard[..., :100].abs().max() < 1e-4
    assert heard[0, 0, 100] == pytest.approx(1.0, abs=1e-4)
    tail = heard[0, 0, 101:].square().sum()
    assert 0.1 <= tail <= 1.01


def with_recorded_noise(pairs, chance):
    return boosting._with_recorded_noise(pairs, torch.randn(90_000), chance)


@pytest.mark.parametrize("add", [boosting._with_coloured_noise, with_recorded_noise])
def test_noise_is_as_far_below_as_it_says(pairs, add):
    added = add(pairs, boosting._Chance(1, torch.device("cpu"))) - pairs
    below = 10 * torch.log10(pairs.square().mean(dim=2) / added.square().mean(dim=2))
    assert (below > 9.9).all()
    assert (below < 40.1).all()
