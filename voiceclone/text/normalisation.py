"""Normalisation: what each written word of an English sentence says, in words and names of letters."""

import re
import unicodedata
from collections.abc import Sequence

from voiceclone.text import dates, identifiers, quantities
from voiceclone.text.abbreviations import closes, is_initials, opens
from voiceclone.text.capitals import Capitals
from voiceclone.text.context import Context, Rule
from voiceclone.text.derivation import HYPHENATED_PREFIXES
from voiceclone.text.lexicon import Lexicon
from voiceclone.text.numbers import cardinal, in_groups
from voiceclone.text.romans import roman_numeral
from voiceclone.text.tokens import Token

_ORDINARY_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|[A-Z][a-z]+(?:'[a-z]+)?")
_HUMP = re.compile(r"[A-Z]{2,}(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+")
_FOLDED = str.maketrans({
    "ß": "ss", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D",
    "ð": "th", "Ð": "Th", "þ": "th", "Þ": "Th", "ı": "i", "ħ": "h", "ŋ": "ng", "ſ": "s",
})  # fmt: skip
_GREEK = {
    letter: unicodedata.name(letter).split()[-1].lower() for letter in "αβγδεζηθικμνξοπρστυφχψωΓΔΘΛΞΠΣΦΨΩ"
} | {"λ": "lambda", "Λ": "lambda", "µ": "micro"}  # fmt: skip
_POWERS = {"²": "squared", "³": "cubed"}
_VOWELS = frozenset("aeiouy")
_WITHOUT_DOT = {"vs": "versus", "etc": "et cetera"}


class Normaliser:
    """Says what the written words of a sentence stand for, by the first rule that has a say."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._capitals = Capitals(lexicon)
        self._rules: tuple[Rule, ...] = (
            _abbreviation,
            identifiers.telephone,
            identifiers.email,
            quantities.money,
            dates.date,
            dates.ordinal_number,
            dates.decade,
            dates.time_of_day,
            dates.year_number,
            identifiers.numbered,
            identifiers.web_address,
            quantities.quantity,
            identifiers.house_number,
            identifiers.reference,
            quantities.fraction,
            quantities.ratio,
            identifiers.number_range,
            quantities.plain_number,
            roman_numeral,
            _letter,
            self._capitals.read,
        )

    def normalise(self, tokens: Sequence[Token]) -> list[str]:
        """Return what each written word says (see `Rule`); nothing for what cannot be said in English."""
        in_capitals = len(tokens) > 1 and not any(character.islower() for token in tokens for character in token.text)
        return [self._say(Context(tokens, index, in_capitals)) for index in range(len(tokens))]

    def _say(self, context: Context) -> str:
        word = context.word
        plain = _ORDINARY_WORD.fullmatch(word) and not context.has_dot and not context.before[-1:].isdecimal()
        if not plain or len(word) <= 2:
            for rule in self._rules:
                spoken = rule(context)
                if spoken is not None:
                    return spoken
        return self._word(word, context)

    def _word(self, word: str, context: Context) -> str:
        """Return a word of letters in lower case; a mixed one part by part."""
        if not word.isascii() and word.lower() in self._lexicon:
            return word.lower()
        if word[-1] in _POWERS and len(word) > 1:
            return f"{self._joined(identifiers.mixed_parts(word[:-1]), context)} {_POWERS[word[-1]]}"
        folded = fold_accents(word)
        lower = folded.lower()
        if shortened := self._shortened(lower, context.token):
            return shortened
        if _is_letters(lower) or lower in self._lexicon:
            humps = _HUMP.findall(folded)
            if len(humps) > 1 and "'" not in lower and "-" not in lower and lower not in self._lexicon:
                return self._joined(humps, context)
            return lower
        if lower.count("-") == 1 and lower.split("-")[0] in HYPHENATED_PREFIXES and _is_letters(lower.replace("-", "")):
            return lower
        if "-" in folded.strip("-"):
            return self._joined([part for part in re.split(r"[-–]+", folded) if part], context)
        parts = identifiers.mixed_parts(folded)
        return self._joined(parts, context) if len(parts) > 1 else _single(folded)

    def _shortened(self, lower: str, token: Token) -> str | None:
        """Return a word that an apostrophe beside it belongs to: 'em, 'twas, goin', the dogs' owner."""
        if token.before.endswith("'") and f"'{lower}" in self._lexicon and "'" not in token.after:
            return f"'{lower}"
        if token.after.startswith("'") and "'" not in token.before and _is_letters(lower):
            cut_short = lower.endswith("in") and f"{lower}g" in self._lexicon
            of_many = lower.endswith("s") and token.after == "'"
            return f"{lower}'" if cut_short or of_many else None
        return None

    def _joined(self, parts: Sequence[str], context: Context) -> str:
        """Return the parts of a word one after another, each read as if it stood alone."""
        tokens = [Token(part, 0) for part in parts]
        spoken = []
        for index, part in enumerate(parts):
            initials = len(part) == 1 or (len(part) <= 3 and part.isupper() and not context.in_capitals)
            initials = initials or (len(part) == 2 and not _VOWELS & set(part.lower()))
            if part.isdecimal() and len(part) > 2:
                spoken.append(in_groups(part))
            elif initials and part.isascii() and part.isalpha() and not self._capitals.is_acronym_word(part):
                spoken.append(" ".join(part.upper()))
            else:
                spoken.append(self._say(Context(tokens, index, context.in_capitals)))
        return " ".join(filter(None, spoken))


def fold_accents(word: str) -> str:
    """Return the word in plain letters: "café" → "cafe", "Łódź" → "Lodz"."""
    if word.isascii():
        return word
    decomposed = unicodedata.normalize("NFKD", word.translate(_FOLDED))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _abbreviation(context: Context) -> str | None:
    word = context.word
    runs_on = context.after if context.token.after in ("", ".") else ""
    spoken = opens(word, runs_on, context.closely_before) if context.has_dot or word[:1].isupper() else None
    if spoken is None and (context.has_dot or "." in word):
        spoken = closes(word)
    if spoken is None and is_initials(word) and (len(word) > 1 or (context.has_dot and context.after)):
        return " ".join(word.replace(".", "").upper())
    return spoken or _WITHOUT_DOT.get(word)


def _letter(context: Context) -> str | None:
    """Read a single letter by its name, unless it is the article or the pronoun."""
    word = context.word
    if len(word) != 1 or not (word.isascii() and word.isalpha()):
        return None
    if word in "nN" and ("'" in context.token.before or "'" in context.token.after):
        return "'n"
    at_end = context.token.after != "" or not context.after
    if word in "Aa":
        is_name = at_end or (word == "A" and context.index > 0 and not context.in_capitals and not _starts(context))
        return "A" if is_name else "a"
    if word == "I" or (word == "i" and not at_end):
        return "i"
    return word.upper()


def _starts(context: Context) -> bool:
    """Whether a mark before this word lets a new sentence, quotation or heading begin with it."""
    return bool(context.token.before or context.tokens[context.index - 1].after)


def _is_letters(word: str) -> bool:
    return word.strip("'") != "" and all("a" <= letter <= "z" or letter == "'" for letter in word)


def _single(part: str) -> str:
    """Return what a stretch of one kind says: digits, a known symbol, a Greek letter; nothing for anything else."""
    if part.isascii() and part.isdecimal():
        return cardinal(part)
    return identifiers.SYMBOLS.get(part) or _GREEK.get(part, "")
