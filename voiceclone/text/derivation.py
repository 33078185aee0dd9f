"""Words made from known words: possessives, plurals, -ed, -ing, contractions, prefixes and suffixes."""

import re
from collections.abc import Callable

from voiceclone.text.ipa import parse_ipa
from voiceclone.text.symbols import PRIMARY, SECONDARY, VOWELS

Phonemes = tuple[str, ...]
Lookup = Callable[[str], Phonemes | None]

_CONTRACTIONS = {"'ll": "əl", "'d": "d", "'ve": "əv", "'re": "ɚ", "n't": "ənt", "'m": "m", "'em": "əm"}
# Affixes after and before which the network does worse than the lexicon's word and the affix put together.
_SUFFIXES = {
    "ly": "li", "ness": "nəs", "less": "ləs", "ful": "fəl", "ship": "ʃˌɪp", "hood": "hˌʊd", "like": "lˌaɪk",
    "wise": "wˌaɪz", "ish": "ɪʃ", "able": "əbəl", "ism": "ˌɪzəm", "ist": "ɪst", "ward": "wɚd", "wards": "wɚdz",
}  # fmt: skip
_PREFIXES = {
    "un": "ˌʌn", "non": "nˌɑn", "mis": "mˌɪs", "anti": "ˌænti", "super": "sˌupɚ", "semi": "sˌɛmi", "micro": "mˌaɪkɹoʊ",
    "multi": "mˌʌlti", "ultra": "ˌʌltɹə", "hyper": "hˌaɪpɚ", "cyber": "sˌaɪbɚ", "pseudo": "sˌudoʊ", "neo": "nˌioʊ",
    "psycho": "sˌaɪkoʊ",
}  # fmt: skip
_PREFIXES_WITH_HYPHEN = _PREFIXES | {
    "re": "ɹˌi", "pre": "pɹˌi", "de": "dˌi", "co": "kˌoʊ", "mid": "mˌɪd", "sub": "sˌʌb", "over": "ˌoʊvɚ",
    "inter": "ˌɪntɚ", "trans": "tɹˌænz", "counter": "kˌaʊntɚ", "ex": "ˌɛks", "pro": "pɹˌoʊ", "post": "pˌoʊst",
}  # fmt: skip
HYPHENATED_PREFIXES = frozenset(_PREFIXES_WITH_HYPHEN)
_AMERICAN = {
    "isation": "ization", "ise": "ize", "ising": "izing", "yse": "yze", "ysing": "yzing", "our": "or", "tre": "ter",
    "lled": "led", "lling": "ling", "ller": "ler", "ence": "ense", "ogue": "og", "aem": "em", "oed": "ed", "aed": "ed",
}  # fmt: skip
_BRITISH = re.compile(
    r"(?<=.{2})(?:isation|is(?:e|ing)(?=s?$|d$|rs?$|$)|ys(?:e|ing)(?=s?$|d$|rs?$|$)|our|tre(?=s?$|d$)|ll(?:ed|ing|er)(?=s?$)"
    r"|ence(?=s?$)|ogue(?=s?$)|aem|oed|aed)"
)
_SHORTEST_REST = 4  # letters that must be left after a prefix
_CONSONANTS = frozenset("bcdfghjklmnpqrstvwxz")
_HISSES = frozenset(("s", "z", "ʃ", "ʒ", "tʃ", "dʒ"))
_VOICELESS = frozenset(("p", "t", "k", "f", "θ", "s", "ʃ", "tʃ"))
_VOWELS = frozenset(VOWELS)


def derive(word: str, lookup: Lookup) -> Phonemes | None:
    """Return the phonemes of a lower-case word made from known ones, which `lookup` finds; None if it is not."""
    return (
        _with_apostrophe(word, lookup)
        or _respelled(word, lookup)
        or _inflected(word, lookup)
        or _with_affix(word, lookup)
        or _with_hyphen(word, lookup)
        or _inflected(word, lambda stem: lookup(stem) or _with_affix(stem, lookup))
    )


def add_s(phonemes: Phonemes) -> Phonemes:
    """Return the phonemes with the ending -s or 's: ɪz after a hiss, s after another voiceless sound, else z."""
    last = phonemes[-1]
    if last in _HISSES:
        return (*phonemes, "ɪ", "z")
    return (*phonemes, "s" if last in _VOICELESS else "z")


def add_d(phonemes: Phonemes) -> Phonemes:
    """Return the phonemes with the ending -ed: ɪd after t and d, t after another voiceless sound, else d."""
    last = phonemes[-1]
    if last in ("t", "d"):
        return (*phonemes, "ɪ", "d")
    return (*phonemes, "t" if last in _VOICELESS else "d")


