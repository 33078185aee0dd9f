"""Points in time."""

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceclone.trust.moments import end_of, is_moment, is_past, now


@given(st.datetimes(min_value=datetime(1000, 1, 1), timezones=st.just(timezone.utc)) | st.dates(date(1000, 1, 1)))
def test_every_end_is_a_moment(end):
    assert is_moment(end_of(end))
    assert is_moment(end_of(end.isoformat()))


@given(st.text())
def test_any_text_is_a_moment_or_not(text):
    if is_moment(text):
        datetime.fromisoformat(text)


@pytest.mark.parametrize("text", [None, 3, "", "2027-01-31", "2027-01-31T12:00:00Z", "2027-01-31T12:00:00+00:00\n"])
def test_other_forms_are_none(text):
    assert not is_moment(text)


def test_a_time_zone_is_heeded():
    assert end_of("2027-01-31T12:00:00+02:00") == "2027-01-31T10:00:00+00:00"


def test_past_and_future():
    assert is_past((now() - timedelta(seconds=5)).isoformat())
    assert not is_past((now() + timedelta(minutes=5)).isoformat())
