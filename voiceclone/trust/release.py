"""The one door through which audio leaves: whatever is spoken in somebody's voice passes here, and nowhere else."""

import numpy as np
import numpy.typing as npt

from voiceclone.errors import AudioError, ConsentError
from voiceclone.trust.consent import Consent
from voiceclone.trust.permission import check_permission
from voiceclone.trust.provenance.claims import Claims
from voiceclone.trust.released import ReleasedAudio
from voiceclone.voice import Voice


def release(samples: npt.NDArray[np.float32], sample_rate: int, voice: Voice) -> ReleasedAudio:
    """Return `samples`, shape `(samples,)` at `sample_rate` Hz, spoken in `voice`, as Audio that may leave.

    Samples outside [-1, 1] are cut off. A watermark is put in between that and the last line, where both the
    final samples and the voice are known; its identifier then goes into the claims. What is saved carries its
    provenance. Raises ConsentError where the voice's consent does not cover speech, and AudioError where a sample is
    NaN or infinite.
    """
    _check_consent(voice)
    _check_finite(samples)
    bounded = np.clip(samples, -1.0, 1.0)  # (samples,)
    return ReleasedAudio(bounded, sample_rate, Claims.of_speech(voice.consent, watermark=None))


def _check_consent(voice: Voice) -> None:
    if not isinstance(getattr(voice, "consent", None), Consent):
        raise ConsentError("the voice carries no consent; enrol it with one")
    check_permission(voice)


def _check_finite(samples: npt.NDArray[np.float32]) -> None:
    if not np.isfinite(samples).all():
        raise AudioError("the speech that was made contains NaN or infinity; nothing is released")
