"""One person's voice: from a folder of recordings to a model that speaks in it, and in no other."""

import numpy as np
import pytest
import soundfile
import torch

pytest.importorskip("lightning")

from tests.designed.densities import save_density
from tests.networks import RECOGNISER, save_tiny_model, tiny_recogniser
from tests.test_cloner import speech_like
from voiceclone import Consent, Voice, VoiceCloner
from voiceclone.acoustic.config import AcousticConfig
from voiceclone.acoustic.network import AcousticModel
from voiceclone.errors import ConsentError, DataError, OutputError, VoiceError
from voiceclone.training.acoustic_data import AcousticData
from voiceclone.training.finetuning import finetune, lessons, prompts
from voiceclone.training.finetuning.examination import Marks, better
from voiceclone.training.finetuning.sentences import examination, exercises
from voiceclone.training.finetuning.tuning import Tuning, between
from voiceclone.trust.revocation import revoke
from voiceclone.weights import file_fingerprint, load_network, save_network

QUICK = Tuning(steps=2, exercises=1, data=AcousticData(batch=2, frames=60, least_dnsmos=0.0, worst_alignments=0.0))
HOME = "voiceclone.training.finetuning.finetune"


class Deaf:
    """Hears nothing, and finds every voice the more like the person the later it is asked."""

    name = "deaf"
    asked = 0

    def transcribe(self, audio):
        return ""

    def embed(self, audio):
        Deaf.asked += 1
        angle = max(0.0, 1.5 - Deaf.asked / 100) if Deaf.asked > 1 else 0.0  # the first one is real
        return np.array([np.cos(angle), np.sin(angle)], dtype=np.float32)


@pytest.fixture
def recordings(tmp_path):
    folder = tmp_path / "ada"
    folder.mkdir()
    for number in range(12):
        audio = speech_like(4.0, hertz=130 + number)
        soundfile.write(folder / f"{number:03d}.wav", audio.samples, audio.sample_rate)
    (folder / "list.txt").write_text("".join(f"{number:03d}.wav|no one knows you\n" for number in range(12)))
    return folder


@pytest.fixture(autouse=True)
def tiny(tmp_path, monkeypatch):
    """Put tiny networks and deaf judges in the place of the real ones."""
    import sys

    folder = tmp_path / "shipped"
    folder.mkdir()
    save_tiny_model(folder)
    save_network(tiny_recogniser(), RECOGNISER, folder / "recogniser.safetensors")
    (folder / "error_rates.json").write_text("{}")
    save_density(folder, file_fingerprint(folder / "speaker.safetensors"))
    module = sys.modules[HOME]
    monkeypatch.setattr(module, "SHIPPED", folder)
    monkeypatch.setattr("voiceclone.cloner.SHIPPED", folder)
    monkeypatch.setattr(module, "check_judges", lambda: None)
    monkeypatch.setattr(module, "Moonshine", Deaf)
    monkeypatch.setattr(module, "Resemblyzer", Deaf)
    monkeypatch.setattr(module, "_rated", lambda path: (12_000.0, 3.0, 3.5, ""))
    monkeypatch.setattr(lessons, "_LEAST_FIT", -np.inf)
    Deaf.asked = 0
    return folder


def test_a_folder_becomes_a_model_that_speaks_in_its_voice_alone(recordings, tmp_path):
    seen = []
    outcome = finetune(
        recordings, tmp_path / "me", consent=Consent.self_attested(), settings=QUICK,
        progress=lambda what, done, total: seen.append(what),
    )  # fmt: skip
    assert (outcome.recordings, outcome.held_back) == (11, 1)
    assert outcome.share > 0
    assert outcome.after.likeness > outcome.before.likeness
    assert {"Listening", "Learning", "Examining"} <= set(seen)
    assert (tmp_path / "me" / "transcripts.txt").read_text().startswith("000.wav|no one knows you\n")
    assert not list((tmp_path / "me").glob(".*"))

    cloner = VoiceCloner.from_pretrained(tmp_path / "me")
    voice = Voice.load(tmp_path / "me" / "me.voice")
    assert voice.name == "ada"
    assert voice.consent.level == "self"
    assert len(voice.consent.seal.references) == 11
    assert cloner.synthesize("No one knows.", voice).seconds > 0.3
    other = VoiceCloner.from_pretrained().enroll(speech_like(4.0, hertz=220), consent=Consent.self_attested())
    with pytest.raises(VoiceError, match="tuned to the voice beside them"):
        cloner.synthesize("No one knows.", other)
    with pytest.raises(VoiceError, match="tuned to the voice beside them"):
        cloner.enroll(speech_like(4.0, hertz=220), consent=Consent.self_attested())
    revoke(voice.consent.id)
    with pytest.raises(ConsentError, match="revoked"):
        cloner.synthesize("No one knows.", voice)


