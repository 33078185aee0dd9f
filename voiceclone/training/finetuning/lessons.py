"""What is learned from: the recordings of one person, as features, each aligned with its text by the recogniser."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from voiceclone.errors import DataError, TextError
from voiceclone.recogniser.alignment import fit, hear
from voiceclone.recogniser.network import PhoneRecogniser
from voiceclone.text import TextFrontend
from voiceclone.text.symbols import END, encode
from voiceclone.training.acoustic_data import AcousticCrops, AcousticData
from voiceclone.training.aligner import Aligned, Alignments
from voiceclone.training.corpus import Clip
from voiceclone.training.drawing import Turn
from voiceclone.training.features import Features, extract_features

log = logging.getLogger(__name__)

_LEAST_FIT = 1.0  # mean log-score of a frame under which a text is not what was said: right ones had 2.2 to 2.9
_LONGEST = 2000  # frames, 21 s: what is longer than a sentence or two is aligned badly


@dataclass(frozen=True)
class Take:
    """One recording, what is said in it, and `seconds` of speech.

    Its `bandwidth` in Hz and its DNSMOS `rating` are 0 where they are not known.
    """

    path: Path
    text: str
    seconds: float = 0.0
    bandwidth: float = 0.0
    rating: float = 0.0


def prepare_lessons(
    takes: Sequence[Take], recogniser: PhoneRecogniser, work: Path, data: AcousticData, turn: Turn
) -> AcousticCrops:
    """Return crops of `takes`, whose features are written to `work`.

    Those whose text is not heard in them are left out and logged.

    Raises DataError where nothing is left.
    """
    extract_features([_clip(take) for take in takes], Path(), work, workers=1)
    features = Features(work)
    frontend = TextFrontend()
    aligned: list[Aligned] = []
    for index, clip in enumerate(features.clips):
        try:
            spoken = [symbol for symbol in frontend.transcript(clip.text).symbols() if symbol != END]
        except TextError as error:
            log.warning("left out: %s: %s", clip.file, error)
            continue
        frames = features.frames(index)
        found = fit(hear(recogniser, torch.from_numpy(features.mel(index)).unsqueeze(0)), spoken)
        if frames > _LONGEST or not found.score >= _LEAST_FIT:
            why = "is too long: cut it into sentences" if frames > _LONGEST else "does not say what its text says"
            log.warning("left out: %s: %s", clip.file, why)
            continue
        aligned.append(Aligned(index, found.score, np.array(encode(spoken)), found.durations))
    if not aligned:
        raise DataError("no recording says what its text says: check the transcripts")
    return AcousticCrops(features, Alignments.of(aligned), data, turn)


def _clip(take: Take) -> Clip:
    return Clip(
        file=str(take.path), speaker="one", speaker_source="own", text=take.text, language="en", sex="", age="",
        corpus="own", split="train", seconds=0.0, bandwidth=take.bandwidth, dnsmos=take.rating, wer=0.0,
    )  # fmt: skip
