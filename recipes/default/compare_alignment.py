"""Checks the learned alignment against another aligner: `python recipes/default/compare_alignment.py FEATURES`.

The other one is PocketSphinx with its English model (BSD; `pip install pocketsphinx`), which has word times of 10 ms
steps; clips with a word that is not in its dictionary are passed over.
"""

from pathlib import Path

import numpy as np
import typer
from pocketsphinx import Decoder, get_model_path

from voiceclone.audio.mel import MEL
from voiceclone.audio.resample import resample
from voiceclone.text import TextFrontend
from voiceclone.training.aligner import Alignments
from voiceclone.training.features import Features


def learned_starts(frontend: TextFrontend, text: str, durations: np.ndarray) -> list[float]:
    """Start of each word in seconds, from the durations of the transcript's symbols."""
    ends = np.concatenate(([0], np.cumsum(durations))) / MEL.frame_rate
    return [float(ends[span.start]) for span in frontend.transcript(text).spans()]


def sphinx_starts(decoder: Decoder, samples: np.ndarray, words: list[str]) -> list[float] | None:
    """Start of each word in seconds, or None where it cannot be aligned."""
    if any(decoder.lookup_word(word) is None for word in words):
        return None
    decoder.set_align_text(" ".join(words))
    decoder.start_utt()
    decoder.process_raw((resample(samples, MEL.sample_rate, 16_000) * 32767).astype(np.int16).tobytes(), full_utt=True)
    decoder.end_utt()
    found = [part for part in decoder.seg() or [] if not part.word.startswith(("<", "["))]
    return [part.start_frame / 100 for part in found] if len(found) == len(words) else None


def main(features: Path, clips: int = 200) -> None:
    """Print how far the starts of words lie apart, over at most CLIPS clips of FEATURES/dev."""
    dev = Features(features / "dev")
    alignments = Alignments(features / "dev" / "alignments.npz")
    frontend = TextFrontend("en")
    model = Path(get_model_path("en-us"))
    decoder = Decoder(
        hmm=str(model / "en-us"), dict=str(model / "cmudict-en-us.dict"), lm=None, beam=1e-30, wbeam=1e-20,
        pbeam=1e-30, logfn="/dev/null",
    )  # fmt: skip
    differences, compared = [], 0
    english = [place for place, index in enumerate(alignments.clips) if dev.clips[index].language == "en"]
    for place in english[:clips]:
        index = alignments.clips[place]
        clip = dev.clips[index]
        words = [word.text for word in frontend.transcript(clip.text).words]
        plain = [word.lower().strip(".,;:!?\"'") for word in words]
        theirs = sphinx_starts(decoder, dev.samples(int(index)), plain)
        if theirs is not None:
            ours = learned_starts(frontend, clip.text, alignments.item(place)[1])
            differences += list(np.abs(np.array(ours) - np.array(theirs)))
            compared += 1
    apart = np.array(differences) * 1000
    print(f"{compared} of {min(clips, len(english))} clips, {len(apart)} words")
    print(f"start of a word apart by: median {np.median(apart):.0f} ms, mean {apart.mean():.0f} ms")
    print(", ".join(f"within {limit} ms {np.mean(apart <= limit):.0%}" for limit in (20, 50, 100)))


if __name__ == "__main__":
    typer.run(main)
