"""Telephone numbers, e-mail and web addresses, house numbers, references such as 3(b), and mixed words such as H2O."""

import re

from voiceclone.text.context import Context
from voiceclone.text.numbers import NUMBER, cardinal, in_groups, number, spelled_digits

_EMAIL = re.compile(r"(?:mailto:)?([\w.+-]+)@([\w-]+(?:\.[\w-]+)+)")
_WEB = re.compile(
    r"(?:https?://|ftp://)?((?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,24}|(?:https?|ftp)://\S+)(:[0-9]+)?([/?#]\S*)?"
)
_SCHEME = re.compile(r"(?:https?|ftp)://")
_PHONE = re.compile(
    r"(?:\+?[0-9]{1,3}[-.])?\(?[0-9]{3}\)?[-.][0-9]{3}[-.][0-9]{4}|[0-9]{3}-[0-9]{4}|1-[0-9]{3}-[0-9]{3}-[0-9]{4}"
    r"|\+[0-9]{6,15}|\([0-9]{3}\)[0-9]{3}-[0-9]{4}|0[0-9]{2,4}-[0-9]{5,8}"
)
_EMERGENCY = frozenset(("911", "999", "112", "411", "101", "000"))
_CALLING = frozenset(("call", "calls", "called", "calling", "dial", "dials", "dialled", "dialed", "ring", "phone"))
_HOUSE = re.compile(r"([0-9]{1,4})([A-Za-z])")
_PLACES = frozenset(("room", "flight", "suite", "apartment", "apt", "highway", "route", "interstate", "area"))
_REFERENCE = re.compile(r"([0-9]{1,4}|[A-Za-z])((?:\((?:[0-9]{1,3}|[A-Za-z]|[ivx]{1,4})\))+)")
_RANGE = re.compile(rf"({NUMBER})[-–]({NUMBER})(%?)")
_VERSION = re.compile(r"[vV]?([0-9]+(?:\.[0-9]+){1,5})")
_HASHED_NUMBER = re.compile(rf"#({NUMBER})")
_TIMES = re.compile(rf"({NUMBER})[x×]({NUMBER})")
_PARTS = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[^\W\d_]+|[^\w\s]|_")
SYMBOLS = {
    "&": "and", "@": "at", "%": "percent", "+": "plus", "=": "equals", "#": "hash", "<": "less than",
    ">": "greater than", "×": "times", "÷": "divided by", "±": "plus or minus", "°": "degrees", "©": "copyright",
    "§": "section", "$": "dollars", "£": "pounds", "€": "euros", "¥": "yen", "₹": "rupees", "≈": "about",
    "≤": "at most", "≥": "at least", "№": "number", "≠": "is not", "→": "to", "²": "squared", "³": "cubed",
}  # fmt: skip
ADDRESS_MARKS = {
    ".": "dot", "@": "at", "/": "slash", "-": "dash", "_": "underscore", "+": "plus", ":": "colon",
    "?": "question mark", "=": "equals", "&": "and", "#": "hash", "%": "percent", "~": "tilde",
}  # fmt: skip
_DOMAINS = {"com": "com", "org": "org", "net": "net", "info": "info", "gov": "gov", "edu": "edu", "mil": "mil"}


def email(context: Context) -> str | None:
    """Read jane.doe@example.org as "jane dot doe at example dot org"."""
    match = _EMAIL.fullmatch(context.word)
    return f"{spoken_address(match[1])} at {spoken_address(match[2])}" if match else None


def web_address(context: Context) -> str | None:
    """Read www.example.org/help; the scheme is left out, and so is a slash at the end."""
    word = context.word
    match = _WEB.fullmatch(word)
    if not match or (word[0].isupper() and "/" not in word and word.split(".")[1][:1].isupper()):
        return None
    return spoken_address(_SCHEME.sub("", word).rstrip("/"))


