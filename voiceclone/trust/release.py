"""The one door through which audio leaves: whatever is spoken in somebody's voice passes here, and nowhere else."""

import numpy as np
import numpy.typing as npt

from voiceclone.audio.audio import Audio
from voiceclone.errors import AudioError, ConsentError
from voiceclone.trust.consent import Consent
from voiceclone.voice import Voice


def release(samples: npt.NDArray[np.float32], sample_rate: int, voice: Voice) -> Audio:
    """Return `samples`, shape `(samples,)` at `sample_rate` Hz, spoken in `voice`, as Audio that may leave.

    Samples outside [-1, 1] are cut off. A watermark is put in between that and the last line, where both the
    final samples and the voice are known. Raises ConsentError where the voice's consent does not cover speech,
    and AudioError where a sample is NaN or infinite.
    """
    _check_consent(voice)
    _check_finite(samples)
    bounded = np.clip(samples, -1.0, 1.0)  # (samples,)
    return Audio(bounded, sample_rate)


def _check_consent(voice: Voice) -> None:
    consent = getattr(voice, "consent", None)
    if not isinstance(consent, Consent):
        raise ConsentError("the voice carries no consent; enrol it with one")
    consent.check()


def _check_finite(samples: npt.NDArray[np.float32]) -> None:
    if not np.isfinite(samples).all():
        raise AudioError("the speech that was made contains NaN or infinity; nothing is released")
