"""Mixes voices: the weighted mean of what was learned of each, under the consents of all."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from voiceclone.errors import VoiceError
from voiceclone.trust.consent import Consent
from voiceclone.trust.permission import check_permission
from voiceclone.voice import Voice


def mix(voices: Sequence[Voice], weights: Sequence[float], tokens: NDArray[np.float32], name: str) -> Voice:
    """Return the mean of `voices` under `weights`, which need not sum to one; it is not sealed yet, nor corrected.

    `tokens`: those of nobody, `(n_tokens, token_dim)`, because what single voices sound like at single moments has
    no mean. Raises VoiceError for fewer than two voices, weights that are not positive, voices of other weights than
    the first's, or so unlike that nothing lies between them, and ConsentError where one of them may not be used.
    """
    shares = _shares(weights, len(voices))
    for voice in voices:
        check_permission(voice)
        if voice.encoder != voices[0].encoder:
            raise VoiceError(f"the voice {voice.name!r} was enrolled with other weights than {voices[0].name!r}")
    embedding = _mean([voice.embedding for voice in voices], shares)
    length = np.linalg.norm(embedding)
    if length < 1e-3:
        raise VoiceError("these voices are opposites of each other, and nothing lies between them; use other weights")
    spectrum = _mean([voice.spectrum for voice in voices], shares)
    return Voice(
        name=name,
        embedding=(embedding / length).astype(np.float32),
        tokens=tokens,
        pitch_mean=float(shares @ [voice.pitch_mean for voice in voices]),
        pitch_std=float(shares @ [voice.pitch_std for voice in voices]),
        spectrum=spectrum.astype(np.float32),
        correction=np.zeros(len(spectrum), dtype=np.float32),
        consent=Consent.mixed([voice.consent for voice in voices]),
        encoder=voices[0].encoder,
    )


def recordings_of(voices: Sequence[Voice]) -> list[str]:
    """SHA-256 of each recording that any of these sealed voices was learned from."""
    seals = [voice.consent.seal for voice in voices]
    return list(dict.fromkeys(reference for seal in seals if seal is not None for reference in seal.references))


def _shares(weights: Sequence[float], voices: int) -> NDArray[np.float64]:
    if voices < 2:
        raise VoiceError("a mix needs two voices or more")
    if len(weights) != voices:
        raise VoiceError(f"{len(weights)} weights were given for {voices} voices; give one to each")
    numbers = np.asarray(weights, dtype=np.float64)
    if not np.isfinite(numbers).all() or (numbers <= 0.0).any():
        raise VoiceError("every weight of a mix is a positive number")
    shares: NDArray[np.float64] = numbers / numbers.sum()
    return shares


def _mean(arrays: Sequence[NDArray[np.float32]], shares: NDArray[np.float64]) -> NDArray[np.float64]:
    mean: NDArray[np.float64] = np.einsum("v,vn->n", shares, np.stack(arrays).astype(np.float64))
    return mean
