"""The list of revoked consents."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from voiceclone.errors import ConsentError
from voiceclone.trust.canonical import canonical
from voiceclone.trust.revocation import FILE, revoke, revoked

ID = "0123456789abcdef"


def test_nothing_is_revoked_at_first(data_folder):
    assert revoked() == {}
    assert not data_folder.exists()


def test_what_was_revoked_stays_revoked():
    assert revoke(ID)
    before = revoked()
    assert not revoke(ID)
    assert revoke("f" * 16)
    assert revoked().keys() == {ID, "f" * 16}
    assert revoked()[ID] == before[ID]


@pytest.mark.parametrize("text", ["", "me.voice", "0123456789ABCDEF", ID + "0", "é" * 16])
def test_what_is_no_id_is_refused(text):
    with pytest.raises(ConsentError, match="neither a voice file nor a consent's id"):
        revoke(text)


@pytest.mark.parametrize(
    "record",
    [
        None, [], {}, {"version": 1}, {"version": 1, "revoked": []}, {"version": 1, "revoked": {"x": "y"}},
        {"version": 1, "revoked": {ID: None}}, {"version": 1, "revoked": {ID: "yesterday"}},
    ],
)  # fmt: skip
def test_a_list_that_is_none_is_no_empty_list(data_folder, record):
    data_folder.mkdir(parents=True)
    (data_folder / FILE).write_text(canonical(record))
    with pytest.raises(ConsentError, match=r"revoked\.json: is damaged"):
        revoked()
    with pytest.raises(ConsentError, match=r"revoked\.json: is damaged"):
        revoke(ID)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200))
def test_any_content_is_a_list_or_refused(data_folder, content):
    data_folder.mkdir(parents=True, exist_ok=True)
    (data_folder / FILE).write_bytes(content)
    with pytest.raises(ConsentError, match="damaged"):
        revoked()
