"""The watermark: a keyed mark of 32 bits on speech, unheard, that lasts through codecs, noise and rooms.

Hands out `Payload`, `Watermarker` and `embed`, which mark, and `find_watermark`, which listens.
"""
