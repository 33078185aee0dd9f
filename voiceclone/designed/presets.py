"""The designed voices that ship, by name: each is what the density gives for a few numbers."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from voiceclone.audio.atomic_write import write_atomically
from voiceclone.designed.density import Sex
from voiceclone.errors import WeightsError

FILE = "presets.json"  # beside the density


@dataclass(frozen=True)
class Preset:
    """A name, and what the voice is drawn with; see `VoiceDensity.draw`. `pitch` in Hz."""

    name: str
    sex: Sex
    pitch: float
    seed: int


def read_presets(folder: Path) -> dict[str, Preset]:
    """The presets of a model by their names; none where it has none. Raises WeightsError where the list is damaged."""
    path = folder / FILE
    if not path.is_file():
        return {}
    try:
        presets = [Preset(**row) for row in json.loads(path.read_text(encoding="utf-8"))]
    except (ValueError, TypeError) as error:
        raise WeightsError(f"{path} is damaged; recipes/default/fit_voices.py makes it") from error
    return {preset.name: preset for preset in presets}


def write_presets(presets: list[Preset], folder: Path) -> None:
    """Write the list that `read_presets` reads. Raises OutputError where it cannot be written."""
    write_atomically(folder / FILE, (json.dumps([asdict(preset) for preset in presets], indent=1) + "\n").encode())
