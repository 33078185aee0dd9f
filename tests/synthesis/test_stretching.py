import numpy as np
import pytest

from voiceclone.synthesis.stretching import places_of, taken_at


def test_frames_that_last_as_long_as_they_are_made_are_taken_as_they_are():
    durations, frames = np.array([3, 1, 4]), np.arange(8)
    places = places_of(frames, durations, durations)
    mel, f0 = np.random.default_rng(0).normal(size=(8, 5)).astype(np.float32), np.full(8, 120, np.float32)
    assert (places == frames).all()
    stretched, pitch = taken_at(places, mel, f0)
    assert (stretched == mel).all()
    assert (pitch == f0).all()


def test_each_symbol_is_stretched_by_itself():
    heard, made = np.array([2, 8, 3]), np.array([2, 4, 6])
    places = places_of(np.arange(13), heard, made)
    assert (np.diff(places) > 0).all()
    assert places[:2].tolist() == [0, 1]
    assert places[2:10] == pytest.approx(np.arange(8) / 2 + 1.75)
    assert places[10:] == pytest.approx([6.5, 8.5, 10.5])


def test_frames_can_be_taken_a_few_at_a_time():
    heard, made = np.array([5, 9, 2]), np.array([3, 3, 5])
    whole = places_of(np.arange(16), heard, made)
    assert (places_of(np.arange(7, 12), heard, made) == whole[7:12]).all()


def test_pitch_glides_within_what_is_voiced_and_never_into_silence():
    f0 = np.array([100, 200, 0, 150], dtype=np.float32)
    _, pitch = taken_at(np.array([0.5, 1.25, 1.75, 2.25, 2.75, 3.0]), np.zeros((4, 2), np.float32), f0)
    assert pitch == pytest.approx([100 * 2**0.5, 200, 0, 0, 150, 150], rel=1e-5)


def test_a_mel_is_taken_from_the_two_frames_beside_it():
    mel = np.array([[0.0, 4.0], [1.0, 0.0]], dtype=np.float32)
    stretched, _ = taken_at(np.array([0.0, 0.25, 1.0]), mel, np.zeros(2, np.float32))
    assert stretched == pytest.approx(np.array([[0, 4], [0.25, 3], [1, 0]]))
