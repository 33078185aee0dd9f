"""Reading recordings: everything that is audio, and a clear word about everything that is not."""

import os

import numpy as np
import pytest
import soundfile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.audio.signals import RATE, speech_like, tone
from voiceclone.audio.files import _Nameless, load_audio
from voiceclone.errors import AudioError


@pytest.mark.parametrize("rate", [8_000, 11_025, 16_000, 22_050, 24_000, 44_100, 48_000, 96_000, 192_000])
def test_every_rate_is_read_at_24_khz(tmp_path, rate):
    soundfile.write(tmp_path / "tone.wav", tone(1.0, 440.0, rate), rate)
    audio = load_audio(tmp_path / "tone.wav")
    assert audio.sample_rate == 24_000
    np.testing.assert_allclose(audio.samples[2_000:-2_000], tone(1.0, 440.0)[2_000:-2_000], atol=3e-3)


@pytest.mark.parametrize("depth", ["PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE", "ULAW", "ALAW"])
def test_every_bit_depth_is_read(tmp_path, depth):
    soundfile.write(tmp_path / "tone.wav", tone(1.0, 440.0), RATE, subtype=depth)
    read = load_audio(tmp_path / "tone.wav").samples[: len(tone(1.0, 440.0))]
    np.testing.assert_allclose(read, tone(1.0, 440.0), atol=0.02)


@pytest.mark.parametrize(
    ("container", "encoding"),
    [("FLAC", "PCM_24"), ("OGG", "VORBIS"), ("OGG", "OPUS"), ("MP3", "MPEG_LAYER_III"), ("AIFF", "PCM_16")],
)
def test_a_format_is_known_by_its_content(tmp_path, container, encoding):
    soundfile.write(tmp_path / "speech.raw", speech_like(1.5), RATE, format=container, subtype=encoding)
    assert load_audio(tmp_path / "speech.raw").seconds == pytest.approx(1.5, abs=0.12)


@pytest.mark.parametrize("channels", [2, 6, 64])
def test_channels_are_mixed_down(tmp_path, channels):
    one = tone(0.5, 440.0)
    many = np.stack([one] + [0 * one] * (channels - 1), axis=1)
    soundfile.write(tmp_path / "many.wav", many, RATE, subtype="FLOAT")
    np.testing.assert_allclose(load_audio(tmp_path / "many.wav").samples, one / channels, atol=1e-6)


def test_a_recording_beyond_full_scale_is_scaled_not_clipped(tmp_path):
    soundfile.write(tmp_path / "loud.wav", tone(0.5, 440.0) * 8, RATE, subtype="FLOAT")
    read = load_audio(tmp_path / "loud.wav").samples
    np.testing.assert_allclose(read, tone(0.5, 440.0) * 2, atol=2e-4)


@pytest.mark.skipif(os.name != "posix", reason="the memory of a process is asked for as POSIX has it")
def test_a_long_recording_is_read_in_bounded_memory(tmp_path, run_python):
    path, size = tmp_path / "hours.wav", 36_000 * 48_000 * 2  # ten hours, all but one second a hole in the file
    soundfile.write(path, tone(1.0, 440.0, 48_000), 48_000)
    header = bytearray(path.read_bytes()[:44])
    header[4:8], header[40:44] = (size + 36).to_bytes(4, "little"), size.to_bytes(4, "little")
    with path.open("r+b") as file:
        file.write(header)
        file.truncate(size + 44)
    assert soundfile.info(path).duration == 36_000.0
    grown = run_python(
        "import resource\n"
        "from voiceclone.audio.files import load_audio\n"
        "load_audio('hours.wav', max_seconds=1.0)\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "assert load_audio('hours.wav', max_seconds=60.0).seconds == 60.0\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"
    )
    assert int(grown) < 60_000  # KiB; a minute at 24 kHz takes 6 MB, ten hours would take 3 GB


def test_no_more_than_max_seconds_is_read_of_any_format(tmp_path):
    for suffix in ("wav", "flac", "ogg", "mp3"):
        soundfile.write(tmp_path / f"tone.{suffix}", tone(3.0, 440.0, 44_100), 44_100)
        assert load_audio(tmp_path / f"tone.{suffix}", max_seconds=1.25).seconds == pytest.approx(1.25, abs=1e-3)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(AudioError, match=r"nobody\.wav: there is no such file"):
        load_audio(tmp_path / "nobody.wav")


