import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.trust.marking.speech import five_seconds
from voiceclone.errors import AudioError, WatermarkError
from voiceclone.trust.marking.embed import Watermarker, embed, mark
from voiceclone.trust.marking.layout import BANDS, PERIOD
from voiceclone.trust.marking.payload import Payload

PAYLOAD = Payload(3, 4_711, 60)


def in_chunks(samples, sizes):
    marker = Watermarker(PAYLOAD)
    parts, start = [], 0
    for size in sizes:
        parts.append(marker.process(samples[start : start + size]))
        start += size
    parts.append(marker.process(samples[start:]))
    return np.concatenate([*parts, marker.finish()])


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 5_000), max_size=20))
def test_chunks_joined_are_the_whole(sizes):
    speech = five_seconds()[:30_000]
    np.testing.assert_allclose(in_chunks(speech, sizes), embed(speech, PAYLOAD), atol=1e-6)


@pytest.mark.parametrize("length", [0, 1, 127, 128, 511, 512, 513, 10_000])
def test_as_many_samples_come_out_as_went_in(length):
    assert embed(five_seconds()[:length], PAYLOAD).shape == (length,)


def test_no_sample_waits_for_more_than_a_sixtieth_of_a_second():
    marker, given = Watermarker(PAYLOAD), 0
    for chunk in np.split(five_seconds(), 120):
        given += len(chunk) - len(marker.process(chunk))
        assert given <= 400 + 128


def test_the_mark_is_far_below_the_speech():
    speech = five_seconds()
    difference = embed(speech, PAYLOAD) - speech
    assert 10 * np.log10(np.square(difference).sum() / np.square(speech).sum()) < -17


def test_silence_stays_silent():
    assert not embed(np.zeros(24_000, dtype=np.float32), PAYLOAD).any()


def test_a_mark_of_empty_tiles_changes_nothing():
    chips = np.zeros((PERIOD, BANDS), dtype=np.float32)
    np.testing.assert_allclose(mark(five_seconds(), chips), five_seconds(), atol=1e-6)


@pytest.mark.parametrize("samples", [np.zeros((2, 100)), np.array([0.0, np.nan])])
def test_what_is_no_mono_sound_is_refused(samples):
    with pytest.raises(AudioError, match="mono"):
        embed(samples.astype(np.float32), PAYLOAD)


def test_a_short_key_is_refused():
    with pytest.raises(WatermarkError, match="at least 16 bytes"):
        Watermarker(PAYLOAD, b"key")
