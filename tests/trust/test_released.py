"""Audio that left through the one door."""

import numpy as np
import pytest

from tests.audio.signals import tone
from tests.voices import any_voice
from voiceclone.audio.audio import Audio
from voiceclone.audio.files import load_audio
from voiceclone.errors import OutputError
from voiceclone.trust.provenance import inspect
from voiceclone.trust.release import release


@pytest.fixture
def audio():
    return release(tone(0.2, 220.0), 24_000, any_voice())


@pytest.mark.parametrize("name", ["a.wav", "a.flac", "a.mp3", "a.ogg", "a.opus"])
def test_every_format_is_saved_with_its_provenance_and_can_be_read(audio, tmp_path, name):
    audio.save(tmp_path / name)
    report = inspect(tmp_path / name)
    assert report.state == "ours"
    assert report.claims == audio.claims
    assert load_audio(tmp_path / name).seconds == pytest.approx(0.2, abs=0.06)


def test_it_is_audio_in_memory(audio):
    assert isinstance(audio, Audio)
    assert audio.samples.dtype == np.float32
    assert repr(audio) == "Audio(0.20 s, 24000 Hz)"
    assert "<audio" in audio._repr_html_()


def test_it_keeps_its_origin_at_another_rate(audio, tmp_path):
    audio.resampled(16_000).save(tmp_path / "a.wav")
    assert inspect(tmp_path / "a.wav").claims == audio.claims
    assert audio.resampled(24_000) is audio


@pytest.mark.parametrize("name", ["a", "a.xyz", "missing/a.wav", "."])
def test_where_nothing_can_be_written_that_is_said(audio, tmp_path, name):
    with pytest.raises(OutputError):
        audio.save(tmp_path / name)
