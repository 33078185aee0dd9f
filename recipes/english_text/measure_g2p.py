"""Measures how words that the lexicon lacks are said: by the network alone, and by the front end, which derives first.

    python recipes/english_text/measure_g2p.py voiceclone/weights/g2p-en.safetensors

The words are those held out from training; the front end is given the lexicon without them.
"""

import argparse
import sys
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).parent))

from scoring import score
from train_g2p import is_held_out, read_words

from voiceclone.text.derivation import derive
from voiceclone.text.g2p import load_g2p


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path)
    torch.set_num_threads(1)
    network = load_g2p(parser.parse_args().weights)
    words = read_words()
    held_out = {word: pronunciations for word, pronunciations in words.items() if is_held_out(word)}
    guessed = {word: network.pronounce(word) for word in held_out}

    def lookup(word: str) -> tuple[str, ...] | None:
        return None if word in held_out or word not in words else words[word][0]

    derived = {word: derive(word, lookup) for word in held_out}
    print("network alone    ", score(guessed.__getitem__, held_out))
    print("as the front end ", score(lambda word: derived[word] or guessed[word], held_out))
    of_known = {word: held_out[word] for word in held_out if derived[word]}
    print("  derived        ", score(lambda word: derived[word] or guessed[word], of_known))
    print("  by the network ", score(guessed.__getitem__, {w: p for w, p in held_out.items() if w not in of_known}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
