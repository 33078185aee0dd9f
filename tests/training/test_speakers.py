"""What speakers sound like, and whom voices may be drawn after."""

import math
from dataclasses import replace
from typing import ClassVar

import numpy as np
import pytest

from tests.designed.densities import any_clip, any_speakers
from tests.networks import tiny_encoder
from voiceclone.training.speakers import describe_speakers, years


class TwoSpeakers:
    """Features of three clips of speaker a and one of b."""

    clips: ClassVar = [
        any_clip(speaker=name, dnsmos=quality) for name, quality in (("a", 3.0), ("a", 3.4), ("a", 2.0), ("b", 0))
    ]

    def mel(self, clip):
        return np.random.default_rng(clip).standard_normal((100 + 200 * clip, 100)).astype(np.float32) - 4

    def pitch(self, clip):
        return np.full(100 + 200 * clip, 100.0 + 50.0 * clip, dtype=np.float32)


def test_every_speaker_is_described_by_the_best_clips():
    first, second = describe_speakers(TwoSpeakers(), tiny_encoder())
    assert (first.clip.speaker, second.clip.speaker) == ("a", "b")
    assert first.clip.dnsmos == 3.4
    assert np.linalg.norm(first.embedding) == pytest.approx(1.0, abs=1e-5)
    assert first.spectrum.shape == (100,)
    assert second.pitch_mean == pytest.approx(math.log(250.0))


@pytest.mark.parametrize(("stated", "expected"), [("thirties", 35.0), ("fourties", 45.0), ("24", 24.0)])
def test_an_age_is_read_in_years(stated, expected):
    assert years(stated) == expected


@pytest.mark.parametrize("stated", ["", "old", "-3", "twentyish"])
def test_an_age_that_is_not_stated_is_not_a_number(stated):
    assert math.isnan(years(stated))


@pytest.mark.parametrize(
    "change",
    [
        {"language": "de"}, {"sex": ""}, {"age": "teens"}, {"age": "9"}, {"corpus": "children"},
        {"dnsmos": 2.0}, {"bandwidth": 4000.0}, {"wer": 0.4},
    ],
)  # fmt: skip
def test_whom_no_voice_is_drawn_after(change):
    speaker = any_speakers(1)[0]
    assert speaker.can_be_imitated(["children"])
    clip = replace(speaker.clip, **change)
    assert not replace(speaker, clip=clip, age=years(clip.age)).can_be_imitated(["children"])
