"""The whole recipe on a corpus that the test makes: from files on a disk to a spoken sentence."""

from dataclasses import replace

import numpy as np
import pytest
import soundfile
import torch
from safetensors.torch import load_file

pytest.importorskip("lightning")


from tests.networks import ACOUSTIC, RECOGNISER, SPEAKER, VOCODER, tiny_recogniser
from tests.test_cloner import speech_like
from voiceclone import Consent, VoiceCloner
from voiceclone.errors import DataError
from voiceclone.evaluation.measures import equal_error_rate
from voiceclone.speaker.network import SpeakerEncoder
from voiceclone.training.acoustic import AcousticModule, AcousticTraining
from voiceclone.training.acoustic_data import AcousticCrops, AcousticData, AcousticDataModule, spoken_form
from voiceclone.training.aligner import AlignerData, AlignerModule, AlignerTraining, Alignments, align_corpus
from voiceclone.training.alignment import AlignerConfig
from voiceclone.training.augmentation import Augmentation
from voiceclone.training.corpus import read_manifest
from voiceclone.training.features import Features, extract_features
from voiceclone.training.prediction import Predicted, predict_mels
from voiceclone.training.runtime import train
from voiceclone.training.speaker import SpeakerData, SpeakerModule, SpeakerTraining
from voiceclone.training.timing import TimingTraining, learn_timing
from voiceclone.training.vocoder import VocoderData, VocoderModule, VocoderTraining
from voiceclone.weights import save_network

COLUMNS = "file\tspeaker\ttext\tlanguage\tsplit\tseconds\tbandwidth\tdnsmos\tage"
SECONDS = 3 / 3600  # of training, in hours


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    """Four speakers of two clips each, one of them for evaluation, and one clip that is damaged."""
    folder = tmp_path_factory.mktemp("corpus")
    rows = [COLUMNS]
    for speaker in range(4):
        for clip in range(2):
            name = f"s{speaker}-{clip}.flac"
            audio = speech_like(4.0, hertz=100 + 40 * speaker + 5 * clip)
            soundfile.write(folder / name, audio.samples, audio.sample_rate)
            split = "dev" if speaker == 3 else "train"
            rows.append(f"{name}\ts{speaker}\tno one knows you\ten\t{split}\t4.0\t8000\t3.1\t30")
    (folder / "damaged.flac").write_bytes(b"nothing")
    rows.append("damaged.flac\ts0\tno\ten\ttrain\t4.0\t8000\t3.1\t30")
    (folder / "manifest.tsv").write_text("\n".join(rows) + "\n")
    return folder


@pytest.fixture(scope="module")
def features(corpus, tmp_path_factory):
    folder = tmp_path_factory.mktemp("features")
    clips = read_manifest(corpus)
    for split in ("train", "dev"):
        extract_features([clip for clip in clips if clip.split == split], corpus, folder / split, workers=1)
    return folder


def test_features_are_those_of_the_files_and_the_damaged_one_is_left_out(features):
    found = Features(features / "train")
    assert len(found) == 6
    assert found.frames(0) == found.mel(0).shape[0] == len(found.pitch(0)) == len(found.samples(0)) // 256
    middle = found.pitch(2)[found.pitch(2) > 0]
    assert abs(np.median(middle) - 140) < 2
    assert np.array_equal(found.mel(1, 10, 20), found.mel(1)[10:30])


def test_preparing_twice_does_nothing_twice(corpus, features):
    stamp = (features / "train" / "shard-0000" / "mel.npy").stat().st_mtime_ns
    clips = [clip for clip in read_manifest(corpus) if clip.split == "train"]
    extract_features(clips, corpus, features / "train", workers=1)
    assert (features / "train" / "shard-0000" / "mel.npy").stat().st_mtime_ns == stamp


def test_a_manifest_that_cannot_serve_is_refused(tmp_path):
    with pytest.raises(DataError, match="no manifest"):
        read_manifest(tmp_path)
    (tmp_path / "manifest.tsv").write_text("file\tspeaker\n")
    with pytest.raises(DataError, match="lacks the column"):
        read_manifest(tmp_path)
    (tmp_path / "manifest.tsv").write_text(COLUMNS + "\n")
    with pytest.raises(DataError, match="lists no clip"):
        read_manifest(tmp_path)
    with pytest.raises(DataError, match="no features"):
        Features(tmp_path)


def test_a_long_space_becomes_a_comma_and_silence_at_the_ends_is_cut():
    from voiceclone.text.symbols import decode, encode

    symbols = np.array(encode(["^", "n", ",", "n", " ", "n", "."]))
    durations = np.array([40, 5, 2, 5, 20, 5, 50])
    said, lasts, skipped, total = spoken_form(symbols, durations)
    assert decode(list(said)) == ["^", "n", " ", "n", ",", "n", ".", "$"]
    assert lasts.tolist() == [6, 5, 2, 5, 20, 5, 12, 6]
    assert skipped == 34
    assert total == lasts.sum()


