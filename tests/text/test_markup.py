"""The markup says how words are spoken; what it cannot say is refused by name, and no word is lost."""

import re
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voiceclone.errors import TextError
from voiceclone.text import TextFrontend
from voiceclone.text.manner import PLAIN, Manner
from voiceclone.text.markup_values import EMPHASIS
from voiceclone.text.symbols import PAUSES, SPACE, SYMBOL_IDS

FRONTEND = TextFrontend()


def words_of(text):
    return [word for sentence in FRONTEND.marked_up(text) for word in sentence.words]


def said(text):
    return "".join(symbol for word in words_of(text) for symbol in (*word.phonemes, word.boundary))


@pytest.mark.parametrize(
    "text", ["I said no twice. Did you?", "It cost $5, in 1998!\n\nA new paragraph; so.", "He read the lead report."]
)
@pytest.mark.parametrize("pattern", ["{}", "<speak>{}</speak>", '<?xml version="1.0"?><speak version="1.1">{}</speak>'])
def test_a_text_without_elements_is_said_as_plain_text(text, pattern):
    assert FRONTEND.marked_up(pattern.format(text)) == FRONTEND.analyse(text)


def test_a_sentence_holds_words_of_several_manners():
    (sentence,) = FRONTEND.marked_up("I said <emphasis>no</emphasis> twice.")
    assert sentence.text == "I said no twice."
    assert [word.manner for word in sentence.words] == [PLAIN, PLAIN, EMPHASIS["moderate"], PLAIN]
    manners = sentence.manners()
    assert len(manners) == len(sentence.symbols())
    assert [symbol for symbol, manner in zip(sentence.symbols(), manners, strict=True) if manner != PLAIN] == [
        "n",
        "ˈoʊ",
        " ",
    ]


def test_nested_prosody_multiplies_and_adds():
    inner = '<prosody rate="80%" pitch="+2st" volume="-3dB">b</prosody>'
    words = words_of(f'a <prosody rate="slow" pitch="high" volume="loud">c {inner}</prosody>')
    assert words[1].manner == Manner(0.75, 3.0, 6.0)
    assert words[2].manner == Manner(0.75 * 0.8, 5.0, 3.0)


@pytest.mark.parametrize(
    ("attribute", "manner"),
    [
        ('rate="120%"', Manner(speed=1.2)),
        ('rate="+20%"', Manner(speed=1.2)),
        ('rate="x-fast"', Manner(speed=1.75)),
        ('pitch="-1.5st"', Manner(pitch=-1.5)),
        ('pitch="+100%"', Manner(pitch=12.0)),
        ('pitch="x-low"', Manner(pitch=-6.0)),
        ('volume="+3dB"', Manner(energy=3.0)),
        ('volume="soft"', Manner(energy=-6.0)),
    ],
)
def test_prosody_takes_numbers_and_names(attribute, manner):
    assert words_of(f"<prosody {attribute}>word</prosody>")[0].manner == manner


def test_a_pause_belongs_to_the_boundary_behind_the_word_it_follows():
    (sentence,) = FRONTEND.marked_up('One<break time="500ms"/>two <break time=".25s"/>, <break/> three.')
    assert [(word.boundary, word.manner.pause) for word in sentence.words] == [
        (",", 0.5),
        (",", pytest.approx(0.65)),
        (".", None),
    ]
    pauses = [manner.pause for manner in sentence.manners()]
    assert [pause for pause in pauses if pause is not None] == [0.5, pytest.approx(0.65)]


def test_no_pause_is_a_pause_of_nothing():
    words = words_of('One, <break strength="none"/> two.')
    assert (words[0].boundary, words[0].manner.pause) == (SPACE, 0.0)


def test_a_long_pause_parts_a_sentence():
    first, second = FRONTEND.marked_up('One and <break time="3s"/> two, three.')
    assert (first.words[-1].boundary, first.words[-1].manner.pause) == (",", 3.0)
    assert [word.text for word in second.words] == ["two", "three"]


def test_a_pause_at_the_end_of_a_sentence_stays_there():
    first, _ = FRONTEND.marked_up('<s>One</s><break time="2s"/><s>Two</s>')
    assert first.words[-1].manner.pause == 2.0


def test_a_pause_before_all_words_comes_before_the_first_sentence():
    first, second = FRONTEND.marked_up('<break time="2s"/> <p>One.</p> Two.')
    assert (first.lead, second.lead) == (2.0, 0.0)


