"""Homographs: words written alike that are said in two ways, told apart by part of speech."""

from voiceclone.text.derivation import add_s
from voiceclone.text.ipa import parse_ipa
from voiceclone.text.special_homographs import special_homograph
from voiceclone.text.tagger import Sentence, word_class
from voiceclone.text.word_set import word_set

# word: as a noun (or adjective), as a verb, and which of them when the neighbours do not tell. -s is added by rule.
_NOUN_VERB = {
    "abuse": "əbjˈus əbjˈuz noun", "addict": "ˈædɪkt ədˈɪkt noun", "address": "ˈædɹɛs ədɹˈɛs noun",
    "ally": "ˈælaɪ əlˈaɪ noun", "attribute": "ˈætɹəbjˌut ətɹˈɪbjut noun", "combat": "kˈɑmbæt kəmbˈæt noun",
    "compound": "kˈɑmpaʊnd kəmpˈaʊnd noun", "compress": "kˈɑmpɹɛs kəmpɹˈɛs verb",
    "conduct": "kˈɑndʌkt kəndˈʌkt noun", "conflict": "kˈɑnflɪkt kənflˈɪkt noun", "console": "kˈɑnsoʊl kənsˈoʊl noun",
    "consort": "kˈɑnsɔɹt kənsˈɔɹt noun", "construct": "kˈɑnstɹʌkt kənstɹˈʌkt verb",
    "contest": "kˈɑntɛst kəntˈɛst noun", "contract": "kˈɑntɹækt kəntɹˈækt noun",
    "contrast": "kˈɑntɹæst kəntɹˈæst noun", "converse": "kˈɑnvɝs kənvˈɝs verb", "convert": "kˈɑnvɚt kənvˈɝt verb",
    "convict": "kˈɑnvɪkt kənvˈɪkt noun", "decrease": "dˈikɹis dɪkɹˈis noun", "defect": "dˈifɛkt dɪfˈɛkt noun",
    "desert": "dˈɛzɚt dɪzˈɝt noun", "digest": "dˈaɪdʒɛst daɪdʒˈɛst verb", "discharge": "dˈɪstʃɑɹdʒ dɪstʃˈɑɹdʒ noun",
    "discount": "dˈɪskaʊnt dɪskˈaʊnt noun", "entrance": "ˈɛntɹəns ɪntɹˈæns noun",
    "escort": "ˈɛskɔɹt ɛskˈɔɹt noun", "excuse": "ɪkskjˈus ɪkskjˈuz verb", "exploit": "ˈɛksplɔɪt ɪksplˈɔɪt verb",
    "export": "ˈɛkspɔɹt ɪkspˈɔɹt noun", "extract": "ˈɛkstɹækt ɪkstɹˈækt verb", "finance": "fˈaɪnæns fənˈæns noun",
    "house": "hˈaʊs hˈaʊz noun", "impact": "ˈɪmpækt ɪmpˈækt noun", "import": "ˈɪmpɔɹt ɪmpˈɔɹt noun",
    "incense": "ˈɪnsɛns ɪnsˈɛns noun", "incline": "ˈɪnklaɪn ɪnklˈaɪn noun", "increase": "ˈɪnkɹis ɪnkɹˈis noun",
    "insert": "ˈɪnsɚt ɪnsˈɝt verb", "insult": "ˈɪnsʌlt ɪnsˈʌlt noun", "object": "ˈɑbdʒɛkt əbdʒˈɛkt noun",
    "overlap": "ˈoʊvɚlæp oʊvɚlˈæp verb", "perfume": "pˈɝfjum pɚfjˈum noun", "permit": "pˈɝmɪt pɚmˈɪt verb",
    "present": "pɹˈɛzənt pɹɪzˈɛnt noun", "produce": "pɹˈoʊdus pɹədˈus verb", "progress": "pɹˈɑɡɹɛs pɹəɡɹˈɛs noun",
    "project": "pɹˈɑdʒɛkt pɹədʒˈɛkt noun", "protest": "pɹˈoʊtɛst pɹətˈɛst noun", "rebel": "ɹˈɛbəl ɹɪbˈɛl noun",
    "recall": "ɹˈikɔl ɹɪkˈɔl verb", "record": "ɹˈɛkɚd ɹɪkˈɔɹd noun", "refund": "ɹˈifʌnd ɹɪfˈʌnd noun",
    "refuse": "ɹˈɛfjus ɹɪfjˈuz verb", "reject": "ɹˈidʒɛkt ɹɪdʒˈɛkt verb", "research": "ɹˈisɚtʃ ɹɪsˈɝtʃ noun",
    "resume": "ɹˈɛzəmˌeɪ ɹɪzˈum verb", "segment": "sˈɛɡmənt sɛɡmˈɛnt noun", "sow": "sˈaʊ sˈoʊ verb",
    "subject": "sˈʌbdʒɪkt səbdʒˈɛkt noun",
    "survey": "sˈɝveɪ sɚvˈeɪ noun", "suspect": "sˈʌspɛkt səspˈɛkt verb", "torment": "tˈɔɹmɛnt tɔɹmˈɛnt noun",
    "transfer": "tɹˈænsfɚ tɹænsfˈɝ noun", "transplant": "tɹˈænsplænt tɹænsplˈænt noun",
    "transport": "tɹˈænspɔɹt tɹænspˈɔɹt noun", "upset": "ˈʌpsɛt əpsˈɛt verb", "use": "jˈus jˈuz verb",
}  # fmt: skip
# word: as an adjective or noun, as a verb, and which of them when the neighbours do not tell.
_ATE = {
    "advocate": "ˈædvəkət ˈædvəkˌeɪt noun", "aggregate": "ˈæɡɹəɡət ˈæɡɹəɡˌeɪt noun",
    "alternate": "ˈɔltɚnət ˈɔltɚnˌeɪt noun", "animate": "ˈænəmət ˈænəmˌeɪt verb",
    "appropriate": "əpɹˈoʊpɹiət əpɹˈoʊpɹiˌeɪt noun", "approximate": "əpɹˈɑksəmət əpɹˈɑksəmˌeɪt noun",
    "articulate": "ɑɹtˈɪkjələt ɑɹtˈɪkjəlˌeɪt noun", "associate": "əsˈoʊʃiət əsˈoʊʃiˌeɪt noun",
    "coordinate": "koʊˈɔɹdənət koʊˈɔɹdənˌeɪt verb", "degenerate": "dɪdʒˈɛnɚət dɪdʒˈɛnɚˌeɪt noun",
    "delegate": "dˈɛləɡət dˈɛləɡˌeɪt noun", "deliberate": "dɪlˈɪbɚət dɪlˈɪbɚˌeɪt noun",
    "desolate": "dˈɛsələt dˈɛsəlˌeɪt noun", "duplicate": "dˈupləkət dˈupləkˌeɪt noun",
    "elaborate": "ɪlˈæbɹət ɪlˈæbɚˌeɪt noun", "estimate": "ˈɛstəmət ˈɛstəmˌeɪt noun",
    "graduate": "ɡɹˈædʒuət ɡɹˈædʒuˌeɪt noun", "initiate": "ɪnˈɪʃiət ɪnˈɪʃiˌeɪt verb",
    "intimate": "ˈɪntəmət ˈɪntəmˌeɪt noun", "laminate": "lˈæmənət lˈæmənˌeɪt verb",
    "legitimate": "lədʒˈɪtəmət lədʒˈɪtəmˌeɪt noun", "moderate": "mˈɑdɚət mˈɑdɚˌeɪt noun",
    "predicate": "pɹˈɛdəkət pɹˈɛdəkˌeɪt noun", "separate": "sˈɛpɹət sˈɛpɚˌeɪt noun",
    "subordinate": "səbˈɔɹdənət səbˈɔɹdənˌeɪt noun", "syndicate": "sˈɪndəkət sˈɪndəkˌeɪt noun",
}  # fmt: skip

_PLURAL_DETERMINERS = frozenset(("all", "both", "many", "few", "several", "these", "those"))
_UNCOUNTED = word_set("research progress transport produce finance incense conduct present perfume combat")
_COUNTED = frozenset(_NOUN_VERB) - _UNCOUNTED


def homograph(sentence: Sentence, index: int) -> tuple[str, ...] | None:
    """Return the pronunciation of a homograph where it stands; None if the word is none."""
    word = sentence.word(index)
    if entry := _NOUN_VERB.get(word) or _ATE.get(word):
        noun, verb, default = entry.split()
        kind = word_class(sentence, index)
        if sentence.before(index) in _PLURAL_DETERMINERS and word in _COUNTED:
            kind = "verb"  # they all use it: a noun would be in the plural
        if sentence.before(index) == word:
            kind = "noun"  # to produce produce
        return parse_ipa(verb if kind == "verb" or (kind == "unknown" and default == "verb") else noun)
    singular = word.removesuffix("s")
    if singular != word and (entry := _NOUN_VERB.get(singular) or _ATE.get(singular)):
        noun, verb, _ = entry.split()
        return add_s(parse_ipa(verb if word_class(sentence, index, plural=True) == "verb" else noun))
    return special_homograph(sentence, index)
