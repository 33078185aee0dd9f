"""The verb `consent`."""

import os
import re

import pytest

from tests.voices import RECORDING, any_voice
from voiceclone import Consent
from voiceclone.trust.challenge import redeem


def test_a_consent_is_shown(command):
    voice = any_voice(consent=Consent.self_attested(speaker="Ada\x1b[2J", use="reading books", expires="2035-12-31"))
    voice.save("ada.voice")
    done = command("consent", "show", "ada.voice")
    assert done.status == 0
    for line in (
        rf"consent +{voice.consent.id}", "state +in force", "level +self", r"speaker +Ada \[2J", "use +reading books",
        "expires +2035-12-31T23:59:59", f"recording +SHA-256 {RECORDING}", "signed by +this installation",
    ):  # fmt: skip
        assert re.search(line, done.out), line


def test_another_installation_s_signature_is_information_and_no_error(command, data_folder):
    any_voice().save("ada.voice")
    (data_folder / "installation_key.pem").unlink()
    done = command("consent", "show", "ada.voice")
    assert done.status == 0
    assert "another installation's key" in done.out
    assert command("say", "Hello.", "--voice", "ada.voice").status == 0


@pytest.mark.parametrize("by_id", [True, False])
def test_nothing_is_spoken_after_a_consent_is_revoked(command, tmp_path, by_id):
    voice = any_voice()
    voice.save("ada.voice")
    done = command("consent", "revoke", voice.consent.id if by_id else "ada.voice")
    assert done.status == 0
    assert f"the consent {voice.consent.id} is revoked on this machine" in done.out
    assert "revoked" in command("consent", "show", "ada.voice").out
    assert "was revoked on" in command("say", "Hello.", "--voice", "ada.voice").complaint
    assert os.listdir(tmp_path) == ["ada.voice"]
    assert "was revoked before" in command("consent", "revoke", voice.consent.id).out


def test_what_is_neither_a_voice_nor_an_id_is_refused(command):
    assert "neither a voice file nor a consent's id" in command("consent", "revoke", "me.voice").complaint


def test_nothing_is_spoken_after_a_consent_expired(command):
    any_voice(consent=Consent.self_attested(expires="2020-01-01")).save("old.voice")
    assert re.search("state +expired", command("consent", "show", "old.voice").out)
    assert "expired on 2020-01-01" in command("say", "Hello.", "--voice", "old.voice").complaint


def test_a_voice_that_was_tampered_with_is_refused(command, tmp_path):
    any_voice().save("ada.voice")
    content = (tmp_path / "ada.voice").read_bytes()
    (tmp_path / "ada.voice").write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    for arguments in (("consent", "show", "ada.voice"), ("say", "Hello.", "--voice", "ada.voice")):
        assert "the voice was changed afterwards" in command(*arguments).complaint


def test_consents_are_listed(command, tmp_path):
    first, second = any_voice(), any_voice()
    first.save("a.voice")
    second.save("b.voice")
    (tmp_path / "c.voice").write_bytes(b"damaged")
    command("consent", "revoke", second.consent.id)
    command("consent", "revoke", "f" * 16)
    lines = command("consent", "list").out.splitlines()
    assert len(lines) == 4
    assert re.match(f"{first.consent.id} +in force +self .* a.voice", lines[0])
    assert re.match(f"{second.consent.id} +revoked +self .* b.voice", lines[1])
    assert "unusable" in lines[2]
    assert re.match("f{16} +revoked", lines[3])


def test_a_challenge_is_printed(command):
    done = command("consent", "challenge", "--purpose", "reading books")
    assert "voice for reading books." in done.out
    redeem(re.search(r"challenge ([0-9a-f]{16})", done.out)[1])
    assert "plain English words" in command("consent", "challenge", "--purpose", "§ 5").complaint


def test_an_unusable_data_folder_is_one_line(command, reference, data_folder, tmp_path):
    data_folder.parent.mkdir(parents=True)
    data_folder.write_text("a file is in the way")
    done = command("enroll", reference, "--consent", "self", "-o", "me.voice")
    assert f"{data_folder}: cannot be used" in done.complaint.replace("/installation_key.pem", "")
    assert os.listdir(tmp_path) == [reference]