def spoken_address(address: str) -> str:
    """Return an address with its marks by name, its numbers by digits, and its short consonant groups by letters."""
    spoken: list[str] = []
    parts = _PARTS.findall(address)
    for index, part in enumerate(parts):
        last_of_domain = index and parts[index - 1] == "." and (index + 1 == len(parts) or parts[index + 1] in "/:")
        if part in ADDRESS_MARKS:
            spoken.append(ADDRESS_MARKS[part])
        elif part[0].isdecimal():
            spoken.append(spelled_digits(re.sub(r"\D", "", part)) if len(part) > 2 else cardinal(part))
        elif part.isalpha():
            lower = part.lower()
            spell = lower == "www" or (last_of_domain and len(part) == 2) or not _has_vowel(lower)
            spoken.append(" ".join(part.upper()) if spell and lower not in _DOMAINS and part.isascii() else lower)
    return " ".join(spoken)


def telephone(context: Context) -> str | None:
    """Read 555-0142, +1-555-010-0142, and the area code in brackets before one, digit by digit in groups."""
    word = context.word
    if _PHONE.fullmatch(word):
        groups = re.findall(r"[0-9]+", word)
        return ("plus " if word.startswith("+") else "") + ", ".join(map(_group, groups))
    if word.isdecimal() and len(word) == 3:
        area_code = context.token.before.endswith("(") and _PHONE.fullmatch(context.after)
        emergency = word in _EMERGENCY and context.before.lower() in _CALLING
        return spelled_digits(word, "oh") if area_code or emergency else None
    if re.fullmatch(r"\+[0-9]{1,3}", word) and context.after[:1].isdecimal():
        return f"plus {spelled_digits(word[1:])}"
    return None


def house_number(context: Context) -> str | None:
    """Read 221B as in an address, "two twenty one B", and the number of a room, a flight or a road likewise."""
    if context.before.lower() in _PLACES and context.word.isdecimal() and len(context.word) >= 3:
        return in_groups(context.word)
    match = _HOUSE.fullmatch(context.word)
    return f"{in_groups(match[1])} {match[2].upper()}" if match else None


def reference(context: Context) -> str | None:
    """Read 3(b) as "three B"."""
    match = _REFERENCE.fullmatch(context.word)
    if not match:
        return None
    parts = [match[1], *re.findall(r"\w+", match[2])]
    return " ".join(cardinal(part) if part.isdecimal() else " ".join(part.upper()) for part in parts)


def number_range(context: Context) -> str | None:
    """Read 10-20 as "ten to twenty", and 5-10% likewise."""
    match = _RANGE.fullmatch(context.word)
    return f"{number(match[1])} to {number(match[2])}" + (" percent" if match[3] else "") if match else None


def numbered(context: Context) -> str | None:
    """Read #5 as "number five", 2x4 as "two by four", v2.0 and 3.11.2 with points."""
    word = context.word
    if match := _HASHED_NUMBER.fullmatch(word):
        return f"number {number(match[1])}"
    if word in ("x", "X") and context.before[-1:].isdecimal() and context.after[:1].isdecimal():
        return "times"
    if match := _TIMES.fullmatch(word):
        return f"{number(match[1])} by {number(match[2])}"
    if (match := _VERSION.fullmatch(word)) and (word.count(".") > 1 or word[0] in "vV"):
        spoken = " point ".join(cardinal(part) for part in match[1].split("."))
        return f"version {spoken}" if word[0] in "vV" else spoken
    return None


def mixed_parts(word: str) -> list[str]:
    """Return the stretches of digits, of letters, and the single marks that a word consists of."""
    return _PARTS.findall(word)


def _group(digits: str) -> str:
    """Return a group of a telephone number: digit by digit, but 800 as "eight hundred"."""
    hundreds = len(digits) == 3 and digits.endswith("00") and digits[0] != "0"
    return cardinal(digits) if hundreds else spelled_digits(digits, "oh")


def _has_vowel(word: str) -> bool:
    return any(letter in "aeiouy" for letter in word)
