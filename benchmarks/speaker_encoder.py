"""Speaker encoder: equal error rate on verification trials, beside its peer Resemblyzer on the same trials.

    python benchmarks/speaker_encoder.py --corpus FOLDER [any other option of `voiceclone evaluate`]

The same as `voiceclone evaluate --what encoder`, which prints the machine too.
"""

import sys

from voiceclone.cli.main import main

if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(["evaluate", "--what", "encoder", *sys.argv[1:]])
    print("speaker_encoder: left out, for want of --corpus FOLDER")
