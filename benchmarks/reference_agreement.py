"""How often enrolment warns rightly, and wrongly, of a change of speaker and of a recording of somebody else.

    python benchmarks/reference_agreement.py FEATURES

FEATURES: what `recipes/default/prepare.py` wrote; adult English speakers of its dev split are heard. A change of
speaker is 5 s of one clip before 5 s of another; a false warning one on a long clip, or on two clips of one speaker.
"""

from collections import defaultdict
from pathlib import Path

import numpy as np
import torch
import typer
from numpy.typing import NDArray

from voiceclone.speaker.agreement import CHANGE, OUTLIER, PAIR, steadiness
from voiceclone.speaker.config import SpeakerConfig
from voiceclone.speaker.network import SpeakerEncoder
from voiceclone.training.features import Features
from voiceclone.weights import SHIPPED, load_network

_WINDOW, _STEP = 282, 141  # frames, as enrolment hears
_LONG, _HALF = 700, 470  # frames: 7.5 s, 5 s
_LONGEST = 1125  # frames, 12 s


def main(features: Path, weights: Path = SHIPPED, seed: int = 0) -> None:
    """Print how often each warning comes rightly and wrongly."""
    data = Features(features / "dev")
    random = np.random.default_rng(seed)
    encoder = load_network(SpeakerEncoder, SpeakerConfig, weights / "speaker.safetensors")

    @torch.inference_mode()
    def windows(*clips: int) -> NDArray[np.float32]:
        frames = _HALF if len(clips) > 1 else _LONGEST
        mel = torch.cat([torch.from_numpy(data.mel(clip, 0, frames)) for clip in clips])
        mel = mel.repeat(-(-_WINDOW // len(mel)), 1) if len(mel) < _WINDOW else mel
        embeddings: NDArray[np.float32] = encoder.verifier(mel.unfold(0, _WINDOW, _STEP).transpose(1, 2)).numpy()
        return embeddings

    speakers = defaultdict(list)
    for number, clip in enumerate(data.clips):
        if clip.language.startswith("en") and clip.speaker_source == "published" and clip.corpus != "speechocean762":
            speakers[clip.speaker].append(number)
    long = [number for numbers in speakers.values() for number in numbers if data.frames(number) >= _LONG][:70]
    owner = {number: speaker for speaker, numbers in speakers.items() for number in numbers}
    pairs = [tuple(int(number) for number in random.choice(long, 2, replace=False)) for _ in range(70)]
    changed = [steadiness(windows(*pair)) for pair in pairs if owner[pair[0]] != owner[pair[1]]]
    whole = [steadiness(windows(number)) for number in long]
    twice = [[number for number in numbers if data.frames(number) >= 400][:2] for numbers in speakers.values()]
    same = whole + [steadiness(windows(*pair)) for pair in twice if len(pair) == 2]
    print(f"change of speaker: heard in {_share(changed, CHANGE)}; wrongly in {_share(same, CHANGE)}")

    means = {
        speaker: [_unit(windows(number).mean(axis=0)) for number in numbers[:6]]
        for speaker, numbers in speakers.items()
        if len(numbers) >= 4
    }
    own, foreign, two = [], [], []
    for speaker, recordings in means.items():
        for place, mean in enumerate(recordings):
            others = [other for at, other in enumerate(recordings) if at != place]
            centre = _unit(np.mean(others[:3], axis=0))
            own.append(float(mean @ centre))
            two += [float(mean @ other) for other in others]
            foreign += [float(one @ centre) for name, some in means.items() if name != speaker for one in some]
    print(
        f"recording of somebody else among four: named in {_share(foreign, OUTLIER)}; wrongly in {_share(own, OUTLIER)}"
    )
    print(f"two recordings of one person: wrongly doubted in {_share(two, PAIR)}")


def _unit(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    unit: NDArray[np.float32] = vector / np.linalg.norm(vector)
    return unit


def _share(scores: list[float], threshold: float) -> str:
    return f"{np.mean(np.array(scores) < threshold):.1%} of {len(scores)}"


if __name__ == "__main__":
    typer.run(main)
