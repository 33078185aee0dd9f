from pathlib import Path

import pytest
import soundfile

from tests.evaluation.fakes import RATE, tone, write_corpus
from voiceclone.errors import DataError
from voiceclone.evaluation.corpus import Subject, adults, choose_subjects, draw_subjects, read_clips, shortened


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_corpus(tmp_path_factory.mktemp("corpus"))


@pytest.fixture(scope="module")
def subjects(corpus: Path) -> dict[str, Subject]:
    return {subject.name: subject for subject in choose_subjects(adults(read_clips(corpus)))}


def test_children_teenagers_other_languages_and_other_splits_are_left_out(subjects: dict[str, Subject]) -> None:
    assert sorted(subjects) == ["anna", "berta", "carl", "dan", "eve"]


def test_the_reference_is_the_longest_clip_of_up_to_ten_seconds(subjects: dict[str, Subject]) -> None:
    assert subjects["anna"].reference.seconds == 8.0
    assert subjects["berta"].reference.seconds == 4.0


def test_the_other_recording_is_another_clip_where_there_is_one(subjects: dict[str, Subject]) -> None:
    assert subjects["anna"].other.seconds == 6.0
    assert subjects["berta"].other.seconds == 10.0  # of its twelve
    assert not subjects["dan"].same_clip


def test_a_single_clip_is_split_without_overlap(subjects: dict[str, Subject]) -> None:
    eve = subjects["eve"]
    assert eve.same_clip
    assert (eve.reference.start, eve.reference.seconds) == (0.0, 10.0)
    assert (eve.other.start, eve.other.seconds) == (10.0, 4.0)
    assert eve.other.load().seconds == pytest.approx(4.0, abs=0.01)


def test_ages_and_accents_are_put_in_one_form(subjects: dict[str, Subject]) -> None:
    assert subjects["berta"].groups["age"] == "thirties"
    assert subjects["carl"].groups["age"] == "forties"
    assert subjects["dan"].groups == {"sex": "m", "age": "not stated", "accent": "Welsh English", "corpus": "tones"}


def test_only_published_words_count_as_text(subjects: dict[str, Subject]) -> None:
    assert subjects["anna"].reference.clip.text == "The old clock."
    assert subjects["eve"].reference.clip.text == ""


def test_the_choice_does_not_depend_on_the_order_of_the_clips(corpus: Path) -> None:
    clips = adults(read_clips(corpus))
    assert choose_subjects(clips) == choose_subjects(clips[::-1])


def test_the_same_seed_draws_the_same_people(subjects: dict[str, Subject]) -> None:
    everyone = list(subjects.values())
    assert draw_subjects(everyone, 3, seed=1) == draw_subjects(everyone, 3, seed=1)
    assert len({subject.name for subject in draw_subjects(everyone, 3)}) == 3
    assert draw_subjects(everyone, 99) == everyone


def test_a_reference_can_be_shortened(subjects: dict[str, Subject]) -> None:
    short = shortened(subjects["anna"], 3.0)
    assert short.reference.load().seconds == pytest.approx(3.0)
    assert short.other == subjects["anna"].other


def test_a_folder_without_a_manifest_has_one_speaker_a_folder(tmp_path: Path) -> None:
    (tmp_path / "anna").mkdir()
    for name in ("anna/1.wav", "anna/2.flac", "berta.wav"):
        soundfile.write(tmp_path / name, tone(200, 3.5), RATE)
    (tmp_path / "notes.txt").write_text("no recording")
    clips = read_clips(tmp_path)
    assert [clip.speaker for clip in clips] == ["berta", "anna", "anna"]
    assert [subject.name for subject in choose_subjects(clips)] == ["anna", "berta"]


@pytest.mark.parametrize("table", ["", "file\tspeaker\n1.wav\tanna\n", "file\tspeaker\tseconds\tsplit\n"])
def test_a_damaged_manifest_is_one_clear_error(tmp_path: Path, table: str) -> None:
    (tmp_path / "manifest.tsv").write_text(table)
    with pytest.raises(DataError):
        read_clips(tmp_path)


def test_a_length_that_is_no_number_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "manifest.tsv").write_text("file\tspeaker\tseconds\n1.wav\tanna\tlong\n")
    with pytest.raises(DataError, match="long"):
        read_clips(tmp_path)


def test_a_missing_folder_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no folder"):
        read_clips(tmp_path / "nowhere")


def test_a_file_that_is_no_recording_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "noise.wav").write_bytes(b"not a recording")
    with pytest.raises(DataError, match="no recording that can be read"):
        read_clips(tmp_path)


def test_speakers_without_enough_speech_are_one_clear_error(corpus: Path) -> None:
    with pytest.raises(DataError, match="no speaker"):
        choose_subjects(read_clips(corpus), shortest=60.0)
