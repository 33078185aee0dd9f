"""What it costs to check and to prepare a corpus, a thread: `python benchmarks/corpus.py [CORPUS]`.

CORPUS is a folder with a `manifest.tsv`, of which the first 100 recordings are taken; without it, noise with the rhythm
of speech stands for them.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import numpy as np
import soundfile

from voiceclone.errors import DependencyError
from voiceclone.training.alignment import Aligner, AlignerConfig
from voiceclone.training.checking.measure import measure
from voiceclone.training.corpora.header import recording_header
from voiceclone.training.corpus import Clip, read_manifest
from voiceclone.training.features import extract_features
from voiceclone.training.streaming import export_shards


def noise(folder: Path, clips: int = 50, seconds: float = 6.0, rate: int = 24_000) -> None:
    """Write a corpus that nobody spoke."""
    random = np.random.default_rng(0)
    lines = ["file\tspeaker\ttext\tlanguage\tsplit\tseconds"]
    for number in range(clips):
        rhythm = np.clip(np.sin(2 * np.pi * 3 * np.arange(int(seconds * rate)) / rate), 0.01, 1)
        soundfile.write(folder / f"{number}.wav", 0.1 * rhythm * random.standard_normal(len(rhythm)), rate)
        lines.append(f"{number}.wav\tnobody\t\ten\ttrain\t{seconds}")
    (folder / "manifest.tsv").write_text("\n".join(lines) + "\n")


def spent(work: Callable[[], object]) -> float:
    """Seconds of processor time."""
    start = time.process_time()
    work()
    return time.process_time() - start


def all_of(function: Callable[[Clip], object], clips: Iterable[Clip]) -> Callable[[], None]:
    """Do it for each."""

    def work() -> None:
        for clip in clips:
            function(clip)

    return work


def main(corpus: Path) -> None:
    """Print how many seconds of speech a second of processor time gets through."""
    clips = read_manifest(corpus)[:100]
    speech = sum(clip.seconds for clip in clips)
    headers = spent(all_of(lambda clip: recording_header(corpus / clip.file), clips))
    print(f"prepare: {len(clips) / headers:,.0f} recordings a second (their headers)")
    measure(corpus, False, clips[0].file)  # what is loaded once is not counted
    checked = spent(all_of(lambda clip: measure(corpus, False, clip.file), clips))
    print(f"check: {speech / checked:.0f} times as fast as the speech")
    try:
        measure(corpus, True, clips[0].file)
        few = clips[:20]
        rated = spent(all_of(lambda clip: measure(corpus, True, clip.file), few))
        print(f"check --dnsmos: {sum(clip.seconds for clip in few) / rated:.0f} times")
    except DependencyError as error:
        print(f"check --dnsmos: left out, {error}")
    aligner = Aligner(AlignerConfig())  # what it has learned does not change what it costs
    for what, make in (
        ("features", lambda folder: extract_features(clips, corpus, folder, workers=1)),
        ("shards", lambda folder: export_shards(clips, corpus, folder, aligner, workers=1)),
    ):
        with tempfile.TemporaryDirectory() as folder:
            seconds = spent(partial(make, Path(folder)))
            size = sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())
        print(f"{what}: {speech / seconds:.0f} times, {size / speech * 3.6e-6:.2f} GB for an hour of speech")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as made:
            noise(Path(made))
            main(Path(made))
