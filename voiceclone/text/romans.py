"""Roman numerals: ordinals after the names of rulers, cardinals after nouns such as War or Chapter."""

from voiceclone.text.context import Context
from voiceclone.text.numbers import cardinal, ordinal, roman_value
from voiceclone.text.word_set import word_set

_RULERS = word_set(
    "Henry Edward Richard George William Charles James Louis Philip Elizabeth Mary Catherine Katherine Peter "
    "Nicholas Alexander Ivan Pius Paul John Benedict Gregory Leo Clement Innocent Urban Napoleon Frederick "
    "Friedrich Wilhelm Ferdinand Francis Otto Leopold Albert Haakon Christian Gustav Gustaf Carl Karl Juan Ramses "
    "Rameses Thutmose Amenhotep Ptolemy Darius Xerxes Cyrus Robert David Malcolm Kenneth Constantine Theodosius "
    "Justinian Michael Stephen Boniface Sixtus Julius Adrian Celestine Eugene Victor Umberto Emmanuel Pedro Alfonso "
    "Sancho Afonso Mehmed Murad Selim Suleiman Rama Abdullah Hussein Hassan Mohammed Muhammad Margaret Margrethe "
    "Anne Isabella Maria Jean Joseph Josef Sigismund Maximilian Rudolf Ludwig Olaf Harald Baldwin Bohemond Philippe "
    "Henri Felipe Carlos Antiochus Seleucus Artaxerxes Rainier Tutankhamun Ashurbanipal Nebuchadnezzar Charlemagne "
    "Christina"
)
_NUMBERED = word_set(
    "war chapter part act scene volume book section article title phase type class level stage grade figure table "
    "appendix bowl apollo season episode series edition rocky unit division corps army group category annex plan "
    "gemini saturn windows vii mark corollary theorem lemma proposition olympiad"
)
_TITLES = frozenset(("King", "Queen", "Pope", "Emperor", "Empress", "Tsar", "Czar", "Prince", "Kaiser", "Sultan"))
_AFTER_RULER = word_set(
    "of was is had has died became ruled reigned and who whose in succeeded married went came to by as when at"
)


def roman_numeral(context: Context) -> str | None:
    """Read Henry VIII as "the eighth", World War II as "two"; a bare numeral of three letters or more as a cardinal."""
    word = context.word
    value = roman_value(word)
    if not value or value > 3999:
        return None
    before = context.before.removesuffix("'s")
    if context.token.before or (context.index and context.tokens[context.index - 1].after):
        before = ""
    if before in _RULERS and (len(word) > 1 or word in "VX" or _names_the_first(context)):
        return f"the {ordinal(value)}"
    if before.lower() in _NUMBERED and not (word == "I" and context.after.islower() and context.runs_on):
        return cardinal(str(value))
    if len(word) == 1 or context.in_capitals:
        return None
    if before[:1].isupper() and before.lower() not in ("the", "a", "an", "i") and value < 40:
        personal = word in ("II", "III", "IV") and context.at(-2)[:1].isupper()
        return f"the {ordinal(value)}" if personal else cardinal(str(value))
    is_bare_numeral = len(word) > 2 and set(word) <= set("IVX")
    return cardinal(str(value)) if is_bare_numeral or word in ("II", "IV", "VI", "IX") else None


def _names_the_first(context: Context) -> bool:
    """Tell "Elizabeth I died" from "Mary, I think": is this I a numeral?"""
    if context.word != "I":
        return False
    return not context.runs_on or context.after in _AFTER_RULER or context.at(-2) in _TITLES
