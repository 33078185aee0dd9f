"""Short files with provenance that the tests of this folder make, and C2PA's own reader, without any of our code."""

import io
import json
from pathlib import Path

import c2pa
import numpy as np

from tests.voices import any_voice
from voiceclone.audio.formats import encode, format_of
from voiceclone.trust.provenance.attach import write_with_provenance
from voiceclone.trust.provenance.claims import Claims

RATE = 24_000
TONE = (0.3 * np.sin(np.arange(RATE // 5) * 0.05)).astype(np.float32)  # 0.2 s
EMBEDDED, BESIDE = ("a.wav", "a.flac", "a.mp3"), ("a.ogg", "a.opus")


def speech_claims(watermark: str | None = None) -> Claims:
    return Claims.of_speech(any_voice().consent, watermark)


def plain(path: Path) -> bytes:
    """Return a tone as a file of the kind that `path` names, without provenance."""
    return encode(TONE, RATE, format_of(path))


def write(path: Path, claims: Claims | None = None) -> bytes:
    """Write a tone with provenance, and return what is in the file."""
    write_with_provenance(path, plain(path), claims or speech_claims())
    return path.read_bytes()


def c2pa_says(content: bytes) -> tuple[str, list[str]]:
    """Return the state and the codes of failure that C2PA's own reader gives."""
    with c2pa.Reader(None, io.BytesIO(content)) as reader:
        failures = json.loads(reader.json())["validation_results"]["activeManifest"].get("failure", [])
        return reader.get_validation_state(), [failure["code"] for failure in failures]
