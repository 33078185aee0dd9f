"""A published corpus from its own layout to a spoken sentence, through every step of a recipe."""

import itertools
import json
import runpy
import sys
import time
from dataclasses import replace

import pytest
import torch

pytest.importorskip("lightning")
pytest.importorskip("lhotse")

from tests.conftest import ROOT
from tests.networks import ACOUSTIC, SPEAKER, VOCODER
from tests.test_cloner import speech_like
from tests.training.layouts import WRITERS, libritts, own_folder, vctk, voxceleb
from voiceclone import Consent, VoiceCloner
from voiceclone.errors import DataError, WeightsError
from voiceclone.evaluation.run import Report, Settings
from voiceclone.recogniser.config import RecogniserConfig
from voiceclone.speaker.network import SpeakerEncoder
from voiceclone.training import budget, extraction, pipeline
from voiceclone.training.acoustic_data import AcousticData
from voiceclone.training.aligner import AlignerTraining
from voiceclone.training.alignment import AlignerConfig
from voiceclone.training.budget import Record, hours_left, train_for
from voiceclone.training.corpora import CORPORA, prepare
from voiceclone.training.corpus import read_manifest
from voiceclone.training.extraction import extract
from voiceclone.training.features import Features
from voiceclone.training.pipeline import Plan
from voiceclone.training.recogniser import RecogniserTraining
from voiceclone.training.sizes import SIZES, Size, find_size, parameter_counts
from voiceclone.training.speaker import SpeakerTraining
from voiceclone.training.streaming import read_index, read_shard
from voiceclone.training.timing import TimingTraining
from voiceclone.training.vocoder import VocoderTraining
from voiceclone.weights import save_network

SECONDS = 1.5 / 3600  # of training, in hours
TINY = Size("tiny", SPEAKER, ACOUSTIC, VOCODER)


def tiny_plan(work, **changes):
    plan = Plan(
        work,
        TINY,
        precision="32",
        speaker=SpeakerTraining(speakers=2, frames=60),
        aligner_size=AlignerConfig(text_channels=16, text_blocks=1, channels=16, hidden=16, blocks=1),
        aligner=AlignerTraining(budget=1000),
        recogniser_size=RecogniserConfig(channels=16, hidden=16, blocks=1),
        recogniser=RecogniserTraining(frames=60, batch=2),
        acoustic_data=AcousticData(batch=2, frames=60, reference_frames=80),
        vocoder=VocoderTraining(frames=40, batch=2, adversarial_from=1),
    )
    return replace(plan, **changes)


@pytest.mark.slow
def test_a_corpus_goes_through_every_step_to_a_spoken_sentence(tmp_path, monkeypatch):
    corpus, work = libritts(tmp_path), tmp_path / "work"
    prepare(CORPORA["libritts"], corpus.folder, work, dev_share=0.25)
    plan = tiny_plan(work)
    extract(work, plan.features, workers=1)
    assert pipeline.train_encoder(plan, SECONDS)
    pipeline.train_aligner(plan, SECONDS)
    pipeline.train_recogniser(plan, SECONDS)
    pipeline.train_acoustic(plan, SECONDS)
    pipeline.train_vocoder(replace(plan, vocoder=replace(plan.vocoder, predicted=0.5)), SECONDS, predicted_clips=2)
    model = pipeline.export(plan)
    pipeline.train_timing(replace(plan, timing=TimingTraining(decay_steps=3, warm_up=1)), 1)

    cloner = VoiceCloner.from_pretrained(model)
    voice = cloner.enroll(speech_like(3.0), consent=Consent.self_attested())
    assert cloner.synthesize("No one knows.", voice).seconds > 0.3

    def refuse(*_, **__):
        raise AssertionError("what was done is done again")

    monkeypatch.setattr(budget, "train", refuse)
    monkeypatch.setattr(pipeline, "align_corpus", refuse)
    extract(work, plan.features, workers=1)
    pipeline.train_encoder(plan, SECONDS)
    pipeline.train_aligner(plan, SECONDS)
    pipeline.train_acoustic(plan, SECONDS)
    with pytest.raises(DataError, match="holds a training of the size 'tiny', not 'small'"):
        pipeline.train_vocoder(replace(plan, size=SIZES["small"]), SECONDS)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(set(WRITERS) - {"libritts", "voxceleb"}))
