"""Cleaning: whatever stands in a text file or a web page, reduced to what can be read aloud."""

import html
import re
import unicodedata
from collections.abc import Iterator

_TAG = re.compile(r"</?[A-Za-z][^<>]{0,500}>|<!--.*?-->|<!DOCTYPE[^<>]*>", re.DOTALL)
_BLOCK_TAG = re.compile(r"</?(?:p|div|br|li|ul|ol|h[1-6]|tr|table|section|article)\b[^<>]{0,500}>", re.IGNORECASE)
_SCRIPT = re.compile(r"<(script|style)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_MARKDOWN_LINK = re.compile(r"!?\[([^\[\]]{0,300})\]\([^()\s]{1,500}\)")
_GLUED_SENTENCES = re.compile(r"(?<=[a-z]{2}[.?!])(?=[A-Z][a-z]+[\s,])")
_SPANNING = re.compile(r"<!--|<(?:script|style)\b", re.IGNORECASE)
_BLOCK_END = re.compile(r"\n[ \t\r]*\n\s*")
_SENTENCE_END = re.compile(r"(?<=[a-z]{4}[.!?])\s+(?=[A-Z])|(?<=[。！？])")
_SHORTEST_BLOCK, _LONGEST_BLOCK = 1_000, 20_000  # characters
_PLAIN_MARKS = str.maketrans({
    "‘": "'", "’": "'", "‛": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"',
    "−": "-", "‐": "-", "‑": "-", "‒": "–", "﹣": "-", "⁃": " ",
    "。": ". ", "！": "! ", "？": "? ", "，": ", ", "、": ", ", "；": "; ", "：": ": ",
})  # fmt: skip
_VULGAR_FRACTION = re.compile("[¼-¾⅐-⅞]")
_EMOTICON = re.compile(r"(?<!\S)(?:[:;=][-']?[()\[\]DPpOo3|/\\*]+|<3|[xX]D|\^_?\^)(?![^\s.,!?])")
_UNUSUAL = re.compile(r"[^\x20-\x7e\n\t]")  # what may have to be made readable; most of a text is not looked at twice
_DROPPED = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "So", "Sk"))
_KEPT_SYMBOLS = frozenset("©®™°§№")


def blocks(text: str) -> Iterator[str]:
    """Yield a text in stretches that can be read on their own, so that the first is ready at once however long it is.

    Each ends at a blank line, or in a paragraph without end after a sentence. Markup that may go on over blank lines
    is not cut.
    """
    if _SPANNING.search(text):
        yield text
        return
    start = 0
    while start < len(text):
        end = _BLOCK_END.search(text, start + _SHORTEST_BLOCK)
        limit = start + _LONGEST_BLOCK
        if (end is None and len(text) > limit) or (end is not None and end.end() > limit):
            end = _SENTENCE_END.search(text, limit)
        stop = end.end() if end else len(text)
        yield text[start:stop]
        start = stop


def clean(text: str) -> str:
    """Return the text without markup, entities, emoji and control characters; quotes and hyphens made plain."""
    if "<" in text:
        text = _TAG.sub(" ", _BLOCK_TAG.sub("\n\n", _SCRIPT.sub(" ", text)))
    if "&" in text:
        text = html.unescape(text)
    return tidy(text)


def tidy(text: str) -> str:
    """Return the text without emoji and control characters, quotes and hyphens made plain; < and & are kept."""
    text = _EMOTICON.sub(" ", text)
    text = _MARKDOWN_LINK.sub(r"\1", text).translate(_PLAIN_MARKS)
    text = _VULGAR_FRACTION.sub(_fraction, unicodedata.normalize("NFC", text))
    text = _UNUSUAL.sub(lambda match: _readable(match[0]), text)
    return _GLUED_SENTENCES.sub(" ", text)


def _fraction(match: re.Match[str]) -> str:
    """Return ½ as 1/2, apart from a whole number before it."""
    space = " " if match.start() and match.string[match.start() - 1].isdecimal() else ""
    return space + unicodedata.normalize("NFKC", match[0]).replace("\u2044", "/")


def _readable(character: str) -> str:
    if character.isascii():
        return character if character.isprintable() or character in "\n\t" else " "
    if character in _KEPT_SYMBOLS:
        return character
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.digit(character))
    if "\uff01" <= character <= "\uff5e":
        return unicodedata.normalize("NFKC", character)
    if category in ("Cf", "Mn", "Me") and character not in "\u200b\u2028\u2029":
        return "" if category != "Mn" else character
    return " " if category in _DROPPED or category.startswith("Z") else character
