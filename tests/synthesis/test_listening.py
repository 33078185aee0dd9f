"""Whether all words of a sentence are heard in its samples, and what is done where they are not."""

import numpy as np
import pytest
import torch

from tests.networks import tiny_recogniser
from voiceclone.errors import TextError
from voiceclone.recogniser.alignment import phone_class
from voiceclone.synthesis import listening
from voiceclone.synthesis.listening import TRIES, Listener, check_language
from voiceclone.text import TextFrontend
from voiceclone.text.symbols import SYMBOL_IDS, SYMBOLS

FRAMES_A_SYMBOL = 6


@pytest.fixture
def hears(monkeypatch):
    """Return a listener that hears, whatever the samples are, the sentence it is told."""

    def listener(text: str) -> Listener:
        heard = torch.full((0, len(SYMBOLS)), 0.0)
        for symbol in TextFrontend().transcript(text).symbols():
            frame = torch.full((FRAMES_A_SYMBOL, len(SYMBOLS)), -8.0)
            frame[:, SYMBOL_IDS[phone_class(symbol)]] = 2.0
            heard = torch.cat([heard, frame])
        monkeypatch.setattr(listening, "hear", lambda network, mel: heard)
        return Listener(tiny_recogniser())

    return listener


def sentence(text):
    return TextFrontend().transcript(text)


SILENCE = np.zeros(24_000, dtype=np.float32)
SAID = "the old clock stopped"


def test_words_that_were_said_lose_nothing(hears):
    losses = hears(SAID).losses(sentence(SAID), SILENCE)
    assert losses == pytest.approx([0.0] * 4, abs=1e-6)


def test_another_word_is_found_and_named(hears):
    take = hears(SAID).best_take(sentence("the old bridge stopped"), lambda seed: SILENCE, 0)
    assert take.unclear == ("bridge",)


def test_a_word_that_was_left_out_is_found(hears):
    take = hears("the old stopped").best_take(sentence(SAID), lambda seed: SILENCE, 0)
    assert "clock" in take.unclear


def test_a_sentence_that_has_no_room_is_not_heard_at_all(hears):
    assert np.isinf(hears("a").losses(sentence("an extraordinarily long sentence for that"), SILENCE)).all()


def test_a_clear_sentence_is_made_once(hears):
    seeds = []
    take = hears(SAID).best_take(sentence(SAID), lambda seed: seeds.append(seed) or SILENCE, 7)
    assert (seeds, take.unclear) == ([7], ())


def test_a_sentence_that_fails_is_made_again_with_other_seeds_and_the_clearest_is_kept(monkeypatch):
    listener = Listener(tiny_recogniser())
    losses = iter([[9.0, 0.0], [4.0, 0.0], [5.0, 0.0]])
    monkeypatch.setattr(listener, "losses", lambda sentence, samples: np.array(next(losses)))
    made = []
    take = listener.best_take(sentence("two words"), lambda seed: made.append(np.full(1, seed)) or made[-1], 1)
    assert len({int(samples[0]) for samples in made}) == TRIES
    assert take.samples is made[1]
    assert take.unclear == ("two",)


def test_only_english_is_recognised():
    check_language("en")
    with pytest.raises(TextError, match="only English"):
        check_language("de")
