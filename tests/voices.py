"""Voices that the tests of several files make; they belong to nobody."""

import numpy as np

from voiceclone.trust.consent import Consent
from voiceclone.voice import Voice


def any_voice(**changes) -> Voice:
    """Return a voice with seeded numbers, with some of its fields replaced by `changes`."""
    generator = np.random.default_rng(5)
    embedding = generator.standard_normal(192)
    fields = {
        "name": "nobody",
        "embedding": embedding / np.linalg.norm(embedding),
        "tokens": generator.standard_normal((16, 64)),
        "pitch_mean": 5.1,
        "pitch_std": 0.2,
        "spectrum": generator.standard_normal(100),
        "consent": Consent.self_attested(),
        "encoder": "0123456789abcdef",
    }
    return Voice(**{**fields, **changes})
