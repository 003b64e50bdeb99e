"""How holds are kept, listed, laid in bulk and served; :mod:`..holds` is what others call."""
