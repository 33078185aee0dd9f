import hashlib
from dataclasses import replace

import numpy as np
import pytest
import torch

from tests.designed.densities import save_density
from tests.networks import save_tiny_model
from voiceclone import Audio, Consent, Delivery, Speech, VoiceCloner
from voiceclone.audio.definition import MEL
from voiceclone.errors import AudioError, ConsentError, TextError, VoiceError, WeightsError
from voiceclone.hearing import Hearing
from voiceclone.synthesis import plan
from voiceclone.synthesis.attestation import ReadingScorers
from voiceclone.synthesis.conversion import Performance
from voiceclone.synthesis.listening import Listener
from voiceclone.text import TextFrontend
from voiceclone.trust.challenge import issue
from voiceclone.trust.fingerprint import recording_fingerprint
from voiceclone.trust.provenance import inspect
from voiceclone.trust.revocation import revoke
from voiceclone.weights import file_fingerprint


def speech_like(seconds: float, rate: int = 24_000, hertz: float = 140.0) -> Audio:
    """Return bursts of a buzzing tone, which every check takes for somebody talking."""
    time = np.arange(int(seconds * rate)) / rate
    buzz = sum(np.sin(2 * np.pi * hertz * k * time) / k for k in range(1, 12))
    syllables = np.clip(np.sin(2 * np.pi * 3 * time), 0, 1)
    noise = np.random.default_rng(0).standard_normal(len(time)) * 1e-3
    return Audio((0.1 * buzz * syllables + noise).astype(np.float32), rate)


@pytest.fixture
def cloner(tmp_path):
    save_tiny_model(tmp_path)
    save_density(tmp_path, file_fingerprint(tmp_path / "speaker.safetensors"))
    return VoiceCloner.from_pretrained(tmp_path)


@pytest.fixture
def voice(cloner):
    return cloner.enroll(speech_like(4.0), consent=Consent.self_attested())


def test_a_recording_becomes_a_voice_that_speaks(cloner, voice):
    audio = cloner.synthesize("Good morning. How are you?", voice)
    assert audio.sample_rate == cloner.sample_rate == 24_000
    assert audio.seconds > 0.5
    assert abs(voice.pitch_mean - np.log(140)) < 0.05


def test_the_same_seed_gives_the_same_samples_and_another_seed_others(cloner, voice):
    first, second, third = (cloner.synthesize("Good morning.", voice, seed=seed).samples for seed in (3, 3, 4))
    assert np.array_equal(first, second)
    assert not np.array_equal(first, third)


def test_twice_the_speed_takes_about_half_the_time(cloner, voice):
    text = "A longer sentence, with a good number of words in it, is spoken at two speeds."
    slow, fast = (cloner.synthesize(text, voice, speed=speed).seconds for speed in (0.5, 1.0))
    assert 1.7 < slow / fast < 2.1


def test_a_saved_voice_speaks_as_the_fresh_one(cloner, voice, tmp_path):
    voice.save(tmp_path / "me.voice")
    loaded = type(voice).load(tmp_path / "me.voice")
    assert np.array_equal(cloner.synthesize("Yes.", voice).samples, cloner.synthesize("Yes.", loaded).samples)


def test_chunks_of_a_stream_are_what_the_whole_is(cloner, voice):
    text = "One sentence. Another one! A third?"
    whole = cloner.synthesize(text, voice).samples
    chunks = [chunk.samples for chunk in cloner.stream(text, voice)]
    assert len(chunks) >= 3
    assert len(chunks[0]) < 24_000
    assert np.abs(np.concatenate(chunks) - whole).max() < 1e-3 * np.abs(whole).max()  # -60 dB


def test_a_stream_tells_the_times_of_each_sentence_before_it_is_heard(cloner, voice, tmp_path):
    text, told, pieces = "One sentence. Another one! A third?", [], []
    for piece in cloner.stream(text, voice, pauses=2.0, on_sentence=told.append):
        assert told
        pieces.append(piece)
    speech = Speech.joined(pieces, told)
    assert speech.sentences == cloner.narrate(text, voice, Delivery(pauses=2.0)).sentences
    assert speech.audio.seconds == pytest.approx(sum(piece.seconds for piece in pieces))
    speech.audio.save(tmp_path / "out.wav")
    assert inspect(tmp_path / "out.wav").state == "ours"


