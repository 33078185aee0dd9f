"""Published corpora in their own layout become manifests; what is wrong in them is said."""

import csv
import shutil
import sys

import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("lhotse")

from tests.training.layouts import SENTENCES, WRITERS, ljspeech, own_folder, say, vctk, voxceleb
from voiceclone.errors import DataError, DependencyError, OutputError
from voiceclone.training.corpora import CORPORA, Reading, Row, find_corpus, prepare
from voiceclone.training.corpora import lhotse_rows as lhotse_module
from voiceclone.training.corpora.split import dev_rows
from voiceclone.training.corpus import read_manifest

LHOTSE = ("ljspeech", "vctk", "libritts", "librispeech")


@pytest.fixture(params=WRITERS)
def miniature(request, tmp_path):
    return request.param, WRITERS[request.param](tmp_path)


def prepared(name, folder, work, **options):
    return prepare(CORPORA[name], folder, work, **options)


def lines_of(work, table="manifest.tsv"):
    with (work / table).open(newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def test_each_corpus_becomes_a_manifest_that_training_reads(miniature, tmp_path):
    name, corpus = miniature
    found = prepared(name, corpus.folder, tmp_path / "work")
    clips = read_manifest(tmp_path / "work")
    assert (found.clips, found.speakers, found.not_used) == (corpus.clips, corpus.speakers, 0)
    assert len(clips) == corpus.clips
    assert {clip.split for clip in clips} == {"train", "dev"}
    assert all(
        soundfile.info(tmp_path / "work" / clip.file).duration == pytest.approx(clip.seconds, abs=0.1) for clip in clips
    )
    assert all(clip.speaker.startswith(f"{name}-") and clip.corpus == name for clip in clips)
    assert all(clip.text for clip in clips) == (name != "voxceleb")


def test_each_corpus_is_prepared_the_same_way_twice(miniature, tmp_path):
    name, corpus = miniature
    prepared(name, corpus.folder, tmp_path / "work")
    before = (tmp_path / "work" / "manifest.tsv").read_bytes()
    prepared(name, corpus.folder, tmp_path / "work")
    assert (tmp_path / "work" / "manifest.tsv").read_bytes() == before


def test_each_corpus_refuses_a_folder_that_is_not_its_own(miniature, tmp_path):
    name, _ = miniature
    with pytest.raises(DataError, match="no folder"):
        prepared(name, tmp_path / "missing", tmp_path / "work")
    (tmp_path / "empty").mkdir()
    with pytest.raises(DataError, match=r"is not the folder of|has no table and no recording"):
        prepared(name, tmp_path / "empty", tmp_path / "work")


def test_what_the_corpora_say_of_their_speakers_is_kept(tmp_path):
    rows = {}
    for name in ("vctk", "libritts", "librispeech", "common-voice", "voxceleb"):
        corpus = WRITERS[name](tmp_path)
        prepared(name, corpus.folder, tmp_path / name)
        rows[name] = lines_of(tmp_path / name)
    first = next(row for row in rows["vctk"] if row["speaker"] == "vctk-p225")
    assert (first["sex"], first["age"], first["accent"], first["licence"]) == ("f", "23", "English", "CC-BY-4.0")
    assert {row["sex"] for row in rows["libritts"]} == {row["sex"] for row in rows["librispeech"]} == {"f", "m"}
    assert rows["libritts"][0]["text"].endswith("number one.")
    voice = rows["common-voice"][0]
    assert (voice["age"], voice["sex"], voice["accent"], voice["language"]) == (
        "twenties",
        "f",
        "England English",
        "en",
    )
    assert voice["text"].startswith('"')
    assert {row["sex"] for row in rows["voxceleb"]} == {"f", "m"}


def test_what_lies_above_half_the_sample_rate_is_known_to_be_missing(tmp_path):
    for name, highest in (("librispeech", "8000"), ("ljspeech", "11025"), ("libritts", "")):
        prepared(name, WRITERS[name](tmp_path).folder, tmp_path / name)
        assert {row["bandwidth"] for row in lines_of(tmp_path / name)} == {highest}


@pytest.mark.parametrize("name", WRITERS)
def test_a_broken_and_an_empty_recording_are_reported_and_the_others_stay(name, tmp_path, caplog):
    corpus = WRITERS[name](tmp_path)
    corpus.recording.write_bytes(b"nothing of the kind")
    if name != "ljspeech":
        other = next(
            path for path in sorted(corpus.folder.rglob(f"*{corpus.recording.suffix}")) if "mic1" not in path.name
        )
        soundfile.write(other, [], 16_000, format=None if other.suffix != ".mp3" else "WAV")
    found = prepared(name, corpus.folder, tmp_path / "work")
    assert found.clips == corpus.clips - found.not_used
    reasons = {row["file"]: row["reason"] for row in lines_of(tmp_path / "work", "not_used.tsv")}
    assert "is no audio, or is damaged" in reasons[corpus.recording.relative_to(corpus.folder).as_posix()]
    assert found.not_used == len(reasons) == (1 if name == "ljspeech" else 2)
    assert name == "ljspeech" or any(
        reason in ("the file is empty", "holds no sound: its length is zero") for reason in reasons.values()
    )
    assert "not used" in caplog.text


@pytest.mark.parametrize("name", ["ljspeech", "libritts", "librispeech", "common-voice", "folder"])
def test_a_recording_that_is_missing_is_reported(name, tmp_path):
    corpus = WRITERS[name](tmp_path)
    corpus.recording.unlink()
    assert prepared(name, corpus.folder, tmp_path / "work").clips == corpus.clips - 1
    (row,) = lines_of(tmp_path / "work", "not_used.tsv")
    assert corpus.recording.stem in row["file"]
    assert row["reason"] in ("there is no such file", "there is no such recording")


def test_a_recording_of_vctk_that_is_missing_is_named(tmp_path):
    corpus = vctk(tmp_path)
    corpus.recording.unlink()
    with pytest.raises(DataError, match="s5_002_mic2"):
        prepared("vctk", corpus.folder, tmp_path / "work")


def test_a_line_that_is_wrong_is_named(tmp_path):
    corpus = ljspeech(tmp_path)
    with (corpus.folder / "metadata.csv").open("a") as table:
        table.write("LJ001-0005|a line without its third part\n")
    with pytest.raises(DataError, match="line 5"):
        prepared("ljspeech", corpus.folder, tmp_path / "work")


def test_an_empty_transcript_is_reported_where_others_have_one(tmp_path):
    corpus = ljspeech(tmp_path)
    table = corpus.folder / "metadata.csv"
    table.write_text(table.read_text().replace(f"{SENTENCES[0]}, 1455|{SENTENCES[0]}, fourteen fifty-five", "|"))
    assert prepared("ljspeech", corpus.folder, tmp_path / "work").clips == 3
    assert lines_of(tmp_path / "work", "not_used.tsv")[0]["reason"] == "its transcript is empty"


def test_the_folder_around_or_below_the_right_one_is_pointed_to(tmp_path):
    corpus = ljspeech(tmp_path)
    with pytest.raises(DataError, match=r"give .*LJSpeech-1\.1 instead"):
        prepared("ljspeech", corpus.folder.parent, tmp_path / "work")


def test_a_part_may_be_chosen_and_a_missing_one_is_named(tmp_path):
    corpus = WRITERS["libritts"](tmp_path)
    found = prepared("libritts", corpus.folder, tmp_path / "work", reading=Reading(parts=("dev-clean",)))
    assert found.clips == 4
    with pytest.raises(DataError, match="test-clean; its parts are dev-clean, train-clean-100"):
        prepared("libritts", corpus.folder, tmp_path / "work", reading=Reading(parts=("test-clean",)))


def test_an_m4a_of_voxceleb_2_is_reported_with_advice(tmp_path):
    corpus = voxceleb(tmp_path)
    path = corpus.folder / "dev" / "aac" / "id00012" / "21Uxsk56VDQ" / "00001.m4a"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"\0\0\0\x20ftypM4A and so on")
    assert prepared("voxceleb", corpus.folder, tmp_path / "work").not_used == 1
    assert "ffmpeg" in lines_of(tmp_path / "work", "not_used.tsv")[0]["reason"]


