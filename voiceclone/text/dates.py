"""Dates, years, decades and times of day."""

import re

from voiceclone.text.context import Context
from voiceclone.text.numbers import cardinal, ordinal, pair, plural, year
from voiceclone.text.word_set import word_set

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_SHORT_MONTHS = {month[:3]: month for month in MONTHS} | {"sept": "september"}
_DATE = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4}|[0-9]{2})")
_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_ORDINAL = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})*|[0-9]+)(?:st|nd|rd|th)", re.IGNORECASE)
_DECADE = re.compile(r"'?([0-9]{2}|[0-9]{4})'?s")
_YEARS = re.compile(r"([12][0-9]{3})[-–/]([12][0-9]{3}|[0-9]{2})")
_TIME = re.compile(r"([01]?[0-9]|2[0-4])[:.]([0-5][0-9])(?::([0-5][0-9]))?([ap]\.?m)?", re.IGNORECASE)
_HOUR = re.compile(r"(1?[0-9])([ap]\.?m)", re.IGNORECASE)
_HALF_DAY = re.compile(r"[ap]\.?m", re.IGNORECASE)
_YEAR_WORDS = word_set(
    "in since year by until till from to after before during around circa of spring summer autumn fall winter early "
    "late mid and or between class through the"
)
_COUNTED = word_set("people men women children percent dollars pounds euros miles meters metres feet points")


def month_name(word: str) -> str | None:
    """Return the month that a capitalised word or abbreviation names, in full."""
    lower = word.lower().rstrip(".")
    if not word[:1].isupper():
        return None
    return lower if lower in MONTHS else _SHORT_MONTHS.get(lower)


def date(context: Context) -> str | None:
    """Read 3/4/2021 (month first), 2021-03-04, the day beside a month, and the month itself."""
    word = context.word
    if match := _ISO_DATE.fullmatch(word):
        return _spoken_date(int(match[2]), int(match[3]), match[1])
    if match := _DATE.fullmatch(word):
        month, day = int(match[1]), int(match[2])
        if month > 12:
            month, day = day, month
        return _spoken_date(month, day, match[3])
    if word.isdecimal() and len(word) <= 2 and 1 <= int(word) <= 31:
        beside_month = month_name(context.before) or (context.runs_on and month_name(context.after))
        return ordinal(int(word)) if beside_month else None
    return None


def _spoken_date(month: int, day: int, digits: str) -> str | None:
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    spoken_year = year(digits) if len(digits) == 4 else pair(digits)
    return f"{MONTHS[month - 1]} {ordinal(day)}, {spoken_year}"


def ordinal_number(context: Context) -> str | None:
    """Read 3rd, 21st, 100th."""
    match = _ORDINAL.fullmatch(context.word)
    return ordinal(int(match[1].replace(",", ""))) if match and len(match[1]) <= 15 else None


def decade(context: Context) -> str | None:
    """Read 1990s and '90s."""
    match = _DECADE.fullmatch(context.word)
    if not match:
        return None
    return plural(year(match[1]) if len(match[1]) == 4 and match[1][0] in "12" else cardinal(match[1]))


def year_number(context: Context) -> str | None:
    """Read 1998 as a year, unless something that can be counted follows; 1914-1918 as a span."""
    word = context.word
    if match := _YEARS.fullmatch(word):
        return f"{year(match[1])} to {year(match[2]) if len(match[2]) == 4 else pair(match[2])}"
    if not (len(word) == 4 and word.isdecimal() and 1000 <= int(word) < 2100):
        return None
    month = month_name(context.before) or month_name(context.at(-2))
    if month or context.before.lower() in _YEAR_WORDS:
        counted = context.runs_on and context.after.lower() in _COUNTED
        return None if counted else year(word)
    follows_noun = context.runs_on and context.after.islower() and context.after.endswith("s")
    return None if follows_noun or context.after.lower() in _COUNTED or int(word) < 1100 else year(word)


def time_of_day(context: Context) -> str | None:
    """Read 6:45, 17:30, 6:45pm, 6pm, 12:00; and "am" or "pm" after such a time."""
    word = context.word
    if _HALF_DAY.fullmatch(word) and (context.before[:1].isdecimal() or "." in word or context.before == "o'clock"):
        return f"{word[0].upper()} M"
    if match := _HOUR.fullmatch(word):
        return f"{cardinal(match[1])} {match[2][0].upper()} M"
    match = _TIME.fullmatch(word)
    if not match or ("." in word.rstrip("m.") and ":" not in word and not match[4]):
        return None
    hour, minute, second, half = match.groups()
    half_follows = half or _HALF_DAY.fullmatch(context.after)
    if minute == "00":
        spoken = cardinal(hour) if half_follows else f"{_hour(hour)} {'hundred' if int(hour) > 12 else 'o'}"
        spoken = spoken.replace(" o", " o'clock") if spoken.endswith(" o") else spoken
    else:
        spoken = f"{_hour(hour)} {pair(minute)}"
    if second:
        spoken += f" and {cardinal(str(int(second)))} seconds"
    return f"{spoken} {half[0].upper()} M" if half else spoken


def _hour(digits: str) -> str:
    return cardinal(str(int(digits))) if int(digits) else "zero"
