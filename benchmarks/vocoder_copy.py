"""Vocoder: likeness (SIM) and quality (PESQ wide-band) of copies of real speech through mel and vocoder.

    python benchmarks/vocoder_copy.py --corpus FOLDER [any other option of `voiceclone evaluate`]

The same as `voiceclone evaluate --what vocoder`, which prints the machine too.
"""

import sys

from voiceclone.cli.main import main

if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(["evaluate", "--what", "vocoder", *sys.argv[1:]])
    print("vocoder_copy: left out, for want of --corpus FOLDER")
