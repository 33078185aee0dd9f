"""Signs records with the key of this installation, which is made on first use; Ed25519 (RFC 8032).

A signature says which installation wrote a record and that nobody without its key has changed it since. It says
nothing of the person at the keyboard, who can make another key at any time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from voiceclone.errors import SigningError
from voiceclone.trust import home
from voiceclone.trust.canonical import canonical

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

KEY_FILE = "installation_key.pem"
KEY_LENGTH, SIGNATURE_LENGTH = 64, 128  # hexadecimal digits


@dataclass(frozen=True)
class Signature:
    """`key`: the public key; `value`: what it signed with; both lower-case hexadecimal digits.

    Raises SigningError for anything else.
    """

    key: str
    value: str

    def __post_init__(self) -> None:
        """Refuse what is no signature, and every second spelling of one."""
        if not is_hex(self.key, KEY_LENGTH) or not is_hex(self.value, SIGNATURE_LENGTH):
            raise SigningError("the signature is damaged")


def sign(kind: str, record: Mapping[str, Any]) -> Signature:
    """Return the signature of this installation over `record`, which is valid for this `kind` of record only.

    Raises OutputError where the key can be neither read nor made, SigningError where it is damaged.
    """
    key = _installation_key()
    return Signature(_public(key), key.sign(_message(kind, record)).hex())


def is_valid(signature: Signature, kind: str, record: Mapping[str, Any]) -> bool:
    """Return whether `signature` belongs to this `record` of this `kind`."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(signature.key))
        public.verify(bytes.fromhex(signature.value), _message(kind, record))
    except (InvalidSignature, ValueError):
        return False
    return True


def own_key() -> str:
    """Return the public key of this installation, in hexadecimal digits.

    Raises OutputError where it can be neither read nor made, SigningError where it is damaged.
    """
    return _public(_installation_key())


def is_ours(public_key: str) -> bool:
    """Return whether `public_key`, in hexadecimal digits, is that of this installation."""
    content = home.read(KEY_FILE)
    return content is not None and _public(_loaded(content)) == public_key


def is_hex(text: Any, length: int) -> bool:
    """Return whether `text` is `length` lower-case hexadecimal digits."""
    return isinstance(text, str) and len(text) == length and set(text) <= set("0123456789abcdef")


def _message(kind: str, record: Mapping[str, Any]) -> bytes:
    return f"voiceclone {kind}\n{canonical(record)}".encode("ascii")


def _installation_key() -> "Ed25519PrivateKey":
    content = home.read(KEY_FILE)
    if content is None:
        with home.exclusive(KEY_FILE):
            content = home.read(KEY_FILE)  # another process may have been first
            if content is None:
                content = _new_key()
                home.write(KEY_FILE, content)
    return _loaded(content)


def _new_key() -> bytes:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _loaded(content: bytes) -> "Ed25519PrivateKey":
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(content, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise SigningError(
            f"{home.data_folder() / KEY_FILE}: is no Ed25519 key; restore it, or remove it so that another is made"
        )
    return key


def _public(key: "Ed25519PrivateKey") -> str:
    return key.public_key().public_bytes_raw().hex()
