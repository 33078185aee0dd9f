"""The one door through which audio leaves: whatever is spoken in somebody's voice passes here, and nowhere else."""

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

from voiceclone.errors import AudioError, ConsentError
from voiceclone.trust.consent import Consent
from voiceclone.trust.marking.embed import Watermarker
from voiceclone.trust.marking.layout import RATE
from voiceclone.trust.marking.origin import payload_of
from voiceclone.trust.marking.payload import Payload
from voiceclone.trust.permission import check_permission
from voiceclone.trust.provenance.claims import Claims
from voiceclone.trust.released import ReleasedAudio
from voiceclone.voice import Voice

_Samples = npt.NDArray[np.float32]

UNMARKED = "none: switched off"  # what the provenance says where there is no watermark


def release(samples: _Samples, sample_rate: int, voice: Voice, *, watermark: bool = True) -> ReleasedAudio:
    """Return `samples`, shape `(samples,)` at 24 kHz, spoken in `voice`, as audio that may leave.

    It is marked, and carries the claims that are saved with it. Samples outside [-1, 1] are cut off.
    `watermark=False` is for research on watermarks alone; the provenance tells it. Raises ConsentError where the
    voice's consent does not cover speech, AudioError where there is no sample, one is NaN or infinite, or the rate is
    another, and OutputError or SigningError where this installation has no key and cannot keep one: then nothing could
    be marked, and nothing leaves.
    """
    return release_joined([samples], sample_rate, voice, watermark=watermark)


def release_joined(
    pieces: Iterable[_Samples], sample_rate: int, voice: Voice, *, watermark: bool = True
) -> ReleasedAudio:
    """Return the joined `pieces` as `release` does; each is marked as soon as it comes."""
    released = list(release_pieces(pieces, sample_rate, voice, watermark=watermark))
    if not released:
        raise AudioError("there is nothing to release: audio holds one sample at least")
    return ReleasedAudio(np.concatenate([piece.samples for piece in released]), sample_rate, released[0].claims)


def release_pieces(
    pieces: Iterable[_Samples], sample_rate: int, voice: Voice, *, watermark: bool = True
) -> Iterator[ReleasedAudio]:
    """Yield an utterance as it is made; joined, what `release` makes of the whole, however it was divided.

    Up to 21 ms of a piece leave with the next one. Each is asked anew for consent. Raises what `release` does.
    """
    _check_consent(voice)
    if sample_rate != RATE:
        raise AudioError(f"speech at {sample_rate} Hz cannot be marked, and does not leave: it must be at {RATE}")
    payload = payload_of(voice.encoder) if watermark else None
    claims = Claims.of_speech(voice.consent, payload.identifier if payload else UNMARKED)
    bounded = _bounded(pieces, voice)
    for piece in _marked(bounded, payload) if payload else bounded:
        if len(piece):
            yield ReleasedAudio(np.clip(piece, -1.0, 1.0), RATE, claims)


def _bounded(pieces: Iterable[_Samples], voice: Voice) -> Iterator[_Samples]:
    for piece in pieces:
        _check_consent(voice)
        if not np.isfinite(piece).all():
            raise AudioError("the speech that was made contains NaN or infinity; nothing is released")
        yield np.clip(piece, -1.0, 1.0)  # (samples,)


def _marked(pieces: Iterable[_Samples], payload: Payload) -> Iterator[_Samples]:
    marker = Watermarker(payload)
    for piece in pieces:
        yield marker.process(piece)
    yield marker.finish()


def _check_consent(voice: Voice) -> None:
    if not isinstance(getattr(voice, "consent", None), Consent):
        raise ConsentError("the voice carries no consent; enrol it with one")
    check_permission(voice)
