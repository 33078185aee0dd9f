"""Numbers in English words: cardinals, ordinals, decimals, years, digits one by one, Roman numerals."""

import re
from functools import lru_cache

from num2words import num2words

LONGEST_CARDINAL = 15  # digits; longer ones are read one by one
INTEGER = r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+"
NUMBER = rf"(?:{INTEGER})(?:\.[0-9]+)?|\.[0-9]+"

_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


@lru_cache(maxsize=4096)
def cardinal(digits: str) -> str:
    """Return an integer in words: "1,200" → "one thousand two hundred"; with a leading zero, digit by digit."""
    digits = digits.replace(",", "")
    if len(digits) > LONGEST_CARDINAL or (digits.startswith("0") and len(digits) > 1):
        return spelled_digits(digits)
    return _plain(num2words(int(digits)))


@lru_cache(maxsize=1024)
def ordinal(number: int) -> str:
    """Return the ordinal in words: 21 → "twenty first"."""
    return _plain(num2words(number, to="ordinal"))


def number(digits: str) -> str:
    """Return an unsigned integer or decimal in words: "3.14" → "three point one four"."""
    whole, point, decimals = digits.partition(".")
    spoken = cardinal(whole) if whole else ""
    return f"{spoken} point {spelled_digits(decimals)}".strip() if point and decimals else spoken


def signed_number(digits: str) -> str:
    """Return a number that may have a sign in words: "-4" → "minus four"."""
    sign = {"-": "minus ", "–": "minus ", "+": "plus ", "±": "plus or minus "}.get(digits[:1], "")
    return sign + number(digits.lstrip("-–+±"))


def spelled_digits(digits: str, zero: str = "zero") -> str:
    """Return the digits one by one."""
    return " ".join(zero if digit == "0" else _DIGITS[int(digit)] for digit in digits)


def year(digits: str) -> str:
    """Return a year of four digits as it is said: "1998" → "nineteen ninety eight", "2005" → "two thousand five"."""
    century, rest = digits[:2], digits[2:]
    if rest == "00" and digits[1] != "0":
        return f"{cardinal(century)} hundred"
    if digits[1:3] == "00":
        return cardinal(digits)
    return f"{cardinal(century)} {pair(rest)}"


def pair(digits: str) -> str:
    """Return two digits as they are said after others: "05" → "oh five", "45" → "forty five"."""
    return f"oh {_DIGITS[int(digits[1])]}" if digits[0] == "0" else cardinal(digits)


def plural(spoken: str) -> str:
    """Return the plural of a number in words: "nineteen ninety" → "nineteen nineties"."""
    if spoken.endswith("y"):
        return spoken[:-1] + "ies"
    return spoken + ("es" if spoken.endswith("x") else "s")


def in_groups(digits: str) -> str:
    """Return a number as in an address or a flight: "221" → "two twenty one", "1408" → "fourteen oh eight"."""
    if len(digits) == 3 and digits[0] != "0":
        return f"{cardinal(digits[0])} {'hundred' if digits[1:] == '00' else pair(digits[1:])}"
    if len(digits) == 4 and digits[0] != "0":
        return year(digits)
    return cardinal(digits)


def roman_value(numeral: str) -> int:
    """Return the value of a Roman numeral in capitals, 0 if it is none."""
    if not numeral or not _ROMAN.fullmatch(numeral):
        return 0
    values = [_ROMAN_VALUES[letter] for letter in numeral]
    return sum(-value if value < max(values[index:]) else value for index, value in enumerate(values))


def _plain(words: str) -> str:
    return words.replace(",", "").replace("-", " ").replace(" and ", " ")
