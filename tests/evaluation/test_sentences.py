from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceclone.errors import DataError
from voiceclone.evaluation.sentences import assign_sentences, read_sentences


@given(st.integers(1, 70), st.integers(1, 90), st.integers(0, 5))
def test_everyone_gets_as_many_and_every_sentence_is_spoken(count: int, speakers: int, seed: int) -> None:
    sentences = [f"sentence {number}" for number in range(count)]
    parts = assign_sentences(sentences, speakers, seed=seed)
    uses = Counter(sentence for part in parts for sentence in part)
    assert len(parts) == speakers
    assert len({len(part) for part in parts}) == 1
    assert all(len(set(part)) == len(part) for part in parts)
    assert set(uses) == set(sentences)
    assert max(uses.values()) - min(uses.values()) <= 1


def test_a_number_of_sentences_can_be_asked_for() -> None:
    assert [len(part) for part in assign_sentences(["a", "b", "c", "d"], 2, per_speaker=1)] == [1, 1]


def test_sentences_are_read_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "sentences.txt"
    path.write_text("One.\n\n  Two.  \n", encoding="utf-8")
    assert read_sentences(path) == ["One.", "Two."]


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xff\xfe\x00"])
def test_a_file_without_sentences_is_one_clear_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "sentences.txt"
    path.write_bytes(content)
    with pytest.raises(DataError):
        read_sentences(path)
