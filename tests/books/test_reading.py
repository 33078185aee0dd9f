"""Books as they are found on disk: text, Markdown and epub, and whatever is wrong with them."""

import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.books.epubs import PAGE, write_epub
from voiceclone.books import epub, read_book
from voiceclone.books.book import Block, Chapter, chapters, passages
from voiceclone.errors import TextError


def titles(book):
    return [chapter.title for chapter in book.chapters]


@pytest.fixture
def write(tmp_path):
    def write_file(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write_file


def test_a_text_has_the_chapters_that_its_headings_say(write):
    book = read_book(
        write(
            "a.txt",
            "The Title\r\n\r\nPART ONE\n\nCHAPTER I. Down\n\nOne line\nand another.\n\n \nTwo.\n\nChapter Two\n\nEnd.",
        )
    )
    assert titles(book) == ["a", "PART ONE, CHAPTER I. Down", "Chapter Two"]
    assert book.chapters[1].paragraphs == ("PART ONE", "CHAPTER I. Down", "One line\nand another.", "Two.")


@pytest.mark.parametrize("line", ["Part of me wanted to stay.", "Book it, she said.", "I", "Chapter and verse."])
def test_a_short_paragraph_is_not_always_a_heading(write, line):
    book = read_book(write("a.txt", f"Before it all.\n\n{line}\n\nAfter it."))
    assert len(book.chapters) == (2 if line == "I" else 1)


def test_without_blank_lines_a_long_line_is_a_paragraph(write):
    book = read_book(write("a.txt", "word " * 50 + ".\n" + "other " * 50 + "."))
    assert len(book.chapters[0].paragraphs) == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_usual_encodings_are_read(write, encoding):
    assert read_book(write("a.txt", "Zwölf Uhr.".encode(encoding))).chapters[0].paragraphs == ("Zwölf Uhr.",)


def test_markdown_is_read_without_its_marks(write):
    text = (
        "---\ntitle: no\n---\n# Book\n\n## One\nSome *emphasis*, `code`\nand [a link](http://x.org) ![pic](x.png).\n\n"
        "```\nnot read\n```\n- first\n- second\n\n## Two\n\n| a | b |\n|---|---|\n| c | d |\n\n<b>bold</b> text\n"
    )
    book = read_book(write("a.md", text))
    assert titles(book) == ["Book, One", "Two"]
    assert book.chapters[0].paragraphs == ("Book", "One", "Some emphasis, code\nand a link .", "first", "second")
    assert book.chapters[1].paragraphs == ("Two", "a", "b", "c", "d", "bold text")


def test_an_epub_is_read_in_the_order_of_its_spine(tmp_path):
    path = write_epub(
        tmp_path / "a.epub",
        {
            "b.xhtml": "<h1>One</h1><p>First<br/>line, <i>and</i>\n<b>it</b>.</p><script>no</script><p>So&nbsp;on.</p>",
            "a.xhtml": "<p>Goes on.<sup epub:type='noteref'>1</sup></p><!-- no -->",
            "c.xhtml": "<div><h1>Two</h1><div>Loose text<p>a paragraph</p>more</div></div><svg><text>no</text></svg>",
        },
    )
    book = read_book(path)
    assert book.title == "A Book"
    assert titles(book) == ["One", "Two"]
    assert book.chapters[0].paragraphs == ("One", "First\nline, and it.", "So on.", "Goes on.")
    assert book.chapters[1].paragraphs == ("Two", "Loose text", "a paragraph", "more")


def test_the_table_of_contents_names_chapters_without_headings(tmp_path):
    pages = {"a.xhtml": "<p>Here.</p>", "b.xhtml": "<p>There.</p>"}
    book = read_book(write_epub(tmp_path / "a.epub", pages, {"a.xhtml": "Dawn", "b.xhtml": "Dusk"}))
    assert titles(book) == ["Dawn", "Dusk"]
    assert [chapter.paragraphs for chapter in book.chapters] == [("Here.",), ("There.",)]


def drm(method):
    return f'<encryption><EncryptedData><EncryptionMethod Algorithm="{method}"/></EncryptedData></encryption>'


def test_obfuscated_fonts_are_no_encryption(tmp_path):
    members = {"META-INF/encryption.xml": drm("http://www.idpf.org/2008/embedding")}
    assert read_book(write_epub(tmp_path / "a.epub", {"a.xhtml": "<p>Hi.</p>"}, **members)).characters == 3


def _broken(path, kind):
    page = {"a.xhtml": "<p>Hi.</p>"}
    if kind == "drm":
        write_epub(path, page, **{"META-INF/encryption.xml": drm("http://www.w3.org/2001/04/xmlenc#aes128-cbc")})
    elif kind == "cut off":
        write_epub(path, page)
        path.write_bytes(path.read_bytes()[:-60])
    elif kind == "no container":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("mimetype", "application/epub+zip")
    elif kind == "no package":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("META-INF/container.xml", "<container/>")
    elif kind == "no text":
        write_epub(path, {"a.xhtml": "<img src='a.png'/>"})
    elif kind == "page missing":
        write_epub(path, page)
        with zipfile.ZipFile(path) as archive:
            members = {name: archive.read(name) for name in archive.namelist() if "a.xhtml" not in name}
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in members.items():
                archive.writestr(name, content)
    elif kind == "garbage":
        path.write_bytes(b"no zip at all")
    elif kind == "damaged":
        write_epub(path, {"a.xhtml": "<p>" + "Hi there. " * 500 + "</p>"})
        content = bytearray(path.read_bytes())
        place = content.index(b"a.xhtml") + 20
        content[place : place + 20] = b"\xff" * 20
        path.write_bytes(content)


@pytest.mark.parametrize(
    ("kind", "complaint"),
    [
        ("drm", "DRM"),
        ("cut off", "damaged"),
        ("no container", "no epub"),
        ("no package", "damaged"),
        ("no text", "no text"),
        ("page missing", "a.xhtml is missing"),
        ("garbage", "no epub"),
        ("damaged", "damaged"),
    ],
)
def test_an_epub_that_cannot_be_read_is_named_with_the_reason(tmp_path, kind, complaint):
    path = tmp_path / "a.epub"
    _broken(path, kind)
    with pytest.raises(TextError, match=complaint) as refused:
        read_book(path)
    assert str(path) in str(refused.value)


def test_an_epub_that_unpacks_to_gigabytes_is_not_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(epub, "LARGEST_MEMBER", 10_000)
    with pytest.raises(TextError, match="more than any book"):
        read_book(write_epub(tmp_path / "a.epub", {"a.xhtml": "x" * 20_000}))


def test_entities_of_a_page_are_not_expanded(tmp_path):
    bomb = '<!DOCTYPE html [<!ENTITY a "SECRET"><!ENTITY f SYSTEM "file:///etc/passwd">]>' + PAGE.format(
        "<p>Hi &a; &f;</p>"
    )
    path = write_epub(tmp_path / "a.epub", {"a.xhtml": "<p>x</p>"})
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, bomb if name.endswith("a.xhtml") else content)
    said = " ".join(read_book(path).chapters[0].paragraphs)
    assert "root:" not in said


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("a.txt", b"", "no text"),
        ("a.txt", b" \n\n* * *\n", "no text"),
        ("a.txt", "Zwölf".encode("latin-1"), "UTF-8"),
        ("a.txt", b"PK\x00\x01\x02", "null"),
        ("a.md", b"```\ncode\n```", "no text"),
        ("a.pdf", b"x", "ending"),
    ],
)
def test_a_text_that_cannot_be_read_is_named_with_the_reason(write, name, content, complaint):
    with pytest.raises(TextError, match=complaint):
        read_book(write(name, content))