def test_every_other_corpus_becomes_a_model_that_speaks(name, tmp_path, monkeypatch):
    monkeypatch.setattr(pipeline, "SHIPPED", tmp_path)
    save_network(SpeakerEncoder(SPEAKER), SPEAKER, tmp_path / "speaker.safetensors")
    work, short = tmp_path / "work", SECONDS / 5
    prepare(CORPORA[name], WRITERS[name](tmp_path).folder, work, dev_share=0.25)
    plan = tiny_plan(work, speaker=SpeakerTraining(speakers=64))
    extract(work, plan.features, workers=1)
    assert not pipeline.train_encoder(plan, short)
    pipeline.train_aligner(plan, short)
    pipeline.train_recogniser(plan, short)
    pipeline.train_acoustic(plan, short)
    pipeline.train_vocoder(plan, short)
    cloner = VoiceCloner.from_pretrained(pipeline.export(plan))
    voice = cloner.enroll(speech_like(3.0), consent=Consent.self_attested())
    assert cloner.synthesize("No one knows.", voice).seconds > 0.3


@pytest.mark.slow
def test_voxceleb_becomes_an_encoder_that_other_corpora_learn_with(tmp_path):
    work = tmp_path / "work"
    prepare(CORPORA["voxceleb"], voxceleb(tmp_path).folder, work, dev_share=0.25)
    plan = tiny_plan(work)
    extract(work, plan.features, workers=1)
    assert pipeline.train_encoder(plan, SECONDS)
    assert pipeline.speaker_encoder(tiny_plan(tmp_path / "other", encoder=work / "encoder")).config == SPEAKER


@pytest.mark.slow
def test_a_corpus_that_does_not_fit_is_learned_from_as_a_stream(tmp_path, monkeypatch):
    monkeypatch.setattr(pipeline, "SHIPPED", tmp_path)
    save_network(SpeakerEncoder(SPEAKER), SPEAKER, tmp_path / "speaker.safetensors")
    work, place = tmp_path / "work", tmp_path / "place"
    prepare(CORPORA["vctk"], vctk(tmp_path).folder, work)
    plan = tiny_plan(work, stream=str(place))
    extract(work, plan.features, workers=1, hours=3 / 3600)
    train = [clip for clip in read_manifest(work) if clip.split == "train"]
    assert len(Features(plan.features / "train")) == 2 < len(train)
    with pytest.raises(DataError, match="no aligner at"):
        pipeline.shard(plan, place, workers=1)
    pipeline.train_aligner(plan, SECONDS)
    pipeline.shard(plan, place, workers=1)
    (shard,) = [read_shard(str(place), number) for number in range(read_index(str(place)).shards)]
    assert len(shard.features) == len(shard.alignments) == len(train)
    pipeline.train_acoustic(plan, SECONDS)
    pipeline.train_vocoder(plan, SECONDS)
    assert (work / "acoustic" / "last.ckpt").is_file()


def test_features_are_not_gone_on_with_for_another_list(tmp_path):
    corpus = own_folder(tmp_path)
    prepare(CORPORA["folder"], corpus.folder, corpus.folder)
    extract(corpus.folder, tmp_path / "features", workers=1)
    (corpus.folder / "left_out.tsv").write_text("file\treason\nann/0.wav\ta door slams\n")
    with pytest.raises(DataError, match="another list of recordings"):
        extract(corpus.folder, tmp_path / "features", workers=1)


