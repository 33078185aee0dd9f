"""Audio: what it accepts, that it cannot be changed, and that it is saved whole or not at all."""

import base64
import os
import re
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from tests.audio.signals import RATE, speech_like, tone
from voiceclone.audio.audio import Audio
from voiceclone.audio.files import load_audio
from voiceclone.errors import AudioError, OutputError

SUFFIXES = (".wav", ".flac", ".ogg", ".opus", ".mp3")


def test_the_mel_and_the_pitch_have_the_same_frames_at_any_rate():
    for rate in (16_000, 24_000):
        audio = Audio(tone(1.0, 200.0, rate), rate)
        assert audio.mel().shape == (94, 100)
        assert audio.pitch().shape == (94,)
        assert np.median(audio.pitch()) == pytest.approx(200.0, abs=2.0)


def test_samples_are_kept_as_float32_with_their_rate_and_length():
    audio = Audio(np.zeros(12_000, dtype=np.float64), 24_000)
    assert audio.samples.dtype == np.float32
    assert audio.sample_rate == 24_000
    assert audio.seconds == 0.5
    assert repr(audio) == "Audio(0.50 s, 24000 Hz)"


def test_samples_cannot_be_changed():
    audio = Audio(np.zeros(10), RATE)
    with pytest.raises(ValueError, match="read-only"):
        audio.samples[0] = 1.0
    with pytest.raises(ValueError, match="WRITEABLE"):
        audio.samples.setflags(write=True)
    with pytest.raises(AttributeError):
        audio.samples = np.ones(10)


def test_a_change_of_the_source_does_not_reach_the_audio():
    source = np.zeros(10, dtype=np.float32)
    audio = Audio(source, RATE)
    source[:] = 0.5
    assert not audio.samples.any()


@pytest.mark.parametrize(
    ("samples", "complaint"),
    [
        (np.zeros((10, 2)), "mono"),
        (np.zeros(0), "no samples"),
        (np.array([0.0, np.nan]), "NaN"),
        (np.array([0.0, np.inf]), "NaN or infinity"),
        (np.array([0.0, 1.5]), r"\[-1, 1\]"),
        (["a"], "numbers"),
    ],
)
def test_what_is_no_mono_audio_is_refused(samples, complaint):
    with pytest.raises(AudioError, match=complaint):
        Audio(samples, RATE)


@pytest.mark.parametrize("rate", [0, -1, 24_000.0, True, "24000"])
def test_a_rate_that_is_no_positive_whole_number_is_refused(rate):
    with pytest.raises(AudioError, match="sample rate"):
        Audio(np.zeros(10), rate)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_format_is_written_and_read_back(tmp_path, suffix):
    audio = Audio(speech_like(2.0), RATE)
    path = tmp_path / f"speech{suffix}"
    audio.save(path)
    read = load_audio(path)
    assert read.sample_rate == RATE
    assert read.seconds == pytest.approx(audio.seconds, abs=0.12)  # mp3 pads by some frames
    assert np.sqrt(np.square(read.samples).mean()) == pytest.approx(np.sqrt(np.square(audio.samples).mean()), rel=0.1)
    assert os.listdir(tmp_path) == [path.name]


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("rate", [8_000, 11_025, 44_100, 96_000])
def test_a_rate_that_a_format_cannot_hold_is_converted(tmp_path, suffix, rate):
    path = tmp_path / f"tone{suffix}"
    Audio(tone(1.0, 440.0, rate), rate).save(path)
    assert load_audio(path).seconds == pytest.approx(1.0, abs=0.12)


def test_wav_has_16_bits_and_loses_no_more_than_them(tmp_path):
    audio = Audio(tone(0.1, 440.0, level=1.0), RATE)
    audio.save(tmp_path / "tone.WAV")
    assert soundfile.info(tmp_path / "tone.WAV").subtype == "PCM_16"
    read, _ = soundfile.read(tmp_path / "tone.WAV", dtype="float32")
    np.testing.assert_allclose(read, audio.samples, atol=1 / 32_000)


def test_a_long_ogg_is_written(tmp_path):
    Audio(np.zeros(RATE * 120), RATE).save(tmp_path / "long.ogg")
    assert load_audio(tmp_path / "long.ogg").seconds == pytest.approx(120.0)


@pytest.mark.parametrize("name", ["speech", "speech.xyz", "speech.m4a"])
def test_an_unknown_format_is_refused_with_the_known_ones(tmp_path, name):
    with pytest.raises(OutputError, match=r"\.wav, \.flac, \.ogg, \.opus, \.mp3"):
        Audio(np.zeros(10), RATE).save(tmp_path / name)
    assert not os.listdir(tmp_path)


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(OutputError, match=r"missing does not exist"):
        Audio(np.zeros(10), RATE).save(tmp_path / "missing" / "speech.wav")


def test_a_folder_is_not_overwritten(tmp_path):
    (tmp_path / "folder.wav").mkdir()
    with pytest.raises(OutputError, match="folder"):
        Audio(np.zeros(10), RATE).save(tmp_path / "folder.wav")


def test_it_plays_in_a_notebook():
    page = Audio(tone(0.1, 440.0), RATE)._repr_html_()
    content = re.search(r'<audio controls src="data:audio/wav;base64,([^"]+)"', page)
    assert content is not None
    assert base64.b64decode(content[1])[:4] == b"RIFF"


def test_resampling_keeps_the_length_in_seconds():
    audio = Audio(tone(1.0, 440.0, level=1.0), RATE)
    assert audio.resampled(RATE) is audio
    resampled = audio.resampled(16_000)
    assert resampled.sample_rate == 16_000
    assert resampled.seconds == pytest.approx(1.0, abs=1e-3)


def test_saving_loads_no_torch(run_python):
    run_python(
        "import sys, numpy\n"
        "from voiceclone import Audio\n"
        "Audio(numpy.zeros(10), 24000).save('silence.wav')\n"
        "assert 'torch' not in sys.modules"
    )


@given(hnp.arrays(np.float32, st.integers(1, 500), elements=st.floats(-1, 1, width=32)), st.sampled_from(SUFFIXES))
def test_whatever_is_audio_can_be_saved(tmp_path_factory, samples, suffix):
    path: Path = tmp_path_factory.mktemp("any") / f"any{suffix}"
    Audio(samples, RATE).save(path)
    assert soundfile.info(path).frames > 0
