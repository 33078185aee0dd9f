"""Installs a certificate of one's own, which an authority vouches for, after it was tried out."""

import os
from pathlib import Path

import numpy as np

from voiceclone.audio.formats import FORMATS, encode
from voiceclone.errors import SigningError
from voiceclone.trust import home
from voiceclone.trust.moments import now
from voiceclone.trust.provenance.claims import SYNTHETIC, Claims
from voiceclone.trust.provenance.credentials import FILE, Credentials, credentials_of, keep
from voiceclone.trust.provenance.manifest import embed, read_manifest


def install_certificate(chain: str | os.PathLike[str], key: str | os.PathLike[str]) -> Credentials:
    """Sign with one's own certificate from now on, and return it: two PEM files, the signer's certificate first.

    The key has no password. Raises SigningError where they cannot be read, do not belong together, or a file that
    they sign does not satisfy C2PA's own reader; OutputError where they cannot be kept.
    """
    own = _read_pair(Path(chain), Path(key))
    _try_out(own)
    with home.exclusive(FILE):
        keep(own)
    return own


def _read_pair(chain: Path, key: Path) -> Credentials:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import load_pem_private_key
    from cryptography.x509 import load_pem_x509_certificates

    try:
        secret = load_pem_private_key(key.read_bytes(), password=None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise SigningError(f"{key}: is no private key in PEM without a password: {error}") from error
    try:
        certificates = load_pem_x509_certificates(chain.read_bytes())
        same = certificates[0].public_key() == secret.public_key()
    except (OSError, ValueError, UnsupportedAlgorithm) as error:
        raise SigningError(f"{chain}: is no chain of certificates in PEM: {error}") from error
    if not same:
        raise SigningError(f"{chain}: its first certificate does not belong to the key in {key}")
    return credentials_of(certificates, secret, made_here=False)


def _try_out(credentials: Credentials) -> None:
    """Raise SigningError unless what these credentials sign is valid to C2PA's own reader."""
    silence = encode(np.zeros(100, dtype=np.float32), 8_000, FORMATS[".wav"])
    claims = Claims(None, None, SYNTHETIC, now().isoformat(), None, None, None)
    report = read_manifest(embed(silence, "audio/wav", claims, credentials), "the trial")
    if report is None or not report.intact:
        raise SigningError(
            f"the certificate does not satisfy C2PA: {', '.join(report.findings) if report else 'unread'}"
        )
