"""Recordings: reading, writing, resampling, measuring, and the one log-mel front end.

Hands out arrays of float32 samples, shape `(samples,)` in [-1, 1], and `Audio`, which carries its rate.
Nothing is imported here, so that a caller loads no more than the file that it names.
"""
