"""A training that was interrupted, shared among processes, or fed in smaller batches comes to the same."""

import csv
import itertools
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

pytest.importorskip("lightning")

from tests.conftest import ROOT
from tests.networks import ACOUSTIC, VOCODER, tiny_encoder, tiny_recogniser
from tests.test_cloner import speech_like
from voiceclone.errors import DataError, OutputError
from voiceclone.text import TextFrontend
from voiceclone.text.symbols import encode
from voiceclone.training import runtime
from voiceclone.training.acoustic import AcousticModule, AcousticTraining
from voiceclone.training.acoustic_data import AcousticCrops, AcousticData, AcousticDataModule
from voiceclone.training.aligner import Aligned, Alignments, Utterances, save_alignments
from voiceclone.training.corpus import read_manifest
from voiceclone.training.drawing import Turn, loader
from voiceclone.training.features import Features, extract_features
from voiceclone.training.runtime import train
from voiceclone.training.showing import Show
from voiceclone.training.vocoder import VocoderData, VocoderModule, VocoderTraining


@pytest.fixture(scope="module")
def features(tmp_path_factory):
    """Three speakers of two clips each, aligned at an even pace, the same for training and for evaluation."""
    import soundfile

    folder = tmp_path_factory.mktemp("corpus")
    rows = ["file\tspeaker\ttext\tlanguage\tsplit\tseconds"]
    for number in range(6):
        audio = speech_like(4.0, hertz=100 + 20 * number)
        soundfile.write(folder / f"{number}.flac", audio.samples, audio.sample_rate)
        rows.append(f"{number}.flac\ts{number // 2}\tno one knows you\ten\ttrain\t4.0")
    (folder / "manifest.tsv").write_text("\n".join(rows) + "\n")
    made = tmp_path_factory.mktemp("features")
    for split in ("train", "dev"):
        extract_features(read_manifest(folder), folder, made / split, workers=1)
        found = Features(made / split)
        symbols = np.array(encode(TextFrontend().transcript("no one knows you").symbols()[:-1]))
        paces = [
            np.diff(np.linspace(0, found.frames(clip), len(symbols) + 1).astype(int)) for clip in range(len(found))
        ]
        aligned = [Aligned(clip, 1.0, symbols, pace) for clip, pace in enumerate(paces)]
        save_alignments(made / split / "alignments.npz", aligned)
    return made


UNDROPPED = AcousticTraining(dropout=0.0, predictor_dropout=0.0)  # two processes drop other parts than one


def acoustic(features, batch):
    torch.manual_seed(0)
    module = AcousticModule(ACOUSTIC, tiny_encoder(), UNDROPPED, tiny_recogniser())
    return module, AcousticDataModule(features, AcousticData(batch=batch, frames=60, reference_frames=80))


def learn(features, folder, steps, batch=2, **wishes):
    module, data = acoustic(features, batch)
    train(module, data, folder, hours=1, precision="32", validate_every=None, steps=steps, **wishes)
    return module


@pytest.fixture
def losses(monkeypatch):
    """Remember the loss of every batch."""
    seen = []
    step = AcousticModule.training_step

    def remembered(self, batch, index):
        loss = step(self, batch, index)
        seen.append(loss.item())
        return loss

    monkeypatch.setattr(AcousticModule, "training_step", remembered)
    return seen


def weights_of(module):
    return torch.cat([value.flatten().float() for value in module.state_dict().values()])


def test_an_interrupted_training_goes_on_as_if_nothing_had_happened(features, tmp_path, losses):
    whole = learn(features, tmp_path / "whole", 6, accumulate=2)
    uninterrupted = list(losses)
    losses.clear()
    learn(features, tmp_path / "parts", 2, accumulate=2)
    again = learn(features, tmp_path / "parts", 6, accumulate=2)
    assert len(losses) == 12
    assert losses == uninterrupted
    assert torch.equal(weights_of(whole), weights_of(again))


def test_so_does_the_vocoder_with_its_adversary(features, tmp_path):
    made = []
    for folder, parts in (("whole", (6,)), ("parts", (2, 6))):
        for steps in parts:
            torch.manual_seed(0)
            training = VocoderTraining(frames=40, batch=2, adversarial_from=0)
            module, data = VocoderModule(VOCODER, training), VocoderData(features, training)
            train(module, data, tmp_path / folder, hours=1, precision="32", validate_every=None, steps=2 * steps)
        made.append(weights_of(module))
    assert torch.equal(*made)


def test_two_small_batches_make_a_large_one(features, tmp_path):
    """But for means over frames of unequal number, of which each small batch has its own."""
    large = learn(features, tmp_path / "large", 3, batch=4)
    small = learn(features, tmp_path / "small", 3, batch=2, accumulate=2)
    assert large.average.n_averaged == small.average.n_averaged == 3
    torch.testing.assert_close(weights_of(large), weights_of(small), atol=2e-3, rtol=1e-2)