@pytest.mark.parametrize("name", LHOTSE)
def test_without_lhotse_the_command_that_installs_it_is_named(name, tmp_path, monkeypatch):
    corpus = WRITERS[name](tmp_path)

    def missing(module):
        raise ImportError("No module named 'lhotse'")

    monkeypatch.setattr(lhotse_module.importlib, "import_module", missing)
    with pytest.raises(DependencyError, match=r'pip install "voiceclone\[train\]"'):
        prepared(name, corpus.folder, tmp_path / "work")


def test_mixed_rates_are_said_and_no_obstacle(tmp_path, caplog):
    corpus = own_folder(tmp_path)
    say(corpus.recording, 160, 16_000)
    assert prepared("folder", corpus.folder, tmp_path / "work").clips == 4
    assert "the sample rates are mixed: 1 at 16000 Hz, 3 at 44100 Hz" in caplog.text


def test_what_is_left_out_stays_out_and_an_older_manifest_survives_a_failure(tmp_path):
    corpus = own_folder(tmp_path)
    prepared("folder", corpus.folder, tmp_path / "work")
    (corpus.folder / "left_out.tsv").write_text("file\treason\nann/0.wav\ta door slams\n")
    assert prepared("folder", corpus.folder, tmp_path / "work").clips == 3
    assert lines_of(tmp_path / "work", "not_used.tsv") == [{"file": "ann/0.wav", "reason": "a door slams"}]
    before = (tmp_path / "work" / "manifest.tsv").read_bytes()
    for path in corpus.folder.rglob("*.wav"):
        path.write_bytes(b"")
    with pytest.raises(DataError, match="no recording that can be used"):
        prepared("folder", corpus.folder, tmp_path / "work")
    assert (tmp_path / "work" / "manifest.tsv").read_bytes() == before


