"""The words of the search index: a lexicon never forgets one by itself.

Taking an object out of a text index takes it out of the postings; its words stay in the lexicon
that the indexes share, names included. A word that no index has a posting for is dropped here.
"""

from Acquisition import aq_base


def text_indexes(catalog):
    """Return the text indexes of a catalog tool that keep their words in a lexicon."""
    kept = catalog._catalog
    found = (kept.getIndex(name) for name in kept.indexes)
    return [one for one in found if hasattr(aq_base(one), "getLexicon")]


def lexicons(catalog):
    """Return lexicon id → (lexicon, the indexes that use it)."""
    found = {}
    for index in text_indexes(catalog):
        lexicon = index.getLexicon()
        found.setdefault(lexicon.getId(), (lexicon, []))[1].append(index)
    return found


def indexes_with(catalog, rid):
    """Return the ids of the text indexes that have words of the row ``rid``."""
    return [one.getId() for one in text_indexes(catalog) if one.index.has_doc(rid)]


def idle_words(catalog):
    """Yield (lexicon, word id) of every word that stands in no document."""
    for lexicon, indexes in lexicons(catalog).values():
        postings = [one.index._wordinfo for one in indexes]
        for word_id in lexicon._words:
            if not any(word_id in kept for kept in postings):
                yield lexicon, word_id


def forget_idle_words(catalog):
    """Drop all idle words; return their numbers by lexicon id (numbers, never the words)."""
    gone = {}
    for lexicon, word_id in list(idle_words(catalog)):
        word = lexicon._words.pop(word_id)
        if lexicon._wids.get(word) == word_id:
            del lexicon._wids[word]
        lexicon.length.change(-1)
        gone.setdefault(lexicon.getId(), []).append(word_id)
    return gone


def mend_postings(catalog, gone):
    """Index anew what was filed with a word at the moment the word was dropped; return how many.

    Whoever files a document with an idle word reads the lexicon and writes the postings, while
    :func:`forget_idle_words` reads the postings and writes the lexicon: both can be committed. So
    the caller looks once more in a later transaction, with what ``forget_idle_words`` returned.
    """
    mended = set()
    for lexicon_id, word_ids in gone.items():
        lexicon, indexes = lexicons(catalog).get(lexicon_id, (None, ()))
        for index in indexes:
            for word_id in word_ids:
                if word_id in index.index._wordinfo and word_id not in lexicon._words:
                    mended.update(index.index._wordinfo[word_id].keys())
    for rid in mended:
        path = catalog._catalog.paths.get(rid)
        record = None if path is None else catalog.unrestrictedTraverse(path, None)
        if record is not None:
            # The old postings know numbers that no lexicon knows any more.
            for index in text_indexes(catalog):
                index.unindex_object(rid)
            catalog.catalog_object(record, path, update_metadata=0)
    return len(mended)