TOGETHER = """
import sys
from pathlib import Path
from tests.training.test_going_on import acoustic
from voiceclone.training.runtime import train
from voiceclone.training.showing import Show
features, folder = map(Path, sys.argv[1:])
module, data = acoustic(features, 2)
train(module, data, folder, hours=1, precision="32", validate_every=None, steps=3)
"""


@pytest.mark.slow
def test_two_processes_learn_what_one_learns_of_twice_the_batch(features, tmp_path):
    (tmp_path / "together.py").write_text(TOGETHER)
    command = [
        sys.executable, "-m", "torch.distributed.run", "--nproc-per-node", "2", "--master-port", "29517",
        str(tmp_path / "together.py"), str(features), str(tmp_path / "both"),
    ]  # fmt: skip
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "CUDA_VISIBLE_DEVICES": ""}
    done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    alone = learn(features, tmp_path / "alone", 3, batch=4)
    together = torch.load(tmp_path / "both" / "last.ckpt", weights_only=True)["state_dict"]
    for name, value in alone.state_dict().items():
        torch.testing.assert_close(together[name], value, atol=1e-5, rtol=1e-4, msg=name)


def test_processes_share_the_clips_without_overlap(features):
    shares = []
    for rank in range(2):
        utterances = Utterances(Features(features / "train"), 400, Turn(rank=rank, world=2))
        own = utterances.shares()
        shares.append([clip for _ in range(3) for clip in next(own)])
    assert sorted(shares[0] + shares[1]) == list(range(6))
    later = Utterances(Features(features / "train"), 400, Turn(start=1, rank=0, world=2)).shares()
    assert next(later) == shares[0][1:2]


def test_processes_together_draw_what_one_draws_in_larger_batches(features):
    def first_batches(batch, **turn):
        folder = features / "train"
        data = AcousticData(batch=batch, frames=60, reference_frames=80)
        return iter(AcousticCrops(Features(folder), Alignments(folder / "alignments.npz"), data, Turn(**turn)))

    large = next(first_batches(4))
    small = [next(first_batches(2, rank=rank, world=2)) for rank in range(2)]
    assert torch.equal(large.mel, torch.cat([batch.mel for batch in small]))
    assert torch.equal(large.seed, torch.cat([batch.seed for batch in small]))


def test_workers_of_a_loader_keep_the_order_of_the_batches(features):
    folder = features / "train"
    data = AcousticData(batch=2, frames=60, reference_frames=80)
    crops = AcousticCrops(Features(folder), Alignments(folder / "alignments.npz"), data, Turn(start=3))
    utterances = Utterances(Features(folder), 400, Turn(start=2))
    for dataset, part in ((crops, lambda batch: batch.mel), (utterances, lambda batch: batch[0])):
        batches = zip(loader(dataset, workers=0), loader(dataset, workers=2), strict=True)
        assert all(torch.equal(part(one), part(other)) for one, other in itertools.islice(batches, 7))


def test_a_full_disk_leaves_the_last_checkpoint_whole(features, tmp_path, monkeypatch):
    learn(features, tmp_path, 1)
    before = (tmp_path / "last.ckpt").read_bytes()

    def full(self, path, *_, **__):
        Path(path).write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(runtime.L.Trainer, "save_checkpoint", full)
    with pytest.raises(OutputError, match=r"No space left on device.*the one before it is whole"):
        learn(features, tmp_path, 2)
    assert (tmp_path / "last.ckpt").read_bytes() == before
    assert not list(tmp_path.glob("*.new"))


def test_what_cannot_accumulate_says_so(features, tmp_path):
    training = VocoderTraining(frames=40, batch=2)
    with pytest.raises(DataError, match="does not accumulate"):
        train(VocoderModule(VOCODER, training), VocoderData(features, training), tmp_path, hours=1, accumulate=2)


def test_metrics_are_written_to_a_file(features, tmp_path):
    learn(features, tmp_path, 20)
    (file,) = tmp_path.glob("csv/*/metrics.csv")
    with file.open() as lines:
        (row,) = csv.DictReader(lines)
    assert float(row["mel"]) > 0


@pytest.mark.weights
def test_each_network_shows_pictures_and_marked_sound(features, tmp_path):
    from voiceclone.training import examples

    module, data = acoustic(features, 2)
    made = list(examples.of_acoustic(module, data))
    assert len(made) == 3
    assert made[0].name == "no one knows you"
    assert made[0].mels["made"].shape == made[0].mels["recorded"].shape
    assert sum(made[0].durations) >= len(made[0].mels["made"])
    assert len(made[0].samples) == 256 * len(made[0].mels["made"])
    train(module, data, tmp_path, hours=1, precision="32", steps=1, watching=[Show(examples.of_acoustic)])
    (board,) = tmp_path.glob("tensorboard/*/events*")
    content = board.read_bytes()
    assert content.count(b"PNG") >= 3
    assert content.count(b"WAVE") >= 3
