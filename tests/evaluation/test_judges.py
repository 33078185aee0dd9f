"""The judges themselves, each where its package is installed."""

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.evaluation.fakes import RATE, tone
from voiceclone import Audio, load_audio
from voiceclone.errors import DependencyError
from voiceclone.evaluation.judges import check_judges
from voiceclone.evaluation.judges.dnsmos import Dnsmos
from voiceclone.evaluation.judges.moonshine import Moonshine
from voiceclone.evaluation.judges.resemblyzer import Resemblyzer
from voiceclone.evaluation.measures import cosine, pesq_wide_band

SILENCE = Audio(np.zeros(2 * RATE, dtype=np.float32), RATE)


@pytest.fixture(scope="module")
def speech() -> Audio:
    package = pytest.importorskip("moonshine_voice", reason="the extra eval is not installed")
    return load_audio(Path(package.__file__).parent / "assets" / "two_cities.wav", max_seconds=12.0)


@pytest.mark.parametrize(
    ("judge", "module"),
    [(Moonshine, "moonshine_voice"), (Resemblyzer, "resemblyzer"), (Dnsmos, "speechmos.dnsmos")],
)
def test_a_missing_judge_is_named_with_the_command_that_installs_it(
    judge: Callable[[], object], module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(DependencyError, match=rf'{module}.*pip install "voiceclone\[eval\]"'):
        judge()


def test_missing_judges_are_noticed_before_anything_is_spoken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(DependencyError, match=r'pip install "voiceclone\[eval\]"'):
        check_judges()


@pytest.mark.slow
def test_moonshine_hears_words_whatever_it_heard_before(speech: Audio) -> None:
    recogniser = Moonshine()
    alone = recogniser.transcribe(speech)
    assert "best of times" in alone.lower()
    recogniser.transcribe(SILENCE)
    assert recogniser.transcribe(speech) == alone


@pytest.mark.slow
def test_moonshine_does_not_write_down_more_than_could_be_said() -> None:
    pytest.importorskip("moonshine_voice")
    noise = np.random.default_rng(0).standard_normal(3 * RATE) * 0.1
    words = Moonshine().transcribe(Audio(np.clip(noise, -1, 1).astype(np.float32), RATE)).split()
    assert len(words) <= 5 + 6 * 3


@pytest.mark.slow
def test_resemblyzer_knows_two_halves_of_one_recording_from_a_tone(speech: Audio) -> None:
    pytest.importorskip("resemblyzer")
    judge = Resemblyzer()
    middle = len(speech.samples) // 2
    first, second = Audio(speech.samples[:middle], RATE), Audio(speech.samples[middle:], RATE)
    embedding = judge.embed(first)
    assert np.linalg.norm(embedding) == pytest.approx(1.0, abs=1e-4)
    assert cosine(embedding, judge.embed(second)) > cosine(embedding, judge.embed(Audio(tone(300, 3.0), RATE)))
    assert not judge.embed(SILENCE).any()


@pytest.mark.slow
def test_dnsmos_prefers_speech_to_speech_under_noise(speech: Audio) -> None:
    pytest.importorskip("speechmos")
    judge = Dnsmos()
    noise = np.random.default_rng(0).standard_normal(len(speech.samples)) * 0.1
    noisy = Audio(np.clip(speech.samples + noise, -1, 1).astype(np.float32), RATE)
    clean = judge.rate(speech)
    assert all(1.0 <= clean[name] <= 5.0 for name in ("overall", "signal", "background"))
    assert judge.rate(noisy)["overall"] < clean["overall"]


@pytest.mark.slow
def test_pesq_of_a_copy_is_at_its_best_where_nothing_was_changed(speech: Audio) -> None:
    pytest.importorskip("pesq")
    samples = speech.resampled(16_000).samples
    assert pesq_wide_band(samples, samples) == pytest.approx(4.64, abs=0.02)
    assert pesq_wide_band(np.zeros(16_000, dtype=np.float32), np.zeros(16_000, dtype=np.float32)) is None
