"""Paragraphs and headings of an epub (EPUB 2 and 3, W3C): a zip of XHTML documents, in the order of its spine.

lxml reads the documents; nothing is fetched, no entity is expanded, and no member is unpacked beyond a bound.
"""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from voiceclone.books.book import Block
from voiceclone.errors import DependencyError, TextError

LARGEST_MEMBER, LARGEST_BOOK = 32 * 2**20, 256 * 2**20  # bytes, unpacked
_FONT_OBFUSCATION = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
# What zipfile raises for a file that is no zip, or a damaged one; ValueError also names an unknown encoding.
_DAMAGED = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    EOFError,
    LookupError,
    NotImplementedError,
    ValueError,
)
_DOCUMENTS = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_PARAGRAPHS = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "div", "dl", "dt", "figcaption",
    "figure", "footer", "form", "header", "hr", "li", "main", "ol", "p", "pre", "section", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "ul", *_HEADINGS,
}  # fmt: skip
_UNSAID = {
    "head",
    "script",
    "style",
    "svg",
    "math",
    "audio",
    "video",
    "iframe",
    "object",
    "rt",
    "rp",
    "nav",
    "template",
}


def read_epub(path: Path) -> tuple[str, list[Block]]:
    """Return the title of an epub, and its blocks.

    Raises TextError where it is no epub, damaged or encrypted, DependencyError where lxml is not installed, and
    OSError where the file cannot be read.
    """
    try:
        import lxml.etree
        import lxml.html
    except ImportError as error:
        raise DependencyError('reading an epub needs lxml: pip install "voiceclone[books]"') from error
    try:
        with zipfile.ZipFile(path) as archive:
            return _Epub(archive, path).read()
    except _DAMAGED as error:
        raise TextError(f"{path}: is no epub, or is damaged ({error}); download or convert it again") from error
    except lxml.etree.LxmlError as error:
        raise TextError(f"{path}: is a damaged epub ({error}); download or convert it again") from error


