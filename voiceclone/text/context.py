"""A written word among its neighbours, as the rules of normalisation look at it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from voiceclone.text.tokens import Token


@dataclass(frozen=True)
class Context:
    """A word of a sentence, with the words before and after it in reach."""

    tokens: Sequence[Token]
    index: int
    in_capitals: bool = False  # whether the whole sentence is written in capitals

    @property
    def token(self) -> Token:
        """The word with the marks around it."""
        return self.tokens[self.index]

    @property
    def word(self) -> str:
        """The word as it is written."""
        return self.tokens[self.index].text

    def at(self, offset: int) -> str:
        """Return the word so many places further on (or, if negative, back); empty outside the sentence."""
        index = self.index + offset
        return self.tokens[index].text if 0 <= index < len(self.tokens) else ""

    @property
    def before(self) -> str:
        """The word before, or nothing."""
        return self.at(-1)

    @property
    def closely_before(self) -> str:
        """The word before, or nothing if a mark lies between."""
        return "" if self.index and self.tokens[self.index - 1].after else self.before

    @property
    def after(self) -> str:
        """The word after, or nothing."""
        return self.at(1)

    @property
    def has_dot(self) -> bool:
        """Whether a single dot follows directly, as after an abbreviation."""
        return self.token.after.startswith(".") and not self.token.after.startswith("..")

    @property
    def runs_on(self) -> bool:
        """Whether the next word follows without any mark but a dot."""
        return bool(self.after) and self.token.after in ("", ".") and not self.tokens[self.index + 1].before


Rule = Callable[[Context], str | None]
"""Returns what a word says, or None where the rule has no say.

What is said is a string of lower-case words; a single capital is the name of a letter, and a comma after a word a
short pause.
"""