def test_pieces_of_different_speeches_are_not_joined(cloner, voice):
    one, other = (list(cloner.stream("Yes.", voice)) for _ in range(2))
    for pieces in ([], [Audio(one[0].samples, 24_000)], [*one, Audio(other[0].samples, 24_000)]):
        with pytest.raises(AudioError, match=r"no pieces of a speech|not of one speech"):
            Speech.joined(pieces, [])


def test_progress_counts_sentences(cloner, voice):
    seen = []
    cloner.synthesize("One. Two. Three.", voice, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_sentences_that_are_made_at_once_are_those_that_are_made_one_by_one(cloner, voice):
    text = "Good morning. How are you, on this fine day in the middle of May? Fine. And you?"
    before, speeches = torch.get_num_threads(), []
    for threads in (1, 3):
        torch.set_num_threads(threads)
        speeches.append(cloner.narrate(text, voice))
    torch.set_num_threads(before)
    assert speeches[0].sentences == speeches[1].sentences
    assert np.abs(speeches[0].audio.samples - speeches[1].audio.samples).max() < 1e-4


def test_the_decoder_learns_at_enrolment_if_it_shall(cloner, voice, tmp_path):
    adapted = cloner.enroll(speech_like(4.0), consent=Consent.self_attested(), adapt=True)
    assert len(adapted.adaptation) > 0 == len(voice.adaptation)
    ours, theirs = (cloner.synthesize("Good morning.", one).samples for one in (adapted, voice))
    assert not np.array_equal(ours, theirs)
    adapted.save(tmp_path / "adapted.voice")
    again = cloner.synthesize("Good morning.", type(voice).load(tmp_path / "adapted.voice"))
    assert np.array_equal(again.samples, ours)


def test_an_adaptation_to_other_weights_is_refused(cloner, voice):
    foreign = replace(voice, adaptation=np.ones(3), consent=Consent.self_attested()).sealed([64 * "0"])
    with pytest.raises(VoiceError, match="adapted to other weights"):
        cloner.synthesize("Good morning.", foreign)


def test_several_recordings_make_one_voice(cloner):
    voice = cloner.enroll([speech_like(3.0), speech_like(5.0, rate=16_000)], consent=Consent.self_attested())
    assert abs(np.linalg.norm(voice.embedding) - 1) < 1e-4


def test_a_voice_of_other_weights_is_refused(cloner, voice, tmp_path):
    from voiceclone.weights import save_network

    other = tmp_path / "other"
    other.mkdir()
    save_tiny_model(other)
    encoder = VoiceCloner.from_pretrained(other)._hearing._encoder
    encoder.tokenizer.norm.weight.mul_(2)
    save_network(encoder, encoder.config, other / "speaker.safetensors")
    with pytest.raises(VoiceError, match="other weights"):
        VoiceCloner.from_pretrained(other).synthesize("Hello.", voice)


def test_what_cannot_be_enrolled_is_refused(cloner):
    consent = Consent.self_attested()
    with pytest.raises(AudioError):
        cloner.enroll(Audio(np.zeros(48_000, dtype=np.float32), 24_000), consent=consent)
    with pytest.raises(AudioError):
        cloner.enroll(speech_like(0.4), consent=consent)
    with pytest.raises(AudioError):
        cloner.enroll([], consent=consent)
    with pytest.raises(AudioError):
        cloner.enroll("no-such-file.wav", consent=consent)
    with pytest.raises(ConsentError):
        cloner.enroll(speech_like(3.0), consent=None)


def test_the_consent_is_bound_to_the_voice_and_its_recordings(cloner, tmp_path):
    first, second = speech_like(3.0), speech_like(4.0)
    second.save(tmp_path / "second.wav")
    voice = cloner.enroll([first, tmp_path / "second.wav"], consent=Consent.self_attested())
    voice.check_seal()
    assert voice.consent.seal.references == (
        recording_fingerprint(first),
        hashlib.sha256((tmp_path / "second.wav").read_bytes()).hexdigest(),
    )


def test_a_recording_needs_a_consent_of_its_own(cloner, voice):
    for consent in (voice.consent, Consent.nobodys()):
        with pytest.raises(ConsentError, match="a consent of its own"):
            cloner.enroll(speech_like(3.0), consent=consent)


def test_nothing_is_enrolled_with_a_consent_that_expired(cloner):
    with pytest.raises(ConsentError, match="expired"):
        cloner.enroll(speech_like(3.0), consent=Consent.self_attested(expires="2020-01-01"))


def test_a_stream_ends_when_the_consent_is_revoked_meanwhile(cloner, voice):
    stream = cloner.stream("One. Two. Three.", voice)
    next(stream)
    revoke(voice.consent.id)
    with pytest.raises(ConsentError, match="revoked"):
        list(stream)


def test_a_voice_with_swapped_parts_does_not_speak(cloner, voice):
    other = cloner.enroll(speech_like(3.0, hertz=200.0), consent=Consent.self_attested())
    for swapped in (replace(voice, consent=other.consent), replace(voice, embedding=other.embedding)):
        with pytest.raises(ConsentError, match="another voice"):
            cloner.synthesize("Hello.", swapped)


@pytest.mark.parametrize("text", ["", "   ", "?!...", "\U0001f600"])
def test_nothing_to_say_is_refused(cloner, voice, text):
    with pytest.raises(TextError):
        cloner.synthesize(text, voice)


@pytest.mark.parametrize("speed", [0, -1, 100, float("nan")])
def test_an_impossible_speed_is_refused(cloner, voice, speed):
    with pytest.raises(TextError):
        cloner.synthesize("Hello.", voice, speed=speed)


def test_a_folder_without_weights_is_refused(tmp_path, voice):
    with pytest.raises(WeightsError, match="no weights"):
        VoiceCloner.from_pretrained(tmp_path / "nothing").enroll(speech_like(3.0), consent=Consent.self_attested())


def test_a_stream_whose_reader_goes_away_ends_quietly(cloner, voice):
    stream = cloner.stream("One. Two. Three.", voice)
    next(stream)
    stream.close()


def test_the_generator_of_random_numbers_is_not_the_global_one(cloner, voice):
    torch.manual_seed(1)
    expected = torch.rand(1)
    torch.manual_seed(1)
    cloner.synthesize("Hello.", voice)
    assert torch.equal(torch.rand(1), expected)


def test_a_text_that_would_fill_the_memory_is_refused_at_once(cloner, voice):
    with pytest.raises(TextError, match="1,000,000 characters"):
        cloner.synthesize("words " * 166_666 + "word", voice)


def test_a_doubtful_recording_is_enrolled_with_a_warning(cloner, caplog):
    cloner.enroll(speech_like(2.5), consent=Consent.self_attested())
    assert caplog.messages


def test_a_voice_is_verified_by_the_reading_of_a_challenge(cloner, voice, monkeypatch):
    challenge = issue()
    monkeypatch.setattr(ReadingScorers, "words", lambda self, audio, sentence: float(sentence == challenge.sentence))
    verified = cloner.verify(voice, speech_like(4.0), challenge.id, speaker="Ada")
    assert verified.consent.level == "verified"
    assert verified.consent.speaker == "Ada"
    assert verified.consent.statement == challenge.sentence
    assert cloner.synthesize("Hello.", verified).seconds > 0
    with pytest.raises(ConsentError, match="was used"):
        cloner.verify(voice, speech_like(4.0), challenge.id)


def test_a_reading_of_other_words_verifies_nothing(cloner, voice):
    with pytest.raises(ConsentError, match="was not heard"):
        cloner.verify(voice, speech_like(4.0), issue().id)


def test_a_reading_by_another_speaker_verifies_nothing(cloner, voice, monkeypatch):
    monkeypatch.setattr(ReadingScorers, "speaker", lambda self, audio, embedding: -9.0)
    with pytest.raises(ConsentError, match="not in the voice"):
        cloner.verify(voice, speech_like(4.0), issue().id)


def test_the_embedding_of_a_recording_is_that_of_its_voice(cloner, voice):
    assert np.allclose(cloner.embed(speech_like(4.0)), voice.embedding, atol=1e-5)


def test_a_challenge_is_a_sentence_to_be_read_out(cloner):
    challenge = cloner.challenge("reading stories")
    assert "reading stories" in challenge.sentence
    assert challenge.id != cloner.challenge("reading stories").id


def performed(fit):
    """What is heard where each symbol lasts five frames."""
    return lambda self, audio, symbols: Performance(
        np.full(len(symbols), 5), np.zeros(5 * len(symbols), np.float32), fit
    )


def test_a_recording_is_said_anew_in_another_voice_and_lasts_as_long(cloner, voice, monkeypatch):
    monkeypatch.setattr(Hearing, "performance", performed(2.0))
    symbols = sum(len(item.sentence.symbols()) for item in plan("Good morning. And you?", TextFrontend()))
    audio = cloner.convert(speech_like(4.0), "Good morning. And you?", voice)
    assert len(audio.samples) == pytest.approx(5 * symbols * MEL.hop, abs=2 * MEL.hop)


def test_what_is_not_said_in_a_recording_or_too_long_is_not_converted(cloner, voice, monkeypatch):
    monkeypatch.setattr(Hearing, "performance", performed(1.0))
    with pytest.raises(TextError, match="not what is said"):
        cloner.convert(speech_like(4.0), "Good morning.", voice)
    with pytest.raises(AudioError, match="longer than 60 s"):
        cloner.convert(speech_like(60.5), "Good morning.", voice)
    revoke(voice.consent.id)
    with pytest.raises(ConsentError):
        cloner.convert(speech_like(4.0), "Good morning.", voice)


def test_what_the_networks_hand_to_one_another_can_be_seen(cloner, voice):
    speech = cloner.narrate("One sentence. Another one!", voice)
    first, second = cloner.look_inside("One sentence. Another one!", voice)
    assert (first.text, second.text) == ("One sentence.", "Another one!")
    for inside, sentence in zip((first, second), speech.sentences, strict=True):
        frames = inside.durations.sum()
        assert inside.mel.shape == (frames, 100)
        assert inside.f0.shape == (frames,)
        assert len(inside.symbols) == len(inside.durations)
        assert set(inside.symbols) >= {phoneme.phoneme for word in sentence.words for phoneme in word.phonemes}


def test_a_sentence_that_is_not_recognised_is_named(cloner, voice, caplog, monkeypatch):
    monkeypatch.setattr(
        Listener, "losses", lambda self, sentence, _: np.array([9.0 * ("B" in w.text) for w in sentence.words])
    )
    speech = cloner.narrate("All is well. But this is not.", voice, verify=True)
    assert speech.unclear == ("But this is not.",)
    assert "not recognised: But in the sentence 'But this is not.'" in caplog.messages
    assert len(speech.sentences) == 2


def test_what_is_recognised_at_once_is_what_is_said_without_listening(cloner, voice, monkeypatch):
    monkeypatch.setattr(Listener, "losses", lambda self, sentence, _: np.zeros(len(sentence.words)))
    speech = cloner.narrate("All is well. This is, too.", voice, seed=3, verify=True)
    assert speech.unclear == ()
    assert np.array_equal(speech.audio.samples, cloner.synthesize("All is well. This is, too.", voice, seed=3).samples)


def test_what_is_not_english_is_not_verified(cloner, voice):
    with pytest.raises(TextError, match="only English"):
        cloner.narrate("Guten Tag.", voice, language="de", verify=True)


def test_a_voice_fitted_again_to_the_same_weights_is_the_same(cloner, voice):
    assert np.any(voice.correction)
    np.testing.assert_allclose(cloner.refitted(voice).correction, voice.correction, atol=1e-5)