def secondary(phonemes: Phonemes) -> Phonemes:
    """Return the phonemes with every primary stress made secondary."""
    return tuple(phone.replace(PRIMARY, SECONDARY) for phone in phonemes)


def is_vowel(phone: str) -> bool:
    """Tell whether a phoneme is a vowel, with or without stress."""
    return phone.lstrip(PRIMARY + SECONDARY) in _VOWELS


def _with_apostrophe(word: str, lookup: Lookup) -> Phonemes | None:
    if "'" not in word:
        return None
    if word.endswith("'s") and (stem := _known(word[:-2], lookup)):
        return add_s(stem)
    if word.endswith("s'"):
        return _known(word[:-1], lookup)
    if word.endswith("in'") and (stem := _known(word[:-1] + "g", lookup)):
        return (*stem[:-1], "n")
    for ending, ipa in _CONTRACTIONS.items():
        if word.endswith(ending) and (stem := _known(word.removesuffix(ending), lookup)):
            ended_by_dental = ending == "'d" and stem[-1] in ("t", "d")
            return (*stem, *parse_ipa("ɪd" if ended_by_dental else ipa))
    return _known(word.replace("'", ""), lookup)


def _respelled(word: str, lookup: Lookup) -> Phonemes | None:
    """Return a word in British spelling by its American one: organised, colour, centre, travelled, defence."""
    american = _BRITISH.sub(lambda match: _AMERICAN[match[0]], word)
    return _known(american, lookup) if american != word else None


def _inflected(word: str, lookup: Lookup) -> Phonemes | None:
    if word.endswith("s") and not word.endswith("ss"):
        for stem in _stems(word, "s", {"ies": "y", "es": ""}):
            if known := lookup(stem):
                return add_s(known)
    if word.endswith("ed"):
        for stem in _stems(word, "ed", {"d": "", "ied": "y"}):
            if known := lookup(stem):
                return add_d(known)
    if word.endswith("ing"):
        for stem in _stems(word, "ing", {"ing": "e"}):
            if known := lookup(stem):
                return (*known, "ɪ", "ŋ")
    return None


def _stems(word: str, ending: str, replaced: dict[str, str]) -> list[str]:
    """Return what may stand before an ending: with a letter put back, cut off, or with a doubled consonant undone."""
    stem = word.removesuffix(ending)
    stems = [word.removesuffix(old) + new for old, new in replaced.items() if word.endswith(old)]
    stems = [stem, *stems] if ending == "s" else [*stems, stem]
    if ending != "s" and len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] in _CONSONANTS:
        stems.append(stem[:-1])
    return [stem for stem in stems if len(stem) > 2]


def _with_affix(word: str, lookup: Lookup) -> Phonemes | None:
    if word.endswith(("ably", "ibly")) and (adjective := lookup(word[:-1] + "e")):
        return (*adjective[:-2], "l", "i")
    for suffix, ipa in _SUFFIXES.items():
        stem = word.removesuffix(suffix)
        if stem == word or len(stem) < 3:
            continue
        for candidate in _bases(stem, suffix):
            if known := lookup(candidate):
                return (*(known[:-1] if suffix == "ly" and known[-1] == "l" else known), *parse_ipa(ipa))
    for prefix, ipa in _PREFIXES.items():
        rest = word.removeprefix(prefix)
        if rest != word and len(rest) >= _SHORTEST_REST and (known := lookup(rest)):
            return (*parse_ipa(ipa), *known)
    return None


def _bases(stem: str, suffix: str) -> list[str]:
    """Return the words that may have become this stem before a suffix: happi-ness, pale-r, run-ner, ugly."""
    bases = [stem + "e"] if suffix[0] in "aei" else []
    bases.append(stem)
    if stem.endswith("i"):
        bases.append(stem[:-1] + "y")
    if suffix[0] in "aei" and stem[-1] == stem[-2] and stem[-1] in _CONSONANTS:
        bases.append(stem[:-1])
    return bases


def _with_hyphen(word: str, lookup: Lookup) -> Phonemes | None:
    """Return a known word after a prefix and a hyphen: re-entry, pre-owned."""
    prefix, hyphen, rest = word.partition("-")
    if not hyphen or prefix not in _PREFIXES_WITH_HYPHEN:
        return None
    if closed_up := lookup(prefix + rest):
        return closed_up
    known = _known(rest, lookup)
    return (*parse_ipa(_PREFIXES_WITH_HYPHEN[prefix]), *known) if known else None


def _known(word: str, lookup: Lookup) -> Phonemes | None:
    return lookup(word) or _inflected(word, lookup)
