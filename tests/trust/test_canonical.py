"""JSON with one spelling."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceclone.trust.canonical import canonical, parse_canonical

RECORDS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda parts: st.lists(parts, max_size=3) | st.dictionaries(st.text(), parts, max_size=3),
    max_leaves=10,
)


@given(RECORDS)
def test_a_record_comes_out_as_it_went_in(record):
    assert parse_canonical(canonical(record)) == record


@given(st.text() | st.binary())
def test_any_other_text_is_refused(text):
    try:
        record = parse_canonical(text)
    except ValueError:
        return
    assert canonical(record) == (text if isinstance(text, str) else text.decode())


@pytest.mark.parametrize(
    "text", ['{"a": 1}', '{"b":1,"a":2}', '{"a":1,"a":1}', '"\\u00E6"', '"æ"', "1.0e0", "NaN", "[" * 100_000, " 1"]
)
def test_a_second_spelling_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        parse_canonical(text)


def test_a_number_that_is_none_is_refused():
    with pytest.raises(ValueError, match="JSON"):
        canonical(json.loads("NaN"))
