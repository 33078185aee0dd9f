"""The verb `certificate`."""

from voiceclone.trust.provenance.credentials import signing_credentials


def test_the_chain_is_printed_without_the_key(command):
    done = command("certificate", "show")
    assert done.out == signing_credentials().chain
    assert "PRIVATE" not in done.out


def test_one_s_own_is_installed(command, tmp_path):
    kept = signing_credentials()
    (tmp_path / "chain.pem").write_text(kept.chain)
    (tmp_path / "key.pem").write_text(kept.key)
    done = command("certificate", "use", "chain.pem", "key.pem")
    assert f"signed with the certificate {kept.serial}" in done.out
    assert not signing_credentials().made_here


def test_a_missing_file_is_named(command):
    assert command("certificate", "use", "chain.pem", "key.pem").complaint.startswith("key.pem: ")
