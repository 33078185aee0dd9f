"""What the watermark of this installation says today."""

import hashlib

from voiceclone.trust.marking.payload import WIDTHS, Payload
from voiceclone.trust.moments import now
from voiceclone.trust.signing import own_key


def payload_of(model: str) -> Payload:
    """Return the payload of what is made now, by the model of that fingerprint, in this installation.

    `model` and `installation` are the first bits of hashes, so that they can be compared with a model or a public key
    that one has, and give no name. Raises OutputError or SigningError where this installation has no key.
    """
    return Payload.on(
        now().date(),
        model=_first_bits(model, WIDTHS["model"]),
        installation=_first_bits(own_key(), WIDTHS["installation"]),
    )


def _first_bits(text: str, bits: int) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big") >> (32 - bits)
