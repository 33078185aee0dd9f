"""Weak forms: the little words of English as they are said within a sentence, without stress."""

from voiceclone.text.derivation import is_vowel
from voiceclone.text.ipa import parse_ipa
from voiceclone.text.symbols import SPACE
from voiceclone.text.tagger import DETERMINERS, SUBJECTS, Sentence, begins_object, is_adjective
from voiceclone.text.word_set import word_set

_WEAK = {
    word: parse_ipa(ipa)
    for word, ipa in {
        "a": "ə", "an": "ən", "and": "ənd", "of": "əv",
        "or": "ɔɹ", "nor": "nɔɹ", "but": "bət", "as": "əz", "than": "ðən",
        "if": "ɪf", "at": "æt", "in": "ɪn", "on": "ɑn", "by": "baɪ", "for": "fɚ", "from": "fɹəm", "with": "wɪð",
        "to": "tə", "into": "ɪntu", "the": "ðə", "that": "ðæt",
        "i": "aɪ", "you": "ju", "he": "hi", "she": "ʃi",
        "it": "ɪt", "we": "wi", "they": "ðeɪ", "me": "mi", "him": "hɪm",
        "her": "hɚ", "us": "əs", "them": "ðəm", "my": "maɪ", "your": "jɔɹ", "his": "hɪz", "its": "ɪts", "our": "aʊɚ",
        "their": "ðɛɹ", "i'm": "aɪm", "you're": "jɔɹ", "he's": "hiz", "she's": "ʃiz", "it's": "ɪts", "we're": "wɪɹ",
        "they're": "ðɛɹ", "i've": "aɪv", "you've": "juv", "we've": "wiv", "they've": "ðeɪv", "i'll": "aɪl",
        "you'll": "jul", "he'll": "hil", "she'll": "ʃil", "it'll": "ɪtəl", "we'll": "wil", "they'll": "ðeɪl",
        "i'd": "aɪd", "you'd": "jud", "he'd": "hid", "she'd": "ʃid", "we'd": "wid", "they'd": "ðeɪd", "it'd": "ɪtəd",
        "am": "æm", "is": "ɪz", "are": "ɑɹ", "was": "wəz", "were": "wɚ", "be": "bi", "been": "bɪn",
        "have": "hæv", "has": "hæz", "had": "hæd", "do": "du", "does": "dəz", "did": "dɪd",
        "can": "kən", "could": "kʊd", "will": "wɪl", "would": "wʊd", "shall": "ʃəl", "should": "ʃʊd",
    }.items()
}  # fmt: skip
_BEFORE_VOWEL = {"the": parse_ipa("ði"), "to": parse_ipa("tu"), "for": parse_ipa("fɔɹ")}
_ALSO_NOUNS = frozenset(("can", "will", "do", "does"))
_ALSO_MAIN_VERBS = frozenset(("have", "has", "had", "do", "does", "did"))
_QUESTIONS = word_set("what where when why how who which whom")
_WEAK_BEFORE_PAUSE = frozenset(("it", "me", "him", "her", "us", "them", "you"))
_THAT_IS_STRESSED_BEFORE = word_set("is was one way time day night man woman point kind sort")
_THAT_IS_STRESSED_AFTER = word_set(
    "to of in on at for with from by like after before about all and but is was do did does"
)


def weak_form(sentence: Sentence, index: int, next_phone: str) -> tuple[str, ...] | None:
    """Return the weak form of a little word where it has one; None if the word is none, or is stressed here.

    Before a pause little words keep their stress (what are you looking at?), but for the object pronouns.
    """
    spoken = sentence.words[index]
    weak = _WEAK.get(spoken.word)
    if weak is None or len(sentence.words) == 1:
        return None
    if spoken.boundary != SPACE and (spoken.word not in _WEAK_BEFORE_PAUSE or not index):
        return None
    if _is_stressed(sentence, index):
        return None
    if is_vowel(next_phone) and spoken.word in _BEFORE_VOWEL:
        return _BEFORE_VOWEL[spoken.word]
    return weak


def _is_stressed(sentence: Sentence, index: int) -> bool:
    word, before, after = sentence.word(index), sentence.before(index), sentence.after(index)
    if word in _ALSO_NOUNS and (before in DETERMINERS - {"that", "this", "which", "what"} or is_adjective(before)):
        return True
    if word in _ALSO_MAIN_VERBS:
        asks = after in SUBJECTS and (
            after not in ("it", "you") or before in ("", "and", "but") or before in _QUESTIONS
        )
        return not asks and (begins_object(after) or after in ("too", "so"))
    if word == "that":
        return after in _THAT_IS_STRESSED_BEFORE or before in ("", *_THAT_IS_STRESSED_AFTER)
    return False
