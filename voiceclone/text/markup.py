"""Marked-up text, cut into sentences: each word with the manner, the pause and the pronunciation that it was given."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from voiceclone.errors import TextError
from voiceclone.text.derivation import add_s
from voiceclone.text.manner import Manner
from voiceclone.text.markup_parser import Block, Break, Stretch, parse_markup
from voiceclone.text.sentences import Placed, as_written, split_sentences
from voiceclone.text.symbols import SPACE
from voiceclone.text.tokens import Token, tokenise

# Stands for a word whose pronunciation is given while the text around it is cut into words; it is a digit that
# cleaning leaves in no text.
_GIVEN = "\u0663"
_PARTS = re.compile(rf"{_GIVEN}(?:'s(?!\w))?|[^{_GIVEN}]+")
_CORE = re.compile(r"""([(\["']*)(.*?)([)\]"',.;:!?…]*)""", re.DOTALL)
_LONGEST_WITHIN = 1.0  # seconds; what follows a longer pause is made as a sentence of its own


@dataclass(frozen=True)
class MarkedSentence:
    """A sentence as it is written, its words, and whether a paragraph ends with it."""

    text: str
    placed: list[Placed]
    ends_paragraph: bool


def read_markup(text: str, language: str) -> tuple[list[MarkedSentence], float]:
    """Return the sentences of a marked-up text, and the silence in seconds that is asked for before them.

    Raises TextError as `parse_markup` does, and where pauses that follow each other are too long together.
    """
    blocks: list[tuple[str, list[Token], bool]] = []
    lead = 0.0
    for block in parse_markup(text, language):
        written, tokens, early = _words(block)
        if blocks:
            _add_pauses(blocks[-1][1], -1, early)
        else:
            lead += sum(early)
        if tokens:
            blocks.append((written, tokens, block.ends_paragraph))
    Manner(pause=lead)  # refuses what is too long
    return [sentence for written_block in blocks for sentence in _sentences(*written_block)], lead


def _words(block: Block) -> tuple[str, list[Token], list[float]]:
    """Return a block's text, its words, and the seconds of each pause before the first of them."""
    texts: list[str] = []
    stretches: list[Stretch] = []
    begins: list[int] = []
    pauses: list[tuple[int, float]] = []
    reached = 0
    for piece in block.pieces:
        if isinstance(piece, Break):
            pauses.append((reached, piece.seconds))
            texts.append(" ")
        else:
            stretches.append(piece)
            begins.append(reached)
            texts.append("{}{}{}".format(*_standing(piece)))
        reached += len(texts[-1])
    text = "".join(texts)
    tokens = [part for token in tokenise(text) for part in _apart(token)]
    starts = [token.start for token in tokens]
    owners = [stretches[bisect_right(begins, start) - 1] for start in starts]
    early = []
    tokens = _restored(tokens, owners)
    for place, seconds in pauses:
        follows = bisect_left(starts, place) - 1
        if follows < 0:
            early.append(seconds)
        else:
            _add_pauses(tokens, follows, [seconds])
    cores = iter([_core(stretch) for stretch in stretches if _is_given(stretch)])
    return re.sub(_GIVEN, lambda _: next(cores), text), tokens, early


def _is_given(stretch: Stretch) -> bool:
    return bool(stretch.said or stretch.phonemes)


def _standing(stretch: Stretch) -> tuple[str, str, str]:
    """Return the text in which words are looked for, in three parts of which the second is a word that is given."""
    if not _is_given(stretch):
        return stretch.text, "", ""
    before, _, after = _around(stretch)
    return before, _GIVEN, after


def _core(stretch: Stretch) -> str:
    return _around(stretch)[1]


def _around(stretch: Stretch) -> tuple[str, str, str]:
    """Return the marks before a word that is given, the word, and the marks after it."""
    match = _CORE.fullmatch(stretch.text) if stretch.phonemes else None
    return (match[1], match[2], match[3]) if match and match[2] else ("", stretch.text, "")


def _apart(token: Token) -> Iterator[Token]:
    """Yield the parts of a written word that holds given ones: each of these, and what stands between them."""
    if _GIVEN not in token.text:
        yield token
        return
    parts: list[Token] = []
    for match in _PARTS.finditer(token.text):
        begin = token.start + match.start()
        if match[0].startswith(_GIVEN):
            parts.append(Token(match[0], begin))
        elif words := [replace(word, start=begin + word.start) for word in tokenise(match[0])]:
            parts += words
        elif parts:
            parts[-1] = replace(parts[-1], after=parts[-1].after + match[0])
    parts[0] = replace(parts[0], before=token.before + parts[0].before)
    parts[-1] = replace(parts[-1], after=parts[-1].after + token.after)
    yield from parts


def _restored(tokens: list[Token], owners: list[Stretch]) -> list[Token]:
    """Return the words with their manner, and those that are given as they are written and said."""
    restored = []
    shift = 0
    for token, owner in zip(tokens, owners, strict=True):
        word = replace(token, start=token.start + shift, manner=owner.manner)
        if token.text.startswith(_GIVEN):
            core, ending = _core(owner), token.text[1:]
            said = owner.said + ending if owner.said else ""
            phonemes = add_s(owner.phonemes) if ending and owner.phonemes else owner.phonemes
            word = replace(word, text=core + ending, said=said, phonemes=phonemes)
            shift += len(core) - 1
        restored.append(word)
    return restored


def _add_pauses(tokens: list[Token], place: int, seconds: list[float]) -> None:
    if seconds:
        token = tokens[place]
        try:
            manner = replace(token.manner, pause=(token.manner.pause or 0.0) + sum(seconds))
        except TextError as error:
            raise TextError(f"markup: <break> after {token.text[:40]!r}: {error}") from None
        tokens[place] = replace(token, manner=manner)


def _sentences(written: str, tokens: list[Token], ends_paragraph: bool) -> Iterator[MarkedSentence]:
    parts = [part for sentence in split_sentences(tokens) for part in _with_pauses(sentence)]
    for part in parts:
        ends = "\n" in part[-1].token.after or (ends_paragraph and part is parts[-1])
        yield MarkedSentence(as_written(written, part), part, ends)


def _with_pauses(sentence: list[Placed]) -> Iterator[list[Placed]]:
    """Yield a sentence with a boundary for each pause that is asked for, in parts where one is long."""
    part: list[Placed] = []
    for placed in sentence:
        pause = placed.token.manner.pause
        if pause is not None and placed is not sentence[-1]:
            spoken = "," if placed.boundary == SPACE else placed.boundary
            placed = Placed(placed.token, spoken if pause else SPACE)
        part.append(placed)
        if pause is not None and pause > _LONGEST_WITHIN:
            yield part
            part = []
    if part:
        yield part
