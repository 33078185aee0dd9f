"""Corpora of real and synthetic speech, to train and to judge a detector with: made from a folder of speech, or read.

`build` makes pairs by several `generators` at three compression `levels`; `pairs` reads what was made, `asvspoof` what
others published.
"""
