import numpy as np
import pytest

from voiceclone.errors import WatermarkError
from voiceclone.trust.marking.code import CODE_SYMBOLS
from voiceclone.trust.marking.layout import BANDS, PERIOD
from voiceclone.trust.marking.pattern import GROUP, PUBLIC_KEY, pattern_of

SIGNS = [1, 1, -1, 1, 1, 1, -1, -1, 1, 1, -1, -1, -1, 1, -1, 1]
SYMBOLS = [-1, 76, -1, -1, 80, 6, -1, 128]


def test_every_four_slots_hold_the_whole_code():
    symbol = pattern_of(PUBLIC_KEY).symbol.reshape(-1, GROUP * BANDS)
    for group in symbol:
        np.testing.assert_array_equal(np.sort(group[group >= 0]), np.arange(CODE_SYMBOLS))


def test_the_pattern_of_a_key_never_changes():
    """Speech that was marked years ago must stay readable."""
    pattern = pattern_of(PUBLIC_KEY)
    assert pattern.sign[0, :16].tolist() == SIGNS
    assert pattern.symbol[0, :8].tolist() == SYMBOLS


def test_two_keys_have_nothing_in_common():
    one, other = pattern_of(b"0" * 16), pattern_of(b"1" * 16)
    assert abs(float((one.sign * other.sign).mean())) < 4 / np.sqrt(PERIOD * BANDS)


def test_signs_are_even():
    assert abs(float(pattern_of(PUBLIC_KEY).sign.mean())) < 4 / np.sqrt(PERIOD * BANDS)


@pytest.mark.parametrize("key", [b"", b"short", "a text of more than sixteen letters"])
def test_a_key_that_can_be_guessed_is_refused(key):
    with pytest.raises(WatermarkError, match="at least 16 bytes"):
        pattern_of(key)
