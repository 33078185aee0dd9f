"""The silence between two words is the one that the text asks for, wherever it is asked for."""

import numpy as np
import pytest

from tests.networks import ACOUSTIC, SPEAKER, tiny_acoustic, tiny_vocoder
from tests.voices import any_voice
from voiceclone.audio.mel import MEL
from voiceclone.synthesis import Delivery, Engine, plan
from voiceclone.synthesis.silence import silence_after, silence_before
from voiceclone.synthesis.timestamps import timed
from voiceclone.synthesis.torch_networks import TorchNetworks
from voiceclone.text import TextFrontend

ENGINE = Engine(TorchNetworks(tiny_acoustic(), tiny_vocoder()))
FRONTEND = TextFrontend()
VOICE = any_voice(embedding=np.eye(1, SPEAKER.embedding)[0], tokens=np.ones((9, ACOUSTIC.token_channels)))


def silences(text, speed=1.0, markup=True):
    """Seconds before the first word, between each word and the next, and after the last one."""
    reached, spans = 0, []
    for item in plan(text, FRONTEND, markup):
        score = ENGINE.score(item.sentence.symbols(), VOICE, Delivery(speed=speed), manners=item.sentence.manners())
        reached += len(silence_before(item, score))
        sentence = timed(item.sentence, score.durations, reached / MEL.sample_rate)
        spans += [(word.start, word.end) for word in sentence.words]
        reached += score.frames * MEL.hop + len(silence_after(item, score))
    ends = [0.0, *(end for _, end in spans)]
    starts = [*(start for start, _ in spans), reached / MEL.sample_rate]
    return [start - end for end, start in zip(ends, starts, strict=True)]


@pytest.mark.parametrize("speed", [0.5, 1.0, 2.0])
@pytest.mark.parametrize("seconds", [0.3, 0.5, 1.0, 2.5])
@pytest.mark.parametrize(
    ("pattern", "place"),
    [
        ("{}One two.", 0),
        ("One {}two.", 1),
        ("One, {}two.", 1),
        ("One. {}Two.", 1),
        ("<s>One</s>{}<s>two</s>", 1),
        ("<p>One</p><p>{}two</p>", 1),
        ("One two.{}", 2),
    ],
)
def test_a_break_lasts_as_long_as_it_says(pattern, place, seconds, speed):
    text = pattern.format(f'<break time="{seconds}s"/>')
    assert silences(text, speed)[place] == pytest.approx(seconds, abs=0.015)


def test_a_break_of_nothing_leaves_next_to_nothing():
    assert silences('One, <break strength="none"/>two.')[1] < 0.015
    assert silences('One. <break strength="none"/>Two.')[1] < 0.16


def test_pauses_that_nobody_asked_for_follow_the_speed():
    slow, fast = (silences("One. Two.\n\nThree.", speed, markup=False) for speed in (1.0, 2.0))
    assert fast[1] == pytest.approx(slow[1] / 2, rel=0.05)
    assert fast[2] == pytest.approx(slow[2] / 2, rel=0.05)


def test_a_pause_after_slow_words_is_slow():
    plain, slow = silences("<s>One</s><s>Two</s>"), silences('<prosody rate="50%"><s>One</s><s>Two</s></prosody>')
    assert slow[1] > plain[1] + 0.3
