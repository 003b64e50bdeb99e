"""``@@signed-package`` of a record: its print with everything that proves its signatures beside it.

One ZIP by BagIt: the print as PDF/A, the bytes that were signed, each detached signature and its
timestamps, and how to check them without this server. A signature inside the PDF would break PDF/A;
beside it, it stays whole.
"""

from collective.schoolrecords.access.clock import now
from collective.schoolrecords.core.bags import BagWriter
from collective.schoolrecords.core.bags import pieces_of
from collective.schoolrecords.printing.checks import problems
from collective.schoolrecords.printing.pages import print_form
from collective.schoolrecords.printing.school import school_name
from collective.schoolrecords.signing import adding
from collective.schoolrecords.signing.form import file_name
from collective.schoolrecords.signing.services import bytes_answer
from collective.schoolrecords.signing.services import check_reads_form
from collective.schoolrecords.signing.services import check_reads_signature
from collective.schoolrecords.signing.storage import signatures_of
from plone.namedfile.interfaces import INamedBlobFile
from Products.Five.browser import BrowserView
from zExceptions import NotFound
from zope.component import queryMultiAdapter

import io


#: Family → the view that prints it; of the others the file of the record is taken.
PRINTS = {
    "order": "print-order",
    "protocol": "print-protocol",
    "inventory": "print-inventory",
    "destruction_act": "print-act",
    "book": "print-book",
    "portfolio": "print-achievements",
    "local_regulation": "print-local-regulation",
    "case_file": "print-case-file",
}
READ_ME = """Документ с электронными подписями

Подпись сделана отдельным файлом (.sig) к файлу .json того же имени: в нём то, что подписано, — сведения
документа и контрольные суммы SHA-256 его файлов. Печатная форма (.pdf) несёт отметки о подписях.

Проверка без сервера школы:
  schoolrecords-verify signature ФАЙЛ.json ФАЙЛ.json.НОМЕР.sig --root КОРЕНЬ.pem --crl СПИСОК.crl
Метки времени (.tsr) — в порядке номеров, каждая следующая закрепляет предыдущую: --token ФАЙЛ.tsr
"""


class SignedPackage(BrowserView):
    """For those who work with the record and see it whole."""

    def __call__(self):
        record, kept = self.context, signatures_of(self.context)
        signing = adding.Signing(record)
        if kept is None or signing.form is None or not kept.made():
            raise NotFound("signed-package")
        check_reads_signature(record)
        check_reads_form(signing)
        moment, name = now(), file_name(record).removesuffix(".json")
        stream = io.BytesIO()
        bag = BagWriter(stream, name, moment)
        for path, pieces in _files(record, self.request, kept, name, moment):
            bag.add(path, pieces)
        bag.close(
            {"Source-Organization": school_name(), "Bag-Software-Agent": "collective.schoolrecords"}
        )
        return bytes_answer(self.request, stream.getvalue(), "application/zip", f"{name}.zip")


def _files(record, request, kept, name, moment):
    """Yield (name in the package, pieces of bytes)."""
    yield "README.txt", [READ_ME.encode()]
    yield from _documents(record, request, name, moment)
    for digest, blob in kept.forms():
        with blob.open("r") as stream:
            yield f"{name}-{digest[:16]}.json", pieces_of(stream)
    for made in kept.made():
        signature = made.signature
        if not signature.file:
            continue
        stem = f"{name}-{signature.digest[:16]}.json.{signature.number}"
        yield f"{stem}.sig", [kept.uploaded(signature.number)]
        for number, token in enumerate(kept.tokens(signature.number), 1):
            yield f"{stem}.{number}.tsr", [token]


def _documents(record, request, name, moment):
    """Yield the print of the record, or the file of a family that is not printed."""
    view = queryMultiAdapter((record, request), name=PRINTS.get(record.family_id, ""))
    if view is not None:
        form, stamps = view.form(), view.stamps()
        # A page that has nothing to say yet (a portfolio without achievements) is left out.
        if not problems(form):
            yield f"{name}.pdf", [print_form(form, timestamp=moment, stamps=stamps)]
    scan = getattr(record, "scan", None)
    if INamedBlobFile.providedBy(scan):
        with scan.open() as stream:
            yield f"{name}-scan{_suffix(scan.filename or '')}", pieces_of(stream)


def _suffix(filename):
    """The end of a file's name, if it is a plain one; the rest may name somebody."""
    end = filename.rpartition(".")[2] if "." in filename else ""
    return f".{end.lower()}" if end.isascii() and end.isalnum() and len(end) <= 5 else ""
