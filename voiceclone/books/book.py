"""A book as chapters of paragraphs, whatever file it came from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_LONGEST_TITLE = 120  # characters


@dataclass(frozen=True)
class Chapter:
    """A chapter: what it is called, and its paragraphs in order, the heading among them; none is empty."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Book:
    """The chapters of a book, in order; at least one, none of them empty."""

    title: str
    chapters: tuple[Chapter, ...]

    @property
    def characters(self) -> int:
        """Number of characters of all paragraphs."""
        return sum(len(paragraph) for chapter in self.chapters for paragraph in chapter.paragraphs)


@dataclass(frozen=True)
class Block:
    """A paragraph, or with a `level` (1 to 6) a heading; with a `title` a chapter of that title begins here.

    The text may be empty where only a title is known.
    """

    text: str
    level: int = 0
    title: str = ""


def chapters(blocks: Iterable[Block], otherwise: str) -> tuple[Chapter, ...]:
    """Return the blocks of a book as its chapters; what stands before the first heading is called `otherwise`.

    A chapter begins at a title, and at headings of the highest level of which the book has several. Headings that
    follow one another, a part's and its first chapter's, belong to one chapter.
    """
    blocks = list(blocks)
    level = _chapter_level(blocks)
    found: list[Chapter] = []
    title, paragraphs, told = otherwise, list[str](), False  # told: more than headings
    for block in blocks:
        heading = 0 < block.level <= level
        if block.title or heading:
            name = _one_line(block.title or block.text)
            if told:
                found.append(Chapter(title, tuple(paragraphs)))
                title, paragraphs, told = name, [], False
            else:
                title = f"{title}, {name}" if paragraphs and name not in title else name
        if block.text.strip():
            paragraphs.append(block.text)
            told = told or not block.level
    if paragraphs:
        found.append(Chapter(title, tuple(paragraphs)))
    return tuple(found)


def _chapter_level(blocks: Iterable[Block]) -> int:
    """The highest level of which there are several headings: a single one of the first level is the book's title."""
    levels = [block.level for block in blocks if block.level]
    return next((level for level in range(1, 7) if levels.count(level) > 1), 1)


def _one_line(text: str) -> str:
    return " ".join(text.split())[:_LONGEST_TITLE]


@dataclass(frozen=True)
class Passage:
    """What is spoken in one go: a few paragraphs, or part of a long one, and the silence after it in seconds."""

    text: str
    pause: float = 0.0


_SHORTEST_PASSAGE, _LONGEST_PASSAGE = 600, 3_000  # characters
_CHAPTER_PAUSE = 2.0  # seconds
_BLANK_LINE = "\n\n"  # what tells the speech that a paragraph ends


def passages(chapter: Chapter) -> Iterator[Passage]:
    """Yield a chapter in passages of at most some 3,000 characters, which bounds what is in memory at once.

    They end where a paragraph does, or within one that is longer after a sentence; joined they are the chapter.
    """
    gathered = ""
    last = len(chapter.paragraphs) - 1
    for number, paragraph in enumerate(chapter.paragraphs):
        parts = list(_parts(paragraph))
        for part in parts[:-1]:
            yield Passage(gathered + part)
            gathered = ""
        gathered += parts[-1] + _BLANK_LINE
        if number == last:
            yield Passage(gathered, _CHAPTER_PAUSE)
        elif len(gathered) >= _SHORTEST_PASSAGE:
            yield Passage(gathered)
            gathered = ""


def _parts(paragraph: str) -> Iterator[str]:
    """A paragraph in parts that are not too long: cut after a sentence, failing that at a space, failing that there."""
    start = 0
    while len(paragraph) - start > _LONGEST_PASSAGE:
        stop = start + _LONGEST_PASSAGE
        half = start + _LONGEST_PASSAGE // 2
        cut = max(paragraph.rfind(mark, half, stop) + len(mark) for mark in (". ", "? ", "! ", '." ', "。", ".\n"))
        if cut <= half:
            cut = max(paragraph.rfind(space, half, stop) + 1 for space in " \n")
        if cut <= half:
            cut = stop
        yield paragraph[start:cut]
        start = cut
    yield paragraph[start:]
