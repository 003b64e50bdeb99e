"""Tests collect garbage seldom: with Python's own figures a tenth of their time went into it.

Plone makes many objects and few cycles, and every full collection looks at all of Plone's code
again. The figures hold for processes that begin and end with the tests; servers keep Python's own.
"""

import gc


gc.set_threshold(100_000, 20, 10)
