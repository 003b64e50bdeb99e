"""Steps, what was seen in them, and the count at the end."""

from dataclasses import dataclass

import time


class Broken(AssertionError):
    """A step that did not hold, with what was seen instead."""


def see(seen, words):
    """Raise :class:`Broken` with ``words`` unless ``seen``."""
    if not seen:
        raise Broken(words)


@dataclass(frozen=True)
class Step:
    """A step: its title, who takes it, who reads it back, and the function that does both."""

    title: str
    by: str
    read_by: str
    take: object


STEPS = []


def step(title, by, read_by):
    """Decorator: the function becomes the next step; it returns a sentence of what was seen."""

    def keep(function):
        STEPS.append(Step(title, by, read_by, function))
        return function

    return keep


def run(tour, steps, write=print):
    """Take the steps in order; return how many held. A broken step does not end the tour."""
    held = 0
    for number, one in enumerate(steps, 1):
        started = time.monotonic()
        try:
            seen = one.take(tour)
            held += 1
            verdict = "held"
        except Exception as error:
            seen = f"{type(error).__name__}: {error}" if not isinstance(error, Broken) else error
            verdict = "BROKEN"
        spent = time.monotonic() - started
        who = f"by {one.by}, read by {one.read_by}"
        write(f"{number:2} {verdict:6} {one.title} ({who}; {spent:.1f} s): {seen}")
    write(f"tour: {held} of {len(steps)} steps held")
    return held
