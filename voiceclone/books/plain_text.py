"""Paragraphs and chapter headings of a plain text."""

import re
from collections.abc import Iterator

from voiceclone.books.book import Block

_BLANK_LINES = re.compile(r"\n[ \t\f\v]*(?:\n[ \t\f\v]*)+")
_LONGEST_HEADING = 80  # characters
_LONGEST_LINE = 120  # characters: a longer one was not broken by hand, so that a line is a paragraph
_NUMBER = (
    "(?:[0-9]{1,3}|[ivxlc]+|(?:the )?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last)|"
    "(?:twenty|thirty|forty|fifty)?[- ]?(?:one|two|three|four|five|six|seven|eight|nine)|ten|eleven|twelve|"
    "thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty)"
)
_HEADING = re.compile(
    rf"(?i:chapter|part|book|volume|canto|act)\s+(?i:{_NUMBER})(?:\s*[.:—–-].*|\s+[A-Z].*|)"
    r"|(?i:prologue|epilogue|preface|foreword|afterword|introduction|conclusion|appendix)(?:[.:].{0,40}|)"
    r"|[IVXLC]+\.?"
)


def plain_blocks(text: str) -> Iterator[Block]:
    """Yield the paragraphs of a text, which blank lines part; the lines of one are joined when they are spoken.

    In a text without blank lines whose lines are long, each line is a paragraph. A short paragraph of one line that
    says "Chapter 3", "Prologue" or the like is a heading.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    paragraphs = _BLANK_LINES.split(text)
    if len(paragraphs) < 3 and max(map(len, text.split("\n"))) > _LONGEST_LINE:
        paragraphs = text.split("\n")
    for paragraph in paragraphs:
        written = paragraph.strip()
        if written:
            yield Block(written, level=1 if _is_heading(written) else 0)


def _is_heading(paragraph: str) -> bool:
    if len(paragraph) > _LONGEST_HEADING or "\n" in paragraph or paragraph[-1] in ",;":
        return False
    return paragraph[0].isupper() and _HEADING.fullmatch(paragraph) is not None
