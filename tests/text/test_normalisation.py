"""Numbers, dates, money, abbreviations and the like are said as a reader says them."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from voiceclone.text.cleaning import clean
from voiceclone.text.lexicon import Lexicon
from voiceclone.text.normalisation import Normaliser
from voiceclone.text.numbers import cardinal, number, ordinal, roman_value, year
from voiceclone.text.tokens import tokenise

NORMALISER = Normaliser(Lexicon())


def said(text):
    return " ".join(filter(None, NORMALISER.normalise(list(tokenise(clean(text))))))


NUMBERS = [
    ("42", "forty two"),
    ("1,299", "one thousand two hundred ninety nine"),
    ("-4", "minus four"),
    ("3.14159", "three point one four one five nine"),
    (".5", "point five"),
    ("007", "zero zero seven"),
    ("3rd and 21st", "third and twenty first"),
    ("100th", "one hundredth"),
    ("22/7", "twenty two over seven"),
    ("3/4 cup", "three quarters cup"),
    ("1 1/2 cups", "one and a half cups"),
    ("3½ cups", "three and a half cups"),
    ("24/7", "twenty four seven"),
    ("4:1", "four to one"),
    ("10-20 people", "ten to twenty people"),
    ("5 x 3 = 15", "five times three equals fifteen"),
    ("Python 3.11.2", "python three point eleven point two"),
    ("٣", "three"),
]
MONEY_AND_UNITS = [
    ("$1,299.99", "one thousand two hundred ninety nine dollars and ninety nine cents"),
    ("$1", "one dollar"),
    ("$0.99", "ninety nine cents"),
    ("£5.50", "five pounds and fifty pence"),
    ("€20 or 20€", "twenty euros or twenty euros"),
    ("$3 million", "three million dollars"),
    ("$1.5bn", "one point five billion dollars"),
    ("-$3", "minus three dollars"),
    ("$100-200", "one hundred to two hundred dollars"),
    ("$10/hour", "ten dollars per hour"),
    ("72°F to -4°F", "seventy two degrees fahrenheit to minus four degrees fahrenheit"),
    ("50 °C", "fifty degrees celsius"),
    ("5 km/h", "five kilometers per hour"),
    ("1 kg", "one kilogram"),
    ("100km", "one hundred kilometers"),
    ("3 m²", "three square meters"),
    ("2 tbsp. sugar for 25-30 min.", "two tablespoons sugar for twenty five to thirty minutes"),
    ("180°C", "one hundred eighty degrees celsius"),
    ("15%", "fifteen percent"),
    ("5-10%", "five to ten percent"),
]
DATES_AND_TIMES = [
    ("March 3rd, 2026", "march third twenty twenty six"),
    ("March 3, 2026", "march third twenty twenty six"),
    ("4 July 1776", "fourth july seventeen seventy six"),
    ("3/4/2021", "march fourth, twenty twenty one"),
    ("2021-03-04", "march fourth, twenty twenty one"),
    ("in 1998", "in nineteen ninety eight"),
    ("in 1900 and 2005", "in nineteen hundred and two thousand five"),
    ("1998 people", "one thousand nine hundred ninety eight people"),
    ("the 1990s and the '80s", "the nineteen nineties and the eighties"),
    ("1914-1918", "nineteen fourteen to nineteen eighteen"),
    ("6:45 p.m.", "six forty five P M"),
    ("6:05am", "six oh five A M"),
    ("7pm", "seven P M"),
    ("17:30", "seventeen thirty"),
    ("12:00", "twelve o'clock"),
    ("Jan. 5 and Sept. 9", "january fifth and september ninth"),
]
ABBREVIATIONS = [
    ("Dr. Smith", "doctor smith"),
    ("Mr. and Mrs. Jones", "mister and missus jones"),
    ("Baker St., not Elm Ave.", "baker street not elm avenue"),
    ("St. Mary's in St. Louis", "saint mary's in saint louis"),
    ("i.e. this, e.g. that", "that is this for example that"),
    ("Smith et al. etc.", "smith et al et cetera"),
    ("Fig. 3(b), No. 5, pp. 1-2", "figure three B number five pages one to two"),
    ("the U.S. Army", "the U S army"),
    ("J. R. R. Tolkien", "J R R tolkien"),
    ("Ph.D. students", "P H D students"),
    ("He sat. The sun. No.", "he sat the sun no"),
]
CAPITALS = [
    ("the FBI and NASA and SQL", "the F B I and nasa and S Q L"),
    ("CEOs, the FBI's PDFs", "C E O's the F B I's P D F's"),
    ("AT&T and R&D", "A T and T and R and D"),
    ("I said NO. This is VERY important.", "i said no this is very important"),
    ("WARNING: DO NOT OPEN THIS DOOR!", "warning do not open this door"),
    ("Henry VIII and Louis XIV", "henry the eighth and louis the fourteenth"),
    ("World War II, Chapter IV, Part I", "world war two chapter four part one"),
    ("Elizabeth I died. Mary and I went.", "elizabeth the first died mary and i went"),
    ("Plan A and vitamin C", "plan A and vitamin C"),
    ("A cat. Is it A or B?", "a cat is it A or B"),
    ("I.", "i"),
    ("A", "A"),
]
IDENTIFIERS = [
    ("555-0142", "five five five, oh one four two"),
    ("1-800-555-0199", "one, eight hundred, five five five, oh one nine nine"),
    ("(555) 010-0142", "five five five oh one oh, oh one four two"),
    ("call 911", "call nine one one"),
    ("jane.doe@example.org", "jane dot doe at example dot org"),
    ("www.example.org/help", "W W W dot example dot org slash help"),
    ("https://example.com/", "example dot com"),
    ("221B Baker", "two twenty one B baker"),
    ("Room 101", "room one oh one"),
    ("flight BA2490", "flight B A twenty four ninety"),
    ("E = mc²", "E equals M C squared"),
    ("Psalm 23:4", "psalm twenty three four"),
    ("the Smiths' house", "the smiths' house"),
    ("London SW1A 2AA", "london S W one A two A A"),
    ("C++ and C#", "C plus plus and C hash"),
    ("H2O, COVID-19, F-16, A4, MP3", "H two O covid nineteen F sixteen A four M P three"),
    ("#5 and #tag", "number five and hash tag"),
    ("twenty-one well-known", "twenty one well known"),
    ("re-entry and e-mail", "re-entry and e-mail"),
    ("YouTube and GitHub and McDonald's", "youtube and github and mcdonald's"),
    ("Tom & Jerry", "tom and jerry"),
    ("rock 'n' roll, 'twas goin' on", "rock 'n roll 'twas goin' on"),
    ("café Müller in Łódź", "cafe muller in lodz"),
    ("her résumé", "her résumé"),
    ("α particles", "alpha particles"),
    ("Москва 東京 hello", "hello"),
]


@pytest.mark.parametrize(
    ("written", "spoken"), [*NUMBERS, *MONEY_AND_UNITS, *DATES_AND_TIMES, *ABBREVIATIONS, *CAPITALS, *IDENTIFIERS]
)
def test_a_written_text_is_said_as_a_reader_says_it(written, spoken):
    assert said(written) == spoken


@given(st.integers(0, 10**15 - 1))
def test_a_cardinal_is_words_of_letters_alone(value):
    assert all(word.isalpha() for word in cardinal(str(value)).split())


@given(st.from_regex(r"[0-9]{1,40}(\.[0-9]{1,9})?", fullmatch=True))
def test_a_number_of_any_length_can_be_said(digits):
    assert number(digits)


@given(st.integers(1, 10**6))
def test_an_ordinal_has_no_digit_left(value):
    assert not any(character.isdecimal() for character in ordinal(value))


@given(st.integers(1000, 2999))
def test_a_year_is_shorter_than_its_cardinal(value):
    assert len(year(str(value)).split()) <= len(cardinal(str(value)).split())


@pytest.mark.parametrize(
    ("numeral", "value"), [("IV", 4), ("VIII", 8), ("XIV", 14), ("MCMXC", 1990), ("IIII", 0), ("", 0)]
)
def test_roman_numerals_have_their_value(numeral, value):
    assert roman_value(numeral) == value


@example("£¼")
@example("0'0")
@given(st.text())
def test_any_text_is_normalised_to_words_letters_and_commas(text):
    for spoken in NORMALISER.normalise(list(tokenise(clean(text)))):
        for word in spoken.split():
            assert word.rstrip(",").replace("'", "").isalpha() or "-" in word
