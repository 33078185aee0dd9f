"""Control of what is said and how, through the public API: markup, a lexicon, exact speed and pitch."""

import numpy as np
import pytest

from tests.conftest import ROOT
from tests.networks import ACOUSTIC, SPEAKER, save_tiny_model, tiny_acoustic
from tests.voices import any_voice
from voiceclone import Consent, VoiceCloner
from voiceclone.audio.pitch import estimate_pitch
from voiceclone.errors import TextError, WeightsError
from voiceclone.synthesis import Delivery
from voiceclone.weights import save_network

TEXT = "The old clock in the hall stopped just before noon, and nobody in the house took any notice of it. Good."
MARKED = (
    '<break time="1s"/>I <emphasis level="strong">said</emphasis> <prosody pitch="high" rate="fast">no</prosody>'
    '<break time="500ms"/> twice.<break time="2s"/> Good.'
)


@pytest.fixture
def cloner(tmp_path):
    save_tiny_model(tmp_path)
    acoustic = tiny_acoustic()
    acoustic.duration_head.bias.data[0] += 2.0  # symbols of some seven frames, as in speech
    save_network(acoustic, ACOUSTIC, tmp_path / "acoustic.safetensors")
    return VoiceCloner.from_pretrained(tmp_path)


def voice_of(cloner):
    return any_voice(
        embedding=np.eye(1, SPEAKER.embedding)[0],
        tokens=np.ones((9, ACOUSTIC.token_channels)),
        encoder=cloner._encoder_fingerprint,
    )


@pytest.fixture
def voice(cloner):
    return voice_of(cloner)


def test_pauses_are_heard_where_the_markup_asks_for_them(cloner, voice):
    speech = cloner.narrate(MARKED, voice, markup=True)
    words = [word for sentence in speech.sentences for word in sentence.words]
    assert [word.text for word in words] == ["I", "said", "no", "twice", "Good"]
    assert words[0].start == pytest.approx(1.0, abs=0.015)
    assert words[3].start - words[2].end == pytest.approx(0.5, abs=0.015)
    assert words[4].start - words[3].end == pytest.approx(2.0, abs=0.015)


def test_marked_up_text_streams_as_it_is_spoken_whole(cloner, voice):
    whole = cloner.synthesize(MARKED, voice, markup=True).samples
    pieces = [piece.samples for piece in cloner.stream(MARKED, voice, markup=True)]
    assert np.allclose(np.concatenate(pieces), whole, atol=1e-3)


def test_markup_is_asked_for(cloner, voice):
    texts = [sentence.text for sentence in cloner.narrate("a <b>bold</b> word", voice).sentences]
    assert texts == ["a bold word"]
    for speak in (cloner.narrate, cloner.synthesize, lambda *a, **k: list(cloner.stream(*a, **k))):
        with pytest.raises(TextError, match="<b> is not supported"):
            speak("a <b>bold</b> word", voice, markup=True)


@pytest.mark.parametrize("speed", [0.5, 1.5, 2.0, 3.0])
def test_the_duration_follows_the_speed(cloner, voice, speed):
    plain, changed = (cloner.synthesize(TEXT, voice, speed=wish).seconds for wish in (1.0, speed))
    assert plain / changed == pytest.approx(speed, rel=0.03)


def test_a_lexicon_comes_from_words_or_from_a_file(tmp_path):
    save_tiny_model(tmp_path)
    (tmp_path / "words.txt").write_text("noon\tbˈɑb\n", encoding="utf-8")
    for lexicon in ({"noon": "bˈɑb"}, tmp_path / "words.txt"):
        cloner = VoiceCloner.from_pretrained(tmp_path, lexicon=lexicon)
        words = cloner.narrate("It is noon.", voice_of(cloner)).sentences[0].words
        assert [phoneme.phoneme for phoneme in words[-1].phonemes] == ["b", "ˈɑ", "b"]
    (tmp_path / "words.txt").write_text("noon 7", encoding="utf-8")
    with pytest.raises(TextError, match=r"words\.txt, line 1"):
        VoiceCloner.from_pretrained(tmp_path, lexicon=tmp_path / "words.txt")


@pytest.mark.slow
@pytest.mark.weights
def test_the_shipped_weights_do_exactly_what_is_asked(reference_voice):
    cloner, voice = reference_voice

    def spoken(**wishes):
        return cloner.narrate(TEXT, voice, Delivery(**wishes)).audio

    plain = spoken()
    assert plain.seconds / spoken(speed=2.0).seconds == pytest.approx(2.0, rel=0.03)
    assert _semitones(spoken(pitch=4.0)) - _semitones(plain) == pytest.approx(4.0, abs=0.5)


@pytest.fixture
def reference_voice():
    cloner = VoiceCloner.from_pretrained()
    try:
        return cloner, cloner.enroll(ROOT / "examples" / "reference.wav", consent=Consent.self_attested())
    except WeightsError as error:
        pytest.skip(f"the shipped weights do not load: {error}")


def _semitones(audio):
    f0 = estimate_pitch(audio.samples.copy())
    return 12 * np.log2(np.median(f0[f0 > 0]))


def test_pauses_grow_and_the_words_stay_as_long(cloner, voice):
    usual, longer = (cloner.narrate(TEXT, voice, Delivery(pauses=pauses)) for pauses in (1.0, 3.0))
    first, second = longer.sentences
    assert second.start - first.end > 2 * (usual.sentences[1].start - usual.sentences[0].end)
    spoken = [sum(word.end - word.start for word in speech.sentences[0].words) for speech in (usual, longer)]
    assert spoken[1] == pytest.approx(spoken[0], rel=0.02)  # rounding to frames
    assert len(cloner.synthesize(TEXT, voice, pauses=3.0).samples) == len(longer.audio.samples)


def test_a_pause_that_is_asked_for_is_not_stretched(cloner, voice):
    text = 'One<break time="1s"/> two.'
    usual, longer = (
        cloner.narrate(text, voice, Delivery(pauses=pauses), markup=True).sentences[0].words for pauses in (1.0, 4.0)
    )
    assert longer[1].start - longer[0].end == pytest.approx(usual[1].start - usual[0].end, abs=0.02)
