"""Long texts: a book is read from its file, cut into chapters and passages, and spoken in memory that does not grow.

Hands out `read_book`, a .txt, .md or .epub file as chapters, and `speak_book`, which writes them as sound and goes on
where it was interrupted.
"""

from voiceclone.books.book import Book, Chapter
from voiceclone.books.reading import read_book
from voiceclone.books.speaking import BookReport, speak_book

__all__ = ["Book", "BookReport", "Chapter", "read_book", "speak_book"]