def test_a_folder_of_ones_own_is_prepared_in_place_with_paths_that_move_with_it(tmp_path):
    corpus = own_folder(tmp_path)
    prepared("folder", corpus.folder, corpus.folder)
    assert {row["file"] for row in lines_of(corpus.folder)} == {"ann/0.wav", "bob/1.wav", "ann/2.wav", "bob/3.wav"}
    assert find_corpus(None, corpus.folder).name == "manifest"
    rows = list(CORPORA["manifest"].read(corpus.folder, Reading()))
    assert {row.consent for row in rows} == {"yes"}
    with pytest.raises(DataError, match="is prepared"):
        prepared("manifest", corpus.folder, tmp_path / "work")


def test_consent_that_was_refused_keeps_a_recording_out(tmp_path):
    corpus = own_folder(tmp_path)
    table = corpus.folder / "transcripts.csv"
    table.write_text(table.read_text().replace("bob,CC0-1.0,yes", "bob,CC0-1.0,No"))
    assert prepared("folder", corpus.folder, tmp_path / "work").clips == 2
    assert "consent is given as 'No'" in lines_of(tmp_path / "work", "not_used.tsv")[0]["reason"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"path,words\n1.wav,no\n", "lacks the column file, text"),
        ("file,text\n1.wav,naïve\n".encode("latin-1"), "not in UTF-8"),
        (b"file,text\n", "no recording that can be used"),
    ],
)
def test_a_table_that_cannot_serve_is_refused(content, message, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "transcripts.csv").write_bytes(content)
    with pytest.raises(DataError, match=message):
        prepared("folder", tmp_path / "mine", tmp_path / "work")


def test_of_several_tables_one_must_be_named(tmp_path):
    corpus = own_folder(tmp_path)
    shutil.copy(corpus.folder / "transcripts.csv", corpus.folder / "old.csv")
    with pytest.raises(DataError, match="--table"):
        prepared("folder", corpus.folder, tmp_path / "work")
    reading = Reading(table=corpus.folder / "old.csv")
    assert prepared("folder", corpus.folder, tmp_path / "work", reading=reading).clips == 4


