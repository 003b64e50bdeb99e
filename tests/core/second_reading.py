"""A second implementation of docs/reference/ledger.md, written from that page alone.

It shares no line with the product and knows no class of it: documents in, true or false out.
"""

from base64 import b64decode
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
        outside = entry["event"] == "changed_outside"
        if outside or not entry_is_sound(entry, number, previous, before):
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
    if made is None or made.hex() != checkpoint["root"]:
        return False
    return "record" not in document or names_hold(document["record"], entries)


def names_hold(record, entries):
    """Whether the names of who acted are those that the chain fixed, of each event since its payloads went."""
    salt, named = bytes.fromhex(record["salt"]), dict(record.get("actors", []))
    fixed = {one["seq"]: dict(one["commitments"]).get("actor_name") for one in entries}
    last = max((one["seq"] for one in entries if one["event"] == "destroyed"), default=-1)
    if not {seq for seq, one in fixed.items() if one and seq >= last} <= set(named):
        return False
    return all(
        fixed.get(seq)
        == hexhash(b"schoolrecords-digest-1:", salt, canonical([seq, "actor_name", name]))
        for seq, name in named.items()
    )


# -- the auditor's package: what lies beside the ledger ---------------------------------------------

ACTS = (
    "act_rows",
    "act_decided",
    "act_kept",
    "act_years_stated",
    "act_paper",
    "act_stage",
    "voted",
)
SIGNED = (
    "signature_added",
    "signature_checked",
    "signature_timestamped",
    "checkpoint_timestamped",
    "seal_noted",
    "sheet_noted",
)
CLOSED = (("seal_noted", "note"), ("sheet_noted", "facts"))


def opening_holds(entry, opening):
    salt = bytes.fromhex(opening["salt"])
    fixed = [
        [name, hexhash(b"schoolrecords-digest-1:", salt, canonical([entry["seq"], name, value]))]
        for name, value in sorted(opening["payload"].items())
    ]
    told = [
        one
        for one in entry["commitments"]
        if (entry["event"], one[0]) not in CLOSED and one[0] != "actor_name"
    ]
    return entry["event"] == opening["event"] and fixed == told


def named_files(opening):
    uid, said = opening["uid"], opening["payload"]
    if opening["event"] == "signature_added":
        yield f"signatures/{uid}/{said['form']['sha256']}.json", said["form"]["sha256"]
        if said["file"]:
            yield f"signatures/{uid}/{said['number']}.sig", said["file"]["sha256"]
    if opening["event"] == "signature_timestamped":
        yield f"signatures/{uid}/{said['number']}.{said['token']}.tsr", said["sha256"]
    if opening["event"] == "evidence_filed":
        yield f"acts/{uid}/{said['name']}", said["sha256"]
    if opening["event"] == "audit_reported":
        yield from ((f"report/{one['name']}", one["sha256"]) for one in said["files"])


def must_be_opened(chain, length):
    """The numbers of the events of a chain that a package opens."""
    events = [entry["event"] for entry in chain]
    last = max((n for n, one in enumerate(events) if one == "destroyed"), default=-1)
    carried_out = "evidence_filed" in events[:length]
    reports = [n for n, one in enumerate(events[:length]) if one == "audit_reported"]
    for number, event in enumerate(events):
        acts = event in ACTS or event == "evidence_filed"
        if (event in SIGNED and number > last) or (acts and carried_out) or number in reports[-1:]:
            yield number


def package_holds(package, files):
    """``package``: its lines by kind, the ledger already found sound. ``files``: name → bytes."""
    try:
        return _package_holds(package, files)
    except (KeyError, TypeError, ValueError, AttributeError):
        return False


