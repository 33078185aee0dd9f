"""The pronunciation lexicon: one compressed file, read when the first word is looked up.

The file is zlib-compressed UTF-8. Its first line lists the symbols; every further line is a word, a tab, and its
pronunciations separated by spaces, in which the character `chr(FIRST + n)` stands for the n-th symbol.
"""

import zlib
from collections.abc import Mapping, Sequence
from functools import cached_property
from importlib.resources import files

FIRST = ord("!")


def pack_lexicon(entries: Mapping[str, Sequence[Sequence[str]]]) -> bytes:
    """Return the bytes of a lexicon file with these pronunciations of each word, the preferred one first."""
    symbols = sorted({symbol for prons in entries.values() for pron in prons for symbol in pron})
    letters = {symbol: chr(FIRST + index) for index, symbol in enumerate(symbols)}
    lines = [" ".join(symbols)]
    for word in sorted(entries):
        lines.append(word + "\t" + " ".join("".join(letters[symbol] for symbol in pron) for pron in entries[word]))
    return zlib.compress("\n".join(lines).encode(), 9)


class Lexicon:
    """Words and their pronunciations, from a file of `pack_lexicon`; read on first use."""

    def __init__(self, packed: bytes | None = None) -> None:
        """Serve this packed lexicon, or the English one of the package."""
        self._packed = packed

    @cached_property
    def _content(self) -> tuple[list[str], dict[str, str]]:
        packed = self._packed
        if packed is None:
            packed = files("voiceclone.text").joinpath("data/en.lexicon").read_bytes()
        header, body = zlib.decompress(packed).decode().split("\n", 1)
        entries: dict[str, str] = dict(line.split("\t") for line in body.split("\n"))
        return header.split(" "), entries

    def __contains__(self, word: str) -> bool:
        return word in self._content[1]

    def words(self) -> list[str]:
        """Return every word of the lexicon, in alphabetical order."""
        return list(self._content[1])

    def pronunciations(self, word: str) -> list[tuple[str, ...]]:
        """Return the pronunciations of a lower-case word, the preferred one first; none if the word is unknown."""
        symbols, entries = self._content
        if word not in entries:
            return []
        return [tuple(symbols[ord(letter) - FIRST] for letter in pron) for pron in entries[word].split(" ")]
