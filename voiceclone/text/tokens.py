"""Written words: a text cut at spaces and dashes, with the punctuation around each word read off."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from voiceclone.text.manner import PLAIN, Manner

LONGEST_WORD = 120  # characters; anything longer is not a word and is cut

_OPENING = "([{<\"'“‘«„¿¡*_~`|/\\-–.,;:!?…^"
_CLOSING = ")]}>\"'”’»*_~`|/\\-–.,;:!?…^"
_BLANK_LINE = r"\n[ \t\r]*\n\s*"
_DASH = r"—|―|-{2,}|(?<![0-9])–|–(?![0-9])|(?<!\S)-(?!\S)"
_PIECE = re.compile(rf"(?P<mark>{_BLANK_LINE}|{_DASH})|(?:(?!{_DASH})\S){{1,{LONGEST_WORD}}}")
_SPOKEN = re.compile(r"[^\W_]|[$€£¥₹%&@#+=°©®™§×÷±<>]")
_LEADING_SIGN = re.compile(r"[-–−.]?[.$€£¥₹]*[0-9]")


@dataclass(frozen=True)
class Token:
    """A written word, the marks before and after it, and where the word itself stands in the text.

    Markup may add its `manner`, and how it is said: in these words, `said`, or in these `phonemes`.
    """

    text: str
    start: int
    before: str = ""
    after: str = ""
    manner: Manner = PLAIN
    said: str = ""
    phonemes: tuple[str, ...] = ()

    @property
    def end(self) -> int:
        """Where the marks after the word end; a dash or blank line further on is not counted."""
        return self.start + len(self.text) + len(self.after.split(" ", 1)[0].rstrip("\n"))


def tokenise(text: str) -> Iterator[Token]:
    """Yield the words of a text one by one; marks that stand alone are added, after a space, to the word before."""
    waiting: Token | None = None
    loose = ""  # marks before the first word
    for piece in _PIECE.finditer(text):
        written = piece.group()
        begin, stop = _core(written)
        if piece["mark"] or begin == stop:
            if waiting:
                waiting = replace(waiting, after=f"{waiting.after} {written}")
            else:
                loose += written
            continue
        if waiting:
            yield waiting
        waiting = Token(written[begin:stop], piece.start() + begin, loose + written[:begin], written[stop:])
        loose = ""
    if waiting:
        yield waiting


def _core(written: str) -> tuple[int, int]:
    """Return where the word within a piece begins and ends; the same place twice if there is none."""
    if written in ("<", ">"):
        return 0, 1
    if not _SPOKEN.search(written):
        return 0, 0
    begin, stop = 0, len(written)
    while begin < stop and written[begin] in _OPENING and not _LEADING_SIGN.match(written, begin):
        begin += 1
    while stop > begin and written[stop - 1] in _CLOSING:
        if written[stop - 1] == ")" and written.count("(", begin + 1, stop) == written.count(")", begin, stop):
            break  # the bracket belongs to the word, as in 3(b)
        stop -= 1
    return begin, stop
