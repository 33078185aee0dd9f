import numpy as np
import pytest

from tests.networks import ACOUSTIC, SPEAKER, tiny_acoustic, tiny_vocoder
from tests.voices import any_voice
from voiceclone.audio.mel import MEL
from voiceclone.errors import TextError
from voiceclone.synthesis import Delivery, Engine
from voiceclone.synthesis.engine import mel_of, speak
from voiceclone.synthesis.torch_networks import TorchNetworks
from voiceclone.text.manner import PLAIN, Manner
from voiceclone.text.symbols import BEGIN, END


def tiny_voice():
    embedding = np.eye(1, SPEAKER.embedding)[0]
    return any_voice(embedding=embedding, tokens=np.ones((9, ACOUSTIC.token_channels)))


def test_a_sentence_made_piece_by_piece_is_the_same_as_made_at_once():
    engine = Engine(TorchNetworks(tiny_acoustic(), tiny_vocoder()))
    symbols = [BEGIN, *["b", "ˈɑ", "t", " ", "s", "i"] * 30, ".", END]
    score = engine.score(symbols, tiny_voice(), Delivery(speed=0.5), seed=3)
    whole = np.concatenate(list(speak(score)))
    pieces = list(speak(score, pieces=True))
    assert len(pieces) > 3
    assert len(pieces[0]) < MEL.sample_rate / 2
    assert len(whole) == score.frames * MEL.hop
    assert np.abs(np.concatenate(pieces) - whole).max() < 1e-3 * np.abs(whole).max()


def test_a_sentence_of_many_manners_is_the_same_piece_by_piece():
    engine = Engine(TorchNetworks(tiny_acoustic(), tiny_vocoder()))
    symbols = [BEGIN, *["b", "ˈɑ", "t", ",", "s", "i"] * 30, ".", END]
    manners = [PLAIN, *[Manner(0.5, 5.0, 6.0, 0.2), Manner(1.5, -5.0, -6.0)] * 90, PLAIN, PLAIN]
    score = engine.score(symbols, tiny_voice(), Delivery(speed=0.5), 3, manners)
    whole = np.concatenate(list(speak(score)))
    pieces = list(speak(score, pieces=True))
    assert len(pieces) > 3
    assert np.abs(np.concatenate(pieces) - whole).max() < 1e-3 * np.abs(whole).max()


def test_the_manner_of_a_word_changes_its_frames_alone():
    engine = Engine(TorchNetworks(tiny_acoustic(), tiny_vocoder()))
    symbols = [BEGIN, *["b", "ˈɑ", "t", " "] * 20, ".", END]
    manners = [PLAIN] * len(symbols)
    plain = engine.score(symbols, tiny_voice(), manners=manners)
    manners[41:45] = [Manner(speed=0.5, pitch=4.0, energy=6.0)] * 4
    marked = engine.score(symbols, tiny_voice(), manners=manners)
    change = marked.durations - plain.durations
    assert 1.5 < marked.durations[41:45].sum() / plain.durations[41:45].sum() < 2.5
    assert np.abs(np.delete(change, range(41, 45))).max() <= 1
    first = int(marked.made_durations[:41].sum())
    last = first + int(marked.made_durations[41:45].sum())
    raised = marked.intonation.raised * 12 / np.log(2)
    assert raised[first + 2 : last - 2] == pytest.approx(4.0)
    assert abs(raised[: first - 2]).max() == abs(raised[last + 2 :]).max() == 0
    louder = marked.louder - plain.louder
    assert louder[41:45] == pytest.approx(6 / 8.686, rel=1e-3)
    assert np.abs(np.delete(louder, range(41, 45))).max() == 0


def test_a_pause_that_is_asked_for_has_its_length_at_any_speed():
    engine = Engine(TorchNetworks(tiny_acoustic(), tiny_vocoder()))
    symbols = [BEGIN, "b", "ˈɑ", "t", ",", "b", "ˈɑ", "t", ".", END]
    manners = [PLAIN] * len(symbols)
    manners[4] = Manner(pause=0.5)
    for speed in (0.3, 1.0, 1.7, 4.0):
        score = engine.score(symbols, tiny_voice(), Delivery(speed=speed), manners=manners)
        assert score.durations[4] / MEL.frame_rate == pytest.approx(0.5, abs=0.006)


def test_a_wish_and_a_manner_together_stay_within_what_a_wish_may_be():
    engine = Engine(TorchNetworks(tiny_acoustic(), tiny_vocoder()))
    symbols = [BEGIN, *["b", "ˈɑ", "t"] * 5, ".", END]
    manners = [Manner(speed=0.25, pitch=24.0)] * len(symbols)
    score = engine.score(symbols, tiny_voice(), Delivery(speed=0.25, pitch=24.0), manners=manners)
    assert score.frames == engine.score(symbols, tiny_voice(), Delivery(speed=0.25)).frames
    assert score.intonation.raised.max() == pytest.approx(2 * np.log(2))


