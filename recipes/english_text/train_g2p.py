"""Trains the letter-to-sound network on the lexicon, and measures it on the twentieth of the words held out.

    nice -n 10 python recipes/english_text/train_g2p.py --output voiceclone/weights/g2p-en.safetensors

One thread, bfloat16 autocast. What it reached is in RESULTS.md.
"""

import argparse
import hashlib
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import Tensor, nn

sys.path.insert(0, str(Path(__file__).parent))

from alignment import align
from scoring import score

from voiceclone.text.g2p import G2pConfig, g2p_header, load_g2p
from voiceclone.text.lexicon import Lexicon
from voiceclone.training.g2p import G2pNetwork

LETTERS = "abcdefghijklmnopqrstuvwxyz"
HELD_OUT = 20  # one word in so many
RAREST_CHUNK = 4  # words with a chunk seen less often are not trained on
FORGET = 0.1  # share of previous chunks that are hidden from the decoder in training

Batch = tuple[Tensor, Tensor]


def is_held_out(word: str) -> bool:
    """Tell whether a word is measured on and never trained on: by its hash, so the same in every run."""
    return int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "big") % HELD_OUT == 0


def read_words() -> dict[str, list[tuple[str, ...]]]:
    """Return the pronunciations of the lexicon's words of plain letters (apostrophes are the frontend's affair)."""
    lexicon = Lexicon()
    return {word: lexicon.pronunciations(word) for word in lexicon.words() if set(word) <= set(LETTERS)}


def batches(examples: list[tuple[str, list[int]]], size: int, shuffle: random.Random, letters: str) -> Iterator[Batch]:
    """Yield letters and chunks, both (batch, letters), of words of one length at a time, so that nothing is padded."""
    by_length: dict[int, list[tuple[str, list[int]]]] = defaultdict(list)
    for example in examples:
        by_length[len(example[0])].append(example)
    groups = []
    for same in by_length.values():
        shuffle.shuffle(same)
        groups += [same[start : start + size] for start in range(0, len(same), size)]
    shuffle.shuffle(groups)
    for group in groups:
        words = torch.tensor([[letters.index(letter) for letter in word] for word, _ in group])
        yield words, torch.tensor([chunks for _, chunks in group])


def train(
    network: G2pNetwork, examples: list[tuple[str, list[int]]], arguments: argparse.Namespace
) -> Iterator[tuple[int, float, G2pNetwork]]:
    """Yield after each epoch its number, the mean loss, and the network with averaged weights."""
    shuffle = random.Random(arguments.seed)
    average = torch.optim.swa_utils.AveragedModel(
        network, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.998)
    )
    optimiser = torch.optim.AdamW(network.parameters(), lr=arguments.rate, weight_decay=0.01, fused=True)
    steps = arguments.epochs * sum(1 for _ in batches(examples, arguments.batch, random.Random(0), LETTERS))
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, arguments.rate, total_steps=steps, pct_start=0.1)
    begin = len(network.config.chunks)
    for epoch in range(1, arguments.epochs + 1):
        network.train()
        total = count = 0.0
        for letters, chunks in batches(examples, arguments.batch, shuffle, LETTERS):
            previous = torch.cat([torch.full_like(chunks[:, :1], begin), chunks[:, :-1]], dim=1)
            previous = torch.where(torch.rand(previous.shape) < FORGET, begin, previous)
            with torch.autocast("cpu", torch.bfloat16):
                logits = network(letters, previous)
            loss = nn.functional.cross_entropy(logits.flatten(0, 1).float(), chunks.flatten(), label_smoothing=0.05)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            average.update_parameters(network)
            total, count = total + loss.item(), count + 1
        yield epoch, total / count, average.module


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, required=True, help="where the weights go, half precision")
    parser.add_argument("--epochs", type=int, default=28)
    parser.add_argument("--batch", type=int, default=256)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--dropout", type=float, default=G2pConfig.dropout)
    parser.add_argument("--start", type=Path, help="weights to go on from, instead of from random ones")
    parser.add_argument("--report", type=int, default=5, help="measure and save after every so many epochs")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(arguments.seed)
    started = time.monotonic()

    words = read_words()
    kept = [(word, phones) for word in words if not is_held_out(word) for phones in words[word]]
    held_out = {word: pronunciations for word, pronunciations in words.items() if is_held_out(word)}
    aligned = align(kept)
    if arguments.start:
        begun = load_g2p(arguments.start)
        network = G2pNetwork(replace(begun.config, dropout=arguments.dropout))
        network.load_state_dict({name: torch.from_numpy(array) for name, array in begun.weights.items()})
    else:
        counts = Counter(chunk for chunks in aligned if chunks for chunk in chunks)
        chunks = sorted(chunk for chunk, count in counts.items() if count >= RAREST_CHUNK)
        network = G2pNetwork(G2pConfig(LETTERS, tuple(chunks), dropout=arguments.dropout))
    numbers = {name: index for index, name in enumerate(network.config.chunks)}
    examples = [
        (word, [numbers[chunk] for chunk in chunks])
        for (word, _), chunks in zip(kept, aligned, strict=True)
        if chunks and all(chunk in numbers for chunk in chunks)
    ]
    size = sum(parameter.numel() for parameter in network.parameters())
    print(f"{len(examples)} of {len(kept)} pronunciations used, {len(numbers)} chunks, {len(held_out)} words held out")
    print(f"{size / 1e6:.2f}M parameters, {time.monotonic() - started:.0f} s to align", flush=True)

    sample = dict(random.Random(0).sample(sorted(held_out.items()), 500))
    for epoch, loss, average in train(network, examples, arguments):
        average.eval()
        report = f"epoch {epoch:3d}  loss {loss:.4f}  {time.monotonic() - started:.0f} s"
        last = epoch == arguments.epochs
        if last or epoch % arguments.report == 0:
            weights = {name: tensor.half().contiguous() for name, tensor in average.state_dict().items()}
            save_file(weights, arguments.output, metadata=g2p_header(average.config))
            report += f"  {score(average.as_it_speaks().pronounce, held_out if last else sample)}"
        print(report, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
