from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.evaluation.fakes import ToneJudge, write_corpus
from voiceclone import Audio
from voiceclone.errors import AudioError, DataError
from voiceclone.evaluation.corpus import Clip, read_clips
from voiceclone.evaluation.encoder_trials import Cosines, draw_trials, encoder_trials, verification_table


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> list[Clip]:
    return read_clips(write_corpus(tmp_path_factory.mktemp("corpus")))


class Guesser:
    name = "guesser"

    def __init__(self) -> None:
        self.generator = np.random.default_rng(0)

    def embed(self, audio: Audio) -> NDArray[np.float32]:
        return self.generator.standard_normal(8).astype(np.float32)


class Impatient(ToneJudge):
    name = "impatient"

    def embed(self, audio: Audio) -> NDArray[np.float32]:
        if audio.seconds < 3.0:
            raise AudioError("too short")
        return super().embed(audio)


def test_all_pairs_of_one_speaker_are_tried_and_a_draw_of_the_others(clips: list[Clip]) -> None:
    trials = draw_trials(clips, seed=1, different=20)
    assert len(trials.same) == 5
    assert len(set(trials.different)) == 20
    assert trials == draw_trials(clips[::-1], seed=1, different=20)
    assert trials != draw_trials(clips, seed=2, different=20)


def test_short_clips_are_left_out(clips: list[Clip]) -> None:
    assert all(clip.seconds >= 4.0 for clip in draw_trials(clips, shortest=4.0).clips)


def test_one_who_hears_the_difference_beats_one_who_guesses(clips: list[Clip]) -> None:
    (hears, guesses), refused = encoder_trials([Cosines(ToneJudge()), Cosines(Guesser())], draw_trials(clips))
    assert hears.equal_error_rate < 0.1
    assert guesses.equal_error_rate > 0.2
    assert (hears.same_pairs, hears.different_pairs) == (guesses.same_pairs, guesses.different_pairs)
    assert not refused
    assert [row[0] for row in verification_table("Trials", [hears, guesses]).rows] == ["tones", "guesser"]


def test_a_clip_that_one_refuses_is_in_no_pair_of_any(clips: list[Clip]) -> None:
    (first, second), refused = encoder_trials([Cosines(ToneJudge()), Cosines(Impatient())], draw_trials(clips))
    assert [Path(path).parent.name for path in refused] == ["dan"]
    assert first.same_pairs == second.same_pairs == 4


def test_trials_need_two_speakers_and_two_clips_of_one(clips: list[Clip]) -> None:
    with pytest.raises(DataError, match="trials need"):
        draw_trials([clip for clip in clips if clip.speaker == "anna"])
    with pytest.raises(DataError, match="trials need"):
        draw_trials([clip for clip in clips if clip.path.name == "0.wav"])
