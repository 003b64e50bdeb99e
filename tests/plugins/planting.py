"""Words that stand nowhere else: planted into records, looked for in the raw bytes of a storage."""

from plone.namedfile.file import NamedBlobFile

import itertools
import psycopg2
import secrets


LETTERS = str.maketrans("0123456789", "ghijklmnop")


class Words:
    """Words that stand nowhere else, and where each of them was planted."""

    def __init__(self):
        # Letters alone, so that no place takes it for a number and every place for a name.
        self.run = "Planted" + secrets.token_hex(4).translate(LETTERS)
        self.places = {}
        self.numbers = itertools.count()

    def plant(self, place):
        word = f"{self.run}x{next(self.numbers):03d}".translate(LETTERS)
        self.places[word] = place
        return word

    def found_in(self, data):
        # The index of words keeps them in small letters.
        data = data.lower()
        if self.run.lower().encode() not in data:
            return set()
        return {place for word, place in self.places.items() if word.lower().encode() in data}


def pdf(word):
    """A PDF of one empty page with ``word`` in a stream of its own."""
    text = b"BT (%s) Tj ET" % word.encode()
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
    )
    data, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"xref\n0 5\n0000000000 65535 f \n"
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(data)
    return data + table + end


def file(words, place):
    name = f"{words.plant(place + ' name')}.pdf"
    return NamedBlobFile(pdf(words.plant(place)), "application/pdf", name)


def raw_search(folder, words):
    """Return file → planted places found in the bytes of everything the storage has on disk."""
    found = {}
    for path in folder.rglob("*"):
        if path.is_file():
            places = words.found_in(path.read_bytes())
            if places:
                found[path.name] = places
    told = folder / "storage"
    if told.exists() and told.read_text() != "SQLite":
        found.update(search_postgresql(told.read_text(), words))
    return found


def search_postgresql(dsn, words):
    """Search the files of the database through its server; the write-ahead log by itself.

    A word across the end of a chunk of a long value stands in no file as a whole, so the values
    are searched as well.
    """
    connection = psycopg2.connect(dsn)
    found = {}
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT state FROM object_state WHERE state IS NOT NULL")
        places = words.found_in(b"\n".join(bytes(state) for (state,) in cursor))
        if places:
            found["object_state"] = places
        cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
        base = f"base/{cursor.fetchone()[0]}"
        for folder in (base, "pg_wal"):
            cursor.execute("SELECT pg_ls_dir(%s)", (folder,))
            for (name,) in cursor.fetchall():
                path = f"{folder}/{name}"
                cursor.execute("SELECT isdir FROM pg_stat_file(%s, true)", (path,))
                if cursor.fetchone()[0] is not False:
                    continue
                cursor.execute("SELECT pg_read_binary_file(%s, 0, 1000000000, true)", (path,))
                (data,) = cursor.fetchone()
                places = words.found_in(bytes(data or b""))
                if places:
                    found[f"{folder.partition('/')[0]}/{name}"] = places
    connection.close()
    return found
