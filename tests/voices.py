"""Voices that the tests of several files make; they belong to nobody."""

import numpy as np

from voiceclone.trust.consent import Consent
from voiceclone.voice import Voice

RECORDING = "0123456789abcdef" * 4  # the fingerprint of a recording that nobody made


def any_voice(**changes) -> Voice:
    """Return a voice with seeded numbers, some of its fields replaced by `changes`, whose consent is sealed."""
    voice = unsealed_voice(**changes)
    return voice.sealed([] if voice.consent.level == "nobody" else [RECORDING])


def unsealed_voice(**changes) -> Voice:
    """Return such a voice whose consent is not bound to it yet."""
    generator = np.random.default_rng(5)
    embedding = generator.standard_normal(192)
    fields = {
        "name": "nobody",
        "embedding": embedding / np.linalg.norm(embedding),
        "tokens": generator.standard_normal((16, 64)),
        "pitch_mean": 5.1,
        "pitch_std": 0.2,
        "spectrum": generator.standard_normal(100),
        "correction": np.zeros(100),
        "consent": Consent.self_attested(),
        "encoder": "0123456789abcdef",
    }
    return Voice(**{**fields, **changes})
