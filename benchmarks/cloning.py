"""Cloning: word error rate, likeness, naturalness and pitch of clones, beside real recordings of the same people.

    python benchmarks/cloning.py --corpus FOLDER --sentences FILE [any other option of `voiceclone evaluate`]

The same as `voiceclone evaluate`, which prints the machine too; its peers are the real recordings.
"""

import sys

from voiceclone.cli.main import main

if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(["evaluate", *sys.argv[1:]])
    print("cloning: left out, for want of --corpus FOLDER --sentences FILE")
