"""Cleaning: whatever stands in a text file or a web page, reduced to what can be read aloud."""

import html
import re
import unicodedata

_TAG = re.compile(r"</?[A-Za-z][^<>]{0,500}>|<!--.*?-->|<!DOCTYPE[^<>]*>", re.DOTALL)
_BLOCK_TAG = re.compile(r"</?(?:p|div|br|li|ul|ol|h[1-6]|tr|table|section|article)\b[^<>]{0,500}>", re.IGNORECASE)
_SCRIPT = re.compile(r"<(script|style)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_MARKDOWN_LINK = re.compile(r"!?\[([^\[\]]{0,300})\]\([^()\s]{1,500}\)")
_GLUED_SENTENCES = re.compile(r"(?<=[a-z]{2}[.?!])(?=[A-Z][a-z]+[\s,])")
_PLAIN_MARKS = str.maketrans({
    "‘": "'", "’": "'", "‛": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"',
    "−": "-", "‐": "-", "‑": "-", "‒": "–", "﹣": "-", "⁃": " ",
    "。": ". ", "！": "! ", "？": "? ", "，": ", ", "、": ", ", "；": "; ", "：": ": ",
})  # fmt: skip
_VULGAR_FRACTION = re.compile("[¼-¾⅐-⅞]")
_EMOTICON = re.compile(r"(?<!\S)(?:[:;=][-']?[()\[\]DPpOo3|/\\*]+|<3|[xX]D|\^_?\^)(?![^\s.,!?])")
_DROPPED = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "So", "Sk"))
_KEPT_SYMBOLS = frozenset("©®™°§№")


def clean(text: str) -> str:
    """Return the text without markup, entities, emoji and control characters; quotes and hyphens made plain."""
    if "<" in text:
        text = _TAG.sub(" ", _BLOCK_TAG.sub("\n\n", _SCRIPT.sub(" ", text)))
    if "&" in text:
        text = html.unescape(text)
    text = _EMOTICON.sub(" ", text)
    text = _MARKDOWN_LINK.sub(r"\1", text).translate(_PLAIN_MARKS)
    text = _VULGAR_FRACTION.sub(_fraction, unicodedata.normalize("NFC", text))
    text = "".join(map(_readable, text))
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