def test_the_equal_error_rate_of_separable_scores_is_nought_and_of_like_ones_a_half():
    assert equal_error_rate(np.array([0.8, 0.9]), np.array([0.1, 0.2]))[0] == pytest.approx(0.0)
    scores = np.linspace(0, 1, 100)
    assert equal_error_rate(scores, scores)[0] == pytest.approx(0.5, abs=0.02)


def test_augmentation_keeps_length_and_is_the_same_for_the_same_generator(tmp_path):
    augment = Augmentation(tmp_path, strength=1.0)
    samples = speech_like(1.0).samples
    for seed in range(12):
        first = augment(samples.copy(), np.random.default_rng(seed))
        assert first.shape == samples.shape
        assert np.isfinite(first).all()
        assert np.array_equal(first, augment(samples.copy(), np.random.default_rng(seed)))


@pytest.mark.slow
def test_every_network_trains_resumes_and_the_result_speaks(features, tmp_path):
    aligner = AlignerModule(
        AlignerConfig(text_channels=16, text_blocks=1, channels=16, hidden=16, blocks=1), AlignerTraining(budget=2000)
    )
    train(aligner, AlignerData(features, AlignerTraining(budget=2000)), tmp_path / "aligner", hours=SECONDS)
    for split in ("train", "dev"):
        align_corpus(aligner.network, Features(features / split), features / split / "alignments.npz")

    vocoder_training = VocoderTraining(frames=40, batch=2, adversarial_from=1)
    vocoder = VocoderModule(VOCODER, vocoder_training)
    data = VocoderData(features, vocoder_training)
    train(vocoder, data, tmp_path / "vocoder", hours=SECONDS, precision="32", validate_every=None)
    before = vocoder.steps_done
    again = VocoderModule(VOCODER, vocoder_training)
    train(again, data, tmp_path / "vocoder", hours=2 * SECONDS, precision="32", validate_every=None)
    assert again.steps_done > before > 1

    speaker_training = SpeakerTraining(speakers=3, frames=60)
    speakers = SpeakerData(features, tmp_path, speaker_training)
    speaker = SpeakerModule(SPEAKER, speaker_training, speakers.speakers)
    train(speaker, speakers, tmp_path / "speaker", hours=SECONDS, precision="32", validate_every=None)

    encoder = SpeakerEncoder(SPEAKER)
    encoder.verifier.load_state_dict(speaker.average.module.state_dict())
    module = AcousticModule(ACOUSTIC, encoder, AcousticTraining(), tiny_recogniser())
    acoustic_data = AcousticDataModule(features, AcousticData(batch=2, frames=60, reference_frames=80))
    train(module, acoustic_data, tmp_path / "acoustic", hours=SECONDS, precision="32", validate_every=None)

    encoder.eval()
    crops = AcousticCrops(
        Features(features / "train"), Alignments(features / "train" / "alignments.npz"), acoustic_data.data
    )
    predict_mels(module.model.eval(), encoder, crops, features / "train", clips=3)
    predicted = Predicted(features / "train")
    assert len(predicted.rows) == 3
    assert predicted.mel(2, 5, 20).shape == (20, 100)
    tuned = VocoderModule(VOCODER, replace(vocoder_training, predicted=1.0))
    data = VocoderData(features, tuned.training_config)
    train(tuned, data, tmp_path / "vocoder", hours=SECONDS, precision="32", validate_every=None)
    assert tuned.steps_done > again.steps_done

    model = tmp_path / "model"
    model.mkdir()
    save_network(again.average.module, VOCODER, model / "vocoder.safetensors")
    save_network(module.average.module.model, ACOUSTIC, model / "acoustic.safetensors")
    save_network(encoder, SPEAKER, model / "speaker.safetensors")
    save_network(tiny_recogniser(), RECOGNISER, model / "recogniser.safetensors")
    before = load_file(model / "acoustic.safetensors")
    learn_timing(features, model, tmp_path / "timing", TimingTraining(decay_steps=3, warm_up=1), acoustic_data.data, 1)
    after = load_file(model / "acoustic.safetensors")
    assert {name.split(".")[0] for name in after if not torch.equal(after[name], before[name])} == {
        "duration",
        "duration_head",
    }
    cloner = VoiceCloner.from_pretrained(model)
    voice = cloner.enroll(speech_like(3.0), consent=Consent.self_attested())
    assert cloner.synthesize("No one knows.", voice).seconds > 0.3
