"""Size of the shipped weights, in megabytes (10^6 bytes), file by file and together.

    python benchmarks/weights_size.py [--weights FOLDER]

Nothing is timed, so there is no median; the peers' sizes are what their packages take on this machine's disk.
"""

import shutil
import subprocess
from pathlib import Path
from typing import Annotated

import typer

from voiceclone.errors import WeightsError
from voiceclone.evaluation.machine import describe_machine
from voiceclone.weights import SHIPPED

PEERS = {"espeak-ng": ["espeak-ng-data", "libespeak-ng1"], "flite": ["libflite1"]}


def main(weights: Annotated[Path, typer.Option(help="A folder of weights.")] = SHIPPED) -> None:
    """Print the machine, the sizes, and how they compare."""
    files = sorted(weights.rglob("*.safetensors"))
    if not files:
        raise WeightsError(f"{weights} holds no *.safetensors file")
    print(f"machine: {describe_machine()}")
    for file in files:
        print(f"{file.relative_to(weights)}: {file.stat().st_size / 1e6:.2f} MB")
    ours = sum(file.stat().st_size for file in files) / 1e6
    print(f"all weights: {ours:.2f} MB")
    for name, packages in PEERS.items():
        if size := _installed_size(packages):
            print(f"{name} ({', '.join(packages)}): {size:.2f} MB; ours are {ours / size:.1f} times that")


def _installed_size(packages: list[str]) -> float | None:
    """Megabytes that Debian packages take on the disk, or None where they are not installed, or this is no Debian."""
    if not shutil.which("dpkg-query"):
        return None
    query = ["dpkg-query", "--show", "--showformat", "${Installed-Size}\n", *packages]
    found = subprocess.run(query, capture_output=True, text=True, check=False)
    return sum(int(line) for line in found.stdout.split()) * 1024 / 1e6 if found.returncode == 0 else None


if __name__ == "__main__":
    typer.run(main)
