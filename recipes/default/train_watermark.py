"""Trains the watermark's listener: `python recipes/default/train_watermark.py CORPUS NOISES FILE`."""

import logging
from pathlib import Path

import torch
import typer

from voiceclone.evaluation.corpus import read_clips
from voiceclone.evaluation.mark_clips import draw_clips, read_sounds
from voiceclone.training.marking import ListenerTraining, make_examples, train_listener
from voiceclone.trust.marking.layout import fingerprint
from voiceclone.trust.marking.listener import ListenerConfig
from voiceclone.weights import save_network

SECONDS = 5.0


def main(corpus: Path, noises: Path, file: Path, clips: int = 700, held_out: int = 30, threads: int = 1) -> None:
    """Mark and attack clips of CORPUS three times each, train the listener on them, and write its weights to FILE."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(threads)
    sounds, _ = read_sounds(noises)
    config, training = ListenerConfig(), ListenerTraining()
    heard = make_examples(draw_clips(read_clips(corpus, "train"), clips, SECONDS, 11), sounds, 3, 0, config.parts)
    unheard = make_examples(draw_clips(read_clips(corpus, "dev"), held_out, SECONDS, 12), sounds, 3, 1, config.parts)
    listener = train_listener(heard, unheard, config, training, logging.info)
    save_network(listener, config, file, inputs=fingerprint())


if __name__ == "__main__":
    typer.run(main)