def test_with_too_few_speakers_the_shipped_encoder_is_taken(tmp_path, monkeypatch):
    save_network(SpeakerEncoder(SPEAKER), SPEAKER, tmp_path / "speaker.safetensors")
    monkeypatch.setattr(pipeline, "SHIPPED", tmp_path)
    corpus = own_folder(tmp_path)
    prepare(CORPORA["folder"], corpus.folder, tmp_path / "work")
    plan = tiny_plan(tmp_path / "work", speaker=SpeakerTraining(speakers=64))
    extract(plan.work, plan.features, workers=1)
    assert not pipeline.train_encoder(plan, SECONDS)
    wider = replace(SPEAKER, channels=24, token_channels=24)
    encoder = pipeline.speaker_encoder(replace(plan, size=replace(TINY, speaker=wider)))
    assert (encoder.config.channels, encoder.config.token_channels) == (SPEAKER.channels, 24)


def test_an_encoder_of_another_size_is_refused(tmp_path):
    average = {f"average.module.{name}": value for name, value in SpeakerEncoder(SPEAKER).verifier.state_dict().items()}
    torch.save({"state_dict": average}, tmp_path / "last.ckpt")
    plan = tiny_plan(tmp_path / "work", encoder=tmp_path)
    assert pipeline.speaker_encoder(plan).config == SPEAKER
    with pytest.raises(WeightsError, match="no encoder of the size 'small'"):
        pipeline.speaker_encoder(replace(plan, size=SIZES["small"]))


def test_a_run_that_was_killed_counts_to_its_last_checkpoint(tmp_path):
    now = time.time()
    (tmp_path / "last.ckpt").write_text("")
    (tmp_path / "training.json").write_text(json.dumps({"size": "small", "spent": 1.0, "started": now - 7200}))
    assert hours_left(tmp_path, 4.0, "small") == pytest.approx(1.0, abs=0.01)
    assert hours_left(tmp_path, 2.0, "small") == 0.0
    assert hours_left(tmp_path / "fresh", 4.0, "small") == 4.0
    with pytest.raises(DataError, match="'small', not 'base'"):
        hours_left(tmp_path, 4.0, "base")
    (tmp_path / "training.json").write_text("{")
    with pytest.raises(DataError, match="is damaged"):
        hours_left(tmp_path, 4.0, "small")


def test_a_training_has_its_hours_once(tmp_path, monkeypatch):
    given = []
    monkeypatch.setattr(budget, "train", lambda *_, hours, **__: given.append(hours))
    budget._write(tmp_path, Record("small", 0.25))
    for _ in range(2):
        train_for(None, None, tmp_path, hours=1.0, size="small")
    assert given == [pytest.approx(0.75), pytest.approx(0.75, abs=0.01)]
    budget._write(tmp_path, Record("small", 1.0))
    train_for(None, None, tmp_path, hours=1.0, size="small")
    assert len(given) == 2


def test_small_is_what_is_shipped_and_each_size_is_larger_than_the_one_before():
    assert SIZES["small"] == Size("small")
    counts = [parameter_counts(size) for size in SIZES.values()]
    for smaller, larger in itertools.pairwise(counts):
        assert all(smaller[name] < larger[name] for name in smaller)
    assert len({(size.speaker.embedding, size.acoustic.embedding) for size in SIZES.values()}) == 1
    assert all(size.speaker.token_channels == size.acoustic.token_channels for size in SIZES.values())
    with pytest.raises(DataError, match="small, base, large"):
        find_size("huge")


FAKES = {"deepfake_corpus", "detector"}  # recipes that teach no voice
OF_VOICES = sorted({path.parent.name for path in (ROOT / "recipes").glob("*/recipe.py")} - FAKES)


@pytest.mark.parametrize("name", OF_VOICES)
def test_each_recipe_prepares_a_corpus_in_its_own_layout(name, tmp_path, monkeypatch, capsys):
    corpus = WRITERS[name.replace("_", "-")](tmp_path)
    assert run_recipe(monkeypatch, name, "prepare", corpus.folder, tmp_path / "work") == 0
    assert f"{corpus.clips} recordings" in capsys.readouterr().out


