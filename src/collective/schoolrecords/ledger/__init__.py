"""Each record's chain of events: who, in which role, when, what, from where."""
