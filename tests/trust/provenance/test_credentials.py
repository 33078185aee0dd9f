"""The certificate that files are signed with: made once, or brought along."""

import datetime
import os
import stat

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from voiceclone.errors import OutputError, SigningError
from voiceclone.trust import moments
from voiceclone.trust.provenance.credentials import FILE, signing_credentials


def test_they_are_made_once_and_for_the_user_s_eyes_only(data_folder):
    first = signing_credentials()
    assert signing_credentials() == first
    assert first.made_here
    if os.name == "posix":
        assert stat.S_IMODE((data_folder / FILE).stat().st_mode) == 0o600


def test_the_chain_is_a_signer_and_the_root_that_issued_it():
    signer, root = x509.load_pem_x509_certificates(signing_credentials().chain.encode())
    signer.verify_directly_issued_by(root)
    root.verify_directly_issued_by(root)
    usage = signer.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(usage) == [ExtendedKeyUsageOID.EMAIL_PROTECTION]


def test_credentials_that_were_made_here_are_renewed_when_they_expire(monkeypatch):
    first = signing_credentials()
    late = moments.now() + datetime.timedelta(days=30 * 365)
    monkeypatch.setattr("voiceclone.trust.moments.now", lambda: late)
    monkeypatch.setattr("voiceclone.trust.provenance.certificates.now", lambda: late)
    assert signing_credentials().serial != first.serial


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b'{"algorithm":"es256"}', b"\xff"])
def test_damaged_credentials_are_named_and_not_replaced(data_folder, content):
    data_folder.mkdir(parents=True)
    (data_folder / FILE).write_bytes(content)
    with pytest.raises(SigningError, match=r"certificate\.json: is damaged"):
        signing_credentials()
    assert (data_folder / FILE).read_bytes() == content


def test_a_folder_that_cannot_be_made_is_one_clear_error(data_folder):
    data_folder.parent.mkdir(parents=True)
    data_folder.write_text("a file is in the way")
    with pytest.raises(OutputError, match="cannot be used"):
        signing_credentials()
