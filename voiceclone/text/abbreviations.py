"""Abbreviations with a dot: what each says where it stands, and whether its sentence can end with it.

Words are given without their last dot. A capital counts: "Sat." is a day, "sat." the end of a sentence.
"""

import re

from voiceclone.text.word_set import word_set

_TITLES = {
    "Dr": "doctor", "Mr": "mister", "Mrs": "missus", "Ms": "miz", "Messrs": "messers", "Prof": "professor",
    "Rev": "reverend", "Gen": "general", "Col": "colonel", "Capt": "captain", "Cpt": "captain", "Lt": "lieutenant",
    "Sgt": "sergeant", "Maj": "major", "Cmdr": "commander", "Adm": "admiral", "Gov": "governor", "Sen": "senator",
    "Rep": "representative", "Hon": "honorable", "Pres": "president", "Mt": "mount", "Ft": "fort", "Fr": "father",
    "Mme": "madame", "Mlle": "mademoiselle", "St": "saint", "Ste": "saint",
}  # fmt: skip
_NUMBERED = {
    "fig": "figure", "figs": "figures", "vol": "volume", "vols": "volumes", "p": "page", "pp": "pages", "ch": "chapter",
    "chap": "chapter", "eq": "equation", "eqs": "equations", "sec": "section", "sect": "section", "no": "number",
    "nos": "numbers", "par": "paragraph", "art": "article", "apt": "apartment", "ext": "extension", "tel": "telephone",
}  # fmt: skip
_INTRODUCING = {
    "e.g": "for example", "i.e": "that is", "viz": "namely", "cf": "compare", "vs": "versus", "ca": "circa",
    "approx": "approximately",
}  # fmt: skip
_CLOSING = {
    "etc": "et cetera", "al": "al", "ph.d": "P H D", "a.m": "A M", "p.m": "P M", "b.c": "B C", "a.d": "A D",
    "ft": "feet", "lb": "pounds", "lbs": "pounds", "oz": "ounces", "hrs": "hours", "hr": "hour", "mins": "minutes",
    "secs": "seconds", "yrs": "years", "misc": "miscellaneous", "est": "estimated", "dept": "department",
    "govt": "government",
}  # fmt: skip
_CLOSING_NAMES = {
    "Jr": "junior", "Sr": "senior", "Inc": "incorporated", "Ltd": "limited", "Co": "company", "Corp": "corporation",
    "Bros": "brothers", "Dept": "department", "Univ": "university", "Assn": "association", "Ave": "avenue",
    "Av": "avenue", "Blvd": "boulevard", "Rd": "road", "Hwy": "highway", "Ln": "lane", "Pl": "place", "Sq": "square",
    "Apt": "apartment", "Bldg": "building", "Govt": "government", "Esq": "esquire", "Est": "established",
    "St": "street", "Dr": "drive",
    "Jan": "january", "Feb": "february", "Mar": "march", "Apr": "april", "Aug": "august", "Sep": "september",
    "Sept": "september", "Oct": "october", "Nov": "november", "Dec": "december",
    "Mon": "monday", "Tue": "tuesday", "Tues": "tuesday", "Wed": "wednesday", "Thu": "thursday", "Thur": "thursday",
    "Thurs": "thursday", "Fri": "friday", "Sat": "saturday", "Sun": "sunday",
}  # fmt: skip
_BEFORE_SAINT = word_set("in at to from near of and the by on for with saint old new north south east west mont port")
_INITIALS = re.compile(r"[A-Z]|(?:[A-Za-z]\.)+[A-Za-z]")


def opens(word: str, following: str, preceding: str = "") -> str | None:
    """Return what an abbreviation says that something must follow, so that no sentence ends with it; else None."""
    if word in _TITLES and (following[:1].isupper() or following in ("and", "&")):
        after_name = preceding[:1].isupper() and preceding.lower() not in _BEFORE_SAINT and preceding not in _TITLES
        return None if word in ("St", "Dr") and after_name else _TITLES[word]
    if word.lower() in _NUMBERED and following[:1].isdecimal():
        return _NUMBERED[word.lower()]
    return _INTRODUCING.get(word.lower())


def closes(word: str) -> str | None:
    """Return what an abbreviation says that may end a sentence; None if it is none."""
    return _CLOSING_NAMES.get(word) or _CLOSING.get(word.lower())


def is_initials(word: str) -> bool:
    """Tell whether a word is one capital letter, or letters with dots between, as in U.S."""
    return _INITIALS.fullmatch(word) is not None
