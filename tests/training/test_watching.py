"""What goes wrong in a training is told early, and what is learned is shown."""

import logging
from types import SimpleNamespace

import numpy as np
import pytest
import torch

pytest.importorskip("lightning")

from tests.test_cloner import speech_like
from voiceclone.errors import DataError
from voiceclone.training.showing import Shown, draw
from voiceclone.training.watching import Watch, fault_of


def step(watch, number, **metrics):
    watch.on_train_batch_end(
        SimpleNamespace(global_step=number, callback_metrics={k: torch.tensor(v) for k, v in metrics.items()}), None
    )


def test_a_loss_that_is_no_number_ends_the_training():
    step(Watch(), 4, mel=0.3)
    with pytest.raises(DataError, match=r"the loss 'mel' is nan after step 5; last\.ckpt is from before: go on at"):
        step(Watch(), 5, mel=float("nan"))


def test_an_alignment_that_does_not_form_is_warned_of_once_and_one_that_does_is_not(caplog):
    for loss in (1.2, 3.4):
        watch = Watch(aligned_by=10)
        with caplog.at_level(logging.WARNING):
            for number in range(30):
                step(watch, number, recogniser=loss)
        assert caplog.text.count("does not form") == (loss > 3)


def test_a_silent_and_a_whistling_vocoder_are_known():
    real = np.stack([speech_like(2.0, hertz=hertz).samples for hertz in (120, 180)])
    whistle = 0.02 * np.sin(2 * np.pi * 5_000 * np.arange(real.shape[1]) / 24_000)
    assert fault_of(real * 0.8, real) == ""
    assert fault_of(real * 1e-3, real).startswith("is silent")
    assert fault_of((real + whistle).astype(np.float32), real).startswith("whistles at 4992 Hz")


def test_a_picture_has_a_line_for_each_symbol():
    mel = np.random.default_rng(0).normal(size=(40, 100)).astype(np.float32)
    figure = draw(Shown("no", {"recorded": mel, "made": mel}, ["^", "n", "oʊ"], [10, 10, 20]))
    assert [len(axes.lines) for axes in figure.axes] == [3, 3]
