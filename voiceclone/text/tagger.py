"""Part of speech, as far as pronunciation needs it: noun, verb or adjective, guessed from the neighbouring words.

Rules in the manner of Brill, "A simple rule-based part of speech tagger" (1992), written by hand: the word before
decides where it can, the word after where that leaves it open.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from voiceclone.text.symbols import SPACE
from voiceclone.text.word_set import word_set

FINAL = frozenset(".?!")
WordClass = Literal["noun", "verb", "adjective", "unknown"]


SUBJECTS = word_set("i you we they he she it who")
THIRD_PERSON = word_set("he she it who which that this")
OBJECTS = word_set("me him us them")
POSSESSIVES = word_set("my your his her its our their whose")
DETERMINERS = POSSESSIVES | word_set(
    "a an the this that these those some any no each every another either neither both all such what which much "
    "many several few more most enough"
)
NUMBERS = word_set(
    "one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred thousand "
    "million first second third fourth fifth sixth seventh eighth ninth tenth last next other same own only"
)
MODALS = word_set(
    "will would can could shall should may might must cannot won't wouldn't can't couldn't shan't shouldn't mustn't "
    "i'll you'll he'll she'll it'll we'll they'll i'd you'd he'd she'd we'd they'd that'll who'll"
)
DO_FORMS = word_set("do does did don't doesn't didn't")
BE_FORMS = word_set(
    "am is are was were be been being isn't aren't wasn't weren't i'm you're he's she's it's we're they're that's "
    "there's who's what's"
)
HAVE_FORMS = word_set(
    "have has had having haven't hasn't hadn't i've you've we've they've who've could've would've should've"
)
PREPOSITIONS = word_set(
    "of in on at for with by from about into onto under over after before between among through during without "
    "within against upon per like near beside behind above below across around toward towards despite beyond off "
    "out as than"
)
ADVERBS = word_set(
    "not also always never often just still even ever soon then now sometimes seldom already almost quite rather "
    "very too so once twice again therefore thus hence perhaps maybe please both"
)
ADJECTIVES = word_set(
    "new old good bad great big small little long short high low large young early late early hot cold warm cool "
    "red blue green white black brown grey gray yellow dark light heavy hard soft strong weak rich poor free full "
    "empty clean dirty dry wet wide narrow deep shallow thick thin fast slow loud quiet bright fine nice whole half "
    "real true false main major minor strange broken dead sure fresh rare sharp flat round square wild sad happy "
    "proud odd different common human recent current present modern foreign public private open single double "
    "simple"
)
LETTING = word_set("let lets make makes made help helps helped see sees saw watch watches watched hear hears heard")
NOUNS_BEFORE_TO = word_set(
    "according due thanks close next owing prior relative similar equal opposed compared contrary back"
)
PLURALS_BEFORE_NOUNS = word_set(
    "always sports arms sales customs goods news savings systems operations series species perhaps towards besides "
    "sometimes yes whereas unless afterwards arts rights communications human's"
)
_ADJECTIVE_ENDINGS = ("ous", "ful", "ive", "ical", "able", "ible", "less", "ary", "ish", "est", "ional", "ial")


@dataclass(frozen=True)
class Spoken:
    """A word as it is said, in lower case; how it was written; the boundary after it; its phonemes, if given."""

    word: str
    written: str
    boundary: str = SPACE
    phonemes: tuple[str, ...] = ()


class Sentence:
    """The words of a sentence with what stands beside each, as far as no pause lies between."""

    def __init__(self, words: Sequence[Spoken]) -> None:
        self.words = words

    def word(self, index: int) -> str:
        """Return the word at this place, or nothing outside the sentence."""
        return self.words[index].word if 0 <= index < len(self.words) else ""

    def before(self, index: int, steps: int = 1) -> str:
        """Return the word so many steps before, or nothing if a pause or the beginning comes first."""
        if index - steps < 0 or any(self.words[i].boundary != SPACE for i in range(index - steps, index)):
            return ""
        return self.words[index - steps].word

    def after(self, index: int, steps: int = 1) -> str:
        """Return the word so many steps after, or nothing if a pause or the end comes first."""
        if index + steps >= len(self.words) or any(
            self.words[i].boundary != SPACE for i in range(index, index + steps)
        ):
            return ""
        return self.words[index + steps].word

    def governor(self, index: int) -> int:
        """Return the place of the nearest word before that is no adverb; -1 if a pause or the beginning comes first."""
        place = index - 1
        while place >= 0 and self.words[place].boundary == SPACE:
            if not is_adverb(self.words[place].word):
                return place
            place -= 1
        return -1

    def near(self, index: int, reach: int) -> set[str]:
        """Return the words at most so many places away, this one included, and not beyond a full stop."""
        first = last = index
        while first > max(0, index - reach) and self.words[first - 1].boundary not in FINAL:
            first -= 1
        while last < min(len(self.words) - 1, index + reach) and self.words[last].boundary not in FINAL:
            last += 1
        return {spoken.word for spoken in self.words[first : last + 1]}


def is_adverb(word: str) -> bool:
    """Tell whether a word is one of the adverbs that may stand between subject and verb."""
    return word in ADVERBS or (word.endswith("ly") and len(word) > 4 and word not in ("family", "only", "early"))


def is_adjective(word: str) -> bool:
    """Tell whether a word is, or looks like, an adjective."""
    return word in ADJECTIVES or (len(word) > 5 and word.endswith(_ADJECTIVE_ENDINGS))


def begins_object(word: str) -> bool:
    """Tell whether a word begins the object of a verb rather than continuing a noun."""
    return word in DETERMINERS or word in OBJECTS or word in ("it", "you", "myself", "yourself", "itself", "themselves")


def word_class(sentence: Sentence, index: int, plural: bool = False) -> WordClass:
    """Return whether the word at this place is a noun, a verb or an adjective, as its neighbours tell.

    `plural` says that the word ends in the s that makes a noun plural and a verb third person.
    """
    place = sentence.governor(index)
    before, after = (sentence.word(place) if place >= 0 else ""), sentence.after(index)
    takes_object = begins_object(after)
    if before.endswith(("'s", "s'")) and before not in BE_FORMS and before != "let's":
        return "noun"
    if before in BE_FORMS or (before == "" and sentence.before(index) in ("very", "quite", "too", "so")):
        return "adjective"
    if plural:
        return _class_of_s_form(before, takes_object)
    if before == "to":
        return "noun" if sentence.before(place) in NOUNS_BEFORE_TO else "verb"
    if before in MODALS or before in DO_FORMS or before in ("let's", "please"):
        return "verb"
    if before in OBJECTS or before == "her":
        if sentence.before(place) in LETTING:
            return "verb"
        return "noun" if before == "her" else "unknown"
    if before in ("that", "which") and takes_object and sentence.before(place):
        return "verb"
    if before in DETERMINERS or before in NUMBERS or is_adjective(before):
        return "noun"
    if before in SUBJECTS:
        return "verb"
    if before in PREPOSITIONS or before in HAVE_FORMS:
        return "noun"
    if before in ("", "and", "or", "but", "then"):
        return "verb" if takes_object or sentence.before(index) == "please" else "unknown"
    return "verb" if _is_plural_noun(before) else "unknown"


def _is_plural_noun(word: str) -> bool:
    """Tell whether a word looks like a plural, which is a subject rather than part of the noun that follows."""
    return (
        len(word) > 3
        and word.endswith("s")
        and not word.endswith(("ss", "us", "is"))
        and word not in PLURALS_BEFORE_NOUNS
    )


def _class_of_s_form(before: str, takes_object: bool) -> WordClass:
    """Return the class of a form in -s, such as records: after a singular subject a verb, else a plural noun."""
    if before in ("he", "she", "it", "who", "which"):
        return "verb"
    if before in ("that", "this", "everyone", "nobody", "somebody", "someone", "everybody"):
        return "verb"
    if before in DETERMINERS or before in NUMBERS or before in PREPOSITIONS or is_adjective(before):
        return "noun"
    if before and takes_object and not before.endswith("s"):
        return "verb"
    return "unknown"