def listener(tmp_path, program):
    """Return a command that runs a program on a file, and the file in which the program notes that it was called."""
    script, calls = tmp_path / "listen.py", tmp_path / "calls"
    script.write_text(f"import sys\nopen({str(calls)!r}, 'a').write(sys.argv[1] + '\\n')\n{program}\n")
    return f"{sys.executable} {script} {{file}}", calls


def test_recordings_alone_are_transcribed_by_a_command_and_never_twice(tmp_path):
    corpus = own_folder(tmp_path)
    (corpus.folder / "transcripts.csv").unlink()
    command, calls = listener(tmp_path, "print(' good morning,\\n', 'said', sys.argv[1][-5:-4])")
    reading = Reading(transcribe=command, transcripts=tmp_path / "transcripts.tsv")
    for _ in range(2):
        assert prepared("folder", corpus.folder, tmp_path / "work", reading=reading).speakers == 2
    assert lines_of(tmp_path / "work")[0]["text"] == "good morning, said 0"
    assert len(calls.read_text().splitlines()) == 4


def test_recordings_alone_serve_the_encoder_and_the_vocoder(tmp_path):
    corpus = own_folder(tmp_path)
    (corpus.folder / "transcripts.csv").unlink()
    assert prepared("folder", corpus.folder, tmp_path / "work").clips == 4


def test_one_recording_that_the_command_fails_on_is_reported(tmp_path):
    corpus = own_folder(tmp_path)
    (corpus.folder / "transcripts.csv").unlink()
    command, _ = listener(tmp_path, "sys.exit('too hard') if sys.argv[1].endswith('3.wav') else print('well')")
    reading = Reading(transcribe=command, transcripts=tmp_path / "transcripts.tsv")
    assert prepared("folder", corpus.folder, tmp_path / "work", reading=reading).clips == 3
    reason = lines_of(tmp_path / "work", "not_used.tsv")[0]["reason"]
    assert reason == "could not be transcribed: exit status 1: too hard"


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("no-such-program {file}", "is it installed"),
        ("cat", "where the file goes"),
        ("cat '{file}", "cannot be read"),
        ("false {file}", "transcribes nothing"),
    ],
)
def test_a_command_that_cannot_work_is_refused(command, message, tmp_path):
    corpus = own_folder(tmp_path)
    (corpus.folder / "transcripts.csv").unlink()
    with pytest.raises(DataError, match=message):
        prepared("folder", corpus.folder, tmp_path / "work", reading=Reading(transcribe=command))


def test_a_work_folder_that_cannot_be_made_is_said(tmp_path):
    corpus = own_folder(tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be made"):
        prepared("folder", corpus.folder, tmp_path / "file" / "work")


def test_a_name_that_is_no_corpus_is_answered_with_those_that_are(tmp_path):
    with pytest.raises(DataError, match="ljspeech, vctk"):
        find_corpus("timit", tmp_path)


names = st.text(min_size=1, max_size=5)


@given(st.lists(st.tuples(names, names), min_size=2, max_size=40, unique=True), st.floats(0.0, 1.0))
def test_no_speaker_is_in_both_splits_and_neither_is_empty(said, share):
    rows = [Row(file=f"{number}.wav", speaker=who, text=what) for number, (who, what) in enumerate(said)]
    kept = dev_rows(rows, "mine", share)
    assert any(kept)
    assert not all(kept)
    alone = len({row.speaker for row in rows}) == 1
    names = [row.text if alone else row.speaker for row in rows]
    dev = {name for name, chosen in zip(names, kept, strict=True) if chosen}
    assert dev.isdisjoint(name for name, chosen in zip(names, kept, strict=True) if not chosen)
    assert kept == dev_rows(rows, "mine", share)


def test_a_speaker_who_is_kept_stays_kept_when_others_come(tmp_path):
    few = [Row(f"{number}.wav", f"s{number}", "no") for number in range(200)]
    many = [*few, *(Row(f"{number}.wav", f"s{number}", "no") for number in range(200, 400))]
    assert dev_rows(many, "mine")[:200] == dev_rows(few, "mine")
    assert 2 <= sum(dev_rows(many, "mine")) <= 40
