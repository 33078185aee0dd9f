"""Points in time: ISO 8601 in UTC, to the second, as the clock of this machine has it."""

import re
from datetime import date, datetime, timedelta, timezone
from typing import Any

_FORM = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", re.ASCII)


def now() -> datetime:
    """Return this moment, to the second."""
    return datetime.now(timezone.utc).replace(microsecond=0)


def is_moment(text: Any) -> bool:
    """Return whether `text` is a point in time as `datetime.isoformat` writes it to the second, in UTC.

    >>> is_moment("2027-01-31T12:00:00+00:00"), is_moment("2027-01-31"), is_moment("2027-02-31T12:00:00+00:00")
    (True, False, False)
    """
    if not isinstance(text, str) or not _FORM.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def end_of(moment: str | date) -> str:
    """Return `moment` in the form of `is_moment`; of a day, its last second; a time without a zone is local.

    Raises ValueError where `moment` is none.

    >>> end_of("2027-01-31")
    '2027-01-31T23:59:59+00:00'
    """
    if isinstance(moment, str):
        moment = date.fromisoformat(moment) if len(moment) == len("2027-01-31") else datetime.fromisoformat(moment)
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, 23, 59, 59, tzinfo=timezone.utc)
    return moment.astimezone(timezone.utc).replace(microsecond=0).isoformat()


def is_past(moment: str, at: datetime | None = None) -> bool:
    """Return whether `moment`, of the form of `is_moment`, lies before `at`, or before now."""
    return datetime.fromisoformat(moment) < (now() if at is None else at)


def after(start: datetime, span: timedelta) -> str:
    """Return the moment that lies `span` after `start`."""
    return (start + span).isoformat()
