"""The other tabs without a browser."""

import pytest
import soundfile

pytest.importorskip("gradio")

from demo import texts
from demo.evidence import Evidence
from demo.placing import Places
from tests.audio.signals import RATE, speech_like
from tests.demo.test_speak import speak
from tests.demo.visitors import messages
from tests.voices import any_voice
from voiceclone.trust import detection
from voiceclone.trust.synthetic.report import SyntheticReport, Window


def test_a_designed_voice_appears_in_every_list_and_can_be_heard(page):
    seen = page.press("design", texts.FEMALE, 200, 7)
    assert messages(seen) == {}
    assert "nobody 7" in seen["voice"]["choices"]
    assert "nobody 7" in seen["chosen"]["choices"]
    assert "0.50" in seen["news"]
    assert page.press("listen", "nobody 7")["sample"].endswith(".wav")


def test_a_mix_carries_both_and_needs_two(page):
    assert messages(page.press("mix", "hazel", "hazel", 50)) == {"mix": texts.SAME_VOICE}
    assert "hazel and rowan" in page.press("mix", "hazel", "rowan", 30)["chosen"]["choices"]


def test_names_are_written_as_text_on_the_map(page):
    page.session().keep(any_voice(), "<b>")
    seen = page.press("mix", "hazel", "<b>", 30)
    assert "<b>" not in seen["map"]
    assert r"hazel and \<b\>" in seen["news"]


def test_voices_have_places_and_those_that_are_alike_the_same():
    voices = {name: any_voice(embedding=[*numbers, *[0.0] * 189]) for name, numbers in _CORNERS.items()}
    places = Places(voices.values())
    assert len(set(places.of(voices).values())) == 3
    assert places.of({"again": voices["a"]})["again"] == places.of(voices)["a"]


_CORNERS = {"a": (1.0, 0.0, 0.0), "b": (0.0, 1.0, 0.0), "c": (0.0, 0.0, 1.0)}


def test_nothing_is_looked_at_without_a_file_or_in_one_that_is_no_sound(page, tmp_path):
    assert messages(page.press("detect", None)) == {"file": texts.NO_FILE}
    (tmp_path / "notes.wav").write_text("no sound")
    (message,) = messages(page.press("detect", str(tmp_path / "notes.wav"))).values()
    assert message.startswith(f"{texts.DETECT_FILE}: is no audio")
    assert str(tmp_path) not in message


def test_a_recording_without_marks_is_looked_at(page, tmp_path):
    soundfile.write(tmp_path / "plain.wav", speech_like(3.0), RATE)
    seen = page.press("detect", str(tmp_path / "plain.wav"))
    assert "No watermark was found" in seen["evidence"]
    assert "<svg" in seen["evidence-picture"]


def test_of_a_long_recording_the_beginning_is_looked_at(tmp_path, monkeypatch):
    soundfile.write(tmp_path / "long.wav", speech_like(3.0), RATE)
    monkeypatch.setattr("demo.evidence.LONGEST", 2.0)
    evidence = Evidence.of(tmp_path / "long.wav")
    assert evidence.audio.seconds == 2.0
    assert "The first 2 seconds were looked at." in evidence.picture()


@pytest.mark.parametrize(
    "heard", [SyntheticReport(None, (), None), SyntheticReport(0.9, (Window(0.0, 2.5, 0.9),), None)]
)
def test_what_the_detector_of_synthetic_speech_says_is_shown(tmp_path, monkeypatch, heard):
    soundfile.write(tmp_path / "plain.wav", speech_like(3.0), RATE)
    monkeypatch.setattr(detection, "find_synthetic", lambda *_: heard)
    evidence = Evidence.of(tmp_path / "plain.wav")
    assert heard.meaning in evidence.sentences()
    assert ("vc-score" in evidence.picture()) == bool(heard.windows)


def test_the_game_is_played_with_the_visitors_own_recording(page, reference):
    assert messages(page.press("judge", "A")) == {"guess": texts.NO_ROUND}
    speak(page, reference)
    assert page.press("play")["source"] == texts.GAME_OWN
    assert messages(page.press("judge", None)) == {"guess": texts.NO_GUESS}
    made = page.session().round.made
    assert "1 of 1 right" in page.press("judge", "AB"[made])["verdict"]
    assert "1 of 1 right" in page.press("judge", "AB"[1 - made])["verdict"]  # a second guess is not counted


def test_without_a_recording_the_game_says_whose_it_plays(page):
    assert page.press("play")["source"] == texts.GAME_EXAMPLE


def test_the_last_sentence_is_shown_from_the_inside(page, reference):
    assert messages(page.press("inside")) == {"elsewhere": texts.NOTHING_SAID}
    speak(page, reference)
    assert page.press("inside")["inside-picture"].count("vc-figure") == 5
