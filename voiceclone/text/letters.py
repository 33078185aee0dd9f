"""The names of the letters, alone and in a row."""

from collections.abc import Sequence

from voiceclone.text.derivation import secondary
from voiceclone.text.ipa import parse_ipa
from voiceclone.text.symbols import SPACE

_NAMES = {
    letter: parse_ipa(ipa)
    for letter, ipa in {
        "A": "ˈeɪ", "B": "bˈi", "C": "sˈi", "D": "dˈi", "E": "ˈi", "F": "ˈɛf", "G": "dʒˈi", "H": "ˈeɪtʃ", "I": "ˈaɪ",
        "J": "dʒˈeɪ", "K": "kˈeɪ", "L": "ˈɛl", "M": "ˈɛm", "N": "ˈɛn", "O": "ˈoʊ", "P": "pˈi", "Q": "kjˈu", "R": "ˈɑɹ",
        "S": "ˈɛs", "T": "tˈi", "U": "jˈu", "V": "vˈi", "W": "dˈʌbəljˌu", "X": "ˈɛks", "Y": "wˈaɪ", "Z": "zˈi",
    }.items()
}  # fmt: skip


def letter_name(letter: str) -> tuple[str, ...]:
    """Return the phonemes of the name of a capital letter, with primary stress."""
    return _NAMES[letter]


def spelled(letters: Sequence[str]) -> tuple[str, ...]:
    """Return letters said in a row, as one word with the stress on the last: FBI; around a W, as words apart."""
    phonemes: list[str] = []
    for position, letter in enumerate(letters):
        if phonemes and "W" in letters[position - 1 : position + 1]:
            phonemes.append(SPACE)
        name = _NAMES[letter]
        phonemes += name if position == len(letters) - 1 or letter == "W" else secondary(name)
    return tuple(phonemes)
