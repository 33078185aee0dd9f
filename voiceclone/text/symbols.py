"""The one inventory of symbols that a spoken text consists of: IPA phones, stress, boundaries.

A symbol is a short string. A vowel stands in three forms: plain, with primary stress (ˈ before it) and with
secondary stress (ˌ); the stress belongs to the vowel, so that every symbol has a duration of its own.
"""

PADDING = "_"
BEGIN = "^"  # silence before the first word
END = "$"  # silence after the last word
SPACE = " "  # between words without punctuation; may last a single frame
PAUSES = (",", ".", "?", "!", ";", ":", "–")  # stand in place of the space between words, or before END

PRIMARY, SECONDARY = "ˈ", "ˌ"

# English (General American) first; the rest serves other languages through espeak-ng.
VOWELS = (
    "ɑ", "æ", "ʌ", "ɔ", "aʊ", "aɪ", "ɛ", "ɝ", "eɪ", "ɪ", "i", "oʊ", "ɔɪ", "ʊ", "u", "ə", "ɚ",
    "a", "e", "o", "y", "ø", "œ", "ɐ", "ɒ", "ɜ", "ɘ", "ɵ", "ɤ", "ɯ", "ɨ", "ʉ", "ʏ", "ɶ",
    "ɑ̃", "ɛ̃", "ɔ̃", "œ̃",
)  # fmt: skip
CONSONANTS = (
    "b", "tʃ", "d", "ð", "f", "ɡ", "h", "dʒ", "k", "l", "m", "n", "ŋ", "p", "ɹ", "s", "ʃ", "t", "θ", "v", "w", "j",
    "z", "ʒ",
    "r", "ɾ", "ʁ", "ʀ", "x", "χ", "ç", "ɣ", "ɲ", "ʎ", "ɬ", "ɫ", "ʔ", "c", "ɟ", "q", "β", "ɸ", "ʂ", "ʐ", "ɕ", "ʑ",
    "ts", "dz", "tɕ", "dʑ", "ʈ", "ɖ", "ɳ", "ɭ", "ɽ", "ʋ", "ɥ", "ɦ", "ʍ", "pf", "ħ", "ʕ", "ɴ",
)  # fmt: skip
LENGTH = "ː"  # lengthens the phone before it and has frames of its own

SYMBOLS: tuple[str, ...] = (
    PADDING,
    BEGIN,
    END,
    SPACE,
    *PAUSES,
    *(stress + vowel for vowel in VOWELS for stress in ("", PRIMARY, SECONDARY)),
    *CONSONANTS,
    LENGTH,
)
SYMBOL_IDS: dict[str, int] = {symbol: index for index, symbol in enumerate(SYMBOLS)}
BOUNDARIES = frozenset((BEGIN, END, SPACE, *PAUSES))


def encode(symbols: list[str]) -> list[int]:
    """Return the number of each symbol. Raises KeyError on a symbol that is not in the inventory."""
    return [SYMBOL_IDS[symbol] for symbol in symbols]


def decode(ids: list[int]) -> list[str]:
    """Return the symbol of each number."""
    return [SYMBOLS[index] for index in ids]
