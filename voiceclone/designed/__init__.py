"""Voices that were made, not recorded: mixed from others, or drawn from a density over many speakers.

Hands out `mix`, `VoiceDensity`, which draws, and `read_presets`, the voices that ship.
"""

from voiceclone.designed.density import DENSITY, NEAREST, SEXES, Draw, Sex, VoiceDensity
from voiceclone.designed.mixing import mix, recordings_of
from voiceclone.designed.presets import Preset, read_presets, write_presets

__all__ = [
    "DENSITY",
    "NEAREST",
    "SEXES",
    "Draw",
    "Preset",
    "Sex",
    "VoiceDensity",
    "mix",
    "read_presets",
    "recordings_of",
    "write_presets",
]
