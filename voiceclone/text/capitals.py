"""Words in capitals: acronyms that are spelled, acronyms that are words, and words that are merely shouted."""

from voiceclone.text.context import Context
from voiceclone.text.lexicon import Lexicon
from voiceclone.text.word_set import word_set

_SPOKEN_AS_WORDS = word_set(
    "NASA NATO UNESCO UNICEF OPEC AIDS LASER RADAR SONAR SCUBA PIN RAM ROM SIM GIF JPEG LAN WAN WIFI COVID SARS "
    "FIFA UEFA NAFTA ASCII JSON YAML TOML NAVY SWAT BASIC COBOL POSIX DOS RAID ASAP NIMBY YOLO LIDAR GUI IKEA LEGO "
    "BERT TASER NOAA OSHA MIDI MOMA OPEC AWOL SIDS HIPAA CAPTCHA BIOS CERN DARPA CUDA ICANN IMAX JAVA "
    "NASDAQ PETA SPAM ZIP"
)
_SPELLED = word_set(
    "US UK EU UN IT TV PC AM PM BC AD CE BCE ID OK PR HR IP OS AI ML CD DVD USB URL SQL FBI CIA BBC CNN IBM HTML "
    "HTTP PDF DNA RNA CEO CFO CTO GDP LED LCD GPS VIP FAQ ATM SUV UFO DIY MP MPH NBA NFL NHL MBA PHD BA MA MD RV EP "
    "LP DJ IQ XML CSS API GPU CPU SSH SSD HDD VPN ISO USA UAE USSR AC DC PA IRA IRS ERA MIT SAT UCLA NYU AA AAA UNHCR "
    "SAS ICE HIV ER OR ALS MS"
)
_SHOUTED = word_set(
    "NO YES NOT THE ALL YOU AND DO ANY NEW NOW OFF ONE TWO WAY BUT FOR ARE WAS HAS HAD CAN DID WHO WHY HOW OUT GET "
    "GO SO TO IN ON AT IF IS BE BY MY ME WE HE SHE HER HIS HIM OUR ITS OF UP AN AS A I OH AH BIG BAD MAN MEN DAY "
    "END TOO VERY STOP MUST ONLY NEVER EVER THIS THAT WILL SAY SAID SEE LET PUT RUN WON WIN TRY USE OLD RED"
)


class Capitals:
    """Reads words in capitals; what counts as a word is a matter of the lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def read(self, context: Context) -> str | None:
        """Spell FBI, say NASA as a word, and read STOP as "stop"; None for a word that is not in capitals."""
        word = context.word
        letters = word.removesuffix("'s").removesuffix("'S")
        if letters == word and word.endswith("s"):
            letters = word[:-1]
        if not (letters.isupper() and letters.isalpha()):
            letters = word
        if len(letters) < 2 or not (letters.isupper() and letters.isalpha() and letters.isascii()):
            return None
        ending = "" if letters == word else "'s"
        if self._is_word(letters, context):
            return letters.lower() + ending
        return " ".join(letters) + ending

    def is_acronym_word(self, letters: str) -> bool:
        """Tell whether this acronym is said as a word, as NASA is."""
        return letters in _SPOKEN_AS_WORDS

    def _is_word(self, letters: str, context: Context) -> bool:
        lower = letters.lower()
        if letters in _SPOKEN_AS_WORDS:
            return True
        if context.in_capitals or self._shouting_neighbour(context):
            return lower in self._lexicon or len(letters) > 5
        if letters in _SHOUTED:
            return True
        if letters in _SPELLED or len(letters) < 4:
            return False
        return lower in self._lexicon or (len(letters) > 5 and any(vowel in lower for vowel in "aeiou"))

    def _shouting_neighbour(self, context: Context) -> bool:
        """Whether a word beside this one is in capitals and an everyday word, so that this one is shouted as well."""
        return any(word in _SHOUTED and len(word) > 1 for word in (context.before, context.after))
