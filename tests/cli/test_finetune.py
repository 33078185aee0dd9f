"""The verb `finetune`: what is asked for, and what goes wrong before anything is learned."""

import pytest

pytest.importorskip("lightning")

from voiceclone.training import finetuning
from voiceclone.training.finetuning import Outcome
from voiceclone.training.finetuning.examination import Marks


def test_prompts_are_printed_as_the_list_that_is_read(command):
    done = command("finetune", "--prompts")
    assert done.status == 0
    lines = done.out.splitlines()
    assert len(lines) == len(finetuning.prompts())
    assert lines[0].startswith("001.wav|The quick ferry")


def test_both_marks_and_what_is_kept_are_told(command, tmp_path, monkeypatch):
    outcome = Outcome(tmp_path / "me", None, Marks(0.75, 9, 100), Marks(0.82, 8, 100), 1.0, 95.0, 10, 2)
    asked = []
    monkeypatch.setattr(finetuning, "finetune", lambda *places, **wishes: asked.append((places, wishes)) or outcome)
    done = command("finetune", "recordings", "--consent", "self", "--speaker", "Ada", "-o", "me")
    assert "before: likeness (SIM) 0.750, word error rate (WER) 0.090" in done.out
    assert "after:  likeness (SIM) 0.820, word error rate (WER) 0.080" in done.out
    assert "what was learned is kept" in done.out
    assert asked[0][1]["consent"].speaker == "Ada"


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("recordings",), "--consent self"),
        ((), "name the folder of the recordings"),
        (("recordings", "--consent", "verified"), "belong together"),
    ],
)
def test_bad_input_is_told_in_one_line(command, arguments, complaint):
    assert complaint in command("finetune", *arguments).complaint
