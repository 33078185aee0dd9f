import numpy as np
import pytest
import torch

from tests.trust.marking.speech import five_seconds
from voiceclone.audio.resample import resample
from voiceclone.errors import AudioError
from voiceclone.trust.marking import depth
from voiceclone.trust.marking.detect import find_watermark, window_p_values
from voiceclone.trust.marking.embed import embed
from voiceclone.trust.marking.listener import Listener, ListenerConfig
from voiceclone.trust.marking.payload import Payload

pytestmark = pytest.mark.weights
PAYLOAD = Payload(3, 4_711, 60)
KEY = b"a key of our own, 32 bytes long."


@pytest.fixture(scope="module")
def marked():
    return embed(five_seconds(), PAYLOAD)


def read(samples, rate=24_000):
    return find_watermark(samples.astype(np.float32), rate).payload


def test_a_mark_is_found_and_read_without_the_original(marked):
    report = find_watermark(marked, 24_000)
    assert report.detected
    assert report.p_value < 1e-30
    assert report.payload == PAYLOAD
    assert (report.pitch, report.tempo) == (1.0, 1.0)


def test_speech_without_a_mark_has_none():
    report = find_watermark(five_seconds(), 24_000)
    assert not report.detected
    assert report.payload is None
    assert report.segments == ()
    assert report.p_value > 1e-3


def test_another_key_finds_nothing(marked):
    assert not find_watermark(marked, 24_000, KEY).detected


def test_a_mark_under_an_own_key_is_found_with_it():
    report = find_watermark(embed(five_seconds(), PAYLOAD, KEY), 24_000, KEY)
    assert report.payload == PAYLOAD


@pytest.mark.parametrize("rate", [8_000, 16_000, 44_100, 48_000])
def test_any_rate_is_listened_to(marked, rate):
    assert read(resample(marked, 24_000, rate), rate) == PAYLOAD


def test_a_piece_from_anywhere_is_read(marked):
    assert read(marked[33_333:85_000]) == PAYLOAD


def test_a_cut_does_not_end_the_mark(marked):
    report = find_watermark(np.concatenate((marked[:50_000], marked[71_234:])), 24_000)
    assert report.payload == PAYLOAD


def test_a_change_of_level_does_not_matter(marked):
    assert read(0.1 * marked) == PAYLOAD


def test_a_change_of_speed_is_undone(marked):
    report = find_watermark(resample(marked, 24_000, 23_000), 24_000)  # 4.3 % faster
    assert report.payload == PAYLOAD
    assert report.tempo == pytest.approx(24 / 23, abs=0.003)


def test_speech_that_was_marked_less_deeply_before_is_still_read(monkeypatch):
    monkeypatch.setattr(depth, "DEEP", 4.2)  # the depths of the first version
    monkeypatch.setattr(depth, "LOW_SHARE", 0.7)
    assert read(embed(five_seconds(), PAYLOAD)) == PAYLOAD


def test_only_the_marked_part_is_named(marked):
    speech = five_seconds()
    report = find_watermark(np.concatenate((speech, marked, speech)), 24_000)
    assert report.payload == PAYLOAD
    assert len(report.segments) == 1
    assert report.segments[0].start == pytest.approx(5.0, abs=0.4)
    assert report.segments[0].end == pytest.approx(10.0, abs=0.4)


@pytest.mark.parametrize("length", [0, 1, 100, 3_000])
def test_next_to_nothing_has_no_mark(marked, length):
    assert not find_watermark(marked[:length], 24_000).detected


def test_silence_has_no_mark():
    assert find_watermark(np.zeros(48_000, dtype=np.float32), 24_000).p_value == 1.0


def test_p_values_of_windows_tell_marked_from_unmarked(marked):
    values = window_p_values(np.concatenate((five_seconds(), marked)), 2.5, 2.5)
    assert len(values) == 4
    assert min(values[:2]) > 1e-3
    assert max(values[2:]) < 1e-5


@pytest.mark.parametrize("samples", [np.zeros((2, 100)), np.array([0.0, np.inf])])
def test_what_is_no_mono_sound_is_refused(samples):
    with pytest.raises(AudioError, match="mono"):
        find_watermark(samples, 24_000)


def test_the_listener_answers_for_every_frame_and_band():
    torch.manual_seed(0)
    assert Listener(ListenerConfig(channels=4))(torch.randn(2, 2, 30, 52)).shape == (2, 30, 52)
