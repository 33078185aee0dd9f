"""The signed record beside a file that holds no manifest."""

import itertools
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.trust.provenance.files import BESIDE, speech_claims, write
from voiceclone.trust.provenance import inspect
from voiceclone.trust.provenance.sidecar import sidecar_of


@pytest.mark.parametrize("name", BESIDE)
def test_the_report_says_what_was_claimed(tmp_path, name):
    claims = speech_claims("mark 7")
    write(tmp_path / name, claims)
    report = inspect(tmp_path / name)
    assert (report.carrier, report.state, report.claims) == ("sidecar", "ours", claims)
    assert report.c2pa_state is None


def test_the_record_lies_beside_the_file_and_names_no_person(tmp_path):
    write(tmp_path / "a.ogg")
    text = (tmp_path / "a.ogg.provenance.json").read_text()
    record = json.loads(text)
    assert record.keys() == {"sha256", "claims", "key", "signature"}
    assert record["claims"]["source_type"].endswith("trainedAlgorithmicMedia")
    assert "nobody" not in text


def test_another_installation_sees_an_unknown_signer(tmp_path, data_folder):
    write(tmp_path / "a.ogg")
    (data_folder / "installation_key.pem").unlink()
    assert inspect(tmp_path / "a.ogg").state == "valid"


def test_the_record_may_be_moved_with_its_file(tmp_path):
    write(tmp_path / "a.ogg")
    (tmp_path / "a.ogg").rename(tmp_path / "b.ogg")
    assert inspect(tmp_path / "b.ogg").state == "none"
    sidecar_of(tmp_path / "a.ogg").rename(sidecar_of(tmp_path / "b.ogg"))
    assert inspect(tmp_path / "b.ogg").state == "ours"


def test_the_change_of_any_one_byte_of_the_file_is_reported(tmp_path):
    content = write(tmp_path / "a.opus")
    for place in range(0, len(content), len(content) // 30):
        (tmp_path / "a.opus").write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        assert inspect(tmp_path / "a.opus").state == "altered"


def test_the_change_of_any_byte_of_the_record_is_reported(tmp_path):
    write(tmp_path / "a.ogg")
    beside = sidecar_of(tmp_path / "a.ogg")
    content = beside.read_bytes()
    for place, bit in zip(range(0, len(content), 3), itertools.cycle((0x01, 0x20))):
        beside.write_bytes(content[:place] + bytes([content[place] ^ bit]) + content[place + 1 :])
        assert inspect(tmp_path / "a.ogg").state == "damaged"


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300))
def test_any_other_content_is_reported(tmp_path, content):
    (tmp_path / "a.ogg").write_bytes(b"OggS")
    sidecar_of(tmp_path / "a.ogg").write_bytes(content)
    assert inspect(tmp_path / "a.ogg").state == "damaged"


@pytest.mark.parametrize("record", [[], {}, None, 3, {"sha256": 1, "claims": [], "key": 2, "signature": 3}])
def test_json_that_is_no_record_is_reported(tmp_path, record):
    (tmp_path / "a.ogg").write_bytes(b"OggS")
    sidecar_of(tmp_path / "a.ogg").write_text(json.dumps(record, separators=(",", ":")) + "\n")
    assert inspect(tmp_path / "a.ogg").state == "damaged"
