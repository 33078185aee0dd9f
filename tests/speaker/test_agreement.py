import numpy as np
import pytest

from voiceclone.speaker.agreement import disagreements, steadiness


def windows_of(person: int, number: int = 6) -> np.ndarray:
    """Return windows that lie close to one person's direction, `(windows, 32)`."""
    generator = np.random.default_rng(person)
    direction = generator.standard_normal(32)
    return (direction + 0.3 * generator.standard_normal((number, 32))).astype(np.float32) / 6


def test_recordings_of_one_person_agree():
    windows = windows_of(1, 12)
    assert disagreements([windows[:4], windows[4:8], windows[8:]], ["a", "b", "c"]) == []


@pytest.mark.parametrize("odd", [0, 1, 2])
def test_the_recording_of_somebody_else_is_named(odd):
    windows = [windows_of(1, 6)[:3], windows_of(1, 6)[3:], windows_of(1, 6)[1:4]]
    windows[odd] = windows_of(2, 3)
    names = ["a.wav", "b.wav", "c.wav"]
    [warning] = disagreements(windows, names)
    assert warning.startswith(f"{names[odd]}: does not sound like the other recordings")


def test_of_two_recordings_it_is_not_known_which_is_odd():
    [warning] = disagreements([windows_of(1), windows_of(2)], ["a.wav", "b.wav"])
    assert warning.startswith("a.wav and b.wav do not sound like one person")


def test_two_speakers_in_a_row_are_heard():
    both = np.concatenate([windows_of(1), windows_of(2)])
    [warning] = disagreements([both], ["a.wav"])
    assert "several speakers" in warning


@pytest.mark.parametrize("number", [1, 2, 3])
def test_of_a_short_recording_nothing_is_said(number):
    assert steadiness(np.concatenate([windows_of(1, 1), windows_of(2, 2)])[:number]) == 1.0
