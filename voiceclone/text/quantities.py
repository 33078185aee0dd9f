"""Money, units, temperatures, percentages, fractions and ratios."""

import re

from voiceclone.text.context import Context
from voiceclone.text.numbers import INTEGER, NUMBER, cardinal, number, ordinal, signed_number
from voiceclone.text.word_set import word_set

_CURRENCIES = {
    "$": ("dollar", "dollars", "cent", "cents"), "£": ("pound", "pounds", "penny", "pence"),
    "€": ("euro", "euros", "cent", "cents"), "¥": ("yen", "yen", "", ""), "₹": ("rupee", "rupees", "paisa", "paise"),
    "US$": ("U S dollar", "U S dollars", "cent", "cents"),
}  # fmt: skip
_MAGNITUDES = {"hundred", "thousand", "million", "billion", "trillion"}
_SUFFIXES = {"k": "thousand", "m": "million", "mn": "million", "bn": "billion", "b": "billion", "t": "trillion"}
_MONEY = re.compile(
    rf"(?P<sign>[-–]?)(?P<currency>US\$|[$£€¥₹])(?P<amount>{NUMBER})(?P<suffix>[kKmMbBtT]|[mb]n)?(?P<per>/[A-Za-z]+)?(?P<plus>\+)?"
)
_MONEY_RANGE = re.compile(rf"([$£€¥₹])({NUMBER})[-–][$£€¥₹]?({NUMBER})")
_MONEY_AFTER = re.compile(rf"(?P<amount>{NUMBER})(?P<currency>[$£€¥₹])")

