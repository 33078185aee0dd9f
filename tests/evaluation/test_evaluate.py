import dataclasses
import json

import pytest

from tests.evaluation import fakes
from voiceclone import Audio
from voiceclone.errors import DataError
from voiceclone.evaluation import report
from voiceclone.evaluation.conditions import with_noise
from voiceclone.evaluation.corpus import Subject, adults, choose_subjects, read_clips
from voiceclone.evaluation.evaluate import evaluate_cloning, evaluate_real_speech
from voiceclone.evaluation.results import Evaluation, SpeakerResult

SENTENCES = ["The old clock.", "The old clock stopped."]


@pytest.fixture(scope="module")
def subjects(tmp_path_factory: pytest.TempPathFactory) -> list[Subject]:
    return choose_subjects(adults(read_clips(fakes.write_corpus(tmp_path_factory.mktemp("corpus")))))


def clone(cloner: fakes.Hummer, subjects: list[Subject], seed: int = 0) -> Evaluation:
    texts = {subject.name: SENTENCES for subject in subjects}
    return evaluate_cloning(cloner, subjects, texts, fakes.judges, seed=seed)


def without_times(results: tuple[SpeakerResult, ...]) -> list[SpeakerResult]:
    return [
        dataclasses.replace(
            result, utterances=tuple(dataclasses.replace(utterance, taken=0.0) for utterance in result.utterances)
        )
        for result in results
    ]


def test_a_faithful_cloner_reaches_the_ceiling(subjects: list[Subject]) -> None:
    clones, ceiling, floor, _ = report.mean_rows(clone(fakes.Hummer(), subjects))
    assert clones.similarity == pytest.approx(ceiling.similarity, abs=0.02)
    assert clones.way == pytest.approx(1.0, abs=0.05)
    assert floor.similarity is not None
    assert floor.similarity < 0.7
    assert clones.nearest == ceiling.nearest == 1.0
    assert clones.pitch_error == pytest.approx(0.0, abs=0.2)
    assert clones.pitch_within == 1.0
    assert clones.real_time_factor is not None
    assert clones.peak_memory is None or clones.peak_memory > 1.0


def test_a_cloner_that_is_out_of_tune_is_found_out(subjects: list[Subject]) -> None:
    clones = report.mean_rows(clone(fakes.Hummer(detune=3.0), subjects))[0]
    assert clones.pitch_error == pytest.approx(3.0, abs=0.3)
    assert clones.pitch_within == 0.0
    assert clones.nearest is not None
    assert clones.nearest < 1.0
    assert clones.way is not None
    assert clones.way < 0.9


def test_words_are_counted_over_all_sentences(subjects: list[Subject]) -> None:
    found = clone(fakes.Hummer(), subjects)
    assert report.mean_rows(found)[0].wer == pytest.approx(1 / 7)
    assert "anna: the old clock -stopped" in report.word_report(found)


def test_real_clips_are_heard_only_where_their_words_were_published(subjects: list[Subject]) -> None:
    found = evaluate_real_speech(subjects, fakes.judges())
    by_speaker = {row.label: row for row in report.rows_by(found, lambda result: result.speaker)}
    assert by_speaker["anna"].wer == 0.0
    assert by_speaker["eve"].wer is None


def test_real_clips_can_be_left_unheard(subjects: list[Subject]) -> None:
    found = evaluate_real_speech(subjects, fakes.judges(), real_clips=0)
    assert report.mean_rows(found)[0].overall is None
    assert report.mean_rows(found)[0].similarity is not None


def test_the_same_seed_gives_the_same_result(subjects: list[Subject]) -> None:
    first, second = clone(fakes.Hummer(), subjects, seed=7), clone(fakes.Hummer(), subjects, seed=7)
    assert without_times(first.clones) == without_times(second.clones)
    assert (first.ceiling, first.floor) == (second.ceiling, second.floor)


def test_who_cannot_be_cloned_is_named_and_the_others_are_judged(subjects: list[Subject]) -> None:
    found = clone(fakes.Hummer(refuse=110.0), subjects)
    assert found.failures == {"carl": "the reference is refused"}
    assert [result.speaker for result in found.clones] == ["anna", "berta", "dan", "eve"]
    assert len(found.ceiling) == 4


def test_nobody_cloned_is_one_clear_error(subjects: list[Subject]) -> None:
    with pytest.raises(DataError, match="the reference is refused"):
        clone(fakes.Hummer(refuse=110.0), [subject for subject in subjects if subject.name == "carl"])


def test_a_condition_is_heard_by_the_cloner_and_not_by_the_judges(subjects: list[Subject]) -> None:
    plain, noisy = fakes.Hummer(), fakes.Hummer()
    texts = {subject.name: SENTENCES for subject in subjects}
    first = evaluate_cloning(plain, subjects, texts, fakes.judges)
    second = evaluate_cloning(noisy, subjects, texts, fakes.judges, condition=lambda audio: with_noise(audio, 20.0))
    assert noisy.enrolled[0].samples.std() > plain.enrolled[0].samples.std()
    assert first.ceiling == second.ceiling


def test_clones_can_be_kept(subjects: list[Subject]) -> None:
    kept: dict[tuple[str, int], Audio] = {}
    texts = {subject.name: SENTENCES for subject in subjects}
    evaluate_cloning(
        fakes.Hummer(),
        subjects,
        texts,
        fakes.judges,
        keep=lambda name, number, audio: kept.update({(name, number): audio}),
    )
    assert len(kept) == len(subjects) * len(SENTENCES)


def test_another_reference_can_be_nearer_though_it_is_not_evaluated(subjects: list[Subject]) -> None:
    anna = [subject for subject in subjects if subject.name == "anna"]
    cloner = fakes.Hummer(detune=3.0)  # then anna hums as berta
    found = evaluate_cloning(cloner, anna, {"anna": SENTENCES}, fakes.judges, references=subjects)
    assert found.clones[0].nearest is False


def test_the_whole_report_can_be_written_as_json(subjects: list[Subject]) -> None:
    everything = json.loads(json.dumps(report.to_dict(clone(fakes.Hummer(), subjects))))
    assert everything["means"][0]["label"] == "clones"
    assert {row["label"] for row in everything["groups"]["sex"]} == {"f", "m"}
    assert everything["recordings"]["clones"][0]["utterances"][0]["said"] == "The old clock."


def test_tables_have_a_row_for_everyone_and_no_empty_column(subjects: list[Subject]) -> None:
    speakers, *groups, means = report.tables(clone(fakes.Hummer(), subjects))
    assert [row[0] for row in speakers.rows] == ["anna", "berta", "carl", "dan", "eve"]
    assert [table.title for table in groups] == ["By sex", "By age", "By accent", "By corpus"]
    assert {"WER", "SIM", "way", "own", "DNSMOS", "RTF"} <= set(speakers.headings)
    assert means.headings == ("figure", "clones", "the person", "other people", "same sex")
    assert {"WER", "SIM", "DNSMOS overall", "real-time factor"} <= {row[0] for row in means.rows}
    for table in (speakers, *groups, means):
        assert all(len(row) == len(table.headings) for row in table.rows)


def test_a_lone_speaker_has_no_floor(subjects: list[Subject]) -> None:
    found = evaluate_real_speech(subjects[:1], fakes.judges())
    assert found.floor == ()
    assert report.mean_rows(found)[1].similarity is None