def test_only_the_manner_is_learned_not_what_is_said_or_when(recordings, tmp_path, tiny):
    finetune(recordings, tmp_path / "me", consent=Consent.self_attested(), settings=QUICK)
    before, after = (
        load_network(AcousticModel, AcousticConfig, folder / "acoustic.safetensors").state_dict()
        for folder in (tiny, tmp_path / "me")
    )
    changed = {name.split(".")[0] for name, value in before.items() if not torch.equal(value, after[name])}
    assert {"decoder", "prosody", "condition"} <= changed
    assert changed.isdisjoint({"symbols", "encoder", "duration", "duration_head"})


def test_what_is_not_better_is_not_kept(recordings, tmp_path, tiny, monkeypatch):
    monkeypatch.setattr(Deaf, "embed", lambda self, audio: np.array([1.0, 0.0], dtype=np.float32))
    outcome = finetune(recordings, tmp_path / "me", consent=Consent.self_attested(), settings=QUICK)
    assert outcome.share == 0
    kept, old = (folder / "acoustic.safetensors" for folder in (tmp_path / "me", tiny))
    assert kept.read_bytes() == old.read_bytes()
    voice = Voice.load(tmp_path / "me" / "me.voice")
    assert VoiceCloner.from_pretrained(tmp_path / "me").synthesize("No one knows.", voice).seconds > 0.3


def test_words_must_not_be_lost_for_likeness():
    before = Marks(0.75, 10, 100)
    assert better(before, Marks(0.80, 12, 100))
    assert not better(before, Marks(0.80, 13, 100))
    assert not better(before, Marks(0.74, 5, 100))


def test_halfway_lies_between(tmp_path):
    file = tmp_path / "shipped" / "acoustic.safetensors"
    base, other = (load_network(AcousticModel, AcousticConfig, file) for _ in "ab")
    with torch.no_grad():
        for parameter in other.parameters():
            parameter.add_(1.0)
    middle = between(base, other, 0.5)
    assert all(
        (found - start - 0.5).abs().max() < 1e-5
        for found, start in zip(middle.parameters(), base.parameters(), strict=True)
    )


def test_too_little_is_refused_with_what_is_needed(recordings, tmp_path):
    for path in sorted(recordings.glob("*.wav"))[4:]:
        path.unlink()
    with pytest.raises(DataError, match="holds 4 recordings with 14 s of speech that can be used; at least 6"):
        finetune(recordings, tmp_path / "me", consent=Consent.self_attested(), settings=QUICK)


def test_nothing_is_learned_without_consent_or_where_nothing_can_be_written(recordings, tmp_path):
    with pytest.raises(ConsentError, match="consent is missing"):
        finetune(recordings, tmp_path / "me", consent=None)
    assert not (tmp_path / "me").exists()
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="the folder cannot be made"):
        finetune(recordings, tmp_path / "file" / "me", consent=Consent.self_attested())


def test_no_sentence_stands_in_two_lists_and_all_sounds_are_read():
    from voiceclone.recogniser.alignment import phone_class
    from voiceclone.text import TextFrontend

    lists = [set(prompts()), set(exercises()), set(examination())]
    assert len(set().union(*lists)) == sum(map(len, lists))
    english = TextFrontend()
    read, said = (
        {phone_class(symbol) for text in texts for symbol in english.transcript(text).symbols()}
        for texts in (prompts(), [*exercises(), *examination()])
    )
    assert said <= read
