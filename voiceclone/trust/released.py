"""Audio that left through the one door: it is saved together with its provenance, or not at all."""

import os
from dataclasses import dataclass

from voiceclone.audio.audio import Audio
from voiceclone.audio.formats import check_output, encode, format_of
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
