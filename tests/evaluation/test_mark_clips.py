import numpy as np
import pytest

from voiceclone.evaluation.mark_clips import joined, window_step


def test_pieces_are_joined_to_half_a_minute():
    pieces = [np.full(24_000 * 11, place, dtype=np.float32) for place in range(5)]
    recordings = joined(pieces)
    assert [len(recording) / 24_000 for recording in recordings] == [33.0, 22.0]
    np.testing.assert_array_equal(np.concatenate(recordings), np.concatenate(pieces))


def test_nothing_is_joined_to_nothing():
    assert joined([]) == []


@pytest.mark.parametrize("windows", [40, 100, 500])
def test_windows_are_at_least_as_many_as_asked_for(windows):
    recordings = [np.zeros(round(seconds * 24_000), dtype=np.float32) for seconds in (31.3, 4.0, 44.9, 5.0)]
    step = window_step(recordings, windows, 5.0)
    frames = round(step * 24_000 / 256) * 256 / 24_000
    made = sum(int((len(one) / 24_000 - 5.0) / frames) + 1 for one in recordings if len(one) / 24_000 > 5.0)
    assert windows <= made <= 1.1 * windows + 4


def test_windows_lie_end_to_end_where_there_is_room():
    assert window_step([np.zeros(24_000 * 1_000, dtype=np.float32)], 10, 5.0) == 5.0