def test_wishes_change_what_they_name():
    engine = Engine(TorchNetworks(tiny_acoustic(), tiny_vocoder()))
    symbols = [BEGIN, *["b", "ˈɑ", "t"] * 20, ".", END]

    def spoken(**wishes):
        score = engine.score(symbols, tiny_voice(), Delivery(**wishes))
        return score.frames, *mel_of(score)

    _, mel, f0 = spoken()
    assert 1.9 < spoken(speed=0.25)[0] / spoken(speed=0.5)[0] < 2.1
    higher = spoken(pitch=12.0)[2]
    voiced = (f0 > 0) & (higher > 0)
    assert np.allclose(higher[voiced], 2 * f0[voiced], rtol=1e-3)
    flat = spoken(pitch_range=0.0)[2]
    assert flat[flat > 0].std() < 0.01
    assert not np.allclose(spoken(energy=6.0)[1], mel)


@pytest.mark.parametrize("wish", [{"speed": 0}, {"speed": 100}, {"pitch": 40}, {"energy": "loud"}, {"pitch_range": -1}])
def test_a_wish_out_of_range_is_refused(wish):
    with pytest.raises(TextError, match="out of range"):
        Delivery(**wish)


@pytest.mark.parametrize("decibels", [-6.0, 3.0])
def test_speech_is_as_much_louder_as_is_asked_for(decibels):
    engine = Engine(TorchNetworks(tiny_acoustic(), tiny_vocoder()))
    symbols = [BEGIN, *["b", "ˈɑ", "t", " "] * 20, ".", END]
    plain, louder = (
        mel_of(engine.score(symbols, tiny_voice(), Delivery(energy=energy)))[0] for energy in (0.0, decibels)
    )
    power = [np.exp(2 * mel).mean(axis=0)[:20].mean() for mel in (plain, louder)]
    assert 10 * np.log10(power[1] / power[0]) == pytest.approx(decibels, abs=0.5)


def test_loud_speech_in_pieces_is_the_same_and_stays_below_full_scale():
    engine = Engine(TorchNetworks(tiny_acoustic(), tiny_vocoder()))
    symbols = [BEGIN, *["b", "ˈɑ", "t", ",", "s", "i"] * 30, ".", END]
    manners = [PLAIN, *[Manner(energy=6.0), Manner(energy=20.0)] * 90, PLAIN, PLAIN]
    score = engine.score(symbols, tiny_voice(), seed=3, manners=manners)
    whole = np.concatenate(list(speak(score)))
    pieces = np.concatenate(list(speak(score, pieces=True)))
    assert np.abs(pieces - whole).max() < 1e-3 * np.abs(whole).max()
    assert np.abs(whole).max() <= 1.0


@pytest.mark.parametrize("speed", [0.25, 0.5, 0.75])
def test_the_networks_are_never_asked_for_a_pace_that_they_do_not_know(speed):
    engine = Engine(TorchNetworks(tiny_acoustic(), tiny_vocoder()))
    symbols = [BEGIN, *["b", "ˈɑ", "t", " "] * 20, ".", END]
    natural = engine.score(symbols, tiny_voice()).frames
    score = engine.score(symbols, tiny_voice(), Delivery(speed=speed))
    assert score.frames == pytest.approx(natural / speed, abs=2)
    assert len(score.noise) == pytest.approx(natural / 0.8, abs=2)
    mel, f0 = mel_of(score)
    assert len(mel) == len(f0) == score.frames


def test_fast_speech_is_made_slower_than_it_is_heard():
    acoustic = tiny_acoustic()
    acoustic.duration_head.bias.data[0] = 2.5  # a voice that has frames to spare
    engine = Engine(TorchNetworks(acoustic, tiny_vocoder()))
    symbols = [BEGIN, *["b", "ˈɑ", "t", " "] * 20, ".", END]
    natural = engine.score(symbols, tiny_voice()).frames
    score = engine.score(symbols, tiny_voice(), Delivery(speed=2.6))
    assert score.frames == pytest.approx(natural / 2.6, abs=2)
    assert len(score.noise) == pytest.approx(natural / 1.3, abs=2)
    assert len(mel_of(score)[0]) == score.frames


def test_at_a_pace_that_the_networks_know_nothing_is_stretched():
    engine = Engine(TorchNetworks(tiny_acoustic(), tiny_vocoder()))
    symbols = [BEGIN, *["b", "ˈɑ", "t", " "] * 20, ".", END]
    score = engine.score(symbols, tiny_voice(), Delivery(speed=1.2))
    assert (score.made_durations == score.durations).all()
