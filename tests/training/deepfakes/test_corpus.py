"""Pairs of real and synthetic speech: what is made, what it is called, and that the two differ in nothing else."""

import numpy as np
import pytest
import soundfile

from voiceclone.audio.files import load_audio
from voiceclone.errors import DataError
from voiceclone.training.deepfakes.build import Size, build, choose_sources, clips_of, remember_weights
from voiceclone.training.deepfakes.classical import griffin_lim, shifted
from voiceclone.training.deepfakes.equalising import band_of, channel_of, cut, through
from voiceclone.training.deepfakes.giveaways import giveaways
from voiceclone.training.deepfakes.levels import codec_of_source, codecs_of_pair, coded
from voiceclone.training.deepfakes.pairs import LEVELS, Recording, pair_name, read_pairs
from voiceclone.training.deepfakes.sounds import Sounds
from voiceclone.training.deepfakes.source import Source

RATE = 24_000


def voice(seed, seconds=3.0):
    """Bursts of a buzz with formants, and some noise: enough to be taken for speech."""
    rng = np.random.default_rng(seed)
    time = np.arange(round(seconds * RATE)) / RATE
    buzz = sum(np.sin(2 * np.pi * 120 * k * time + rng.uniform(0, 6)) / k for k in range(1, 60))
    beat = 0.5 + 0.5 * np.sign(np.sin(2 * np.pi * 2.3 * time + seed))
    return (0.08 * buzz * beat + 0.002 * rng.standard_normal(len(time))).astype(np.float32)


@pytest.fixture
def speech(tmp_path):
    """Three speakers with a recording each, one of them in mp3, all of the train split."""
    rows = ["file\tspeaker\tseconds\tsplit"]
    for seed, name in enumerate(["anne/1.wav", "bert/2.flac", "carl/3.mp3"]):
        path = tmp_path / "speech" / name
        path.parent.mkdir(parents=True)
        soundfile.write(path, voice(seed), RATE)
        rows.append(f"{name}\t{path.parent.name}\t3.0\ttrain")
    (tmp_path / "speech" / "manifest.tsv").write_text("\n".join(rows))
    return tmp_path / "speech"


def broken(source, rng):
    raise ValueError("this generator fails")


GENERATORS = {"griffin-lim": griffin_lim, "pitch-shifted": shifted}


def test_each_source_gives_one_real_and_its_fakes_at_three_levels(speech, tmp_path):
    build(speech, tmp_path / "corpus", "train", GENERATORS, Size(3, 2))
    found = read_pairs(tmp_path / "corpus", "train")
    assert len(found) == 3 * 3 * 3
    assert {one.generator for one in found} == {"real", *GENERATORS}
    assert {one.level for one in found} == set(LEVELS)
    assert len({one.pair for one in found}) == 3
    for pair in {one.pair for one in found}:
        for level in LEVELS:
            assert len({one.path.suffix for one in found if (one.pair, one.level) == (pair, level)}) == 1


def test_a_second_run_makes_only_what_is_missing(speech, tmp_path):
    build(speech, tmp_path / "corpus", "train", GENERATORS, Size(2, 1))
    before = {one.path: one.path.stat().st_mtime_ns for one in read_pairs(tmp_path / "corpus", "train")}
    build(speech, tmp_path / "corpus", "train", GENERATORS, Size(3, 1))
    after = read_pairs(tmp_path / "corpus", "train")
    assert len(after) > len(before)
    assert all(path.stat().st_mtime_ns == time for path, time in before.items())


def test_a_generator_that_fails_is_left_out_with_a_warning(speech, tmp_path, caplog):
    build(speech, tmp_path / "corpus", "train", {"broken": broken, "griffin-lim": griffin_lim}, Size(1, 2))
    assert {one.generator for one in read_pairs(tmp_path / "corpus", "train")} == {"real", "griffin-lim"}
    assert "this generator fails" in caplog.text


def test_speakers_take_turns(speech, tmp_path):
    from voiceclone.evaluation.corpus import Clip

    clips = [Clip(speech / f"{name}{take}.wav", name, 3.0) for name in "abc" for take in range(4)]
    chosen = choose_sources(clips, 6, 0)
    assert sorted(clip.speaker for clip in chosen[:3]) == ["a", "b", "c"]
    assert sorted(clip.speaker for clip in chosen[3:]) == ["a", "b", "c"]
    with pytest.raises(DataError, match="longer"):
        choose_sources([Clip(speech / "x.wav", "a", 0.5)], 1, 0)


def test_other_weights_need_another_folder(tmp_path):
    for folder in ("old", "new"):
        (tmp_path / folder).mkdir()
        for part in ("acoustic", "speaker", "vocoder", "recogniser"):
            (tmp_path / folder / f"{part}.safetensors").write_text(folder)
    remember_weights(tmp_path / "old", tmp_path / "corpus")
    remember_weights(tmp_path / "old", tmp_path / "corpus")
    with pytest.raises(DataError, match="other weights"):
        remember_weights(tmp_path / "new", tmp_path / "corpus")


