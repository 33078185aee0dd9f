from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceclone.errors import WatermarkError
from voiceclone.trust.marking.payload import MESSAGE_BITS, Payload, from_message, to_message

payloads = st.builds(Payload, st.integers(0, 15), st.integers(0, 16_383), st.integers(0, 16_383))


@given(payloads)
def test_every_payload_comes_back(payload):
    assert from_message(to_message(payload)) == payload


@given(payloads, st.sets(st.integers(0, MESSAGE_BITS - 1), min_size=1, max_size=3))
def test_up_to_three_wrong_bits_are_noticed(payload, wrong):
    bits = to_message(payload)
    bits[list(wrong)] ^= 1
    assert from_message(bits) is None


@pytest.mark.parametrize("values", [(16, 0, 0), (0, 16_384, 0), (0, 0, 16_384), (-1, 0, 0), (0, 0.5, 0), (True, 0, 0)])
def test_what_the_bits_cannot_hold_is_refused(values):
    with pytest.raises(WatermarkError, match="whole number from 0 to"):
        Payload(*values)


def test_a_payload_knows_its_day():
    assert Payload.on(date(2026, 3, 5), model=2, installation=4_000).date == date(2026, 3, 5)


@pytest.mark.parametrize("day", [date(2024, 12, 25), date(2069, 12, 31)])
def test_a_day_that_no_number_reaches_is_refused(day):
    with pytest.raises(WatermarkError, match="day"):
        Payload.on(day)


def test_an_identifier_is_all_bits_of_a_payload():
    assert Payload(15, 16_383, 16_383).identifier == "ffffffff"
    assert Payload(0, 0, 1).identifier == "00000001"


def test_a_message_is_bits():
    assert set(np.unique(to_message(Payload(1, 2, 3)))) <= {0, 1}