_UNITS = {
    "km": ("kilometer", "kilometers"), "m": ("meter", "meters"), "cm": ("centimeter", "centimeters"),
    "mm": ("millimeter", "millimeters"), "nm": ("nanometer", "nanometers"), "µm": ("micrometer", "micrometers"),
    "mi": ("mile", "miles"), "ft": ("foot", "feet"), "in": ("inch", "inches"), "yd": ("yard", "yards"),
    "kg": ("kilogram", "kilograms"), "g": ("gram", "grams"), "mg": ("milligram", "milligrams"),
    "lb": ("pound", "pounds"), "lbs": ("pound", "pounds"), "oz": ("ounce", "ounces"), "t": ("ton", "tons"),
    "l": ("liter", "liters"), "L": ("liter", "liters"), "ml": ("milliliter", "milliliters"),
    "mL": ("milliliter", "milliliters"), "gal": ("gallon", "gallons"), "cl": ("centiliter", "centiliters"),
    "s": ("second", "seconds"), "sec": ("second", "seconds"), "secs": ("second", "seconds"),
    "ms": ("millisecond", "milliseconds"), "min": ("minute", "minutes"), "mins": ("minute", "minutes"),
    "h": ("hour", "hours"), "hr": ("hour", "hours"),
    "tbsp": ("tablespoon", "tablespoons"), "tsp": ("teaspoon", "teaspoons"),
    "hrs": ("hour", "hours"), "yrs": ("year", "years"),
    "mph": ("mile per hour", "miles per hour"), "kph": ("kilometer per hour", "kilometers per hour"),
    "Hz": ("hertz", "hertz"), "kHz": ("kilohertz", "kilohertz"), "MHz": ("megahertz", "megahertz"),
    "GHz": ("gigahertz", "gigahertz"), "dB": ("decibel", "decibels"), "W": ("watt", "watts"),
    "kW": ("kilowatt", "kilowatts"), "MW": ("megawatt", "megawatts"), "kWh": ("kilowatt hour", "kilowatt hours"),
    "V": ("volt", "volts"), "A": ("amp", "amps"), "mA": ("milliamp", "milliamps"), "J": ("joule", "joules"),
    "kJ": ("kilojoule", "kilojoules"), "kcal": ("kilocalorie", "kilocalories"), "cal": ("calorie", "calories"),
    "Pa": ("pascal", "pascals"), "hPa": ("hectopascal", "hectopascals"), "kPa": ("kilopascal", "kilopascals"),
    "N": ("newton", "newtons"), "K": ("kelvin", "kelvin"), "psi": ("P S I", "P S I"), "rpm": ("R P M", "R P M"),
    "B": ("byte", "bytes"), "kB": ("kilobyte", "kilobytes"), "KB": ("kilobyte", "kilobytes"),
    "MB": ("megabyte", "megabytes"), "GB": ("gigabyte", "gigabytes"), "TB": ("terabyte", "terabytes"),
    "kbps": ("kilobit per second", "kilobits per second"), "Mbps": ("megabit per second", "megabits per second"),
    "Gbps": ("gigabit per second", "gigabits per second"), "px": ("pixel", "pixels"), "ha": ("hectare", "hectares"),
    "°C": ("degree celsius", "degrees celsius"), "°F": ("degree fahrenheit", "degrees fahrenheit"),
    "°": ("degree", "degrees"), "°K": ("kelvin", "kelvin"), "%": ("percent", "percent"), "fps": ("F P S", "F P S"),
}  # fmt: skip
# Letters that are units only when they stand apart from the number with another unit, or close up to it.
_ONLY_ATTACHED = frozenset(("m", "g", "t", "l", "L", "s", "h", "W", "V", "A", "J", "N", "K", "B", "in"))
_NOT_ATTACHED = frozenset(("A", "B", "K", "N", "J", "t"))
_POWERS = {"²": "square ", "2": "square ", "³": "cubic ", "3": "cubic "}
_ATTACHED = re.compile(rf"(?P<amount>[-–+±]?(?:{NUMBER}))[-–]?(?P<unit>[^\d\W_°%]+[²³]?(?:/[^\W\d_]+[²³]?)?|°[CFK]?|%)")
_FREE_UNIT = re.compile(r"[^\W\d_°]+[²³]?(?:/[^\W\d_]+[²³]?)?|°[CFK]?|%")
_SPREAD = re.compile(rf"(?:{NUMBER})[-–/](?:{NUMBER})")
_SIGNED = re.compile(rf"[-–+±](?:{NUMBER})")
_RATIO = re.compile(r"([0-9]{1,4}):([0-9]{1,4})")
_FRACTION = re.compile(r"([0-9]{1,4})/([0-9]{1,4})")
_INTEGER = re.compile(INTEGER)
_SCRIPTURES = word_set(
    "psalm psalms genesis exodus leviticus deuteronomy joshua judges samuel kings proverbs ecclesiastes isaiah "
    "jeremiah ezekiel daniel matthew mark luke john acts romans corinthians galatians ephesians philippians "
    "hebrews james peter revelation sura surah quran"
)
_PARTS = {2: ("half", "halves"), 4: ("quarter", "quarters")}


def money(context: Context) -> str | None:
    """Read $1,299.99, €5, -£3.50, 20€, $5M; "million" after "$3" takes the currency along."""
    if context.word.lower() in _MAGNITUDES:
        before = _MONEY.fullmatch(context.before)
        return f"{context.word.lower()} {_CURRENCIES[before['currency']][1]}" if before else None
    if spread := _MONEY_RANGE.fullmatch(context.word):
        return f"{number(spread[2])} to {number(spread[3])} {_CURRENCIES[spread[1]][1]}"
    match = _MONEY.fullmatch(context.word) or _MONEY_AFTER.fullmatch(context.word)
    if not match:
        return None
    parts = match.groupdict()
    spoken = _amount(parts["amount"], parts["currency"], parts.get("suffix"), context.after.lower() in _MAGNITUDES)
    if parts.get("per"):
        spoken += f" per {parts['per'][1:]}"
    return ("minus " if parts.get("sign") else "") + spoken + (" plus" if parts.get("plus") else "")


