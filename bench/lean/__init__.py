"""Lean WebRTC peers for load: ICE, DTLS and SRTP like a browser, but pre-encoded media and no decoding.

Not a browser: no congestion control, no retransmission, no RTCP, no answer to keyframe requests; so what a receiver
misses was really lost. Signalling is left to the caller.
"""
