import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from voiceclone.trust.marking.code import CODE_SYMBOLS, decode, encode
from voiceclone.trust.marking.payload import MESSAGE_BITS

messages = st.lists(st.integers(0, 1), min_size=MESSAGE_BITS, max_size=MESSAGE_BITS).map(
    lambda bits: np.array(bits, dtype=np.uint8)
)


@settings(max_examples=20, deadline=None)
@given(messages)
def test_every_message_is_decoded(message):
    code = encode(message)
    assert code.shape == (CODE_SYMBOLS,)
    np.testing.assert_array_equal(decode(code[None])[0], message)


def test_several_messages_are_decoded_through_noise_as_loud_as_the_code():
    rng = np.random.default_rng(0)
    sent = rng.integers(0, 2, (50, MESSAGE_BITS)).astype(np.uint8)
    heard = np.stack([encode(message) for message in sent]) + rng.standard_normal((50, CODE_SYMBOLS))
    assert (decode(heard.astype(np.float32)) != sent).any(axis=1).mean() <= 0.04


def test_a_lost_fifth_of_the_code_does_not_matter():
    rng = np.random.default_rng(0)
    message = rng.integers(0, 2, MESSAGE_BITS).astype(np.uint8)
    heard = encode(message) * (rng.random(CODE_SYMBOLS) > 0.2)
    np.testing.assert_array_equal(decode(heard[None].astype(np.float32))[0], message)


def test_turning_the_message_turns_the_code():
    message = np.random.default_rng(0).integers(0, 2, MESSAGE_BITS).astype(np.uint8)
    np.testing.assert_array_equal(np.roll(encode(message), 4), encode(np.roll(message, 1)))
