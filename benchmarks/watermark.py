"""Watermark: what it costs, what it survives, how often it errs, how fast it is, with Perth beside it.

    python benchmarks/watermark.py --corpus FOLDER [any other option of `voiceclone trust benchmark`]

The same as `voiceclone trust benchmark`, which prints the machine too. Needs `pip install av`.
"""

import sys

from voiceclone.cli.main import main

if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(["trust", "benchmark", *sys.argv[1:]])
    print("watermark: left out, for want of --corpus FOLDER")
