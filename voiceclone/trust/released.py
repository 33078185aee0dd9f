"""Audio that left through the one door: it is saved together with its provenance, or not at all."""

import os
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from voiceclone.audio.audio import Audio
from voiceclone.audio.formats import check_output, encode, format_of
from voiceclone.errors import AudioError
from voiceclone.trust.provenance.attach import write_with_provenance
from voiceclone.trust.provenance.claims import Claims


@dataclass(frozen=True, eq=False, repr=False)
class ReleasedAudio(Audio):
    """Audio that knows what is to be said of its origin: `claims`. In memory it is as any other Audio."""

    claims: Claims

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write a file in the format that the suffix names, with its signed provenance.

        A C2PA manifest lies within wav (16 bit), flac and mp3, a record beside ogg and opus. Raises SigningError where
        it cannot be signed and OutputError where it cannot be written; no file is left then.
        """
        destination = check_output(path)
        content = encode(self.samples, self.sample_rate, format_of(destination))
        write_with_provenance(destination, content, self.claims)

    def resampled(self, sample_rate: int) -> "ReleasedAudio":
        """Return the same sound, of the same origin, at `sample_rate` Hz."""
        audio = super().resampled(sample_rate)
        return self if audio is self else ReleasedAudio(audio.samples, audio.sample_rate, self.claims)

    @classmethod
    def joined(cls, pieces: Sequence[Audio]) -> "ReleasedAudio":
        """Return the pieces of one stream as a whole, of the same origin.

        Raises AudioError where there are none, or where they are not of one speech.
        """
        first = pieces[0] if pieces else None
        if not isinstance(first, cls):
            raise AudioError("there are no pieces of a speech to join")
        if any(not isinstance(piece, cls) or piece.claims != first.claims for piece in pieces):
            raise AudioError("these pieces are not of one speech")
        return cls(np.concatenate([piece.samples for piece in pieces]), first.sample_rate, first.claims)
