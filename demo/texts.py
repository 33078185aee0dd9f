"""Every word on the page, in one place."""

TITLE = "Speak in a voice"
INTRODUCTION = """# Speak in a voice
Lend the computer a voice for a few seconds, and it says what you write. All of it happens on this machine: nothing is
sent anywhere, and what you bring is deleted when you close the page."""
ADDRESS = "The page is at http://{host}:{port}/ (Ctrl-C ends it)."
NO_PORT = "the demo cannot be served on {host}:{port}; choose another with --port"
NO_GRADIO = 'the demo needs gradio, which is not installed; run: pip install "voiceclone[demo]"'
UNFORESEEN = "Something went wrong that should not. The terminal in which the page was started says what."
NO_SUCH_VOICE = "This voice is not there any more: choose another."
TOO_MANY_VOICES = "You have {most} voices here, and there is no room for more: delete one in the tab Voices."

# Speak
SPEAK_TAB = "Speak"
TEXT = "What to say"
TEXTS = {
    "A sentence": "The old clock in the hall stopped just before noon.",
    "A confession": "Good evening! I never said any of this: a machine learned how I sound.",
    "Numbers": "Dr. Smith paid $42.50 on May 3rd, 2024. That was too much, wasn't it?",
    "A long breath": "We walked along the river until the lights of the town were behind us, and then nobody spoke for a while.",
}
EXAMPLES = "Or one of these"
COUNT = "{count} of {most} characters"
LANGUAGE = "Language of the text"
LANGUAGES = (("English", "en"), ("Deutsch", "de"), ("Español", "es"), ("Français", "fr"), ("Italiano", "it"))
TEXT_TOO_LONG = "The text has {count:,} characters, and {most:,} are spoken at a time: shorten it."
VOICE = "Whose voice"
NEW_VOICE = "A new recording"
REFERENCE = "Recording of the voice"
REFERENCE_HINT = "Three to ten seconds of one person talking, without music or other voices: record yourself, or choose a file of at most 25 MB."
NO_REFERENCE = "There is no recording yet: record yourself, or choose a file."
NAME = "What to call this voice"
OWN_NAME = "my voice"
CONSENT = "Consent: may you use this voice?"
CONSENT_HINT = "Nothing is spoken without it. What you say here is written into the voice file."
ATTEST = "I give my word"
READ = "The speaker reads a sentence aloud, and it is checked"
PROMISE = "This is my own voice, or the person whose voice it is has allowed me to use it for this."
CHALLENGE = "Give me a sentence to read"
SENTENCE = "Read this aloud within ten minutes; it counts once:\n\n> {sentence}"
READING = "The sentence, read aloud"
CHECK = "Check the reading"
VERIFIED = "✓ Verified: the sentence was heard, in the voice of the recording."
NO_CONSENT = "Say first that you may use this voice: choose one of the two, and do what it asks."
NO_PROMISE = "Say first that you may use this voice: tick the box."
NO_CHALLENGE = "Ask for a sentence first, and read that one."
NO_READING = "There is no reading yet: record yourself reading the sentence."
NOT_VERIFIED = "Let the reading be checked first: press the button under it."
MANNER = "How it is said"
SPEED, PITCH, PAUSES = "Speed", "Pitch", "Pauses"
SPEED_HINT, PITCH_HINT, PAUSES_HINT = "times as fast", "semitones higher or lower", "times as long"
SPEAK = "Speak"
RESULT = "You hear it while it is being made."
LISTENING = "Listening to the recording"
MAKING = "Making speech"
FINISHING = "Signing and measuring"
STOP = "Stop listening"
SPEECH = "Speech"
SAVE = "To keep: the audio carries its signed provenance; the voice file carries the consent."
SAVE_AUDIO, SAVE_SUBTITLES, SAVE_VOICE = "Audio", "Subtitles", "Voice file"
MADE = "**{seconds:.1f} s of speech, made in {work:.1f} s**: a real-time factor of {factor:.2f}, where 1 would be as long as it lasts. The first sound came after {first:.2f} s."
TO_RECORDING, TO_VOICE = "Likeness to the recording", "Likeness to the voice"
LIKENESS = "**{to}: {score:.2f}** of at most 1. {meaning}"
NO_LIKENESS = "**{to}:** too little was said for a figure."
LIKENESS_MEANS = "{verdict} Of 100 pairs of recordings of one person, {same} are less alike than this; of 100 pairs of two people, {others} are as alike. That was measured on {speakers} people, and by the same network that learned the voice: it is kind to its own work."
AS_ONE_PERSON = "That is as alike as two recordings of one person."
MORE_THAN_OTHERS = "That is more alike than two people are, but less than two recordings of one person."
AS_OTHERS = "That is no more alike than two different people can be."
LESS_THAN_ONE = "fewer than 1"
ADVICE = "It can become better."
NOT_MEASURED = "What that is worth was not measured with these weights."
PICTURE = "What was said, over time: waveform, spectrogram with pitch, words, phonemes"
PICTURE_NOTE = "Bright is loud; low sounds are below, high ones above. The line is the pitch of the voice ({low:.0f} to {high:.0f} Hz). Under it, when each word and each phoneme was said."
PICTURE_CUT = " The first {seconds:.0f} seconds are shown."

