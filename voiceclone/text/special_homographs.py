"""Homographs with rules of their own: read, lead, live, close, wind and others, told apart by their neighbours."""

from collections.abc import Callable

from voiceclone.text.ipa import parse_ipa
from voiceclone.text.tagger import (
    BE_FORMS,
    DETERMINERS,
    DO_FORMS,
    HAVE_FORMS,
    MODALS,
    OBJECTS,
    POSSESSIVES,
    PREPOSITIONS,
    SUBJECTS,
    Sentence,
    begins_object,
    is_adjective,
    word_class,
)
from voiceclone.text.word_set import word_set

_LEAD_METAL = word_set(
    "pipe pipes paint paints poisoning ore weight weights pencil pencils shot bullet bullets acid glass crystal "
    "battery batteries mine mines mining roof roofs coffin solder sheet sheets plumbing based free lined"
)
_METALS = word_set(
    "copper zinc tin iron steel mercury metal metals gold silver arsenic aluminum cadmium molten toxic alloy"
)
_PAST_TIMES = word_set("yesterday ago last once earlier previously then before already after when")
_PRESENT_TIMES = word_set("usually always often every sometimes never rarely seldom today now daily don't can")
_AUXILIARY_PAST = word_set("was were had did said went came saw took gave knew thought told found heard felt")
_LIVE_THINGS = word_set(
    "music show shows broadcast broadcasts concert concerts performance performances audience band television tv "
    "radio stream streams streaming event events coverage animal animals bait ammunition wire wires album recording "
    "football theatre theater entertainment feed report chat update updates birth births oak"
)
_SMALL_THINGS = word_set(
    "detail details amount amounts quantity quantities particle particles difference differences trace traces "
    "examination"
)
_FISH = word_set("fish fishing fished fisherman fishermen lake sea striped trout pike salmon perch catch caught")
_FEELING = word_set(
    "feel feels felt seem seems seemed look looks looked perfectly quite very more so less not remain remained am"
)
_BOW_WEAPONS = word_set("arrow arrows tie ties violin cello string strings quiver archer ribbon hair fiddle")
_COMPARED = word_set("very too so as quite how more rather pretty come comes came stay stayed get got getting")

Reading = Callable[[Sentence, int], str]


def _read(sentence: Sentence, index: int) -> str:
    """Past after have, be and third-person subjects; present after to, modals and in commands."""
    place = sentence.governor(index)
    before = sentence.word(place) if place >= 0 else ""
    past, present = "ɹˈɛd", "ɹˈid"
    if before in HAVE_FORMS or before in BE_FORMS or before == "well":
        return past
    if before in MODALS or before in DO_FORMS or before in ("to", "please", "let's", "good", "a", "must"):
        return present
    if before in SUBJECTS and sentence.before(place) in (MODALS | DO_FORMS):
        return present
    if before in SUBJECTS and sentence.before(place) in HAVE_FORMS:
        return past
    if before in OBJECTS and place > 0:
        return present
    if before in ("he", "she", "it", "who", "that", "which"):
        return past
    nearby = sentence.near(index, 25)
    if before in ("i", "you", "we", "they"):
        if nearby & _PRESENT_TIMES and not nearby & _PAST_TIMES:
            return present
        return past
    if before in ("", "and", "or"):
        earlier = sentence.near(index, 25) - {sentence.word(place) for place in range(index, index + 26)}
        told = earlier & _AUXILIARY_PAST or any(len(word) > 4 and word.endswith("ed") for word in earlier)
        return past if before and told else present
    if before.endswith("s") and not before.endswith("ss"):
        return past if nearby & _PAST_TIMES else present
    return past


def _lead(sentence: Sentence, index: int) -> str:
    after, before = sentence.after(index), sentence.before(index)
    metal = after in _LEAD_METAL or (before in ("of", "like", "molten", "white", "red") and after in ("", "and", "or"))
    near_metals = sentence.near(index, 5) & _METALS and before not in (MODALS | SUBJECTS | DETERMINERS | {"to"})
    return "lˈɛd" if metal or near_metals else "lˈid"


def _live(sentence: Sentence, index: int) -> str:
    place = sentence.governor(index)
    before, after = (sentence.word(place) if place >= 0 else ""), sentence.after(index)
    adjective, verb = "lˈaɪv", "lˈɪv"
    if before in MODALS or before in DO_FORMS or before in SUBJECTS or before == "to":
        return verb
    if after in _LIVE_THINGS or before in BE_FORMS or before in ("go", "goes", "went", "going", "broadcast", "perform"):
        return adjective
    if before in ("a", "the", "this") and after and after not in PREPOSITIONS:
        return adjective
    return verb


def _lives(sentence: Sentence, index: int) -> str:
    place = sentence.governor(index)
    before = sentence.word(place) if place >= 0 else ""
    noun = before in POSSESSIVES or before in (
        "the",
        "of",
        "these",
        "those",
        "many",
        "two",
        "three",
        "nine",
        "all",
        "human",
    )
    taken = before in ("save", "saved", "saves", "lose", "lost", "cost", "claimed", "risk", "daily", "past", "private")
    return "lˈaɪvz" if noun or taken or is_adjective(before) else "lˈɪvz"


def _close(sentence: Sentence, index: int) -> str:
    before, after = sentence.before(index), sentence.after(index)
    kind = word_class(sentence, index)
    if (
        kind == "adjective"
        or before in _COMPARED
        or (after in ("to", "by", "enough", "behind", "together") and kind != "verb")
    ):
        return "klˈoʊs"
    if kind == "noun":
        return "klˈoʊz" if after == "of" or (not after and before in ("the", "a")) else "klˈoʊs"
    return "klˈoʊz"


