"""The density: what is drawn belongs to nobody, and is as it was wished."""

import math

import numpy as np
import pytest

from tests.designed.densities import any_density, any_speakers
from voiceclone.designed.density import NEAREST, VoiceDensity
from voiceclone.errors import DataError, VoiceError, WeightsError
from voiceclone.training.voice_density import fit_density


@pytest.fixture(scope="module")
def density():
    return any_density()


def test_a_drawn_voice_is_unlike_every_training_speaker(density):
    people = np.stack([speaker.embedding for speaker in any_speakers(100)])
    for seed in range(20):
        draw = density.draw(np.random.default_rng(seed))
        assert np.linalg.norm(draw.embedding) == pytest.approx(1.0, abs=1e-5)
        assert draw.nearest == pytest.approx(float((people @ draw.embedding).max()), abs=0.03)
        assert draw.nearest < NEAREST


def test_the_same_seed_gives_the_same_voice_and_another_seed_another(density):
    first, second, third = (density.draw(np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert np.array_equal(first.embedding, second.embedding)
    assert np.array_equal(first.spectrum, second.spectrum)
    assert not np.array_equal(first.embedding, third.embedding)


@pytest.mark.parametrize("pitch", [190.0, 210.0, 230.0])
def test_the_pitch_can_be_wished(density, pitch):
    assert math.exp(density.draw(np.random.default_rng(3), "female", pitch).pitch_mean) == pytest.approx(pitch)


def test_women_have_higher_voices_than_men(density):
    pitches = {
        sex: [density.draw(np.random.default_rng(seed), sex).pitch_mean for seed in range(10)]
        for sex in ("female", "male")
    }
    assert min(pitches["female"]) > max(pitches["male"])


@pytest.mark.parametrize("pitch", [0.0, -1.0, 80.0, 500.0, math.nan, math.inf])
def test_a_pitch_that_no_such_voice_has_is_refused_with_those_it_has(density, pitch):
    lowest, highest = density.pitches("female")
    with pytest.raises(VoiceError, match=f"between {lowest:.0f} and {highest:.0f} Hz"):
        density.draw(np.random.default_rng(0), "female", pitch)


def test_an_unknown_sex_is_refused(density):
    with pytest.raises(VoiceError, match="female, male"):
        density.draw(np.random.default_rng(0), "f")


def test_where_every_draw_is_like_somebody_nothing_is_drawn(density):
    everybody = np.sign(np.random.default_rng(0).standard_normal((4_000, len(density.basis)))) * 127
    crowded = VoiceDensity(density.means, density.directions, density.basis, everybody.astype(np.int8), "x")
    with pytest.raises(VoiceError, match="unlike every training speaker"):
        crowded.draw(np.random.default_rng(0))


def test_a_saved_density_draws_the_same(density, tmp_path):
    density.save(tmp_path / "voices.safetensors")
    loaded = VoiceDensity.load(tmp_path / "voices.safetensors")
    first, second = (each.draw(np.random.default_rng(5), "male", 115.0) for each in (density, loaded))
    assert loaded.encoder == density.encoder
    assert np.array_equal(first.embedding, second.embedding)
    assert first.nearest == pytest.approx(second.nearest, abs=1e-6)


@pytest.mark.parametrize("content", [None, b"", b"foreign"])
def test_a_density_that_cannot_be_read_is_named(tmp_path, content):
    path = tmp_path / "voices.safetensors"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(WeightsError, match=r"voices\.safetensors"):
        VoiceDensity.load(path)


def test_a_density_needs_many_speakers():
    few = any_speakers(10)
    with pytest.raises(DataError, match="there are 10"):
        fit_density(few, few, "x")
