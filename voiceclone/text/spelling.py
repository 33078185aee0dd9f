"""Spelling out: what to say so that a text is heard character by character, or number by digit."""

from voiceclone.errors import TextError
from voiceclone.text.identifiers import ADDRESS_MARKS, SYMBOLS
from voiceclone.text.normalisation import fold_accents
from voiceclone.text.numbers import spelled_digits

_MARKS = {
    **SYMBOLS, **ADDRESS_MARKS, ",": "comma", ";": "semicolon", "!": "exclamation mark", "'": "apostrophe",
    '"': "quote", "(": "open bracket", ")": "close bracket", "*": "star", "\\": "backslash", "|": "bar",
}  # fmt: skip
_BETWEEN_DIGITS = frozenset(" -–.,/()")


def characters(text: str, english: bool) -> str:
    """Return the names of the characters of a text, in English, or for another language the characters one by one.

    Raises TextError for one that has no name.
    """
    if not english:
        return " ".join(text.replace(" ", ""))
    return " ".join(filter(None, map(_name, text)))


def digits(text: str, english: bool) -> str:
    """Return the digits of a number one by one, with a pause where something stands between them.

    Raises TextError for what is neither a digit nor stands between digits.
    """
    groups = "".join("," if character in _BETWEEN_DIGITS else character for character in text).split(",")
    groups = [group for group in groups if group]
    for group in groups:
        if not (group.isascii() and group.isdecimal()):
            raise TextError(f"{text!r} is not a row of digits")
    return ", ".join(spelled_digits(group) if english else " ".join(group) for group in groups)


def _name(character: str) -> str:
    if character == " ":
        return ""
    if character.isascii() and character.isdecimal():
        return spelled_digits(character)
    if character in _MARKS:
        return _MARKS[character]
    letters = fold_accents(character).upper()
    if not (letters.isascii() and letters.isalpha()):
        raise TextError(f"{character!r} has no name that could be said")
    return " ".join(letters)
