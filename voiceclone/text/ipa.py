"""IPA strings, taken apart into the symbols of the inventory."""

import unicodedata
from functools import lru_cache

from voiceclone.errors import TextError
from voiceclone.text.symbols import BOUNDARIES, PADDING, SYMBOL_IDS

PHONES = frozenset(SYMBOL_IDS) - BOUNDARIES - {PADDING}
LONGEST = max(map(len, PHONES))
STRESSES = "ˈˌ"

# Other spellings of the same sounds, and marks that the inventory does not tell apart.
SPELLINGS = {
    "g": "ɡ", "ʧ": "tʃ", "ʤ": "dʒ", "ʦ": "ts", "ʣ": "dz", "ʨ": "tɕ", "ʥ": "dʑ", "ɚː": "ɚ", ":": "ː", "'": "ˈ", "’": "ˈ",
    "ã": "ɑ̃", "õ": "ɔ̃", "ẽ": "ɛ̃", "ç": "ç",
}  # fmt: skip
IGNORED = set(".‿| \u0361\u035c\u032f\u0329\u02b0\u02b2\u02b7\u0325\u032a\u031a\u02de")


@lru_cache(maxsize=4096)
def parse_ipa(text: str) -> tuple[str, ...]:
    """Return the symbols of an IPA string such as "vˈɔɪs" or "ˈvɔɪs", by the longest match.

    A stress mark may stand before the vowel (as in the inventory) or before the syllable (as in dictionaries); it goes
    to the next vowel. Tie bars, syllable dots, spaces and fine diacritics are ignored.
    Raises TextError on anything that the inventory has no symbol for, or when nothing is left.
    """
    rest = unicodedata.normalize("NFD", text).replace("c\u0327", "ç")
    for mark in IGNORED:
        rest = rest.replace(mark, "")
    for spelling, symbol in SPELLINGS.items():
        rest = rest.replace(unicodedata.normalize("NFD", spelling), symbol)

    symbols: list[str] = []
    stress = ""
    position = 0
    while position < len(rest):
        if rest[position] in STRESSES:
            stress = rest[position]
            position += 1
            continue
        phone = next(
            (rest[position : position + n] for n in range(LONGEST, 0, -1) if rest[position : position + n] in PHONES),
            "",
        )
        if not phone:
            raise TextError(f"{text!r} is not an IPA string of known symbols: {rest[position]!r} is unknown")
        position += len(phone)
        if stress and stress + phone in PHONES:
            phone, stress = stress + phone, ""
        symbols.append(phone)
    if not symbols:
        raise TextError(f"{text!r} holds no IPA symbol")
    return tuple(symbols)
