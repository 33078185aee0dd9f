"""Training: corpora, features, alignment, losses, and one Lightning module a network.

Needs the extra `train`; nothing on the way to a spoken sentence imports it.
"""
