"""Makes a corpus of pairs from a folder of speech, one source after another; what is there is not made again."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from voiceclone.audio.atomic_write import write_atomically
from voiceclone.audio.files import load_audio
from voiceclone.audio.mel import MEL
from voiceclone.errors import DataError, DependencyError, VoiceCloneError
from voiceclone.evaluation.corpus import Clip, read_clips
from voiceclone.training.corpora.rows import Row
from voiceclone.training.corpora.split import dev_rows
from voiceclone.training.deepfakes.classical import CLASSICAL, require_world
from voiceclone.training.deepfakes.equalising import Channel, channel_of, cut, narrowed, through
from voiceclone.training.deepfakes.levels import codecs_of_pair, encoded
from voiceclone.training.deepfakes.own_networks import OwnNetworks
from voiceclone.training.deepfakes.pairs import REAL, pair_name
from voiceclone.training.deepfakes.programs import programs
from voiceclone.training.deepfakes.source import Generator, Samples, Source
from voiceclone.weights import file_fingerprint

log = logging.getLogger(__name__)

_SHORTEST = 2.0  # seconds of a source
_REFERENCE = 10.0  # seconds of it that are read
_LEAST = 1.0  # seconds of speech that a fake must have
_WORDS = 25  # said at most
_DEV_SHARE = 0.15  # of the speakers of a folder without a manifest
_SAYINGS = (  # where the folder has no text
    "The boy was there when the sun rose, and a rod is used to catch pink salmon.",
    "The source of the huge river is the clear spring behind the old mill.",
    "Kick the ball straight and follow through, then help the woman get back to her feet.",
    "A pot of tea helps to pass the evening, and smoky fires lack flame and heat.",
    "The soft cushion broke the man's fall when the salt breeze came across from the sea.",
)


@dataclass(frozen=True)
class Size:
    """How much is made: so many `sources` of a split, with `fakes` generators each (drawn anew for each source).

    `seconds`: the longest recording.
    """

    sources: int = 1500
    fakes: int = 3
    seconds: float = 3.2


def available_generators(weights: Path) -> dict[str, Generator]:
    """Return all generators that this machine has; what is missing is said in the log."""
    found = {**OwnNetworks(weights).generators, **programs(), **CLASSICAL}
    try:
        require_world()
    except DependencyError as error:
        found = {name: generator for name, generator in found.items() if not name.startswith("world")}
        log.warning("left out: %s", error)
    for program in {"flite", "espeak"} - set(found):
        log.warning("left out: %s is not installed", program)
    return found


def remember_weights(weights: Path, corpus: Path) -> None:
    """Note whose fakes a corpus holds. Raises DataError where it was begun with other weights."""
    parts = ("acoustic", "speaker", "vocoder", "recogniser")
    digest = " ".join(file_fingerprint(weights / f"{part}.safetensors") for part in parts)
    note = corpus / "weights.txt"
    if note.is_file() and note.read_text() != digest:
        raise DataError(f"{corpus} was begun with other weights: give another folder")
    corpus.mkdir(parents=True, exist_ok=True)
    write_atomically(note, digest.encode())


def build(
    speech: Path,
    corpus: Path,
    split: str,
    generators: Mapping[str, Generator],
    size: Size,
    share: tuple[int, int] = (0, 1),
    seed: int = 0,
) -> int:
    """Make pairs from one `split` of the folder `speech` (see `read_clips`); return from how many sources there are.

    Each speaker gives one source before any gives two. What a generator cannot do is left out with a warning.
    `share`: which of so many equal shares of the sources is made here. Raises DataError where there is no clip of two
    seconds.
    """
    clips = clips_of(speech, split)
    chosen = choose_sources(clips, size.sources, seed)
    texts = sorted({clip.text for clip in clips if clip.text and clip.language in ("", "en")}) or list(_SAYINGS)
    done = corpus / split / "done"
    for level in ("none", "light", "heavy"):
        (corpus / split / level).mkdir(parents=True, exist_ok=True)
    done.mkdir(exist_ok=True)
    for number, clip in enumerate(chosen):
        if number % share[1] != share[0]:
            continue
        pair = pair_name(clip.speaker, clip.path.relative_to(speech).as_posix())
        if not (done / pair).is_file():
            rng = np.random.default_rng([seed, int(pair[-8:], 16)])
            _make_pair(clip, pair, corpus / split, generators, _text(texts, rng), size, rng)
            write_atomically(done / pair, b"")
        if number % 50 == 49:
            log.info("%s: %d of %d sources", split, number + 1, len(chosen))
    return len(chosen)


def clips_of(speech: Path, split: str) -> list[Clip]:
    """Return the clips of a split, `train` or `dev`; without a manifest, 15 % of the speakers are kept for `dev`."""
    clips = read_clips(speech, split)
    if (speech / "manifest.tsv").is_file():
        return clips
    rows = [Row(clip.path.relative_to(speech).as_posix(), clip.speaker) for clip in clips]
    kept = dev_rows(rows, "deepfakes", _DEV_SHARE)
    return [clip for clip, is_dev in zip(clips, kept, strict=True) if is_dev == (split == "dev")]


def choose_sources(clips: Sequence[Clip], number: int, seed: int) -> list[Clip]:
    """Draw so many clips, the people taking turns. Raises DataError where none is long enough."""
    rng = np.random.default_rng(seed)
    long = sorted((clip for clip in clips if clip.seconds >= _SHORTEST), key=lambda clip: str(clip.path))
    if not long:
        raise DataError(f"no recording has {_SHORTEST:g} seconds: give a folder with longer ones")
    turns: dict[str, int] = {}
    order: list[tuple[int, int]] = []
    for index in rng.permutation(len(long)):
        turns[long[index].speaker] = turns.get(long[index].speaker, 0) + 1
        order.append((turns[long[index].speaker], int(index)))
    ranks = sorted(range(len(order)), key=lambda place: (order[place][0], place))
    return [long[order[place][1]] for place in ranks[:number]]


def _text(texts: Sequence[str], rng: np.random.Generator) -> str:
    words = texts[int(rng.integers(len(texts)))].lower().split()
    return " ".join(words[:_WORDS])


def _make_pair(
    clip: Clip,
    pair: str,
    folder: Path,
    generators: Mapping[str, Generator],
    text: str,
    size: Size,
    rng: np.random.Generator,
) -> None:
    try:
        reference = load_audio(clip.path, max_seconds=_REFERENCE).samples
        channel = channel_of(reference, clip.path, clip.seconds)
    except (VoiceCloneError, OSError) as error:
        log.warning("left out: %s", error)
        return
    real = cut(reference, size.seconds, rng)  # what is kept of it: the fakes are cut as this is
    if len(real) < _LEAST * MEL.sample_rate:
        log.warning("left out: %s has less than a second of speech", clip.path)
        return
    source = Source(real, reference, text)
    drawn = rng.permutation(sorted(generators))[: size.fakes]
    sounds = {REAL: cut(narrowed(real, channel.band), size.seconds, rng)}
    for name in drawn:
        made = _made(str(name), generators[str(name)], source, channel, size, rng)
        if made is not None:
            sounds[str(name)] = made
    codecs = codecs_of_pair(rng)
    for name, samples in sounds.items():
        for level, codec in codecs.items():
            write_atomically(folder / level / f"{pair}__{name}{codec.suffix}", encoded(samples, codec))


def _made(
    name: str, generator: Generator, source: Source, channel: Channel, size: Size, rng: np.random.Generator
) -> Samples | None:
    try:
        made = np.asarray(generator(source, rng), dtype=np.float32)[: round(_REFERENCE * MEL.sample_rate)]
        heard = through(made, channel, size.seconds, rng)
    except (VoiceCloneError, OSError, ValueError, RuntimeError) as error:
        log.warning("%s could not do it: %s", name, error)
        return None
    return heard if len(heard) >= _LEAST * MEL.sample_rate else None
