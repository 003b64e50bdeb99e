"""Contracts of fixity: which files a record keeps, and who files the report."""

from zope.interface import Interface


class IKeptFiles(Interface):
    """Subscription adapter of a record: files that it keeps in one place (fields, evidence …)."""

    def files():
        """Yield (name, blob, SHA-256 as hex).

        ``blob`` is a ``ZODB.blob.Blob``; the sum is the one that was written down when the file was
        filed, empty where nobody did. The order is the same every time.
        """


class IReportFiler(Interface):
    """Utility: files the report of a run as a record of the archive."""

    def file(site, run):
        """File the report and return the record's UID; called in the last step of the run."""
