"""Many lines at once: a table of texts, voices and file names becomes a folder of files and a report.

Hands out `read_lines`, a CSV file as lines, and `speak_lines`, which speaks those that are not there yet, several at a
time.
"""

from voiceclone.batch.lines import Line, read_lines
from voiceclone.batch.report import Outcome
from voiceclone.batch.speaking import speak_lines

__all__ = ["Line", "Outcome", "read_lines", "speak_lines"]