def _used(sentence: Sentence, index: int) -> str:
    """The "used to" of habit has lost its voice; what is used to make something has not."""
    if sentence.after(index) != "to":
        return "jˈuzd"
    place = sentence.governor(index)
    before = sentence.word(place) if place >= 0 else ""
    accustomed = sentence.after(index, 2).endswith("ing") or sentence.after(index, 2) in (
        DETERMINERS | OBJECTS | {"it"}
    )
    return "jˈuzd" if before in BE_FORMS and not accustomed else "jˈust"


def _wind(sentence: Sentence, index: int) -> str:
    kind, after = word_class(sentence, index), sentence.after(index)
    return "wˈaɪnd" if kind == "verb" or (after in ("up", "down") and kind != "noun") else "wˈɪnd"


def _winds(sentence: Sentence, index: int) -> str:
    kind, after = word_class(sentence, index, plural=True), sentence.after(index)
    return "wˈaɪndz" if kind == "verb" or (kind != "noun" and after in ("up", "through", "its", "around")) else "wˈɪndz"


def _tear(sentence: Sentence, index: int) -> str:
    kind, after = word_class(sentence, index), sentence.after(index)
    rips = kind == "verb" or after in ("up", "down", "apart", "off", "through", "in", "open") or begins_object(after)
    return "tˈɛɹ" if rips or sentence.before(index, 2) == "wear" else "tˈɪɹ"


def _tears(sentence: Sentence, index: int) -> str:
    kind, after = word_class(sentence, index, plural=True), sentence.after(index)
    return "tˈɛɹz" if kind == "verb" or after in ("up", "apart", "open", "through", "off") else "tˈɪɹz"


def _bow(sentence: Sentence, index: int) -> str:
    if sentence.near(index, 6) & _BOW_WEAPONS:
        return "bˈoʊ"
    bends = word_class(sentence, index) == "verb" or sentence.after(index) in ("of", "to", "down", "out", "before")
    takes = sentence.before(index) in ("a", "deep", "low") and sentence.near(index, 3) & {
        "took",
        "take",
        "made",
        "gave",
    }
    return "bˈaʊ" if bends or takes else "bˈoʊ"


def _content(sentence: Sentence, index: int) -> str:
    place = sentence.governor(index)
    before, after = (sentence.word(place) if place >= 0 else ""), sentence.after(index)
    pleased = before in BE_FORMS or before in _FEELING or sentence.before(index) in _FEELING or after in ("with", "to")
    return "kəntˈɛnt" if pleased and before not in DETERMINERS else "kˈɑntɛnt"


def _minute(sentence: Sentence, index: int) -> str:
    tiny = sentence.after(index) in _SMALL_THINGS or sentence.before(index) in ("very", "so", "extremely")
    bare = sentence.before(index) in BE_FORMS and sentence.after(index) in ("", "and", "but", "compared")
    return "maɪnˈut" if tiny or bare else "mˈɪnət"


def _bass(sentence: Sentence, index: int) -> str:
    return "bˈæs" if sentence.near(index, 6) & _FISH else "bˈeɪs"


def _dove(sentence: Sentence, index: int) -> str:
    dives = sentence.after(index) in (
        "into",
        "in",
        "under",
        "off",
        "for",
        "down",
        "headfirst",
        "deep",
        "from",
        "straight",
    )
    noun = sentence.before(index) in DETERMINERS or is_adjective(sentence.before(index))
    return "dˈoʊv" if (dives or sentence.before(index) in SUBJECTS) and not noun else "dˈʌv"


def _wound(sentence: Sentence, index: int) -> str:
    before, after = sentence.before(index), sentence.after(index)
    turned = (
        after in ("up", "around", "round", "through", "down", "its", "his", "along", "between") or before in SUBJECTS
    )
    return "wˈaʊnd" if turned and before not in DETERMINERS else "wˈund"


def _polish(sentence: Sentence, index: int) -> str:
    capital = sentence.words[index].written[:1].isupper() and not sentence.words[index].written.isupper()
    return (
        "pˈoʊlɪʃ"
        if capital and (index or (sentence.after(index).isalpha() and not begins_object(sentence.after(index))))
        else "pˈɑlɪʃ"
    )


def _perfect(sentence: Sentence, index: int) -> str:
    return "pɚfˈɛkt" if word_class(sentence, index) == "verb" else "pˈɝfɪkt"


def _learned(sentence: Sentence, index: int) -> str:
    scholar = sentence.before(index) in ("a", "the", "very", "most") and sentence.after(index) not in PREPOSITIONS | {
        ""
    }
    return "lˈɝnəd" if scholar else "lˈɝnd"


def _invalid(sentence: Sentence, index: int) -> str:
    person = sentence.before(index) in ("an", "the") and sentence.after(index) in {""} | PREPOSITIONS | BE_FORMS
    return "ˈɪnvələd" if person else "ɪnvˈæləd"


_SPECIAL: dict[str, Reading] = {
    "read": _read, "lead": _lead, "live": _live, "lives": _lives, "close": _close, "used": _used, "wind": _wind,
    "winds": _winds, "tear": _tear, "tears": _tears, "bow": _bow, "content": _content, "minute": _minute,
    "bass": _bass, "dove": _dove, "wound": _wound, "polish": _polish, "perfect": _perfect, "learned": _learned,
    "invalid": _invalid,
}  # fmt: skip


def special_homograph(sentence: Sentence, index: int) -> tuple[str, ...] | None:
    """Return the pronunciation of a word that has rules of its own here; None if it has none."""
    reading = _SPECIAL.get(sentence.word(index))
    return parse_ipa(reading(sentence, index)) if reading else None
