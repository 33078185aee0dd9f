"""The tab Speak without a browser: what is asked for, and what comes out."""

import json
import logging
from pathlib import Path

import numpy as np
import pytest
import soundfile

pytest.importorskip("gradio")

from demo import texts
from demo.enrolling import verify
from demo.messages import FieldError
from demo.studio import Studio
from demo.tabs.speak import MOST_CHARACTERS
from tests.audio.signals import RATE
from tests.cloners import ToneCloner
from tests.demo.visitors import messages
from voiceclone import DependencyError, Voice, detect, load_audio
from voiceclone.speaker.scores import Comparison, ErrorRates

PLAIN = (1.0, 0.0, 1.0)  # speed, pitch, pauses


def speak(page, reference, text="One two. Three.", way=texts.ATTEST, promised=True, voice=texts.NEW_VOICE, **named):
    rest = (reference, "my voice", way, promised)
    return page.press("speak", text, "en", voice, *PLAIN, *rest, **named)


def test_a_recording_and_a_text_become_speech_with_all_that_belongs_to_it(page, reference):
    seen = speak(page, reference)
    assert messages(seen) == {}
    assert detect(seen["speech"]).provenance.intact
    assert Path(seen["save-1"]["value"]).read_text().startswith("1\n00:00:00,000 -->")
    assert Voice.load(seen["save-2"]["value"]).consent.statement == texts.PROMISE
    assert "real-time factor" in seen["facts"]
    assert "0.70" in seen["facts"]
    assert "<svg" in seen["picture"]
    assert json.loads(seen["player"])["work"] == ""


def test_the_speech_that_is_kept_is_the_one_that_was_heard(page):
    seen = speak(page, None, voice="hazel")
    assert len([call for call in page.cloner.calls if "text" in call]) == 1
    assert load_audio(seen["speech"]).seconds == page.session().last.speech.audio.seconds


def test_a_voice_is_not_called_as_one_that_ships(page, reference):
    page.press("speak", "Yes.", "en", texts.NEW_VOICE, *PLAIN, reference, " hazel\n", texts.ATTEST, True)
    assert list(page.session().voices) == ["hazel 2"]


def test_the_voice_is_learned_once_and_can_be_chosen_afterwards(page, reference):
    speak(page, reference)
    seen = speak(page, reference)
    assert len(page.session().voices) == 1
    assert "my voice" in seen["voice"]["choices"]
    assert messages(speak(page, None, voice="my voice")) == {}


def test_a_voice_that_ships_needs_no_consent(page):
    assert messages(speak(page, None, way=None, promised=False, voice="hazel")) == {}


@pytest.mark.parametrize(
    ("wrong", "field", "message"),
    [
        ({"reference": None}, "reference", texts.NO_REFERENCE),
        ({"way": None}, "consent", texts.NO_CONSENT),
        ({"promised": False}, "consent", texts.NO_PROMISE),
        ({"way": texts.READ}, "consent", texts.NOT_VERIFIED),
        ({"text": ""}, "text", "There is nothing to say"),
        ({"text": "a" * 3_001}, "text", texts.TEXT_TOO_LONG.format(count=3_001, most=MOST_CHARACTERS)),
        ({"voice": "somebody"}, "voice", texts.NO_SUCH_VOICE),
    ],
)
def test_what_is_missing_is_said_beside_its_field(page, reference, wrong, field, message):
    seen = speak(page, **{"reference": reference, **wrong})
    assert messages(seen) == {field: message.replace("'", "&#x27;")}


def test_a_recording_that_cannot_serve_is_not_called_by_its_place_on_the_server(page, tmp_path):
    soundfile.write(tmp_path / "silence.wav", np.zeros(RATE * 3), RATE)
    seen = speak(page, str(tmp_path / "silence.wav"))
    assert messages(seen) == {"reference": f"{texts.REFERENCE}: is silent; check the microphone and record again"}


def test_a_language_that_is_not_installed_is_said_beside_its_field(page, monkeypatch):
    def needs_more(*_, **__):
        raise DependencyError("Language 'de' needs espeak-ng, which is not installed")

    monkeypatch.setattr(ToneCloner, "stream", needs_more)
    seen = speak(page, None, voice="hazel")
    assert list(messages(seen)) == ["language"]
    assert json.loads(seen["player"])["work"] == ""  # the page does not look as if it went on


def test_a_poor_recording_is_advised_on(page, reference, monkeypatch):
    original = ToneCloner.enroll

    def warned(self, recording, **named):
        logging.getLogger("voiceclone.hearing").warning("%s: is noisy", recording)
        return original(self, recording, **named)

    monkeypatch.setattr(ToneCloner, "enroll", warned)
    assert rf"{texts.REFERENCE}\: is noisy." in speak(page, reference)["facts"]


def test_nobody_waits_for_the_speech_of_somebody_who_left(page):
    page.session().left = True
    assert "picture" not in speak(page, None, voice="hazel")


@pytest.mark.parametrize(("score", "verdict"), [(0.9, "AS_ONE_PERSON"), (0.6, "MORE_THAN_OTHERS"), (0.2, "AS_OTHERS")])
def test_the_likeness_is_explained_in_plain_words(page, monkeypatch, score, verdict):
    rates = ErrorRates((0.0, 0.5, 1.0), (1.0, 0.0, 0.0), (0.0, 0.0, 1.0), 100, 100, 7, "")
    monkeypatch.setattr(ToneCloner, "compare", lambda *_: Comparison(score, score, rates))
    facts = speak(page, None, voice="hazel")["facts"]
    assert getattr(texts, verdict) in facts
    assert "measured on 7 people" in facts


def test_what_was_not_foreseen_is_no_traceback(page, monkeypatch, caplog):
    monkeypatch.setattr(ToneCloner, "stream", lambda *_, **__: 1 / 0)
    assert messages(speak(page, None, voice="hazel")) == {"elsewhere": texts.UNFORESEEN}
    assert "ZeroDivisionError" in caplog.text


def test_a_reading_that_fails_says_so_and_leaves_no_voice(page, reference):
    session = page.session()
    studio = Studio(ToneCloner(), page.sessions)
    with pytest.raises(FieldError, match="The sentence, read aloud: the sentence was not heard") as caught:
        verify(studio, session, reference, "me", "0" * 16, reference)
    assert caught.value.field == "reading"
    assert session.voices == {}


def test_two_visitors_do_not_see_each_others_voices(page, reference):
    speak(page, reference)
    seen = speak(page, None, voice="my voice", visitor="two")
    assert messages(seen) == {"voice": texts.NO_SUCH_VOICE}
    assert page.session("two").last is None
