"""The page about the markup says what the markup does."""

import re

import pytest

from tests.conftest import ROOT
from voiceclone.text import TextFrontend
from voiceclone.text.markup_values import EMPHASIS, PITCHES, RATES, STRENGTHS, VOLUMES

PAGE = (ROOT / "docs" / "markup.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("values", "unit"), [(STRENGTHS, " s"), (RATES, ""), (PITCHES, " st"), (VOLUMES, " dB")], ids=str
)
def test_every_name_stands_there_with_its_value(values, unit):
    for name, value in values.items():
        if name not in ("medium", "default") or unit == " s":
            number = f"{value:+g}" if unit in (" st", " dB") else f"{value:g}"
            assert f"`{name}` {number}{unit if value else ''}" in PAGE


def test_every_level_of_emphasis_stands_there_with_its_values():
    for level, manner in EMPHASIS.items():
        row = re.search(rf"\| `{level}` \|(.*)", PAGE)[1]
        numbers = [float(number) for number in re.findall(r"[0-9.]+", row)]
        wanted = [manner.speed, abs(manner.pitch), abs(manner.energy)]
        assert numbers == [number for number in wanted if number]


def test_every_element_of_the_table_is_spoken():
    elements = re.findall(r"^\| (`<.*?>`(?:, `<.*?>`)*) \|", PAGE, re.MULTILINE)
    for element in [one for cell in elements for one in re.findall("`(<.*?)`(?:,|$)", cell)]:
        name = re.match(r"<([a-z-]+)", element)[1]
        closed = element if element.endswith("/>") or f"</{name}>" in element else f"{element}12</{name}>"
        whole = closed if name == "speak" else f"one {closed} two"
        assert TextFrontend().marked_up(whole)
