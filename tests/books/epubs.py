"""Tiny epubs, made by the tests that read them."""

import zipfile
from pathlib import Path

CONTAINER = (
    '<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
PAGE = '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>no</title></head><body>{}</body></html>'


def write_epub(path: Path, pages: dict[str, str], toc: dict[str, str] | None = None, **members: str | bytes) -> Path:
    """Write an epub of `pages`, name → what is in the body, in that order; `toc`: name → title; further `members`."""
    items = "".join(
        f'<item id="i{number}" href="{name}" media-type="application/xhtml+xml"/>' for number, name in enumerate(pages)
    )
    spine = "".join(f'<itemref idref="i{number}"/>' for number in range(len(pages)))
    if toc is not None:
        items += '<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
        spine = f'<itemref idref="nav"/>{spine}'
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>A  Book</dc:title></metadata>'
        f"<manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", CONTAINER)
        archive.writestr("OEBPS/content.opf", package)
        if toc is not None:
            links = "".join(f'<li><a href="{name}#x">{title}</a></li>' for name, title in toc.items())
            archive.writestr("OEBPS/nav.xhtml", PAGE.format(f"<nav><ol>{links}</ol></nav>"))
        for name, body in pages.items():
            archive.writestr(f"OEBPS/{name}", PAGE.format(body))
        for name, content in members.items():
            archive.writestr(name, content)
    return path
