"""Fingerprints."""

import hashlib

import numpy as np
import pytest

from tests.voices import any_voice
from voiceclone.audio.audio import Audio
from voiceclone.errors import AudioError
from voiceclone.trust.fingerprint import array_fingerprint, recording_fingerprint


def test_that_of_a_file_is_what_sha256sum_prints(tmp_path):
    (tmp_path / "a.wav").write_bytes(b"x" * 3_000_000)
    assert recording_fingerprint(tmp_path / "a.wav") == hashlib.sha256(b"x" * 3_000_000).hexdigest()
    assert recording_fingerprint(str(tmp_path / "a.wav")) == recording_fingerprint(tmp_path / "a.wav")


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(AudioError, match=r"missing\.wav: cannot be read"):
        recording_fingerprint(tmp_path / "missing.wav")


def test_audio_in_memory_has_one_by_its_samples_and_its_rate():
    audio, longer = Audio(np.zeros(10), 24_000), Audio(np.zeros(11), 24_000)
    prints = {recording_fingerprint(one) for one in (audio, longer, Audio(np.zeros(10), 16_000))}
    assert len(prints) == 3
    assert recording_fingerprint(audio) == recording_fingerprint(Audio(np.zeros(10), 24_000))


def test_numbers_and_shape_of_an_array_count():
    square = np.arange(4, dtype=np.float32).reshape(2, 2)
    assert array_fingerprint(square) != array_fingerprint(square.reshape(4))
    assert array_fingerprint(square) == array_fingerprint(np.asfortranarray(square))


def test_all_that_was_learned_of_a_voice_counts_and_its_name_does_not():
    voice = any_voice()
    assert any_voice(name="other").fingerprint == voice.fingerprint
    assert any_voice(pitch_mean=5.0).fingerprint != voice.fingerprint
    assert any_voice(pitch_std=0.1).fingerprint != voice.fingerprint
    assert any_voice(encoder="e").fingerprint != voice.fingerprint
    assert any_voice(tokens=voice.tokens + 1e-6).fingerprint != voice.fingerprint
    assert any_voice(spectrum=voice.spectrum[::-1]).fingerprint != voice.fingerprint
    assert any_voice(embedding=-voice.embedding).fingerprint != voice.fingerprint