def _amount(amount: str, currency: str, suffix: str | None, magnitude_follows: bool) -> str:
    one, many, small_one, small_many = _CURRENCIES[currency]
    if magnitude_follows:
        return number(amount)
    if suffix:
        return f"{number(amount)} {_SUFFIXES[suffix.lower()]} {many}"
    whole, _, rest = amount.partition(".")
    if rest and (len(rest) != 2 or not small_one):
        return f"{number(amount)} {many}"
    units = int(whole.replace(",", "") or 0)
    spoken = f"{cardinal(whole or '0')} {one if units == 1 else many}"
    if not int(rest or 0):
        return spoken
    small = f"{cardinal(str(int(rest)))} {small_one if int(rest) == 1 else small_many}"
    return small if units == 0 else f"{spoken} and {small}"


def quantity(context: Context) -> str | None:
    """Read 72°F, 5km, 15%, 10-kg; and a unit that stands after its number, as km/h does in 5 km/h."""
    match = _ATTACHED.fullmatch(context.word)
    if match:
        joined = "-" in context.word[1:]
        unit = unit_name(match["unit"], singular=joined or _is_one(match["amount"]))
        if unit and match["unit"] not in _NOT_ATTACHED:
            return f"{signed_number(match['amount'])} {unit}"
    if (_is_number(context.before) or _SPREAD.fullmatch(context.before)) and _FREE_UNIT.fullmatch(context.word):
        if context.word in _ONLY_ATTACHED and context.word not in ("m", "g", "s", "h", "L", "W", "V"):
            return None
        return unit_name(context.word, singular=_is_one(context.before))
    return None


def unit_name(unit: str, singular: bool) -> str | None:
    """Return the name of a unit: "km/h" → "kilometers per hour"; None if it is unknown."""
    above, _, below = unit.partition("/")
    power = _POWERS[above[-1]] if above[-1] in "²³" else ""
    names = _UNITS.get(above.rstrip("²³"))
    if not names:
        return None
    spoken = power + names[0 if singular else 1]
    if not below:
        return spoken
    per = unit_name(below, singular=True)
    return f"{spoken} per {per}" if per else None


def ratio(context: Context) -> str | None:
    """Read 4:1 as a ratio, and Psalm 23:4 without the "to"."""
    match = _RATIO.fullmatch(context.word)
    if not match:
        return None
    to = " " if context.before.lower() in _SCRIPTURES else " to "
    return f"{cardinal(match[1])}{to}{cardinal(match[2])}"


def fraction(context: Context) -> str | None:
    """Read 3/4 as three quarters, 22/7 as twenty two over seven, and 1/2 after a whole number as "and a half"."""
    match = _FRACTION.fullmatch(context.word)
    if not match:
        return None
    above, below = int(match[1]), int(match[2])
    if (above, below) in ((24, 7), (9, 11)) or above == below:
        return f"{cardinal(match[1])} {cardinal(match[2])}"
    if not 0 < above < below or below > 100 or below == 1:
        return f"{cardinal(match[1])} over {cardinal(match[2])}"
    one, many = _PARTS.get(below) or (ordinal(below), ordinal(below) + "s")
    if _INTEGER.fullmatch(context.before) and not context.tokens[context.index - 1].after:
        return f"and a {one}" if above == 1 else f"and {cardinal(match[1])} {many}"
    return f"{'one' if above == 1 else cardinal(match[1])} {one if above == 1 else many}"


def plain_number(context: Context) -> str | None:
    """Read a number with or without a sign: 42, 3.14159, -4, 1,000,000."""
    if _SIGNED.fullmatch(context.word) or _is_number(context.word):
        return signed_number(context.word)
    return None


def _is_number(word: str) -> bool:
    return re.fullmatch(rf"[-–+±]?(?:{NUMBER})", word) is not None


def _is_one(amount: str) -> bool:
    return amount.lstrip("-–+±") == "1"
