"""What this process keeps in memory or in temporary files about records that were destroyed.

Other processes of the same site keep memories of their own until they are started anew; see
docs/explanation/destruction.md.
"""

from plone.restapi.services.content.tus import TUSUpload
from Products.SiteErrorLog import SiteErrorLog
from zope.component import queryUtility
from zope.ramcache.interfaces.ram import IRAMCache

import os


def clear_caches(site):
    """Empty the memories of this process, remove expired uploads; return what was cleared."""
    cleared = ["error_log", "object_cache"]
    # The tracebacks of errors show values of the objects that they happened in.
    SiteErrorLog.temp_logs.clear()
    site._p_jar.db().cacheMinimize()
    memory = queryUtility(IRAMCache)
    if memory is not None:
        memory.invalidateAll()
        cleared.append("memory")
    if os.environ.get("TUS_TMP_FILE_DIR") or os.environ.get("CLIENT_HOME"):
        TUSUpload("expired").cleanup_expired()
        cleared.append("uploads")
    return sorted(cleared)
