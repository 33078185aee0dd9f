"""Measures how often the likeness of two recordings misleads: the rates that `voiceclone compare` prints."""

from pathlib import Path

from voiceclone.evaluation.corpus import adults, read_clips
from voiceclone.evaluation.encoder_trials import draw_trials, trial_scores
from voiceclone.evaluation.own_networks import OwnEncoder
from voiceclone.evaluation.progress import Progress, silent
from voiceclone.speaker.scores import ErrorRates
from voiceclone.weights import file_fingerprint


def measure_error_rates(corpus: Path, model: Path, progress: Progress = silent) -> ErrorRates:
    """Return the rates on the trials of a corpus' dev split, as `voiceclone evaluate --what encoder` draws them.

    `model`: a folder of weights. Raises DataError where the corpus has too few speakers.
    """
    trials = draw_trials(adults(read_clips(corpus)))
    [(same, different)], _ = trial_scores([OwnEncoder(model)], trials, progress)
    speakers = len({clip.speaker for clip in trials.clips})
    return ErrorRates.measured(same, different, speakers, file_fingerprint(model / "speaker.safetensors"))