# Voices
VOICES_TAB = "Voices"
VOICES_INTRODUCTION = "Each point is a voice; near ones sound alike. Click one, or choose it below by its name."
MAP = "Map of voices: near ones sound alike"
KINDS = {
    "preset": "ships with the program, nobody's",
    "nobody": "designed, nobody's",
    "own": "recorded",
    "mixed": "mixed",
}
CHOSEN = "Voice"
HEAR = "Listen"
SAMPLE = "This is how I sound. Would you have known me?"
SAMPLE_LABEL = "The voice"
DELETE = "Delete"
OPEN = "Open a voice file"
OPENED = "Opened: {name}."
DELETED = "Deleted: {name}."
NOT_YOURS = "The voices that ship with the program cannot be deleted."
MIX = "Mix two voices"
FIRST, SECOND, SHARE = "One voice", "Another voice", "How much of the second, in percent"
MIX_BUTTON = "Mix"
MIX_NAME = "{first} and {second}"
SAME_VOICE = "Choose two different voices."
MIXED = "{name} is there. It carries the consents of both along."
MIXED_NOBODYS = "{name} is there. It lies between two voices that are nobody's, and is nobody's too."
DESIGN = "Design a voice that belongs to nobody"
APPEARS = "It appears to be"
FEMALE, MALE = "a woman", "a man"
DESIGN_PITCH = "Pitch, in Hz (low to high)"
CHANCE = "Chance: another number, another voice"
DESIGN_BUTTON = "Design"
DESIGN_NAME = "nobody {seed}"
DESIGNED = "{name} is there, and is nobody: its likeness to the nearest person of the training is {nearest:.2f}."
DESCRIPTION = "**{name}**: {kind}. Mean pitch {pitch:.0f} Hz."

# Detect
DETECT_TAB = "Detect"
DETECT_INTRODUCTION = "Was this made by a machine? Drop a recording; three witnesses are asked. What they say is evidence, and no verdict."
DETECT_FILE = "Recording to look at"
DETECT = "Look"
NO_FILE = "There is no recording yet: choose a file."
PROVENANCE, WATERMARK, DETECTOR = "Provenance", "Watermark", "Detector"
PROVENANCE_IS = "what the file says of where it comes from, signed"
WATERMARK_IS = "a mark in the sound itself, which this program puts into all that it makes"
DETECTOR_IS = "a network that listens for how synthetic speech sounds"
MADE_BY = "It says that it was made by {generator}."
MARK_SAYS = "It says: made on {date}, by installation {installation}."
MARKED = "marked"
EVIDENCE = "The recording over time: waveform, where the watermark was found, and what the detector says"
EVIDENCE_NOTE = "The waveform; under it, where the watermark was found{detector}."
EVIDENCE_CUT = "The first {seconds:.0f} seconds were looked at."
EVIDENCE_DETECTOR = "; and what the detector says of each moment"
LIKE_A_MACHINE, LIKE_A_PERSON = "like a machine", "like a person"
MOST_LIKE_A_MACHINE = "It sounds most like one from {start:.1f} to {end:.1f} s."
ALIKE_THROUGHOUT = "That is the same throughout."

# Real or made?
GAME_TAB = "Real or made?"
GAME_INTRODUCTION = (
    "One of two clips is a recording, the other was made from it by this program. Listen to both, and guess."
)
GAME_OWN = "The recording is yours: the newest one in the tab Speak."
GAME_EXAMPLE = "There is no recording of yours yet, so the one that comes with the program is played, which an older speech program made in its time. Record yourself in the tab Speak, and the game is about you."
EXAMPLE_RIGHT = "This recording was made by a program and belongs to nobody."
NEW_ROUND = "Play a pair"
CLIPS = ("Clip A", "Clip B")
GUESS = "Which one did the machine make just now?"
ANSWER = "That is my guess"
NO_ROUND = "Play a pair first."
NO_GUESS = "Choose A or B."
RIGHT, WRONG = "**Right.** Clip {clip} was made.", "**No:** clip {clip} was made."
STANDING = "{right} of {rounds} right."
SEEN = "What the witnesses see in {clip}"
GAME_SENTENCES = (
    "It is a long way to the village, and the last bus has gone.",
    "She put the letter back into the drawer and said nothing.",
    "If you turn left at the mill, you will see the lake.",
    "My brother keeps bees, and he has never been stung.",
)

# How it works
INSIDE_TAB = "How it works"
INSIDE_INTRODUCTION = (
    "Three networks, one after the other. Here they are with what they handed to one another for your last sentence."
)
INSIDE_BUTTON = "Show my last sentence"
NOTHING_SAID = "Nothing has been said yet: let the tab Speak say something first."
INSIDE_STEPS = (
    (
        "The recording",
        "Sound as the networks see it: time goes to the right, low sounds are below, bright is loud. {reference}",
    ),
    (
        "Network 1 listens",
        "It boils the voice down to {size} numbers. However long the recording is, there are as many; two recordings of one person give similar ones.",
    ),
    (
        "Network 2 reads",
        "It takes “{text}” as {states} phonemes and pauses, and decides how long each one lasts: one step down the stairs is one phoneme.",
    ),
    (
        "Network 2 paints",
        "Starting from noise, it makes the spectrogram in a few steps, guided by the phonemes, their pitch and the voice.",
    ),
    (
        "Network 3 speaks",
        "It turns that into {samples:,} samples, 24,000 a second. At the door, a watermark is put on.",
    ),
)
SILENCES = {"^": "silence", "$": "silence"}  # as the networks write them
INSIDE_RECORDED = "This is yours."
INSIDE_SAVED = "This voice was not recorded here, so there is none to show."