def test_a_missing_book_is_named(tmp_path):
    with pytest.raises(TextError, match="no such file"):
        read_book(tmp_path / "a.txt")


_TEXTS = st.text(alphabet="ab.? \n", max_size=40).map(str.strip).filter(bool)


@given(st.lists(st.builds(Block, _TEXTS, st.sampled_from([0, 0, 1, 2]), st.sampled_from(["", "", "T"])), max_size=12))
def test_no_paragraph_is_lost_or_repeated_by_chapters(blocks):
    found = chapters(blocks, "x")
    assert [p for chapter in found for p in chapter.paragraphs] == [block.text for block in blocks]
    assert all(chapter.paragraphs for chapter in found)


@given(
    st.lists(st.text(alphabet="ab. \n", min_size=1, max_size=40).map(lambda text: text * 200), min_size=1, max_size=4)
)
def test_no_character_is_lost_or_repeated_by_passages(paragraphs):
    spoken = list(passages(Chapter("x", tuple(paragraphs))))
    assert "".join(p.text for p in spoken) == "".join(f"{paragraph}\n\n" for paragraph in paragraphs)
    assert all(len(p.text) <= 4_000 for p in spoken)
    assert [p.pause > 0 for p in spoken] == [False] * (len(spoken) - 1) + [True]
