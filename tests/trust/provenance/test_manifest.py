"""C2PA manifests, as C2PA's own reader sees them."""

import io
import json
import socket
import struct

import c2pa
import pytest
import soundfile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.trust.provenance.files import EMBEDDED, RATE, TONE, c2pa_says, plain, speech_claims, write
from voiceclone import __version__
from voiceclone.errors import SigningError
from voiceclone.trust.provenance import inspect
from voiceclone.trust.provenance.credentials import signing_credentials
from voiceclone.trust.provenance.manifest import embed, read_manifest


@pytest.mark.parametrize("name", EMBEDDED)
def test_c2pa_s_reader_finds_a_valid_signature_of_an_unknown_signer(tmp_path, name):
    assert c2pa_says(write(tmp_path / name)) == ("Valid", ["signingCredential.untrusted"])


@pytest.mark.parametrize("name", EMBEDDED)
def test_the_sound_is_what_it_was(tmp_path, name):
    content = write(tmp_path / name)
    signed, _ = soundfile.read(io.BytesIO(content))
    before, _ = soundfile.read(io.BytesIO(plain(tmp_path / name)))
    assert len(signed) >= len(TONE)
    assert (signed == before).all()


def test_the_manifest_says_that_a_model_made_the_file_and_by_what_right(tmp_path):
    claims = speech_claims("mark 7")
    content = write(tmp_path / "a.wav", claims)
    with c2pa.Reader("audio/wav", io.BytesIO(content)) as reader:
        manifest = reader.get_active_manifest()
    generator = manifest["claim_generator_info"][0]
    assert (generator["name"], generator["version"]) == ("voiceclone", __version__)
    assertions = {entry["label"]: entry["data"] for entry in manifest["assertions"]}
    (action,) = assertions["c2pa.actions.v2"]["actions"]
    assert action["action"] == "c2pa.created"
    assert action["when"] == claims.created
    assert action["digitalSourceType"] == "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
    assert assertions["voiceclone.synthesis"] == {
        "consent": {"id": claims.consent_id, "level": "self"},
        "watermark": "mark 7",
    }


def test_no_person_and_no_file_is_named(tmp_path):
    content = write(tmp_path / "secret.wav")
    assert b"secret" not in content
    assert b"nobody" not in content.replace(b"vouched for by nobody", b"")  # the name of the voice


@pytest.mark.parametrize("name", EMBEDDED)
def test_the_report_says_the_same(tmp_path, name):
    claims = speech_claims("mark 7")
    write(tmp_path / name, claims)
    report = inspect(tmp_path / name)
    assert (report.carrier, report.state, report.c2pa_state) == ("c2pa", "ours", "Valid")
    assert report.claims == claims
    assert report.intact
    json.dumps(report.to_json())


def test_another_installation_sees_an_unknown_signer(tmp_path, data_folder):
    write(tmp_path / "a.wav")
    (data_folder / "certificate.json").unlink()
    report = inspect(tmp_path / "a.wav")
    assert report.state == "valid"
    assert "the signer is unknown" in report.meaning
    assert "voiceclone" in report.signer


def test_a_root_that_one_trusts_makes_the_signer_known(tmp_path):
    write(tmp_path / "a.wav")
    (tmp_path / "roots.pem").write_text(signing_credentials().chain)
    report = inspect(tmp_path / "a.wav", trust=tmp_path / "roots.pem")
    assert (report.state, report.c2pa_state) == ("trusted", "Trusted")


@pytest.mark.parametrize("name", EMBEDDED)
def test_c2pa_s_reader_finds_the_change_of_any_one_byte_of_the_sound(tmp_path, name):
    content = write(tmp_path / name)
    sound = plain(tmp_path / name)[200:]  # past what a header may change
    start = content.index(sound)
    for place in (*range(start, start + len(sound), len(sound) // 40), start + len(sound) - 1):
        changed = bytearray(content)
        changed[place] ^= 1
        assert c2pa_says(bytes(changed)) == (
            "Invalid",
            ["signingCredential.untrusted", "assertion.dataHash.mismatch"],
        )


@pytest.mark.parametrize("name", EMBEDDED)
def test_a_change_of_the_sound_is_reported(tmp_path, name):
    content = bytearray(write(tmp_path / name))
    content[content.index(plain(tmp_path / name)[200:]) + 500] ^= 1
    (tmp_path / name).write_bytes(content)
    report = inspect(tmp_path / name)
    assert (report.carrier, report.state, report.c2pa_state) == ("c2pa", "altered", "Invalid")
    assert "assertion.dataHash.mismatch" in report.findings
    assert not report.intact


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 100_000), st.integers(1, 255))
def test_a_change_of_any_byte_leads_to_a_report(tmp_path, place, change):
    if not (tmp_path / "whole.wav").exists():
        write(tmp_path / "whole.wav")
    content = bytearray((tmp_path / "whole.wav").read_bytes())
    content[place % len(content)] ^= change
    (tmp_path / "a.wav").write_bytes(content)
    inspect(tmp_path / "a.wav")


