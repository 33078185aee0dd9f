"""The values that attributes of the markup may have, each turned into a manner or a number of seconds."""

import math
import re
from collections.abc import Mapping

from voiceclone.errors import TextError
from voiceclone.text.manner import LONGEST_PAUSE, PLAIN, Manner

EMPHASIS = {
    "strong": Manner(speed=0.8, pitch=2.0, energy=4.0),
    "moderate": Manner(speed=0.9, pitch=1.0, energy=2.0),
    "none": PLAIN,
    "reduced": Manner(speed=1.15, pitch=-1.0, energy=-3.0),
}
STRENGTHS = {"none": 0.0, "x-weak": 0.1, "weak": 0.2, "medium": 0.4, "strong": 0.7, "x-strong": 1.0}  # seconds
RATES = {"x-slow": 0.5, "slow": 0.75, "medium": 1.0, "default": 1.0, "fast": 1.25, "x-fast": 1.75}  # times as fast
PITCHES = {"x-low": -6.0, "low": -3.0, "medium": 0.0, "default": 0.0, "high": 3.0, "x-high": 6.0}  # semitones
VOLUMES = {"x-soft": -12.0, "soft": -6.0, "medium": 0.0, "default": 0.0, "loud": 6.0, "x-loud": 12.0}  # decibels

_NUMBER = r"([0-9]{1,6}(?:\.[0-9]{1,6})?|\.[0-9]{1,6})"
_TIME = re.compile(rf"{_NUMBER}(ms|s)")
_PERCENT = re.compile(rf"([+-]?){_NUMBER}%")
_SEMITONES = re.compile(rf"([+-]{_NUMBER})st")
_DECIBELS = re.compile(rf"([+-]{_NUMBER})dB")


def pause_of(attributes: Mapping[str, str]) -> float:
    """Return the seconds of a break: its time, or else its strength, or else those of a medium one."""
    strength = _named(STRENGTHS, "strength", attributes.get("strength", "medium"), "")
    if "time" not in attributes:
        return strength
    match = _TIME.fullmatch(attributes["time"])
    if not match:
        raise TextError(f'time="{attributes["time"]}" is not supported; write for instance 500ms or 1.5s')
    seconds = float(match[1]) / (1000 if match[2] == "ms" else 1)
    if seconds > LONGEST_PAUSE:
        raise TextError(f'time="{attributes["time"]}" is too long: at most {LONGEST_PAUSE:g} s')
    return seconds


def emphasis_of(attributes: Mapping[str, str]) -> Manner:
    """Return the manner of an emphasis, moderate unless its level says otherwise."""
    level = attributes.get("level", "moderate")
    if level not in EMPHASIS:
        raise TextError(f'level="{level}" is not supported; use {_list(EMPHASIS)}')
    return EMPHASIS[level]


def prosody_of(attributes: Mapping[str, str]) -> Manner:
    """Return the manner that the rate, pitch and volume of a prosody ask for."""
    return Manner(
        speed=_rate(attributes.get("rate", "default")),
        pitch=_pitch(attributes.get("pitch", "default")),
        energy=_volume(attributes.get("volume", "default")),
    )


def _rate(value: str) -> float:
    """80% is 0.8 times as fast, and so is -20%."""
    if match := _PERCENT.fullmatch(value):
        return _relative(match) if match[1] else float(match[2]) / 100
    return _named(RATES, "rate", value, "80% or +20%")


def _pitch(value: str) -> float:
    if match := _SEMITONES.fullmatch(value):
        return float(match[1])
    match = _PERCENT.fullmatch(value)
    if match and match[1]:
        factor = _relative(match)
        return 12 * math.log2(factor) if factor > 0 else -math.inf  # out of range, as Manner will say
    return _named(PITCHES, "pitch", value, "+2st or -10%")


def _volume(value: str) -> float:
    if match := _DECIBELS.fullmatch(value):
        return float(match[1])
    return _named(VOLUMES, "volume", value, "+3dB")


def _relative(match: re.Match[str]) -> float:
    return 1 + float(match[1] + match[2]) / 100


def _named(names: Mapping[str, float], attribute: str, value: str, instance: str) -> float:
    if value not in names:
        written = f"write for instance {instance}, or " if instance else ""
        raise TextError(f'{attribute}="{value}" is not supported; {written}use {_list(names)}')
    return names[value]


def _list(names: Mapping[str, object]) -> str:
    return ", ".join(names)
