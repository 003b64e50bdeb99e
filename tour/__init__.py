"""The main job of the product, shown on a fresh site over HTTP: ``make tour``.

A server of its own, a school that does not exist yet, and people who do their work by REST alone:
each step is taken by the one whose office it is and read back by another. A line per step says
what was seen; the last line counts the steps that held.
"""
