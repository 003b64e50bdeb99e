"""A second implementation of docs/reference/ledger.md, written from that page alone.

It shares no line with the product and knows no class of it: documents in, true or false out.
"""

from hashlib import sha256

import json
import unicodedata


def canonical(value):
    return b"schoolrecords-canonical-1:" + json.dumps(
        normal(value), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode("utf-8")


def normal(value):
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [normal(one) for one in value]
    if isinstance(value, dict):
        return {normal(key): normal(one) for key, one in value.items()}
    return value


def hexhash(*parts):
    return sha256(b"".join(parts)).hexdigest()


def origin_of(uid):
    return hexhash(b"schoolrecords-origin-1:", canonical(uid))


def entry_is_sound(entry, number, previous, before):
    rest = {name: value for name, value in entry.items() if name != "hash"}
    return (
        entry["seq"] == number
        and entry["previous"] == previous
        and (number == 0 or entry["before"] == before)
        and entry["hash"] == hexhash(b"schoolrecords-entry-1:", canonical(rest))
    )


def chain_is_sound(uid, entries):
    previous, before = origin_of(uid), None
    for number, entry in enumerate(entries):
        if not entry_is_sound(entry, number, previous, before):
            return False
        previous, before = entry["hash"], entry["after"]
    return True


def checkpoint_is_sound(checkpoint):
    rest = {name: value for name, value in checkpoint.items() if name != "hash"}
    return checkpoint["hash"] == hexhash(b"schoolrecords-checkpoint-1:", canonical(rest))


def leaf(head):
    values = [head["uid"], head["length"], head["hash"]]
    return sha256(b"\x00schoolrecords-head-1:" + canonical(values)).digest()


def node(left, right):
    return sha256(b"\x01" + left + right).digest()


def root_from_inclusion(made, index, size, path):
    """Recursion over the tree's own splits, from the root down: no bit tricks."""
    if size == 1:
        return made if not path else None
    if not path:
        return None
    left_size = 1
    while left_size * 2 < size:
        left_size *= 2
    *rest, beside = path
    if index < left_size:
        left = root_from_inclusion(made, index, left_size, rest)
        return None if left is None else node(left, beside)
    right = root_from_inclusion(made, index - left_size, size - left_size, rest)
    return None if right is None else node(beside, right)


def roots_from_growth(old, size, path, old_root, whole=True):
    """(root of the old tree, root of the new one) as the path has them, or ``None``."""
    if old == size:
        if whole:
            return (old_root, old_root) if not path else None
        return (path[0], path[0]) if len(path) == 1 else None
    left_size = 1
    while left_size * 2 < size:
        left_size *= 2
    if not path:
        return None
    *rest, beside = path
    if old <= left_size:
        found = roots_from_growth(old, left_size, rest, old_root, whole)
        return None if found is None else (found[0], node(found[1], beside))
    found = roots_from_growth(old - left_size, size - left_size, rest, old_root, False)
    return None if found is None else (node(beside, found[0]), node(beside, found[1]))


def growth_holds(document):
    old, new = document["old"], document["new"]
    if not (checkpoint_is_sound(old) and checkpoint_is_sound(new)):
        return False
    if old["archive"] != new["archive"] or old["size"] > new["size"]:
        return False
    path = [bytes.fromhex(step) for step in document["path"]]
    old_root, new_root = bytes.fromhex(old["root"]), bytes.fromhex(new["root"])
    if old["size"] == 0:
        return not path and old["root"] == sha256(b"").hexdigest()
    return roots_from_growth(old["size"], new["size"], path, old_root) == (old_root, new_root)


def proof_holds(document, kept):
    head, checkpoint, entries = document["head"], document["checkpoint"], document["entries"]
    if checkpoint != kept or not checkpoint_is_sound(checkpoint):
        return False
    if head["uid"] != document["uid"] or not chain_is_sound(document["uid"], entries):
        return False
    length, path = head["length"], [bytes.fromhex(step) for step in document["path"]]
    if length > len(entries) or (length and entries[length - 1]["hash"] != head["hash"]):
        return False
    if not 0 <= head["index"] < checkpoint["size"]:
        return False
    made = root_from_inclusion(leaf(head), head["index"], checkpoint["size"], path)
    return made is not None and made.hex() == checkpoint["root"]