def test_a_fake_gets_the_noise_the_band_and_the_level_of_its_source(tmp_path):
    rng = np.random.default_rng(0)
    narrow = coded(voice(1), codecs_of_pair(rng)["heavy"]) + 0.01 * rng.standard_normal(3 * RATE).astype(np.float32)
    path = tmp_path / "a.opus"
    soundfile.write(path, narrow, RATE, format="OGG", subtype="OPUS")
    source = load_audio(path).samples
    channel = channel_of(source, path, 3.0)
    clean = voice(2)
    made = through(clean, channel, 3.0, rng)
    real = cut(source, 3.0, rng)
    floor = [np.percentile(np.abs(one), 20) for one in (clean, made, real)]
    assert floor[0] < 0.5 * floor[1]
    assert 0.4 < floor[1] / floor[2] < 2.5
    assert abs(band_of(made) - band_of(real)) < 1_500
    assert abs(np.std(made) / np.std(real) - 1) < 0.5


def test_the_codec_of_a_source_is_recognised(speech, tmp_path):
    assert codec_of_source(speech / "anne" / "1.wav", 3.0) is None
    assert codec_of_source(speech / "carl" / "3.mp3", 3.0).container == "MP3"
    low = tmp_path / "a.opus"
    soundfile.write(low, voice(1), RATE, format="OGG", subtype="OPUS", compression_level=0.95)
    codec = codec_of_source(low, 3.0)
    assert codec.encoding == "OPUS"
    assert 0.9 < codec.compression < 0.99
    assert len(coded(voice(1), codec)) == len(voice(1))


def test_generators_change_the_sound_and_keep_its_length():
    source = Source(voice(0), voice(0), "a sentence")
    copy = griffin_lim(source, np.random.default_rng(0))
    assert abs(len(copy) - len(source.samples)) <= 256
    assert np.corrcoef(copy[: 2 * RATE], source.samples[: 2 * RATE])[0, 1] < 0.99
    assert 0.5 < np.std(copy) / np.std(source.samples) < 2


def test_names_hold_what_is_known(tmp_path):
    assert pair_name("a b/ü", "x.wav").startswith("a-b-")
    (tmp_path / "dev" / "none").mkdir(parents=True)
    with pytest.raises(DataError, match="deepfake_corpus"):
        read_pairs(tmp_path, "dev")
    (tmp_path / "dev" / "none" / "odd__name.flac").touch()
    with pytest.raises(DataError, match="odd__name"):
        read_pairs(tmp_path, "dev")


def test_sounds_are_decoded_once_and_what_cannot_be_heard_is_left_out(speech, tmp_path, caplog):
    (speech / "anne" / "0.wav").write_bytes(b"no sound")
    paths = [speech / "anne" / "0.wav", speech / "anne" / "1.wav"]
    recordings = [Recording(path, "anne", "real") for path in paths]
    sounds = Sounds(recordings, tmp_path / "sounds")
    assert [one.path.name for one in sounds.recordings] == ["1.wav"]
    assert sounds.samples(0).dtype == np.float32
    assert 1.0 < len(sounds.samples(0)) / 16_000 <= 3.0
    before = sorted((tmp_path / "sounds").iterdir())
    Sounds(recordings, tmp_path / "sounds")
    assert sorted((tmp_path / "sounds").iterdir()) == before
    with pytest.raises(DataError, match="heard"):
        Sounds(recordings[:1], tmp_path / "sounds")


def test_plain_numbers_that_tell_real_from_fake_are_shown(tmp_path):
    for name, gain in (("real", 0.1), ("world", 1.0)):
        for seed in range(3):
            soundfile.write(tmp_path / f"{name}{seed}.wav", gain * voice(seed), RATE)
    recordings = [Recording(path, "a", path.stem[:-1]) for path in tmp_path.glob("*.wav")]
    rows = dict(giveaways("a corpus", recordings).rows)
    assert rows["level of the speech"] == "0 %"
    assert rows["seconds"] == "50 %"


def test_without_a_manifest_no_speaker_is_in_both_splits(speech):
    (speech / "manifest.tsv").unlink()
    train, dev = ({clip.speaker for clip in clips_of(speech, split)} for split in ("train", "dev"))
    assert train
    assert dev
    assert not train & dev


def test_shares_make_the_whole_together(speech, tmp_path):
    for part in range(2):
        build(speech, tmp_path / "corpus", "train", GENERATORS, Size(3, 1), (part, 2))
        assert len({one.pair for one in read_pairs(tmp_path / "corpus", "train")}) == (2, 3)[part]
