"""A lexicon that a user writes: a plain file with a word and its pronunciation in each line."""

import os
import re
from pathlib import Path

from voiceclone.errors import TextError
from voiceclone.text.cleaning import clean
from voiceclone.text.ipa import parse_ipa
from voiceclone.text.tokens import tokenise

_COMMENT = re.compile(r"(?:^|\s)#.*")


def read_lexicon(path: str | os.PathLike[str]) -> dict[str, str]:
    """Return the pronunciations (word → IPA) of a file in UTF-8, to be given to `TextFrontend`.

    Each line holds a word, a tab or spaces, and its pronunciation; of several, separated by commas, the first is used.
    What follows a # at the start of a line or after a space is a comment. Capitals make no difference.
    Raises TextError, with file and line, for a line that cannot be used, and where the file cannot be read.
    """
    lexicon: dict[str, str] = {}
    lines: dict[str, int] = {}
    for number, line in enumerate(_read(path).splitlines(), start=1):
        try:
            entry = _entry(_COMMENT.sub("", line))
        except TextError as error:
            raise TextError(f"{os.fspath(path)}, line {number}: {error}") from None
        if entry:
            word, ipa = entry
            if word.lower() in lines:
                first = lines[word.lower()]
                raise TextError(f"{os.fspath(path)}, line {number}: {word!r} stands in line {first} already")
            lexicon[word], lines[word.lower()] = ipa, number
    return lexicon


def _read(path: str | os.PathLike[str]) -> str:
    try:
        return Path(path).read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise TextError(f"{os.fspath(path)}: cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise TextError(f"{os.fspath(path)}: is not text in UTF-8; convert it first") from error


def _entry(line: str) -> tuple[str, str] | None:
    """Return the word of a line and its pronunciation; nothing if the line is empty."""
    written, tab, rest = line.strip().partition("\t")
    if not tab:
        written, _, rest = written.partition(" ")
    if not written:
        return None
    words = [token.text for token in tokenise(clean(written))]
    if len(words) != 1:
        raise TextError(f"{written!r} is not a single word")
    ipa = rest.split(",")[0].strip()
    if not ipa:
        raise TextError(f"{written!r} has no pronunciation: write the word, a tab or spaces, and IPA")
    parse_ipa(ipa)
    return words[0], ipa
