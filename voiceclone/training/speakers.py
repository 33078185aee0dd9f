"""What each speaker of a training corpus sounds like: the numbers that designed voices are drawn from."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from voiceclone.audio.mel import speech_spectrum
from voiceclone.audio.pitch import pitch_statistics
from voiceclone.speaker.network import SpeakerEncoder
from voiceclone.training.corpus import Clip
from voiceclone.training.features import Features

log = logging.getLogger(__name__)

_CLIPS = 3  # of a speaker of English that are heard; of another speaker, who is only kept away from, one
_DECADES = ("", "teens", "twenties", "thirties", "fourties", "fifties", "sixties", "seventies", "eighties")
_LEAST_DNSMOS, _LEAST_BANDWIDTH, _MOST_WER = 2.8, 7_000.0, 0.25
_ADULT = 18.0


@dataclass(frozen=True)
class Speaker:
    """One speaker: `embedding` `(embedding_dim,)` of unit length, `spectrum` `(n_mels,)`, pitch of ln(F0 in Hz).

    `clip` is one of the speaker's, `age` in years, NaN where it is not known.
    """

    clip: Clip
    age: float
    embedding: NDArray[np.float32]
    spectrum: NDArray[np.float32]
    pitch_mean: float
    pitch_std: float

    def can_be_imitated(self, left_out: Sequence[str] = ()) -> bool:
        """Whether voices may be drawn after this one: an adult, English, of known sex, well recorded.

        `left_out`: corpora whose speakers are not to be imitated.
        """
        clip = self.clip
        return (
            clip.language.startswith("en")
            and clip.sex in ("f", "m")
            and not self.age < _ADULT
            and clip.corpus not in left_out
            and (clip.dnsmos == 0 or clip.dnsmos >= _LEAST_DNSMOS)
            and (clip.bandwidth == 0 or clip.bandwidth >= _LEAST_BANDWIDTH)
            and clip.wer <= _MOST_WER
        )


@torch.inference_mode()
def describe_speakers(features: Features, encoder: SpeakerEncoder) -> Iterator[Speaker]:
    """Yield every speaker of a corpus: the mean over a few clips, those of the best predicted quality."""
    by_speaker: dict[str, list[int]] = {}
    for number, clip in enumerate(features.clips):
        by_speaker.setdefault(clip.speaker, []).append(number)
    for done, (_, numbers) in enumerate(sorted(by_speaker.items()), start=1):
        best = sorted(numbers, key=lambda number: (-features.clips[number].dnsmos, features.clips[number].wer, number))
        english = features.clips[best[0]].language.startswith("en")
        yield _describe(features, best[: _CLIPS if english else 1], encoder)
        if done % 500 == 0:
            log.info("%d of %d speakers", done, len(by_speaker))


def years(age: str) -> float:
    """An age that a corpus states, in years: a number, or the middle of a decade; NaN for anything else.

    >>> years("thirties")
    35.0
    """
    if age in _DECADES[1:]:
        return 10.0 * _DECADES.index(age) + 5.0
    return float(age) if age.isdecimal() else float("nan")


def _describe(features: Features, numbers: Sequence[int], encoder: SpeakerEncoder) -> Speaker:
    mels = [torch.from_numpy(features.mel(number)) for number in numbers]  # (frames, n_mels) each
    embedding = encoder.verifier.embed(mels).numpy()  # as at enrolment
    pitch_mean, pitch_std = pitch_statistics(np.concatenate([features.pitch(number) for number in numbers]))
    clip = features.clips[numbers[0]]
    spectrum = speech_spectrum(torch.cat(mels)[None])[0]
    return Speaker(clip, years(clip.age), embedding, spectrum.numpy(), pitch_mean, pitch_std)