def test_a_pause_behind_what_is_not_spoken_is_kept():
    assert words_of('One 東 <break time="2s"/> two')[0].manner.pause == 2.0
    assert FRONTEND.marked_up('東 <break time="2s"/> two')[0].lead == 2.0


def test_sentences_and_paragraphs_end_where_they_are_said_to():
    sentences = FRONTEND.marked_up("<p><s>One</s><s>Dr</s> two </p>three<p>four</p> five")
    assert [sentence.text for sentence in sentences] == ["One", "Dr", "two", "three", "four", "five"]
    assert [sentence.ends_paragraph for sentence in sentences] == [False, False, True, True, True, False]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('<say-as interpret-as="characters">FBI</say-as>', "ˌɛfbˌiˈaɪ."),
        ('the <say-as interpret-as="spell-out">A1-b</say-as>\'s', "ði ˈeɪ wˈʌn dˈæʃ bˈiz."),
        ('<say-as interpret-as="digits">1998</say-as>', "wˈʌn nˈaɪn nˈaɪn ˈeɪt."),
        ('<say-as interpret-as="digits">555-01</say-as>, yes', "fˈaɪv fˈaɪv fˈaɪv,zˈɪɹoʊ wˈʌn,jˈɛs."),
        ('the <phoneme alphabet="ipa" ph="ˈævəˌkɑdoʊ">tree fruit).</phoneme> So', "ði ˈævəkˌɑdoʊ.sˈoʊ."),
        ('<phoneme ph="ʃɪˈvɔːn">Siobhan</phoneme>\'s, <phoneme ph="vˈɪv"/>-like', "ʃɪvˈɔnz,vˈɪv lˈaɪk."),
        ('<sub alias="World Wide Web">WWW</sub>', "wˈɝld wˈaɪd wˈɛb."),
        ("5 &lt; 6 &#x26; 7", "fˈaɪv lˈɛs ðən sˈɪks ənd sˈɛvən."),
    ],
)
def test_what_is_said_can_be_given(text, expected):
    assert said(text) == expected


def test_a_word_that_is_given_keeps_its_written_form():
    (sentence,) = FRONTEND.marked_up('Ask <phoneme ph="ʃɪˈvɔːn">Siobhan  May</phoneme>, she (I) knows.')
    assert sentence.text == "Ask Siobhan May, she (I) knows."
    assert [word.text for word in sentence.words] == ["Ask", "Siobhan May", "she", "I", "knows"]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("one <b>two</b>", "line 1, column 5: <b> is not supported"),
        ("one\n  <audio src='x'/>", "line 2, column 3: <audio> is not supported"),
        ("<emphasis size='1'>a</emphasis>", "line 1, column 1: <emphasis>: the attribute size is not supported"),
        ("<emphasis level='hard'>a</emphasis>", '<emphasis>: level="hard" is not supported; use strong'),
        ("<break time='5'/>", '<break>: time="5" is not supported'),
        ("<break time='11s'/>", "at most 10 s"),
        ("<break time='-1s'/>", "not supported"),
        ("<break strength='big'/>", '<break>: strength="big"'),
        ("<break>a</break>", "<break>: a break holds no text"),
        ("a<break time='9s'/><break time='9s'/>", "<break> after 'a': a pause of 18 s"),
        ("a<break time='9s'/> " * 70, "together"),
        ("<prosody rate='quick'>a</prosody>", '<prosody>: rate="quick" is not supported'),
        ("<prosody rate='1%'>a</prosody>", "<prosody>: speed 0.01 is out of range"),
        ("<prosody pitch='+20Hz'>a</prosody>", 'pitch="+20Hz" is not supported'),
        ("<prosody pitch='-100%'>a</prosody>", "out of range"),
        ("<prosody volume='50'>a</prosody>", 'volume="50" is not supported'),
        ("<prosody contour='(0%,+20Hz)'>a</prosody>", "the attribute contour"),
        ("<say-as interpret-as='date'>1</say-as>", 'interpret-as="date" is not supported'),
        ("<say-as>1</say-as>", "<say-as> needs the attribute interpret-as"),
        ("<say-as interpret-as='digits'>1a</say-as>", "<say-as>: '1a' is not a row of digits"),
        ("<say-as interpret-as='characters'>東</say-as>", "has no name"),
        ("<phoneme alphabet='x-sampa' ph='a'>a</phoneme>", 'alphabet="x-sampa" is not supported'),
        ("<phoneme ph='7'>a</phoneme>", "<phoneme>: '7' is not an IPA string"),
        ("<phoneme ph='ʔ'>a</phoneme>", "no sound that English has"),
        ("<phoneme ph='a'><emphasis>a</emphasis></phoneme>", "<emphasis> cannot stand inside <phoneme>"),
        ("<sub>a</sub>", "<sub> needs the attribute alias"),
        ("a <speak>b</speak>", "<speak> can only be the outermost"),
        ("<speak xml:lang='de'>a</speak>", 'xml:lang="de"'),
        ("a <emphasis>b", "column 3: <emphasis> is not closed"),
        ("<speak>a <p>b</speak>", "column 10: <p> is not closed"),
        ("<speak>a", "<speak> is not closed"),
        ("a</p>", "column 2: </p> closes nothing that is open"),
        ("<speak>a</speak> b", "nothing may follow"),
        ("a & b", "write &lt; for < and &amp; for &"),
        ("&nbsp;", "undefined entity"),
        ('<!DOCTYPE s [<!ENTITY e "x">]><speak>&e;</speak>', "<!DOCTYPE> is not supported"),
        ("<?php x?>a", "<?php?> is not supported"),
        ("", "nothing to say"),
        ("<break/>", "no word"),
    ],
)
def test_what_is_not_supported_is_refused_by_name_and_place(text, complaint):
    with pytest.raises(TextError, match=re.escape(complaint)):
        FRONTEND.marked_up(text)


