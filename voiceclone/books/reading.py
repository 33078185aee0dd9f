"""Reads a book from a .txt, .md or .epub file."""

import codecs
import os
from pathlib import Path

from voiceclone.books.book import Book, chapters
from voiceclone.books.epub import read_epub
from voiceclone.books.markdown import markdown_blocks
from voiceclone.books.plain_text import plain_blocks
from voiceclone.errors import TextError

LARGEST_TEXT = 64 * 2**20  # bytes: fifty times a long novel
_TEXTS = {".txt": plain_blocks, ".text": plain_blocks, ".md": markdown_blocks, ".markdown": markdown_blocks}
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def read_book(path: str | os.PathLike[str]) -> Book:
    """Return the book in a .txt, .md or .epub file.

    Texts are in UTF-8, or in UTF-16 with a mark at the beginning. Raises TextError, naming the file and what to do,
    where it is missing, no such file, encrypted, damaged, in another encoding, or holds nothing to read;
    DependencyError where an epub needs the extra `voiceclone[books]`.
    """
    source = Path(path)
    suffix = source.suffix.lower()
    if suffix not in (*_TEXTS, ".epub"):
        raise TextError(f"{source}: is read as a book only with the ending .txt, .md or .epub")
    if not os.path.isfile(source):  # os.path, because Path raises OSError on a name that is too long
        raise TextError(f"{source}: there is no such file")
    try:
        if suffix == ".epub":
            title, blocks = read_epub(source)
        else:
            title, blocks = source.stem, list(_TEXTS[suffix](_decoded(source)))
    except OSError as error:
        raise TextError(f"{source}: cannot be read: {error.strerror or error}") from error
    found = tuple(chapter for chapter in chapters(blocks, title) if any(map(str.isalnum, "".join(chapter.paragraphs))))
    if not found:
        raise TextError(f"{source}: holds no text that could be read aloud")
    return Book(title, found)


def _decoded(source: Path) -> str:
    if source.stat().st_size > LARGEST_TEXT:
        raise TextError(f"{source}: is larger than {LARGEST_TEXT // 2**20} MiB: no book is; cut it into several")
    content = source.read_bytes()
    encoding = next((name for mark, name in _MARKS.items() if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise TextError(f"{source}: is not text in UTF-8 (at byte {error.start:,}); convert it first") from error
    if "\0" in text:
        raise TextError(f"{source}: is no text: it holds null characters; convert it to UTF-8 first")
    return text
