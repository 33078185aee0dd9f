"""Features in Shar: the same numbers, read shard after shard, each by one process and worker, once an epoch."""

import itertools
import json
import os
import subprocess
import sys

import numpy as np
import pytest
import soundfile
import torch

pytest.importorskip("lightning")
pytest.importorskip("lhotse")

from lhotse import CutSet

from tests.conftest import ROOT
from tests.networks import ACOUSTIC, VOCODER, tiny_encoder, tiny_recogniser
from tests.test_cloner import speech_like
from voiceclone.errors import DataError, OutputError
from voiceclone.training.acoustic import AcousticModule, AcousticTraining
from voiceclone.training.acoustic_data import AcousticData, AcousticDataModule
from voiceclone.training.aligner import align, align_corpus
from voiceclone.training.alignment import Aligner, AlignerConfig
from voiceclone.training.corpus import read_manifest
from voiceclone.training.drawing import Turn, loader
from voiceclone.training.features import Features, extract_features
from voiceclone.training.runtime import train
from voiceclone.training.streaming import Index, Stream, export_shards, read_index, read_shard
from voiceclone.training.streaming.export import dealt
from voiceclone.training.streaming.stream import LANES
from voiceclone.training.vocoder import VocoderData, VocoderModule, VocoderTraining

CLIPS, SHARDS = 12, 6


def aligner():
    torch.manual_seed(0)
    return Aligner(AlignerConfig(text_channels=16, text_blocks=1, channels=16, hidden=16, blocks=1))


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    """Six speakers of two clips each."""
    folder = tmp_path_factory.mktemp("corpus")
    rows = ["file\tspeaker\ttext\tlanguage\tsplit\tseconds"]
    for number in range(CLIPS):
        audio = speech_like(2.0 + 0.05 * number, hertz=100 + 10 * number)
        soundfile.write(folder / f"{number}.flac", audio.samples, audio.sample_rate)
        rows.append(f"{number}.flac\ts{number // 2}\tno one knows you\ten\ttrain\t{audio.seconds}")
    (folder / "manifest.tsv").write_text("\n".join(rows) + "\n")
    return folder


