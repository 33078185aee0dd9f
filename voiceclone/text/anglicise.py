"""The sounds of English nearest to those of other languages, for networks that have only heard English."""

from collections.abc import Sequence

from voiceclone.text.symbols import BOUNDARIES, CONSONANTS, LENGTH, PRIMARY, SECONDARY, VOWELS

_NEAREST = {
    "a": "ɑ", "e": "eɪ", "o": "oʊ", "y": "u", "ø": "ɝ", "œ": "ɝ", "ɐ": "ə", "ɒ": "ɑ", "ɜ": "ɝ", "ɘ": "ə", "ɵ": "ə",
    "ɤ": "ʌ", "ɯ": "u", "ɨ": "ɪ", "ʉ": "u", "ʏ": "ʊ", "ɶ": "æ", "ɑ̃": "ɑ n", "ɛ̃": "æ n", "ɔ̃": "oʊ n", "œ̃": "ʌ n",
    "r": "ɹ", "ɾ": "ɹ", "ʁ": "ɹ", "ʀ": "ɹ", "x": "h", "χ": "h", "ç": "ʃ", "ɣ": "ɡ", "ɲ": "n j", "ʎ": "l j", "ɬ": "l",
    "ɫ": "l", "ʔ": "", "c": "k", "ɟ": "ɡ", "q": "k", "β": "v", "ɸ": "f", "ʂ": "ʃ", "ʐ": "ʒ", "ɕ": "ʃ", "ʑ": "ʒ",
    "ts": "t s", "dz": "d z", "tɕ": "tʃ", "dʑ": "dʒ", "ʈ": "t", "ɖ": "d", "ɳ": "n", "ɭ": "l", "ɽ": "ɹ", "ʋ": "v",
    "ɥ": "w", "ɦ": "h", "ʍ": "w", "pf": "p f", "ħ": "h", "ʕ": "", "ɴ": "ŋ", LENGTH: "",
}  # fmt: skip
ENGLISH = frozenset(
    (
        *(stress + vowel for vowel in VOWELS if vowel not in _NEAREST for stress in ("", PRIMARY, SECONDARY)),
        *(consonant for consonant in CONSONANTS if consonant not in _NEAREST),
        *BOUNDARIES,
    )
)


def anglicise(symbols: Sequence[str]) -> tuple[str, ...]:
    """Return the symbols with each that English lacks replaced by the nearest that it has, or left out.

    A stress stays with its vowel. What is English already comes back as it was.
    """
    english: list[str] = []
    for symbol in symbols:
        stress = symbol[0] if symbol[0] in (PRIMARY, SECONDARY) else ""
        if symbol in ENGLISH:
            english.append(symbol)
            continue
        nearest = _NEAREST[symbol.removeprefix(stress)].split()
        english += [stress + nearest[0], *nearest[1:]] if nearest else []
    return tuple(english)