class _Epub:
    """An open epub."""

    def __init__(self, archive: zipfile.ZipFile, path: Path) -> None:
        self._archive, self._path = archive, path
        self._names = set(archive.namelist())
        self._left = LARGEST_BOOK

    def read(self) -> tuple[str, list[Block]]:
        self._refuse_encryption()
        package = self._package_name()
        root = self._xml(package)
        folder = posixpath.dirname(package)
        items = {item.get("id"): item for item in _all(root, "item")}
        toc = self._contents(items, folder)
        blocks: list[Block] = []
        for reference in _all(root, "itemref"):
            item = items.get(reference.get("idref"))
            if item is None or reference.get("linear") == "no" or item.get("media-type") not in _DOCUMENTS:
                continue
            if "nav" in (item.get("properties") or "").split():
                continue
            name = _joined(folder, item.get("href") or "")
            blocks += _titled(list(self._document(name)), toc.get(name, ""))
        title = next((" ".join(_text(element).split()) for element in _all(root, "title")), "")
        return title or self._path.stem, blocks

    def _package_name(self) -> str:
        if "META-INF/container.xml" not in self._names:
            raise TextError(f"{self._path}: is no epub: it has no META-INF/container.xml")
        for entry in _all(self._xml("META-INF/container.xml"), "rootfile"):
            name = entry.get("full-path")
            if name in self._names:
                return str(name)
        raise TextError(f"{self._path}: is a damaged epub: the list of its contents is missing")

    def _refuse_encryption(self) -> None:
        locked = any(info.flag_bits & 1 for info in self._archive.infolist())
        if "META-INF/encryption.xml" in self._names:
            methods = {
                method.get("Algorithm") for method in _all(self._xml("META-INF/encryption.xml"), "EncryptionMethod")
            }
            locked = locked or not methods <= set(_FONT_OBFUSCATION)
        if locked:
            raise TextError(
                f"{self._path}: is encrypted (DRM), so that its text cannot be read; use a copy without DRM"
            )

    def _contents(self, items: dict[str | None, Any], folder: str) -> dict[str, str]:
        """Title of each document that the table of contents, EPUB 3's or EPUB 2's, names as a whole or at first."""
        titles: dict[str, str] = {}
        for item in items.values():
            name = _joined(folder, item.get("href") or "")
            if name not in self._names:
                continue
            if "nav" in (item.get("properties") or "").split():
                for link in _all(self._html(name), "a"):
                    target = _joined(posixpath.dirname(name), link.get("href") or "")
                    titles.setdefault(target, " ".join(_text(link).split()))
            elif item.get("media-type") == "application/x-dtbncx+xml":
                for point in _all(self._xml(name), "navPoint"):
                    label = next(iter(_all(point, "text")), None)
                    content = next(iter(_all(point, "content")), None)
                    if label is not None and content is not None:
                        target = _joined(posixpath.dirname(name), content.get("src") or "")
                        titles.setdefault(target, " ".join(_text(label).split()))
        return titles

    def _document(self, name: str) -> Iterator[Block]:
        if name not in self._names:
            raise TextError(f"{self._path}: is a damaged epub: {name} is missing in it")
        return _paragraphs(self._html(name))

    def _xml(self, name: str) -> Any:
        from lxml import etree

        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
        root = etree.fromstring(self._content(name), parser)
        if root is None:
            raise TextError(f"{self._path}: is a damaged epub: {name} in it is no XML")
        return root

    def _html(self, name: str) -> Any:
        from lxml import html

        content = self._content(name)
        encoding = re.match(rb"\s*<\?xml[^>]*encoding=[\"']([A-Za-z0-9._-]+)", content)
        parser = html.HTMLParser(
            encoding=encoding[1].decode() if encoding else "utf-8",
            no_network=True,
            remove_comments=True,
            remove_pis=True,
        )
        if not content.strip():
            return html.Element("body")
        return html.document_fromstring(content, parser=parser, ensure_head_body=True)

    def _content(self, name: str) -> bytes:
        with self._archive.open(name) as member:
            content = member.read(min(LARGEST_MEMBER, self._left) + 1)
        self._left -= len(content)
        if len(content) > LARGEST_MEMBER or self._left < 0:
            raise TextError(f"{self._path}: unpacks to more than any book holds; it is not read")
        return content


def _paragraphs(root: Any) -> Iterator[Block]:
    """Yield the paragraphs and headings of an XHTML document, without what is not read aloud."""
    from lxml import etree

    for element in [element for element in root.iter() if _is_unsaid(element)]:
        element.drop_tree()  # what follows it stays
    gathered: list[str] = []
    level = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if element.tag in _PARAGRAPHS:
            written = "\n".join(" ".join(line.split()) for line in "".join(gathered).split("\0")).strip()
            if written:
                yield Block(written, level)
            gathered, level = [], _HEADINGS.get(element.tag, 0) if event == "start" else 0
        elif element.tag == "br" and event == "start":
            gathered.append("\0")  # unlike a line break in the file, which is a blank
        gathered.append((element.text if event == "start" else element.tail) or "")


def _is_unsaid(element: Any) -> bool:
    kind = (element.get("epub:type") or "").split()
    return element.tag in _UNSAID or "pagebreak" in kind or "noteref" in kind


def _titled(blocks: list[Block], title: str) -> list[Block]:
    """The blocks of a document, which begins a chapter if the table of contents gives it a title."""
    if not title:
        return blocks
    return [Block("", title=title), *blocks]


def _all(root: Any, name: str) -> list[Any]:
    """All elements of a local name, in whatever namespace."""
    return [
        element for element in root.iter() if isinstance(element.tag, str) and element.tag.rpartition("}")[2] == name
    ]


def _text(element: Any) -> str:
    return "".join(element.itertext())


def _joined(folder: str, reference: str) -> str:
    """The name in the archive of what a document in `folder` refers to."""
    return posixpath.normpath(posixpath.join(folder, unquote(reference.partition("#")[0])))