@pytest.fixture(scope="module")
def place(corpus, tmp_path_factory):
    """All of it in shards of one speaker each."""
    place = tmp_path_factory.mktemp("100% of it")
    export_shards(read_manifest(corpus), corpus, place, aligner(), workers=1, clips_a_shard=CLIPS // SHARDS)
    return place


@pytest.fixture(scope="module")
def features(corpus, tmp_path_factory):
    """The same on one disk, for training and for evaluation."""
    folder = tmp_path_factory.mktemp("features")
    for split in ("train", "dev"):
        extract_features(read_manifest(corpus), corpus, folder / split, workers=1)
        align_corpus(aligner(), Features(folder / split), folder / split / "alignments.npz")
    return folder


def test_what_is_read_back_is_what_lies_in_the_features(place, features):
    usual = Features(features / "train")
    expected = {one.clip: one for one in align(aligner(), usual)}
    found = 0
    for number in range(SHARDS):
        shard = read_shard(str(place), number)
        for own, clip in enumerate(shard.features.clips):
            other = usual.clips.index(clip)
            for part in ("samples", "mel", "pitch"):
                assert np.array_equal(getattr(shard.features, part)(own, 3, 50), getattr(usual, part)(other, 3, 50))
            symbols, durations = shard.alignments.item(list(shard.alignments.clips).index(own))
            assert np.array_equal(symbols, expected[other].symbols)
            assert np.array_equal(durations, expected[other].durations)
            found += 1
    assert found == CLIPS


def test_lhotse_reads_it_on_its_own(place):
    cuts = list(CutSet.from_shar(in_dir=place / "shards"))
    assert len(cuts) == CLIPS
    for cut in cuts:
        assert cut.load_audio().shape == (1, 256 * cut.load_features().shape[0])
        assert cut.load_pitch().shape == (cut.num_frames,)
        assert cut.supervisions[0].text == "no one knows you"


class Seen:
    """Draws from a shard by naming its clips."""

    def __init__(self, shard):
        self.files = [clip.file for clip in shard.features.clips]

    def __call__(self, number):
        return number, self.files


def seen(index, frames, batches, workers, **turn):
    return list(itertools.islice(loader(Stream(index, Seen, frames, Turn(**turn)), workers), batches))


@pytest.mark.parametrize("workers", [0, 2])
def test_two_processes_and_their_workers_see_every_clip_once_an_epoch_and_none_twice(place, workers):
    index = Index(str(place), SHARDS, 1e-3)  # so little that each shard gives one batch
    epochs, world = 4, 2
    batches = epochs * SHARDS // world
    files = []
    for rank in range(world):
        for number, own in seen(index, 1, batches, workers, rank=rank, world=world):
            assert number % world == rank
            files += own
    assert {file: files.count(file) for file in files} == {f"{number}.flac": epochs for number in range(CLIPS)}
    stream = Stream(index, Seen, 1, Turn())
    orders = [
        tuple(stream.shard_at(place) for place in range(SHARDS * epoch, SHARDS * (epoch + 1))) for epoch in (0, 1)
    ]
    assert sorted(orders[0]) == sorted(orders[1]) == list(range(SHARDS))
    assert orders[0] != orders[1]


def test_each_worker_of_a_loader_reads_shards_of_its_own(place):
    index = Index(str(place), SHARDS, SHARDS * 1.0)
    stream = Stream(index, Seen, 30, Turn(rank=1, world=2))
    assert stream.visit == 3
    readers = {}
    for number in itertools.islice(stream.turn.numbers(), 3 * LANES * stream.visit):
        readers.setdefault(stream.place_of(number), set()).add(number // 2 % 2)
    assert all(len(workers) == 1 for workers in readers.values())
    assert len(readers) == 3 * LANES


def test_a_stream_goes_on_where_it_stood_however_many_workers_read(place):
    index = read_index(str(place))
    whole = seen(index, 40, 20, 0)
    assert seen(index, 40, 15, 2, start=5) == whole[5:]


def test_a_command_may_stand_in_the_place_of_a_folder(place):
    there = f"pipe:cat '{place}/{{file}}'"
    assert read_index(there).shards == SHARDS
    assert read_shard(there, 1).features.clips == read_shard(str(place), 1).features.clips


def test_what_is_written_stays_and_what_is_missing_is_written_again(corpus, place, tmp_path, monkeypatch):
    clips = read_manifest(corpus)
    gather = export_module().gather

    def cut_off(clips, corpus):
        if len(list(tmp_path.glob("shards/cuts*"))) == 2:
            raise OSError("killed")
        return gather(clips, corpus)

    monkeypatch.setattr(export_module(), "gather", cut_off)
    with pytest.raises(OSError, match="killed"):
        export_shards(clips, corpus, tmp_path, aligner(), workers=1, clips_a_shard=2)
    with pytest.raises(DataError, match=r"index\.json cannot be read.*write the shards to their end"):
        read_index(str(tmp_path))
    (first, *_) = before = {file: file.stat().st_mtime_ns for file in tmp_path.glob("shards/*")}
    assert len(before) == 8
    monkeypatch.setattr(export_module(), "gather", gather)
    export_shards(clips, corpus, tmp_path, aligner(), workers=1, clips_a_shard=2)
    assert first.stat().st_mtime_ns == before[first]
    assert read_index(str(tmp_path)).shards == SHARDS
    for file in place.glob("shards/*.tar"):
        assert (tmp_path / "shards" / file.name).read_bytes() == file.read_bytes()


def export_module():
    from voiceclone.training.streaming import export

    return export


def test_a_full_disk_leaves_no_part_of_a_shard(corpus, tmp_path, monkeypatch):
    from voiceclone.training.streaming import shar

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shar, "_write_sound", full)
    with pytest.raises(OutputError, match="No space left on device; shards that are complete stay: go on"):
        export_shards(read_manifest(corpus), corpus, tmp_path, aligner(), workers=1)
    assert not list(tmp_path.glob("shards/*"))
    assert not list(tmp_path.glob(".writing*"))


@pytest.mark.parametrize("damage", ["recording", "features", "cuts"])
def test_a_damaged_shard_is_named(place, tmp_path, damage):
    for file in place.glob("shards/*.000002.*"):
        (tmp_path / "shards").mkdir(exist_ok=True)
        content = file.read_bytes()
        part = content[: len(content) // 3] if file.name.startswith(damage) else content
        (tmp_path / "shards" / file.name).write_bytes(part)
    with pytest.raises(DataError, match=r"shard 2 at .* cannot be read"):
        read_shard(str(tmp_path), 2)


def test_an_index_that_is_none_is_refused(tmp_path):
    (tmp_path / "index.json").write_text(json.dumps({"shards": "many"}))
    for place in (tmp_path, tmp_path / "missing"):
        with pytest.raises(DataError, match=r"index\.json cannot be read"):
            read_index(str(place))


def test_a_speakers_clips_stay_together_in_handfuls_and_none_is_lost(corpus):
    clips = read_manifest(corpus)
    shards = dealt(clips, 4)
    assert sorted(clip.file for shard in shards for clip in shard) == sorted(clip.file for clip in clips)
    assert [len(shard) for shard in shards] == [4, 4, 4]
    assert all(len({clip.speaker for clip in shard}) == 2 for shard in shards)
    with pytest.raises(DataError, match="no recording"):
        dealt([], 4)


def learn(features, place, folder, steps):
    torch.manual_seed(0)
    module = AcousticModule(ACOUSTIC, tiny_encoder(), AcousticTraining(), tiny_recogniser())
    data = AcousticDataModule(features, AcousticData(batch=2, frames=60, reference_frames=80), str(place))
    train(module, data, folder, hours=1, precision="32", validate_every=None, steps=steps)
    return torch.cat([value.flatten().float() for value in module.state_dict().values()])


def test_a_training_on_a_stream_that_was_interrupted_goes_on_as_if_nothing_had_happened(features, place, tmp_path):
    whole = learn(features, place, tmp_path / "whole", 10)
    learn(features, place, tmp_path / "parts", 7)
    assert torch.equal(learn(features, place, tmp_path / "parts", 10), whole)


def test_the_vocoder_learns_from_a_stream_but_not_from_predicted_mels_in_it(features, place, tmp_path):
    training = VocoderTraining(frames=40, batch=2)
    data = VocoderData(features, training, str(place))
    train(VocoderModule(VOCODER, training), data, tmp_path, hours=1, precision="32", validate_every=None, steps=2)
    assert data.batches_done == 2
    with pytest.raises(DataError, match="holds no predicted mels"):
        VocoderData(features, VocoderTraining(predicted=0.5), str(place))


TOGETHER = """
import sys
from pathlib import Path
from tests.training.test_streaming import learn
learn(*map(Path, sys.argv[1:]), 4)
"""


@pytest.mark.slow
def test_two_processes_train_on_one_stream(features, place, tmp_path):
    (tmp_path / "together.py").write_text(TOGETHER)
    command = [
        sys.executable, "-m", "torch.distributed.run", "--nproc-per-node", "2", "--master-port", "29518",
        str(tmp_path / "together.py"), str(features), str(place), str(tmp_path / "both"),
    ]  # fmt: skip
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "CUDA_VISIBLE_DEVICES": ""}
    done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    assert (tmp_path / "both" / "last.ckpt").is_file()
