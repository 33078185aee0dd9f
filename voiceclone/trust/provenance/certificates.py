"""Makes a certificate to sign with: a root and one certificate under it, for C2PA refuses one that signs itself.

The root's key is thrown away. Nobody vouches for the root: a reader sees a valid signature of an unknown signer.
"""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from voiceclone.trust.moments import now

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.x509 import Certificate, CertificateBuilder, Name

VALID = timedelta(days=20 * 365)  # without a time stamp, a signature is judged by today's date: files age with this
TOLERANCE = timedelta(days=2)  # for a clock that is wrong


def make_chain() -> "tuple[list[Certificate], EllipticCurvePrivateKey]":
    """Return a new certificate, followed by the root that issued it, and the key of the former, on P-256.

    They name neither a person nor a machine.
    """
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.hashes import SHA256

    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name, name = _name("voiceclone root, vouched for by nobody"), _name("a voiceclone installation")
    root = _root(_certificate(root_name, root_name, root_key.public_key()))
    leaf = _leaf(_certificate(name, root_name, key.public_key()), root_key.public_key())
    return [leaf.sign(root_key, SHA256()), root.sign(root_key, SHA256())], key


def _name(common_name: str) -> "Name":
    from cryptography.x509 import Name, NameAttribute
    from cryptography.x509.oid import NameOID

    return Name(
        [
            NameAttribute(NameOID.ORGANIZATION_NAME, "voiceclone (self-signed)"),
            NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def _certificate(name: "Name", issuer: "Name", public_key: Any) -> "CertificateBuilder":
    from cryptography.x509 import CertificateBuilder, SubjectKeyIdentifier, random_serial_number

    start = now() - TOLERANCE
    return (
        CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + VALID)
        .add_extension(SubjectKeyIdentifier.from_public_key(public_key), critical=False)
    )


def _root(builder: "CertificateBuilder") -> "CertificateBuilder":
    from cryptography.x509 import BasicConstraints

    return builder.add_extension(BasicConstraints(ca=True, path_length=0), critical=True).add_extension(
        _usage("key_cert_sign"), critical=True
    )


def _leaf(builder: "CertificateBuilder", root_key: Any) -> "CertificateBuilder":
    """Allow a certificate what C2PA asks of a signer (specification 2.1, section 14.5.1)."""
    from cryptography.x509 import AuthorityKeyIdentifier, BasicConstraints, ExtendedKeyUsage
    from cryptography.x509.oid import ExtendedKeyUsageOID

    return (
        builder.add_extension(BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage("digital_signature"), critical=True)
        .add_extension(ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
        .add_extension(AuthorityKeyIdentifier.from_issuer_public_key(root_key), critical=False)
    )


def _usage(allowed: str) -> Any:
    from cryptography.x509 import KeyUsage

    uses = (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
        "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    )  # fmt: skip
    return KeyUsage(**{use: use == allowed for use in uses})
