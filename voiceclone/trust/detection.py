"""Was this made by a machine? What the file says of itself, what is hidden in its sound, and how it sounds."""

import os
from dataclasses import dataclass
from typing import Any

from voiceclone.audio.files import load_audio
from voiceclone.trust.marking.detect import find_watermark
from voiceclone.trust.marking.report import WatermarkReport
from voiceclone.trust.provenance.inspection import inspect
from voiceclone.trust.provenance.report import ProvenanceReport
from voiceclone.trust.synthetic.listening import find_synthetic
from voiceclone.trust.synthetic.report import SyntheticReport

LONGEST = 3600.0  # seconds of a recording that are listened to


@dataclass(frozen=True)
class Detection:
    """Evidence of where a recording comes from.

    `provenance` lies beside its sound, `watermark` within it, and `synthetic` says what the sound itself is like.
    """

    provenance: ProvenanceReport
    watermark: WatermarkReport
    synthetic: SyntheticReport

    def to_json(self) -> dict[str, Any]:
        """Return the evidence as a record that JSON can hold."""
        return {
            "provenance": self.provenance.to_json(),
            "watermark": self.watermark.to_json(),
            "synthetic": self.synthetic.to_json(),
        }


def detect(
    path: str | os.PathLike[str], *, trust: str | os.PathLike[str] | None = None, max_seconds: float = LONGEST
) -> Detection:
    """Return what can be told of the origin of an audio file; its first hour is listened to, or `max_seconds` of it.

    `trust`: a PEM file with root certificates that the caller trusts. Raises AudioError where the file is missing or
    cannot be read as audio.
    """
    provenance = inspect(path, trust=trust)
    audio = load_audio(path, max_seconds=min(max_seconds, LONGEST))
    return Detection(
        provenance,
        find_watermark(audio.samples, audio.sample_rate),
        find_synthetic(audio.samples, audio.sample_rate),
    )
