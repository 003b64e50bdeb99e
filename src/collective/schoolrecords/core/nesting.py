"""How deep lists and objects of a JSON text lie in each other, found without opening it.

Readers of JSON call themselves for each level and stumble over a few hundred; whoever sends a
thousand brackets would make a fault of the server out of a fault of the sender.
"""

import re


_TEXTS = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_BRACKETS = re.compile(rb"[][{}]")
_OPENING = b"[{"


def deeper_than(body, limit):
    """Return whether brackets outside of the texts of ``body`` (bytes of JSON) nest deeper.

    Bytes that are no JSON have a depth, too; whoever opens them says what is wrong with them.
    """
    if body.count(b"[") + body.count(b"{") <= limit:
        return False
    depth = 0
    for bracket in _BRACKETS.findall(_TEXTS.sub(b"", body)):
        depth += 1 if bracket in _OPENING else -1
        if depth > limit:
            return True
    return False
