import json
import re
from itertools import pairwise

import numpy as np
import pytest

from voiceclone.audio.audio import Audio
from voiceclone.errors import OutputError
from voiceclone.synthesis.speech import Speech
from voiceclone.synthesis.timestamps import timed, to_json, to_srt, to_textgrid, to_vtt
from voiceclone.text import TextFrontend

TEXT = "The boats came home, all five of them. In the evening the old clock in the hall struck nine & stopped; nobody in the house, not even the cat, took any notice of it."  # noqa: E501


@pytest.fixture(scope="module")
def sentences():
    reached, found = 0.0, []
    for sentence in TextFrontend().analyse(TEXT):
        durations = np.full(len(sentence.symbols()), 6)
        found.append(timed(sentence, durations, reached))
        reached += durations.sum() * 256 / 24_000
    return found


def test_words_and_phonemes_follow_each_other_and_cover_what_is_spoken(sentences):
    words = [word for sentence in sentences for word in sentence.words]
    assert [word.text for word in words][:4] == ["The", "boats", "came", "home"]
    for word, following in pairwise(words):
        assert word.start < word.end < following.start + 1e-9
        assert word.phonemes[0].start == word.start
        assert word.phonemes[-1].end == word.end
    assert words[0].start == pytest.approx(6 * 256 / 24_000)  # after the silence at the start


def test_json_holds_all_that_was_measured(sentences):
    parsed = json.loads(to_json(sentences))
    assert parsed[0]["words"][1]["text"] == "boats"
    assert parsed[0]["words"][1]["phonemes"][0]["phoneme"] == "b"


def test_subtitles_are_short_keep_every_word_and_its_punctuation(sentences):
    captions = [block.split("\n") for block in to_srt(sentences).strip().split("\n\n")]
    assert all(len(lines) == 3 and len(lines[2]) <= 80 for lines in captions)
    assert [lines[0] for lines in captions] == [str(number + 1) for number in range(len(captions))]
    assert all(re.fullmatch(r"\d\d:\d\d:\d\d,\d{3} --> \d\d:\d\d:\d\d,\d{3}", lines[1]) for lines in captions)
    assert " ".join(lines[2] for lines in captions) == TEXT


def test_webvtt_escapes_what_would_be_markup(sentences):
    text = to_vtt(sentences)
    assert text.startswith("WEBVTT\n\n")
    assert "nine &amp; stopped" in text


def test_a_textgrid_has_no_gaps(sentences):
    text = to_textgrid(sentences, 60.0)
    for tier in text.split("item [")[2:]:
        starts = [float(value) for value in re.findall(r"intervals \[\d+\]:\n\s+xmin = ([\d.]+)", tier)]
        ends = [float(value) for value in re.findall(r"intervals \[\d+\]:\n\s+xmin = [\d.]+\n\s+xmax = ([\d.]+)", tier)]
        assert starts[0] == 0.0
        assert ends[-1] == 60.0
        assert np.allclose(starts[1:], ends[:-1])


def test_the_name_of_the_file_says_which_format(sentences, tmp_path):
    speech = Speech(Audio(np.zeros(24_000 * 20, dtype=np.float32), 24_000), tuple(sentences))
    for name in ("a.srt", "a.vtt", "a.json", "a.TextGrid"):
        speech.save_timestamps(tmp_path / name)
        assert (tmp_path / name).read_text()
    with pytest.raises(OutputError, match="TextGrid"):
        speech.save_timestamps(tmp_path / "a.txt")
