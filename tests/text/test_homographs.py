"""Homographs are told apart by their neighbours."""

import pytest

from voiceclone.text.anglicise import anglicise
from voiceclone.text.homographs import homograph
from voiceclone.text.ipa import parse_ipa
from voiceclone.text.symbols import PAUSES, SPACE
from voiceclone.text.tagger import Sentence, Spoken, word_class


def sentence_of(text):
    spoken = []
    for written in text.split():
        boundary = written[-1] if written[-1] in PAUSES else SPACE
        written = written.rstrip("".join(PAUSES))
        spoken.append(Spoken(written.lower(), written, boundary))
    return Sentence(spoken)


@pytest.mark.parametrize(
    ("text", "pronunciations"),
    [
        ("He *read that they will *read it.", "ɹˈɛd ɹˈid"),
        ("Did she *read it? No, but I have *read it.", "ɹˈid ɹˈɛd"),
        ("I *read it yesterday. I *read every day.", "ɹˈɛd ɹˈid"),
        ("We often *read together.", "ɹˈid"),
        ("Choose a place and *read the page.", "ɹˈid"),
        ("The *lead report about *lead pipes.", "lˈid lˈɛd"),
        ("Copper and *lead are metals.", "lˈɛd"),
        ("They *live in a *live theatre.", "lˈɪv lˈaɪv"),
        ("A cat has nine *lives and *lives here.", "lˈaɪvz lˈɪvz"),
        ("I *object to that *object.", "əbdʒˈɛkt ˈɑbdʒɛkt"),
        ("Please *record a new *record.", "ɹɪkˈɔɹd ɹˈɛkɚd"),
        ("She *records the *records.", "ɹɪkˈɔɹdz ɹˈɛkɚdz"),
        ("I will *present a *present.", "pɹɪzˈɛnt pɹˈɛzənt"),
        ("They *present the results and he was *present.", "pɹɪzˈɛnt pɹˈɛzənt"),
        ("*Close the door *close to the bank.", "klˈoʊz klˈoʊs"),
        ("They *use it. What is the *use?", "jˈuz jˈus"),
        ("They all *use acronyms.", "jˈuz"),
        ("He *used to sing. It is *used to cut wood. He *used it.", "jˈust jˈuzd jˈuzd"),
        ("The *wind blew. *Wind the clock.", "wˈɪnd wˈaɪnd"),
        ("A *tear fell. Do not *tear the page.", "tˈɪɹ tˈɛɹ"),
        ("He took a *bow with *bow and arrow.", "bˈoʊ bˈoʊ"),
        ("The *bow of the ship.", "bˈaʊ"),
        ("I am *content with the *content.", "kəntˈɛnt kˈɑntɛnt"),
        ("Soldiers *desert their posts in the *desert.", "dɪzˈɝt dˈɛzɚt"),
        ("They *refuse to take the *refuse.", "ɹɪfjˈuz ɹˈɛfjus"),
        ("Wait a *minute for *minute details.", "mˈɪnət maɪnˈut"),
        ("They *house people in the *house.", "hˈaʊz hˈaʊs"),
        ("*Separate them into *separate rooms.", "sˈɛpɚˌeɪt sˈɛpɹət"),
        ("Keep them *separate.", "sˈɛpɹət"),
        ("Prices *increase. The *increase is small.", "ɪnkɹˈis ˈɪnkɹis"),
        ("The *bass guitar. He caught a *bass in the lake.", "bˈeɪs bˈæs"),
        ("A *dove flew. He *dove into the pool.", "dˈʌv dˈoʊv"),
        ("The *wound healed. He *wound the clock.", "wˈund wˈaʊnd"),
        ("The *Polish man will *polish it.", "pˈoʊlɪʃ pˈɑlɪʃ"),
        ("A *perfect day to *perfect it.", "pˈɝfɪkt pɚfˈɛkt"),
    ],
)
def test_a_homograph_is_said_as_its_context_asks(text, pronunciations):
    sentence = sentence_of(text.replace("*", ""))
    marked = [index for index, word in enumerate(text.split()) if word.startswith("*")]
    said = [homograph(sentence, index) for index in marked]
    assert said == [anglicise(parse_ipa(pronunciation)) for pronunciation in pronunciations.split()]


def test_a_word_with_one_pronunciation_is_no_homograph():
    assert homograph(sentence_of("the table"), 1) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the record", "noun"),
        ("they always record", "verb"),
        ("to slowly record", "verb"),
        ("was record", "adjective"),
        ("of record", "noun"),
        ("guards record", "verb"),
        ("world record", "unknown"),
    ],
)
def test_the_word_before_tells_the_part_of_speech(text, expected):
    sentence = sentence_of(text)
    assert word_class(sentence, len(sentence.words) - 1) == expected