def test_a_name_too_long_for_the_disk_is_missing_too(tmp_path):
    with pytest.raises(AudioError, match="there is no such file"):
        load_audio(tmp_path / ("n" * 300))


def test_a_folder_is_no_recording(tmp_path):
    with pytest.raises(AudioError, match="folder"):
        load_audio(tmp_path)


def test_an_empty_file_is_refused(tmp_path):
    (tmp_path / "empty.wav").touch()
    with pytest.raises(AudioError, match="empty"):
        load_audio(tmp_path / "empty.wav")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.wav")
    with pytest.raises(AudioError, match="pipe"):
        load_audio(tmp_path / "pipe.wav")


@pytest.mark.parametrize("content", [b"hello", b"<html>" * 1_000, bytes(10_000), b"RIFF\0\0\0\0WAVE"])
def test_what_is_no_audio_is_refused(tmp_path, content):
    (tmp_path / "text.wav").write_bytes(content)
    with pytest.raises(AudioError, match=r"text\.wav: is no audio"):
        load_audio(tmp_path / "text.wav")


@pytest.mark.parametrize(
    ("start", "name"), [(b"\0\0\0\x20ftypM4A ", "M4A"), (b"\x1aE\xdf\xa3\x01", "WebM"), (b"#!AMR\n", "AMR")]
)
def test_a_telephones_format_comes_with_advice(tmp_path, start, name):
    (tmp_path / "memo.m4a").write_bytes(start + bytes(1_000))
    with pytest.raises(AudioError, match=rf"{name}.* ffmpeg -i memo\.m4a memo\.wav"):
        load_audio(tmp_path / "memo.m4a")


def test_a_recording_of_zero_length_is_refused(tmp_path):
    soundfile.write(tmp_path / "nothing.wav", np.zeros(0), RATE)
    with pytest.raises(AudioError, match="length is zero"):
        load_audio(tmp_path / "nothing.wav")


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_samples_that_are_no_numbers_are_refused(tmp_path, value):
    samples = tone(1.0, 440.0)
    samples[5_000] = value
    soundfile.write(tmp_path / "nan.wav", samples, RATE, subtype="FLOAT")
    with pytest.raises(AudioError, match="NaN or infinity"):
        load_audio(tmp_path / "nan.wav")


@pytest.mark.parametrize("rate", [1, 1_000, 2_000_000_000])
def test_a_rate_that_no_recording_has_is_refused(tmp_path, rate):
    soundfile.write(tmp_path / "odd.wav", tone(1.0, 440.0), rate)
    with pytest.raises(AudioError, match="sample rate"):
        load_audio(tmp_path / "odd.wav")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_without_permission_is_reported(tmp_path):
    soundfile.write(tmp_path / "secret.wav", tone(1.0, 440.0), RATE)
    (tmp_path / "secret.wav").chmod(0)
    with pytest.raises(AudioError, match="Permission denied"):
        load_audio(tmp_path / "secret.wav")


def test_a_file_that_points_before_its_beginning_is_not_followed(tmp_path):
    path = tmp_path / "short"
    path.write_bytes(b"abcd")
    with path.open("rb") as file:
        nameless = _Nameless(file)
        assert nameless.seek(2) == 2
        assert nameless.seek(-1) == 2
        assert nameless.seek(-9, os.SEEK_END) == 2
        assert nameless.seek(-1, os.SEEK_END) == 3


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["WAV", "FLAC", "OGG", "MP3", "AIFF"]),
    st.floats(0, 1),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=20),
)
def test_a_damaged_file_is_read_or_refused_and_nothing_else(tmp_path, container, kept, damages):
    path = tmp_path / "damaged"
    soundfile.write(path, tone(0.3, 440.0), RATE, format=container)
    content = bytearray(path.read_bytes())
    content = content[: 1 + int(kept * len(content))]
    for place, value in damages:
        content[int(place * (len(content) - 1))] = value
    path.write_bytes(content)
    try:
        read = load_audio(path, max_seconds=5.0).seconds
    except AudioError as error:
        read, complaint = 0.0, str(error)
    else:
        complaint = str(path)
    assert read <= 5.01
    assert complaint.startswith(str(path))
