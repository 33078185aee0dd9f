"""The markup, a subset of SSML (W3C, Speech Synthesis Markup Language 1.1), taken apart into what is to be said.

Read by expat, without a document type and so without entities of anybody's own: nothing can be loaded or multiplied.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NoReturn, TypeVar
from xml.parsers import expat

from voiceclone.errors import TextError
from voiceclone.text.anglicise import anglicise
from voiceclone.text.cleaning import tidy
from voiceclone.text.english import is_english
from voiceclone.text.ipa import parse_ipa
from voiceclone.text.manner import PLAIN, Manner
from voiceclone.text.markup_values import emphasis_of, pause_of, prosody_of
from voiceclone.text.spelling import characters, digits

_ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "speak": ("version", "xmlns", "xml:lang"),
    "p": (),
    "s": (),
    "break": ("time", "strength"),
    "say-as": ("interpret-as",),
    "phoneme": ("alphabet", "ph"),
    "emphasis": ("level",),
    "prosody": ("rate", "pitch", "volume"),
    "sub": ("alias",),
}
_NEEDED = {"say-as": "interpret-as", "phoneme": "ph", "sub": "alias"}
_FIXED = {
    ("speak", "version"): ("1.0", "1.1"),
    ("speak", "xmlns"): ("http://www.w3.org/2001/10/synthesis",),
    ("phoneme", "alphabet"): ("ipa",),
    ("say-as", "interpret-as"): ("characters", "spell-out", "digits"),
}
_WITHOUT_ELEMENTS = ("break", "say-as", "phoneme", "sub")
_MANNERS: dict[str, Callable[[Mapping[str, str]], Manner]] = {"emphasis": emphasis_of, "prosody": prosody_of}
_DOCUMENT = re.compile(r"\s*<speak[\s/>]|<\?xml\s|\s*<!DOCTYPE")
_OPENING, _CLOSING = "<speak>", "</speak>"
_TAG_NAME = re.compile(rb"[^\s<>/]*")
_LONGEST_SILENCE = 600.0  # seconds, all breaks together
_Value = TypeVar("_Value")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Stretch:
    """A text that is said in one manner; where `said` or `phonemes` tell how, it is one word, and not empty."""

    text: str
    manner: Manner
    said: str = ""
    phonemes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Break:
    """A pause in seconds."""

    seconds: float


@dataclass
class Block:
    """What ends a sentence with its end: all between two borders of sentences or paragraphs."""

    pieces: list[Stretch | Break]
    ends_paragraph: bool = False


def parse_markup(text: str, language: str) -> list[Block]:
    """Return what a marked-up text asks to be said, in order.

    Raises TextError, with the element and its position, for an element, attribute or value that is not supported, for
    one that is not closed, and for whatever else is not well-formed.
    """
    return _Reader(language).read(_SURROGATE.sub(" ", text))


@dataclass(frozen=True)
class _Element:
    name: str
    attributes: Mapping[str, str]
    manner: Manner
    place: str


class _Reader:
    """Follows the parser through a text: which elements are open, what was said last, where we are."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._english = is_english(language)
        self._open: list[_Element] = []
        self._blocks: list[Block] = []
        self._pieces: list[Stretch | Break] = []
        self._text: list[str] = []  # since the last element began or ended
        self._silence = 0.0
        self._wrapped = False
        self._parser = expat.ParserCreate("utf-8")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text.append
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.ProcessingInstructionHandler = self._instruction

    def read(self, text: str) -> list[Block]:
        self._wrapped = not _DOCUMENT.match(text)
        document = f"{_OPENING}{text}{_CLOSING}" if self._wrapped else text
        try:
            self._parser.Parse(document.encode(), True)
        except expat.ExpatError as error:
            raise self._malformed(error, document.encode()) from None
        self._end_block(paragraph=False)
        return self._blocks

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        self._flush()
        self._check(name, attributes)
        outer = self._open[-1].manner if self._open else PLAIN
        place = self._place()
        manner = outer
        if own := _MANNERS.get(name):
            manner = _valued(name, place, lambda: own(attributes).inside(outer))
        self._open.append(_Element(name, attributes, manner, place))
        if name in ("p", "s"):
            self._end_block(paragraph=name == "p")

    def _check(self, name: str, attributes: Mapping[str, str]) -> None:
        if name not in _ATTRIBUTES:
            self._refuse(f"<{name}> is not supported; use {', '.join(f'<{known}>' for known in _ATTRIBUTES)}")
        if self._open and self._open[-1].name in _WITHOUT_ELEMENTS:
            self._refuse(f"<{name}> cannot stand inside <{self._open[-1].name}>, which holds text only")
        if name == "speak" and self._open:
            self._refuse("<speak> can only be the outermost element")
        for attribute, value in attributes.items():
            if attribute not in _ATTRIBUTES[name]:
                self._refuse(f"<{name}>: the attribute {attribute} is not supported")
            allowed = _FIXED.get((name, attribute))
            if allowed and value not in allowed:
                self._refuse(f'<{name}>: {attribute}="{value}" is not supported; use {" or ".join(allowed)}')
        if _NEEDED.get(name, "") not in ("", *attributes):
            self._refuse(f"<{name}> needs the attribute {_NEEDED[name]}")
        spoken = attributes.get("xml:lang", self._language)
        if spoken.lower().split("-")[0] != self._language.lower().split("-")[0]:
            self._refuse(f'<{name}>: xml:lang="{spoken}" is not the language that is spoken, {self._language}')

    def _end(self, name: str) -> None:
        element = self._open[-1]
        if name in _WITHOUT_ELEMENTS:
            content = " ".join(tidy("".join(self._text)).split())
            self._text.clear()
            self._pieces += _valued(name, element.place, lambda: self._special(element, content))
        else:
            self._flush()
        self._open.pop()
        if name in ("p", "s"):
            self._end_block(paragraph=name == "p")

    def _special(self, element: _Element, content: str) -> list[Stretch | Break]:
        """Return what an element says that holds text only."""
        if element.name == "break":
            if content:
                raise TextError("a break holds no text")
            return [self._break(element.attributes)]
        if element.name == "sub":
            return [Stretch(tidy(element.attributes["alias"]), element.manner)]
        if element.name == "phoneme":
            phonemes = parse_ipa(element.attributes["ph"])
            if self._english and not anglicise(phonemes):
                raise TextError(f'ph="{element.attributes["ph"]}" holds no sound that English has')
            written = content or " ".join(element.attributes["ph"].split())
            return [Stretch(written, element.manner, phonemes=phonemes)]
        spell = digits if element.attributes["interpret-as"] == "digits" else characters
        said = spell(content, self._english)
        return [Stretch(content, element.manner, said=said)] if said else []

    def _break(self, attributes: Mapping[str, str]) -> Break:
        seconds = pause_of(attributes)
        self._silence += seconds
        if self._silence > _LONGEST_SILENCE:
            raise TextError(f"all breaks of a text may last {_LONGEST_SILENCE:g} s together, no more")
        return Break(seconds)

    def _flush(self) -> None:
        if self._text and self._open:
            self._pieces.append(Stretch(tidy("".join(self._text)), self._open[-1].manner))
        self._text.clear()

    def _end_block(self, paragraph: bool) -> None:
        """Close what was said since the last border; pauses alone belong to what was said before."""
        if any(isinstance(piece, Stretch) and piece.text.strip() for piece in self._pieces):
            self._blocks.append(Block(self._pieces, paragraph))
            self._pieces = []
        elif self._blocks:
            self._blocks[-1].pieces += self._pieces
            self._blocks[-1].ends_paragraph |= paragraph
            self._pieces = []

    def _doctype(self, *_: object) -> NoReturn:
        self._refuse("<!DOCTYPE> is not supported")

    def _instruction(self, target: str, _: str) -> NoReturn:
        self._refuse(f"<?{target}?> is not supported")

    def _refuse(self, reason: str) -> NoReturn:
        raise TextError(f"{self._place()}: {reason}")

    def _place(self) -> str:
        return self._at(self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber)

    def _at(self, line: int, column: int) -> str:
        shift = len(_OPENING) if self._wrapped and line == 1 else 0
        return f"markup, line {line}, column {column - shift + 1}"

    def _malformed(self, error: expat.ExpatError, document: bytes) -> TextError:
        place, reason = self._at(error.lineno, error.offset), expat.ErrorString(error.code)
        inner = self._open[-1] if len(self._open) > self._wrapped else None
        if inner and reason in (expat.errors.XML_ERROR_TAG_MISMATCH, expat.errors.XML_ERROR_NO_ELEMENTS):
            return TextError(f"{inner.place}: <{inner.name}> is not closed")
        if reason == expat.errors.XML_ERROR_TAG_MISMATCH:
            name = _TAG_NAME.match(document, self._parser.ErrorByteIndex)
            place = self._at(error.lineno, error.offset - len("</"))
            return TextError(f"{place}: </{name[0].decode() if name else ''}> closes nothing that is open")
        if reason == expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT:
            return TextError(f"{place}: nothing may follow the end of <speak>")
        return TextError(f"{place}: {reason}; in marked-up text write &lt; for < and &amp; for &")


def _valued(name: str, place: str, read: Callable[[], _Value]) -> _Value:
    """Return what `read` makes of an element's values; what it refuses is refused with the element and its position."""
    try:
        return read()
    except TextError as error:
        raise TextError(f"{place}: <{name}>: {error}") from None
