"""A certificate of one's own."""

import datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tests.trust.provenance.files import c2pa_says, write
from voiceclone.errors import SigningError
from voiceclone.trust import moments
from voiceclone.trust.provenance import inspect
from voiceclone.trust.provenance.credentials import FILE, signing_credentials
from voiceclone.trust.provenance.own_certificate import install_certificate


def own_pair(folder, key, usage=ExtendedKeyUsageOID.EMAIL_PROTECTION, days=300):
    """Write a chain and a key as somebody's own authority would, and return where."""
    root_key = ec.generate_private_key(ec.SECP256R1())
    today = moments.now()

    def certificate(name, public_key, authority):
        builder = (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
            .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Root of the test")]))
            .public_key(public_key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(today - datetime.timedelta(days=400))
            .not_valid_after(today + datetime.timedelta(days=days))
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
            .add_extension(
                x509.KeyUsage(not authority, False, False, False, False, authority, False, False, False), critical=True
            )
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), critical=False)
        )
        if not authority:
            builder = builder.add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
        return builder.sign(root_key, SHA256()).public_bytes(serialization.Encoding.PEM)

    chain = certificate("Studio", key.public_key(), False) + certificate(
        "Root of the test", root_key.public_key(), True
    )
    (folder / "chain.pem").write_bytes(chain)
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return folder / "chain.pem", folder / "key.pem"


KEYS = {
    "es256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "es384": lambda: ec.generate_private_key(ec.SECP384R1()),
    "ed25519": ed25519.Ed25519PrivateKey.generate,
    "ps256": lambda: rsa.generate_private_key(65_537, 2_048),
}


@pytest.mark.parametrize("algorithm", KEYS)
def test_one_s_own_certificate_signs_from_then_on(tmp_path, algorithm):
    own = install_certificate(*own_pair(tmp_path, KEYS[algorithm]()))
    assert (own.algorithm, own.made_here) == (algorithm, False)
    assert signing_credentials() == own
    assert c2pa_says(write(tmp_path / "a.wav")) == ("Valid", ["signingCredential.untrusted"])
    report = inspect(tmp_path / "a.wav", trust=tmp_path / "chain.pem")
    assert report.state == "trusted"
    assert "Studio" in report.signer


def test_what_c2pa_does_not_accept_is_not_installed(tmp_path, data_folder):
    pair = own_pair(tmp_path, KEYS["es256"](), usage=ExtendedKeyUsageOID.CLIENT_AUTH)
    with pytest.raises(SigningError, match="C2PA"):
        install_certificate(*pair)
    assert not (data_folder / FILE).exists()


def test_an_expired_certificate_is_not_installed(tmp_path):
    with pytest.raises(SigningError, match="C2PA"):
        install_certificate(*own_pair(tmp_path, KEYS["es256"](), days=-1))


def test_one_s_own_certificate_is_not_replaced_when_it_expires(tmp_path, monkeypatch):
    install_certificate(*own_pair(tmp_path, KEYS["es256"]()))
    late = moments.now() + datetime.timedelta(days=301)
    monkeypatch.setattr("voiceclone.trust.moments.now", lambda: late)
    with pytest.raises(SigningError, match="; install another"):
        signing_credentials()


def test_a_key_of_another_certificate_is_refused(tmp_path):
    chain, key = own_pair(tmp_path, KEYS["es256"]())
    key.write_bytes(
        KEYS["es256"]().private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    with pytest.raises(SigningError, match="does not belong to the key"):
        install_certificate(chain, key)


def test_a_key_that_c2pa_has_no_word_for_is_refused(tmp_path):
    with pytest.raises(SigningError, match="of another kind"):
        install_certificate(*own_pair(tmp_path, ec.generate_private_key(ec.SECP256K1())))


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("content", [None, b"", b"no PEM"])
def test_a_missing_or_foreign_file_is_named(tmp_path, which, content):
    pair = own_pair(tmp_path, KEYS["es256"]())
    if content is None:
        pair[which].unlink()
    else:
        pair[which].write_bytes(content)
    with pytest.raises(SigningError, match=pair[which].name):
        install_certificate(*pair)