def _package_holds(package, files):
    chains, lengths = {}, {head["uid"]: head["length"] for head in package["heads"]}
    for line in package["lines"]:
        entry = {name: line[name] for name in line if name not in ("uid", "type", "path")}
        chains.setdefault(line["uid"], []).append(entry)
    opened = [(one["uid"], one["seq"]) for one in package["opened"]]
    wanted = {
        (uid, seq)
        for uid, chain in chains.items()
        for seq in must_be_opened(chain, lengths.get(uid, 0))
    }
    if len(set(opened)) != len(opened) or not wanted <= set(opened):
        return False
    named = {}
    for one in sorted(package["opened"], key=lambda one: one["seq"]):
        if not opening_holds(chains[one["uid"]][one["seq"]], one):
            return False
        if one["event"] == "audit_reported" and (one["uid"], one["seq"]) not in wanted:
            return False
        named.update(named_files(one))
    there = {name for name in files if name.split("/")[0] in ("signatures", "acts", "report")}
    if there != set(named) or any(hexhash(files[one]) != named[one] for one in named):
        return False
    gone = {uid for uid, chain in chains.items() if any(e["event"] == "destroyed" for e in chain)}
    proved = set()
    for name in (name for name in named if name.endswith("/rows.json")):
        removed = [r for r in json.loads(files[name])["rows"] if r["result"] == "removed"]
        if not all(row["uid"] in gone for row in removed):
            return False
        rows = {row["position"] for row in removed}
        log = files.get(name.replace("/rows.json", "/event-log.jsonl"), b"")
        told = [json.loads(line) for line in log.splitlines()]
        proved |= {(line["uid"], line["hash"]) for line in told if line["row"] in rows}
    return all(
        (uid, entry["hash"]) in proved
        for uid, chain in chains.items()
        for entry in chain[: lengths.get(uid, 0)]
        if entry["event"] == "destroyed"
    )


# -- the auditor's package: drafts that were deleted ------------------------------------------------


def deletions_hold(package):
    """Whatever the log knows is there; what is gone was a draft that an event names, or went by act."""
    try:
        return _deletions_hold(package)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        return False


def _deletions_hold(package):
    chains, gone, named = {}, set(), {}
    openings = {(one["uid"], one["seq"]): one for one in package["openings"]}
    for line in package["lines"]:
        entry = {name: line[name] for name in line if name not in ("uid", "type", "path")}
        chains.setdefault(line["uid"], []).append(entry)
        if line["path"] is None:
            gone.add(line["uid"])
    for head in package["heads"]:
        if chains[head["uid"]][head["length"] - 1]["hash"] != head["hash"]:
            return False
    for uid, chain in chains.items():
        if not chain_is_sound(uid, chain):
            return False
        for entry in chain:
            if entry["event"] == "drafts_deleted":
                opening = openings[uid, entry["seq"]]
                if not opening_holds(entry, opening):
                    return False
                named.update((row[0], row) for row in opening["payload"]["drafts"])
    for uid, _type, length, last in named.values():
        seen = [(entry["seq"] + 1, entry["hash"]) for entry in chains[uid]]
        states = {entry["state"] for entry in chains[uid]}
        if uid not in gone or seen[-1] != (length, last) or not states <= {"draft", None}:
            return False
    return all(uid in named or chains[uid][-1]["event"] == "destroyed" for uid in gone)


# -- the auditor's package: the files of its checkpoints --------------------------------------------


def checkpoint_files_hold(checkpoints, files, signed, stamped=()):
    """``checkpoints``: the list of the package; ``signed``: events ``checkpoint_signed`` it covers;
    ``stamped``: payloads of the opened ``checkpoint_timestamped``."""
    try:
        listed = {f"checkpoints/{one['number']}.json": one for one in checkpoints}
        if set(listed) != {name for name in files if name.startswith("checkpoints/")}:
            return False
        found = set()
        for name, one in listed.items():
            said = json.loads(files[name])
            if any(said[key] != one[key] for key in one):
                return False
            tokens = [b64decode(token, validate=True) for token in said.get("timestamps", [])]
            sums = [None, *(hexhash(token) for token in tokens)]
            for event in (event for event in stamped if event["number"] == one["number"]):
                if event["token"] >= len(sums) or sums[event["token"]] != event["sha256"]:
                    return False
            for row in said.get("signatures", []):
                found.add((name, b64decode(row["signature"], validate=True)))
        return len(found) >= signed
    except (KeyError, TypeError, ValueError):
        return False
