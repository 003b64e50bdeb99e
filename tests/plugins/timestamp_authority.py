"""A timestamp authority on a local port: real HTTP, its answers made by ``openssl ts``."""

from collective.schoolrecords.signing.cms import timestamps
from http.server import BaseHTTPRequestHandler
from http.server import ThreadingHTTPServer

import threading


class Authority:
    """A timestamp authority on a local port; ``fault`` makes it answer wrong."""

    def __init__(self, family):
        self.family, self.fault, self.asked = family, None, 0
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                owner.asked += 1
                query = self.rfile.read(int(self.headers["Content-Length"]))
                assert self.headers["Content-Type"] == "application/timestamp-query"
                if owner.fault == "moved":
                    self.send_response(302)
                    self.send_header("Location", f"{owner.url}/elsewhere")
                    self.end_headers()
                    return
                self.send_response(500 if owner.fault == "broken" else 200)
                kind = "text/html" if owner.fault == "page" else "application/timestamp-reply"
                self.send_header("Content-Type", kind)
                self.end_headers()
                self.wfile.write(owner.answer(query))

            def log_message(self, *arguments):
                """Keep the tests' output quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/tsr"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, query):
        """Return what the authority says to a request."""
        if self.fault == "silent":
            return b""
        if self.fault == "long":
            return b"0" * (timestamps.LIMIT + 2)
        if self.fault == "other":
            query = timestamps.query(b"other bytes")
        return self.family.stamp(query)

    def close(self):
        """Leave the port."""
        self.server.shutdown()
        self.server.server_close()
