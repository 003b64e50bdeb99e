"""The log's tree is RFC 6962's, and a proof convinces of nothing but the truth."""

from collective.schoolrecords.core import merkle
from hypothesis import assume
from hypothesis import given
from hypothesis import strategies as st

import hashlib
import pytest


#: The tree of the Certificate Transparency test vectors: eight inputs and the root after each.
INPUTS = (
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
)
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)

sizes = st.integers(1, 70)


def leaf(number):
    return merkle.leaf_hash(b"leaf %d" % number)


def plain_root(leaves):
    """RFC 6962's own definition, as it is printed there: the second reading."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    joined = b"\x01" + plain_root(leaves[:half]) + plain_root(leaves[half:])
    return hashlib.sha256(joined).digest()


class Log:
    """Leaves with every complete subtree, as the ledger keeps them."""

    def __init__(self, size):
        self.kept, self.leaves = {}, [leaf(number) for number in range(size)]
        self.frontier = merkle.Frontier()
        for one in self.leaves:
            for level, index, made in self.frontier.append(one):
                self.kept[level, index] = made

    def subtree(self, level, index):
        return self.kept[level, index]


@pytest.mark.parametrize("count", range(1, 9))
def test_roots_are_those_of_the_published_vectors(count):
    leaves = [merkle.leaf_hash(bytes.fromhex(text)) for text in INPUTS[:count]]
    assert merkle.root_of(leaves).hex() == ROOTS[count - 1]


def test_an_empty_log_has_the_hash_of_nothing():
    assert merkle.root_of([]).hex() == hashlib.sha256().hexdigest()


@given(st.integers(0, 70))
def test_the_root_is_that_of_the_definition(size):
    log = Log(size)
    assert merkle.root_of(log.leaves) == plain_root(log.leaves)
    assert merkle.root_at(log.subtree, size) == plain_root(log.leaves)


@given(sizes, st.data())
def test_every_leaf_is_proved_at_its_place_and_nowhere_else(size, data):
    log = Log(size)
    index = data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(0, size - 1))
    path = merkle.inclusion_proof(log.subtree, index, size)
    root = log.frontier.root()
    assert merkle.includes(leaf(index), index, size, path, root)
    assert merkle.includes(leaf(other), index, size, path, root) == (other == index)
    assert merkle.includes(leaf(index), other, size, path, root) == (other == index)


@given(sizes, st.data())
def test_a_changed_proof_proves_nothing(size, data):
    log = Log(size)
    index = data.draw(st.integers(0, size - 1))
    path = merkle.inclusion_proof(log.subtree, index, size)
    root = log.frontier.root()
    extra = data.draw(st.binary(min_size=32, max_size=32))
    assert not merkle.includes(leaf(index), index, size, [*path, extra], root)
    assert not merkle.includes(leaf(index), index, size, [extra, *path], root)
    assert not merkle.includes(leaf(index), index, size, path, extra)
    if path:
        assert not merkle.includes(leaf(index), index, size, path[:-1], root)
        assume(path[0] != extra)
        assert not merkle.includes(leaf(index), index, size, [extra, *path[1:]], root)


@given(sizes, st.data())
def test_a_longer_log_proves_that_it_begins_with_the_shorter_one(size, data):
    log = Log(size)
    old = data.draw(st.integers(0, size))
    path = merkle.consistency_proof(log.subtree, old, size)
    before, after = plain_root(log.leaves[:old]), plain_root(log.leaves)
    assert merkle.extends(old, before, size, after, path)


@given(sizes, st.data())
def test_a_log_whose_past_was_changed_proves_nothing(size, data):
    log = Log(size)
    old = data.draw(st.integers(1, size))
    changed = data.draw(st.integers(0, old - 1))
    path = merkle.consistency_proof(log.subtree, old, size)
    past = [*log.leaves[:old]]
    past[changed] = merkle.leaf_hash(b"another past")
    after = plain_root(log.leaves)
    assert not merkle.extends(old, plain_root(past), size, after, path)


@given(
    st.integers(-2, 40),
    st.integers(-2, 40),
    st.lists(st.binary(max_size=33), max_size=8),
    st.binary(max_size=33),
)
def test_garbage_is_refused_and_never_raises(one, other, path, root):
    assert not merkle.includes(root, one, other, path, b"\x01" * 31)
    assert not merkle.extends(one, b"\x01" * 31, other, root, path)


def test_what_is_not_there_has_no_proof():
    log = Log(3)
    with pytest.raises(IndexError):
        merkle.inclusion_proof(log.subtree, 3, 3)
    with pytest.raises(IndexError):
        merkle.consistency_proof(log.subtree, 4, 3)


def test_a_frontier_fits_its_size():
    with pytest.raises(ValueError, match="frontier"):
        merkle.Frontier(3, [leaf(0)])


@pytest.mark.parametrize("size", [1, 2, 1000, 4096, 5000])
def test_a_proof_is_as_long_as_the_tree_is_high(size):
    log = Log(size)
    path = merkle.inclusion_proof(log.subtree, size // 2, size)
    assert len(path) <= (size - 1).bit_length()
