"""Load and latency, each figure beside a yardstick or a limit of the same run; results are in RESULTS.md.

Knows the ports and edges of the application; nothing in `src` knows this package.
"""
