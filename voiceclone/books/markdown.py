"""Paragraphs and headings of a text in Markdown, without what is not read aloud: code blocks, pictures, HTML."""

import re
from collections.abc import Iterator

from voiceclone.books.book import Block
from voiceclone.errors import DependencyError

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_SAID = {"text", "code_inline"}
_BREAKS = {"softbreak": "\n", "hardbreak": "\n"}


def markdown_blocks(text: str) -> Iterator[Block]:
    """Yield paragraphs, list items, cells of tables and headings, in order.

    Raises DependencyError where markdown-it-py is not installed.
    """
    try:
        from markdown_it import MarkdownIt
    except ImportError as error:
        raise DependencyError('reading Markdown needs markdown-it-py: pip install "voiceclone[books]"') from error
    level = 0
    for token in MarkdownIt("commonmark").enable("table").parse(_FRONT_MATTER.sub("", text.replace("\r\n", "\n"))):
        if token.type == "heading_open":
            level = int(token.tag.removeprefix("h"))
        elif token.type == "inline":
            written = "".join(
                child.content if child.type in _SAID else _BREAKS.get(child.type, "") for child in token.children or ()
            ).strip()
            if written:
                yield Block(written, level)
            level = 0