NAMES = ["speak", "p", "s", "break", "say-as", "phoneme", "emphasis", "prosody", "sub", "b"]
FRAGMENTS = st.sampled_from(
    [
        *[f"<{name}>" for name in NAMES],
        *[f"</{name}>" for name in NAMES],
        "<break time='1s'/>",
        "<break strength='none'/>",
        '<prosody rate="50%" pitch="low">',
        "<say-as interpret-as='characters'>",
        "<say-as interpret-as='digits'>",
        "<phoneme ph='təˈmɑːtoʊ'>",
        "<sub alias='other words'>",
        "&amp;",
        "&lt;",
        "&#0;",
        "<!-- -->",
        "<![CDATA[x]]>",
        *["word", "12", ".", ",", "\u0663", "-", "'", "é", "東", "\ud800", "\x00", "\n\n"],
        " ",
    ]
)


@settings(max_examples=300)
@given(st.lists(FRAGMENTS, max_size=14).map("".join) | st.text(max_size=40))
def test_any_text_is_read_or_refused(text):
    try:
        sentences = FRONTEND.marked_up(text)
    except TextError:
        return
    for sentence in sentences:
        assert sentence.words[-1].boundary in PAUSES
        assert len(sentence.manners()) == len(sentence.symbols())
        assert all(word.text and word.phonemes for word in sentence.words)
        assert all(symbol in SYMBOL_IDS for symbol in sentence.symbols())


ELEMENTS = st.sampled_from(
    [
        "{}",
        "<p>{}</p>",
        "<s>{}</s>",
        "<emphasis>{}</emphasis>",
        '<prosody rate="fast">{} </prosody>',
        "<break time='2s'/>{}",
        "{}<break/>",
        "({}),",
        '<phoneme ph="ɡwˈɛn">{}</phoneme>',
        '<say-as interpret-as="characters">{}</say-as>',
        '<sub alias="{}">nothing</sub>',
    ]
)
WORDS = st.sampled_from(["hello", "world", "it's", "Dr", "end", "x"])


@given(st.lists(st.tuples(WORDS, ELEMENTS, st.sampled_from([" ", ". ", "\n"])), min_size=1, max_size=30))
def test_no_word_is_lost(parts):
    text = "".join(pattern.format(escape(word)) + after for word, pattern, after in parts)
    assert [word.text for word in words_of(text)] == [word for word, _, _ in parts]


@given(st.lists(st.tuples(WORDS, ELEMENTS), min_size=1, max_size=12))
def test_no_letter_is_lost_between_elements_without_spaces(parts):
    text = "".join(pattern.format(escape(word)) for word, pattern in parts)
    letters = "".join(c for word in words_of(text) for c in word.text if c.isalnum())
    assert letters == "".join(c for word, _ in parts for c in word if c.isalnum())
