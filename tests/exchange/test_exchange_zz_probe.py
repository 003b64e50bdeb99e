from builders import case_file, personal_file
from plone.app.testing import setRoles, TEST_USER_ID
from plone import api
import time, cProfile, pstats
def test_probe(portal):
    setRoles(portal, TEST_USER_ID, ["Secretary","Archivist"])
    f = personal_file(number=5); c = case_file()
    print(); print(f.__dict__); print(c.__dict__)
    reg = portal["cases"]
    print({k:v for k,v in reg.__dict__.items()}, dict(reg._mt_index), )
    cat = api.portal.get_tool("portal_catalog")
    rid = cat.getrid("/".join(c.getPhysicalPath()))
    from Products.CMFCore.indexing import processQueue
    processQueue()
    rid = cat.getrid("/".join(c.getPhysicalPath()))
    print(cat.getIndexDataForRID(rid)); print(cat.getMetadataForRID(rid))
    print(cat._catalog.indexes.keys())
    from collective.schoolrecords.ledger.storage import digest_of, chain_of
    t=time.time()
    for i in range(200): digest_of(c)
    print("digest", (time.time()-t)*5,"ms")
    from zope.component import queryMultiAdapter
    from plone.indexer.interfaces import IIndexableObject
    from collective.schoolrecords.lifecycle.interfaces import IRecord
    t=time.time()
    pr=cProfile.Profile(); pr.enable()
    for i in range(100):
        cat._catalog.catalogObject(queryMultiAdapter((c,cat),IIndexableObject), "/x/y%d"%i)
    pr.disable()
    print("cat", (time.time()-t)*10,"ms")
    pstats.Stats(pr).sort_stats("cumtime").print_stats(35)
    print(list(chain_of(c).entries()))