def test_a_change_within_the_manifest_is_reported_or_changes_nothing_that_is_said(tmp_path):
    content = write(tmp_path / "a.wav")
    claims = read_manifest(content, "a.wav").claims
    for place in range(content.index(b"C2PA") + 8, len(content), 11):
        changed = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
        report = read_manifest(changed, "a.wav")
        assert report is None or not report.intact or report.claims == claims, place


@pytest.mark.parametrize("claim", [b"trainedAlgorithmicMedia", b"c2pa.created", b"self"])
def test_a_change_of_what_is_claimed_is_reported(tmp_path, claim):
    content = write(tmp_path / "a.wav")
    assert claim in content
    (tmp_path / "a.wav").write_bytes(content.replace(claim, claim[::-1]))
    report = inspect(tmp_path / "a.wav")
    assert report.state in ("altered", "damaged")


def test_a_manifest_on_another_sound_is_found_out(tmp_path):
    own = write(tmp_path / "a.wav")
    manifest = own[own.index(b"C2PA") :]
    other = bytearray(plain(tmp_path / "a.wav"))
    other[1_000] ^= 1
    other[4:8] = struct.pack("<I", len(other) + len(manifest) - 8)
    (tmp_path / "a.wav").write_bytes(bytes(other) + manifest)
    assert inspect(tmp_path / "a.wav").state == "altered"


def test_a_manifest_in_m4a_is_read(tmp_path):
    """The smallest file with boxes that C2PA takes for one: nothing here can encode M4A."""
    box = lambda kind, content: struct.pack(">I4s", 8 + len(content), kind) + content  # noqa: E731
    header = box(b"mvhd", bytes(12) + struct.pack(">II", 1_000, 1_000) + bytes(80))
    file = box(b"ftyp", b"M4A \0\0\0\0isom") + box(b"moov", header) + box(b"mdat", bytes(range(64)))
    signed = embed(file, "audio/mp4", speech_claims(), signing_credentials())
    (tmp_path / "a.m4a").write_bytes(signed)
    assert inspect(tmp_path / "a.m4a").state == "ours"
    (tmp_path / "a.m4a").write_bytes(signed.replace(bytes(range(64)), bytes(64)))
    assert inspect(tmp_path / "a.m4a").state == "altered"


@pytest.mark.parametrize("content", [b"", b"no audio", None, b"OggS" + bytes(100)])
def test_where_there_is_no_manifest_none_is_found(tmp_path, content):
    assert read_manifest(plain(tmp_path / "a.wav") if content is None else content, "a.wav") is None


def test_a_manifest_of_another_program_is_shown_as_far_as_it_goes():
    credentials = signing_credentials()
    info = c2pa.C2paSignerInfo(credentials.algorithm, credentials.chain.encode(), credentials.key.encode(), None)
    definition = {"claim_generator_info": [{"name": "another"}], "assertions": []}
    signed = io.BytesIO()
    with c2pa.Signer.from_info(info) as signer, c2pa.Builder(definition) as builder:
        builder.set_intent(c2pa.C2paBuilderIntent.CREATE, c2pa.C2paDigitalSourceType.DIGITAL_CAPTURE)
        wav = io.BytesIO()
        soundfile.write(wav, TONE, RATE, format="WAV")
        builder.sign(signer, "audio/wav", wav, signed)
    report = read_manifest(signed.getvalue(), "a.wav")
    assert report.state == "ours"
    assert (report.claims.generator, report.claims.consent_id) == ("another", None)
    assert report.claims.source_type.endswith("digitalCapture")


def test_what_c2pa_refuses_to_sign_is_an_error_of_ours():
    with pytest.raises(SigningError, match="C2PA refuses"):
        embed(b"no audio", "audio/wav", speech_claims(), signing_credentials())


def test_no_network_is_used(tmp_path, monkeypatch):
    def no_network(*_):
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", no_network)
    monkeypatch.setattr(socket, "getaddrinfo", no_network)
    write(tmp_path / "a.wav")
    assert inspect(tmp_path / "a.wav").intact
