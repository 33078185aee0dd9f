"""The certificate and the key that C2PA manifests are signed with: made on first use, or the user's own."""

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from voiceclone.errors import SigningError
from voiceclone.trust import home
from voiceclone.trust.canonical import canonical, parse_canonical
from voiceclone.trust.moments import is_moment, is_past
from voiceclone.trust.provenance.certificates import make_chain

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

FILE = "certificate.json"
CURVES = {"secp256r1": "es256", "secp384r1": "es384", "secp521r1": "es512"}


@dataclass(frozen=True)
class Credentials:
    """`algorithm`: C2PA's name; `chain` and `key`: PEM, the signer's certificate first; `serial`: its number.

    `expires`: when, ISO 8601 in UTC; `made_here`: whether this package made them.
    """

    algorithm: str
    chain: str
    key: str
    serial: str
    expires: str
    made_here: bool


def signing_credentials() -> Credentials:
    """Return the credentials of this installation, which are made on first use and renewed when they expire.

    Raises SigningError where they are damaged, or the user's own have expired; OutputError where they cannot be kept.
    """
    found = kept_credentials()
    if found is None or (found.made_here and is_past(found.expires)):
        with home.exclusive(FILE):
            found = kept_credentials()  # another process may have been first
            if found is None or (found.made_here and is_past(found.expires)):
                found = credentials_of(*make_chain(), made_here=True)
                keep(found)
    if is_past(found.expires):
        raise SigningError(f"the certificate that files are signed with expired on {found.expires}; install another")
    return found


def kept_credentials() -> Credentials | None:
    """Return the credentials that are kept, None where there are none. Raises SigningError where they are damaged."""
    content = home.read(FILE)
    if content is None:
        return None
    try:
        found = Credentials(**parse_canonical(content))
        whole = all(isinstance(value, str) for value in list(asdict(found).values())[:-1]) and is_moment(found.expires)
    except (ValueError, TypeError):
        whole = False
    if not whole:
        raise SigningError(f"{home.data_folder() / FILE}: is damaged; restore it, or remove it to have another made")
    return found


def keep(credentials: Credentials) -> None:
    """Sign with these from now on. Raises OutputError where they cannot be kept."""
    home.write(FILE, canonical(asdict(credentials)).encode("ascii"))


def credentials_of(certificates: "list[Certificate]", key: Any, *, made_here: bool) -> Credentials:
    """Return what signs with `key`, the private key of the first of these certificates.

    Raises SigningError where it is a key of a kind that C2PA has no word for.
    """
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    signer = certificates[0]
    return Credentials(
        algorithm=_algorithm(key),
        chain=b"".join(certificate.public_bytes(Encoding.PEM) for certificate in certificates).decode("ascii"),
        key=key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode("ascii"),
        serial=str(signer.serial_number),
        expires=signer.not_valid_after_utc.isoformat(timespec="seconds"),
        made_here=made_here,
    )


def _algorithm(key: Any) -> str:
    """Return C2PA's name of the algorithm of a key (specification 2.1, section 13.2)."""
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

    if isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.name in CURVES:
        return CURVES[key.curve.name]
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return "ed25519"
    if isinstance(key, rsa.RSAPrivateKey):
        return "ps256"
    raise SigningError("C2PA signs with keys for ES256, ES384, ES512, Ed25519 and PS256; this one is of another kind")
