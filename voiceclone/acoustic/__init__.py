"""The acoustic model: phonemes and a voice to a mel-spectrogram, with durations, pitch and energy in the open.

Hands out `AcousticModel` and `AcousticConfig`; knows tensors, and nothing of the other networks.
"""
