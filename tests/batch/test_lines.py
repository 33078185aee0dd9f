"""The table of a batch: what is read, and what is wrong with it."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceclone.batch import read_lines
from voiceclone.errors import TextError


@pytest.fixture
def table(tmp_path):
    def write(content):
        path = tmp_path / "lines.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.mark.parametrize("header", ["text,voice,file", "Text, Voice ,File  Name", "x,text,voice,filename"])
def test_the_columns_are_found_by_their_names(table, header):
    row = '"Hello, ""you"".",me.voice,a.wav'
    path = table(f"{header}\r\n{'y,' if header[0] == 'x' else ''}{row}\r\n\r\n")
    (line,) = read_lines(path)
    assert (line.number, line.text, line.voice, line.file) == (2, 'Hello, "you".', path.parent / "me.voice", "a.wav")


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("", "is empty"),
        ("\n\n", "is empty"),
        ("text,voice,file\n", "no line"),
        ("text,voice\nHello.,me.voice\n", "column 'file' is missing"),
        ("text,text,voice,file\nHello.,x,me.voice,a.wav\n", "column 'text' stands there twice"),
        ("text,voice,file\nHello.\n", "row 2 has 1 cells"),
        ('text,voice,file\n"Hello.,me.voice,a.wav\n', "is no CSV"),
        ("text,voice,file\nA.,v,a.wav\nB.,v,x/../A.wav\n", "rows 2 and 3 name the same file"),
        ("text,voice,file\nZwölf.,v,a.wav\n".encode("latin-1"), "UTF-8"),
    ],
)
def test_a_table_that_cannot_be_used_is_named_with_the_reason(table, content, complaint):
    path = table(content)
    with pytest.raises(TextError, match=complaint) as refused:
        read_lines(path)
    assert str(path) in str(refused.value)


def test_a_missing_table_is_named(tmp_path):
    with pytest.raises(TextError, match="no such file"):
        read_lines(tmp_path / "lines.csv")


@given(st.lists(st.text(alphabet='ab ,"\n;é', max_size=12).map(str.strip), min_size=1, max_size=5))
def test_every_text_is_read_as_it_was_written(tmp_path_factory, texts):
    content = io.StringIO(newline="")
    csv.writer(content).writerows([["text", "voice", "file"], *([t, "v", f"{n}.wav"] for n, t in enumerate(texts))])
    path = tmp_path_factory.mktemp("table") / "lines.csv"
    path.write_bytes(content.getvalue().encode())
    assert [line.text for line in read_lines(path)] == texts