def test_a_recipe_answers_bad_input_in_one_line(tmp_path, monkeypatch, capsys):
    assert run_recipe(monkeypatch, "ljspeech", "prepare", tmp_path / "missing", tmp_path / "work") == 2
    complaint = capsys.readouterr().err
    assert complaint.startswith("voiceclone: there is no folder")
    assert complaint.count("\n") == 1


TRAININGS = ("encoder", "aligner", "recogniser", "acoustic", "vocoder")
STEPS = ("extract", *(f"train_{name}" for name in TRAININGS), "export", "train_timing", "evaluate")


def test_all_does_every_step_in_order_and_prepares_once(tmp_path, monkeypatch):
    corpus = own_folder(tmp_path)
    done = []
    for step in STEPS:
        monkeypatch.setattr(
            extraction if step == "extract" else pipeline,
            step,
            lambda *_, step=step: done.append(step) or Report(Settings(tmp_path), [], {}),
        )
    arguments = ("all", corpus.folder, tmp_path / "work", "--size", "base")
    assert run_recipe(monkeypatch, "folder", *arguments) == 0
    stamp = (tmp_path / "work" / "manifest.tsv").stat().st_mtime_ns
    assert run_recipe(monkeypatch, "folder", *arguments) == 0
    assert done == [*STEPS, *STEPS]
    assert (tmp_path / "work" / "manifest.tsv").stat().st_mtime_ns == stamp
    done.clear()
    corpus = WRITERS["voxceleb"](tmp_path)
    assert run_recipe(monkeypatch, "voxceleb", "all", corpus.folder, tmp_path / "voxceleb") == 0
    assert done == ["extract", "train_encoder"]


def test_a_stream_and_a_cluster_reach_the_steps(tmp_path, monkeypatch):
    asked = []
    for module, step in ((extraction, "extract"), *((pipeline, f"train_{name}") for name in ("acoustic", "vocoder"))):
        monkeypatch.setattr(module, step, lambda *arguments: asked.append(arguments))
    monkeypatch.setattr(pipeline, "shard", lambda *arguments: asked.append(arguments))
    place = "pipe:cat /shards/{file}"
    assert run_recipe(monkeypatch, "vctk", "features", tmp_path, "--cluster", "auto", "--hours", "2") == 0
    assert run_recipe(monkeypatch, "vctk", "shards", tmp_path, tmp_path / "place", "--cluster", "local") == 0
    for step in ("acoustic", "vocoder"):
        assert run_recipe(monkeypatch, "vctk", step, tmp_path, "--stream", place) == 0
    assert asked[0] == (tmp_path, tmp_path / "features", 2, "auto", 2.0)
    assert asked[1][1:] == (tmp_path / "place", 2, "local")
    assert asked[2][0].stream == asked[3][0].stream == place


def test_the_sentences_kept_for_evaluation_are_those_that_are_spoken(tmp_path, monkeypatch):
    corpus = own_folder(tmp_path)
    prepare(CORPORA["folder"], corpus.folder, tmp_path / "work")
    asked = []

    def run(settings):
        asked.append(settings)
        return Report(settings, [], {})

    monkeypatch.setattr(pipeline, "run", run)
    plan = tiny_plan(tmp_path / "work")
    pipeline.evaluate(plan)
    kept = [clip.text for clip in read_manifest(plan.work) if clip.split == "dev"]
    assert asked[0].sentences.read_text().splitlines() == sorted(kept)
    assert asked[0].weights == plan.model
    assert (plan.work / "evaluation.md").is_file()
    assert (plan.work / "evaluation.json").is_file()


def run_recipe(monkeypatch, name, *arguments):
    """Run a recipe as a script, and return its exit status."""
    monkeypatch.setattr(sys, "argv", ["recipe.py", *map(str, arguments)])
    with pytest.raises(SystemExit) as left:
        runpy.run_path(str(ROOT / "recipes" / name / "recipe.py"), run_name="__main__")
    return left.value.code
