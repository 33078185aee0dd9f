"""A batch: each line fails alone, and a second run does what is missing."""

import csv
import os

import numpy as np
import pytest

from tests.cloners import ToneCloner
from tests.networks import save_tiny_model
from tests.test_cloner import speech_like
from tests.voices import any_voice, unsealed_voice
from voiceclone import Consent, VoiceCloner, load_audio
from voiceclone.batch import Line, speak_lines
from voiceclone.batch.speaking import Manner
from voiceclone.errors import OutputError
from voiceclone.trust.revocation import revoke


@pytest.fixture
def voice(tmp_path):
    voice = any_voice()
    voice.save(tmp_path / "v.voice")
    return voice


@pytest.fixture
def run(tmp_path, voice):
    """Return a function that speaks (text, file) pairs by a cloner of tones, and returns outcomes and what was said."""

    def speak(*pairs, cloner=None, voices=None, manner=None):
        cloner = cloner or ToneCloner()
        lines = [
            Line(number, text, tmp_path / (voices or {}).get(file, "v.voice"), file)
            for number, (text, file) in enumerate(pairs, start=2)
        ]
        outcomes = speak_lines(lines, tmp_path / "out", lambda: cloner, manner or Manner(), workers=1)
        return outcomes, [call["text"] for call in cloner.calls]

    return speak


def test_every_line_becomes_a_file_and_a_row_of_the_report(run, tmp_path):
    outcomes, said = run(("One.", "a.wav"), ("One two three.", "b/c.mp3"))
    assert [outcome.outcome for outcome in outcomes] == ["made", "made"]
    assert said == ["One two three.", "One."]  # the longest first
    assert load_audio(tmp_path / "out" / "b" / "c.mp3").seconds > 0.2
    with open(tmp_path / "out" / "report.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["row"], row["file"], row["outcome"], row["seconds"]) for row in rows] == [
        ("2", "a.wav", "made", "0.1"),
        ("3", "b/c.mp3", "made", "0.3"),
    ]


def test_a_line_that_fails_fails_alone(run, tmp_path, voice):
    other = any_voice(name="other", pitch_mean=4.9)
    other.save(tmp_path / "revoked.voice")
    revoke(other.consent.id)
    (tmp_path / "no.voice").write_bytes(b"nothing")
    voices = {"b.wav": "missing.voice", "c.wav": "no.voice", "d.wav": "revoked.voice", "i.wav": ""}
    pairs = [("Hello.", f"{name}.wav") for name in "abcd"]
    pairs += [("", "e.wav"), ("Hello.", "../f.wav"), ("Hello.", "/tmp/g.wav"), ("Hello.", "h.xyz"), ("Hello.", "i.wav")]
    outcomes, _ = run(*pairs, ("Hello.", ""), ("Hello.", "z.wav"), voices=voices)
    remarks = [outcome.remark for outcome in outcomes]
    expected = [
        "", "no such voice", "no voice file", "revoked", "nothing to say", "leads out", "leads out", "audio format",
        "is a folder", "name of the file is missing", "",
    ]  # fmt: skip
    for remark, part in zip(remarks, expected, strict=True):
        assert part in remark
    assert [outcome.outcome for outcome in outcomes] == ["made", *["failed"] * 9, "made"]
    assert sorted(os.listdir(tmp_path / "out")) == ["a.wav", "report.csv", "z.wav"]


def test_an_unknown_error_is_told_and_the_others_go_on(run, monkeypatch):
    original = ToneCloner.narrate

    def broken(self, text, *arguments, **options):
        if text == "Bad.":
            raise RuntimeError("a bug")
        return original(self, text, *arguments, **options)

    monkeypatch.setattr(ToneCloner, "narrate", broken)
    outcomes, _ = run(("Bad.", "a.wav"), ("Good.", "b.wav"))
    assert [(outcome.outcome, outcome.remark) for outcome in outcomes] == [
        ("failed", "RuntimeError: a bug"),
        ("made", ""),
    ]


def test_a_second_run_makes_what_is_missing_or_was_changed(run, tmp_path):
    run(("One.", "a.wav"), ("Two.", "b.wav"), ("", "c.wav"))
    os.unlink(tmp_path / "out" / "b.wav")
    outcomes, said = run(("One.", "a.wav"), ("Two.", "b.wav"), ("Three.", "c.wav"), ("Four.", "d.wav"))
    assert sorted(said) == ["Four.", "Three.", "Two."]
    assert {outcome.outcome for outcome in outcomes} == {"made"}
    assert run(("One anew.", "a.wav"), ("Two.", "b.wav"))[1] == ["One anew."]
    assert run(("One anew.", "a.wav"), manner=Manner(seed=1))[1] == ["One anew."]


def test_an_interrupted_run_is_gone_on_with(run):
    class Interrupted(ToneCloner):
        def narrate(self, text, *arguments, **options):
            if len(self.calls) == 2:
                raise KeyboardInterrupt
            return super().narrate(text, *arguments, **options)

    pairs = [(f"{word}.", f"{word}.wav") for word in ("one", "two", "three", "four")]
    with pytest.raises(KeyboardInterrupt):
        run(*pairs, cloner=Interrupted())
    outcomes, said = run(*pairs)
    assert len(said) == 2
    assert {outcome.outcome for outcome in outcomes} == {"made"}


def test_a_file_that_the_batch_did_not_make_is_not_touched(run, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a.wav").write_bytes(b"precious")
    for _ in range(2):
        outcomes, said = run(("One.", "a.wav"))
        assert "not made by this batch" in outcomes[0].remark
        assert said == []
    assert (tmp_path / "out" / "a.wav").read_bytes() == b"precious"


def test_a_link_out_of_the_folder_is_not_followed(run, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "link").symlink_to(tmp_path)
    outcomes, _ = run(("One.", "link/a.wav"))
    assert "leads out" in outcomes[0].remark


def test_a_report_of_somebody_else_is_not_replaced(run, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "report.csv").write_text("a,b\n1,2\n")
    with pytest.raises(OutputError, match="no report of a batch"):
        run(("One.", "a.wav"))


def test_a_voice_whose_consent_is_not_its_own_does_not_speak(run, tmp_path, monkeypatch):
    monkeypatch.setattr("voiceclone.batch.speaking.Voice.load", lambda path: unsealed_voice())
    assert run(("One.", "a.wav"))[0][0].outcome == "failed"


@pytest.mark.slow
def test_two_lines_at_once_are_what_they_are_one_by_one(tmp_path):
    model = tmp_path / "model"
    model.mkdir()
    save_tiny_model(model)
    cloner = VoiceCloner.from_pretrained(model)
    cloner.enroll(speech_like(4.0), consent=Consent.self_attested()).save(tmp_path / "me.voice")
    texts = ["Hello.", "A longer line, with more in it.", "", "Yes."]
    lines = [Line(n, text, tmp_path / "me.voice", f"{n}.wav") for n, text in enumerate(texts, start=2)]
    alone = speak_lines(lines, tmp_path / "one", lambda: cloner, workers=1)
    together = speak_lines(lines, tmp_path / "two", lambda: cloner, workers=2)
    assert alone == together
    assert [outcome.outcome for outcome in together] == ["made", "made", "failed", "made"]
    for name in ("2.wav", "3.wav", "5.wav"):
        one, two = (load_audio(tmp_path / folder / name).samples for folder in ("one", "two"))
        assert np.abs(one - two).max() < 1e-4
