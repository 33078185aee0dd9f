"""The text front end: any text becomes sentences of known symbols, or is refused with a reason."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voiceclone.errors import TextError
from voiceclone.text import Sentence, TextFrontend, Word
from voiceclone.text.symbols import BEGIN, END, PAUSES, SPACE, SYMBOL_IDS

FRONTEND = TextFrontend()
AWKWARD = (
    "$ 3 1,299.99 / ( ) 3(b) Dr. St. A I a Henry VIII 's n't -- — – % °F ² ½ . ... … ? ! , ; : NASA the read é ß Ω 東 "
    "😀 http:// www. @ x.y # & &amp; <b> < p.m. 6:45 99:99 3/4/2021 0/0 1st 99999999999999th co re- + = ٣ Ⅷ ﬁ İ mm \x00"
)
PIECES = st.lists(st.sampled_from([*AWKWARD.split(" "), "\n\n"]), max_size=12)
ANYTHING = st.text(max_size=60) | PIECES.map("".join) | PIECES.map(" ".join)


def spoken(text):
    return "".join(FRONTEND.transcript(text).symbols())


def test_a_sentence_is_its_words_between_begin_and_end():
    (sentence,) = FRONTEND.analyse("Hello, world!")
    assert sentence == Sentence(
        "Hello, world!",
        (Word("Hello", ("h", "ə", "l", "ˈoʊ"), ","), Word("world", ("w", "ˈɝ", "l", "d"), "!")),
    )
    assert sentence.symbols() == [BEGIN, "h", "ə", "l", "ˈoʊ", ",", "w", "ˈɝ", "l", "d", "!", END]


def test_a_text_without_a_final_mark_ends_with_a_full_stop():
    assert FRONTEND.analyse("hello there")[0].words[-1].boundary == "."


def test_words_keep_their_written_form():
    words = FRONTEND.transcript("Dr. Smith paid $5 in 1998.").words
    assert [word.text for word in words] == ["Dr", "Smith", "paid", "$5", "in", "1998"]
    assert words[3].phonemes == ("f", "ˈaɪ", "v", SPACE, "d", "ˈɑ", "l", "ɚ", "z")


def test_a_transcript_is_one_sentence_however_long():
    sentence = FRONTEND.transcript("One. Two! Three? " * 100)
    assert len(sentence.words) == 300
    assert {word.boundary for word in sentence.words} == {".", "!", "?"}


def test_a_transcript_in_capitals_is_read_as_words():
    assert spoken("IT IS THE END OF US AND I AM SURE") == spoken("It is the end of us and I am sure")
    assert spoken("MISTER QUILTER'S MANNER") == spoken("mister quilter's manner")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the man, the apple", "^ðə mˈæn,ði ˈæpəl.$"),
        ("to be, to eat", "^tə bi,tu ˈit.$".replace("bi", "bˈi")),
        ("the FBI", "^ði ˌɛfbˌiˈaɪ.$"),
        ("What are you looking at?", "^wˈʌt ɑɹ ju lˈʊkɪŋ ˈæt?$"),
        ("I can. You can do it.", "^aɪ kˈæn.ju kən dˈu ɪt.$"),
        ("I know that man that I saw.", "^aɪ nˈoʊ ðˈæt mˈæn ðæt aɪ sˈɔ.$"),
        ("I", "^ˈaɪ.$"),
        ("A", "^ˈeɪ.$"),
        ("sooooo", "^sˈoʊ.$".replace("sˈoʊ", "sˈu")),
        ("Blick's", "^blˈɪks.$"),
        ("FDJ", "^ˌɛfdˌidʒˈeɪ.$"),
        ("555-0142", "^fˈaɪv fˈaɪv fˈaɪv,ˈoʊ wˈʌn fˈɔɹ tˈu.$"),
    ],
)
def test_little_words_and_letters_are_said_as_in_running_speech(text, expected):
    assert spoken(text) == expected


def test_the_sentences_of_the_brief_come_out_right():
    assert spoken("He read that they will read the lead report about lead pipes.") == (
        "^hi ɹˈɛd ðæt ðeɪ wɪl ɹˈid ðə lˈid ɹipˈɔɹt əbˈaʊt lˈɛd pˈaɪps.$"
    )


@pytest.mark.parametrize("text", ["", " \n", "...", "?!", "😀 🎉", "—", "東京", "<b></b>"])
def test_a_text_without_words_is_refused(text):
    for read in (FRONTEND.analyse, FRONTEND.transcript):
        with pytest.raises(TextError, match=r"nothing to say|no word"):
            read(text)


def test_an_unknown_language_is_refused():
    with pytest.raises(TextError, match="language code"):
        TextFrontend("not a language")


def test_a_pronunciation_of_ones_own_comes_first():
    frontend = TextFrontend(lexicon={"Gwen": "ɡwˈɛn", "the": "ðˈiː", "Katz": "kˈats", "C++": "sˈi plˈʌs"})
    words = frontend.transcript("Gwen's the Gwen C++ Katz").words
    assert [word.phonemes for word in words] == [
        ("ɡ", "w", "ˈɛ", "n", "z"),
        ("ð", "ˈi"),
        ("ɡ", "w", "ˈɛ", "n"),
        ("s", "ˈi", "p", "l", "ˈʌ", "s"),
        ("k", "ˈɑ", "t", "s"),
    ]


def test_a_pronunciation_of_unknown_symbols_is_refused_by_its_word():
    with pytest.raises(TextError, match=r"'Gwen'.*'7'"):
        TextFrontend(lexicon={"Gwen": "7"})


def test_sentences_are_made_one_at_a_time():
    stream = FRONTEND.iter_sentences("One. Two. " * 50_000)
    assert next(stream).text == "One."


@pytest.mark.weights
@settings(deadline=None, max_examples=60)
@given(ANYTHING)
def test_any_text_is_spoken_in_known_symbols_or_refused(text):
    for read in (FRONTEND.analyse, lambda text: [FRONTEND.transcript(text)]):
        try:
            sentences = read(text)
        except TextError:
            continue
        for sentence in sentences:
            assert sentence.words[-1].boundary in PAUSES
            assert all(word.text and word.phonemes for word in sentence.words)
            assert all(symbol in SYMBOL_IDS for symbol in sentence.symbols())


@settings(deadline=None, max_examples=30)
@given(st.lists(st.sampled_from(["hello", "world", "it's", "42", "Dr.", "end."]), min_size=1, max_size=200))
def test_every_word_of_a_text_is_spoken(words):
    said = [word.text for sentence in FRONTEND.analyse(" ".join(words)) for word in sentence.words]
    assert said == [word.rstrip(".") for word in words]


def test_importing_the_front_end_is_light(run_python):
    loaded = run_python(
        "import sys, voiceclone.text; print([m for m in ('torch', 'num2words', 'phonemizer') if m in sys.modules])"
    )
    assert "torch" not in loaded
    assert "phonemizer" not in loaded


def test_known_words_need_no_network(run_python):
    program = "import sys, voiceclone.text as t; t.TextFrontend().analyse('Hello.'); print('torch' in sys.modules)"
    assert run_python(program).strip() == "False"
