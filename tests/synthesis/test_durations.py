"""Durations are whole frames, and their sum is what the speed asks for."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceclone.audio.mel import MEL
from voiceclone.synthesis.durations import begin_frames, whole_frames

FRAMES = st.lists(st.floats(0.05, 300), min_size=1, max_size=80)
SPEEDS = st.floats(0.25, 4)


def laid_out(frames, speed=1.0, pauses=None, multiple=1):
    natural = np.array([0.0, *frames, 0.0])
    asked = np.full(len(natural), np.nan)
    for place, seconds in (pauses or {}).items():
        asked[place] = seconds
    return whole_frames(natural, np.full(len(natural), speed), asked, multiple)


@given(FRAMES, SPEEDS, st.sampled_from([1, 2, 3]))
def test_every_symbol_has_a_frame_whatever_is_predicted(frames, speed, multiple):
    durations = laid_out(frames, speed, multiple=multiple)
    assert durations.min() >= 1
    assert durations.sum() % multiple == 0


@given(FRAMES, SPEEDS)
def test_the_sum_is_that_of_the_voices_own_pace_over_the_speed(frames, speed):
    wanted = (np.clip(frames, 1, None).sum() + 12) / speed
    possible = max(wanted, len(frames) + 2 * max(1, 6 / speed))
    assert laid_out(frames, speed).sum() == pytest.approx(possible, abs=1)
    assert laid_out(frames, speed, multiple=2).sum() == pytest.approx(possible, abs=2)


@pytest.mark.parametrize("speed", [0.5, 1.5, 2.0, 3.0])
def test_short_symbols_do_not_make_fast_speech_longer(speed):
    frames = np.random.default_rng(0).gamma(2.0, 3.0, size=60).clip(0.5)  # as in speech: a few, some below one
    ratio = laid_out(frames, 1.0, multiple=2).sum() / laid_out(frames, speed, multiple=2).sum()
    assert ratio == pytest.approx(speed, rel=0.02)


def test_what_short_symbols_need_is_taken_from_all_longer_ones_alike():
    durations = laid_out([1.0] * 20 + [10.0] * 20, 2.0)
    assert set(durations[1:21]) == {1}
    assert set(durations[21:41]) == {4, 5}


def test_rounding_is_handed_on_so_that_the_whole_keeps_its_length():
    assert laid_out([3.4] * 100).sum() == 340 + 12


@given(FRAMES, SPEEDS, st.floats(0, 10))
def test_a_pause_has_the_length_that_is_asked_for(frames, speed, seconds):
    durations = laid_out([*frames, 3.0, 5.0], speed, {len(frames): seconds}, multiple=2)
    assert durations[len(frames)] == max(1, round(seconds * MEL.frame_rate))


@given(FRAMES, SPEEDS, st.floats(0.3, 10))
def test_a_pause_at_the_end_bounds_the_silence_of_the_sentence(frames, speed, seconds):
    durations = laid_out([*frames, 300.0], speed, {len(frames) + 1: seconds}, multiple=2)
    silence = durations[-2:].sum() + begin_frames(speed)
    least = 2 + 2 * begin_frames(speed) + 2
    assert silence <= max(seconds * MEL.frame_rate, least)


@given(SPEEDS)
def test_the_first_word_begins_where_it_is_said_to(speed):
    assert laid_out([3.3, 2.2], speed)[0] == begin_frames(speed)
