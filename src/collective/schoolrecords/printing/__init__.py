"""Paper: official forms rendered to PDF/A from plain data, in a child process.

``forms`` are the shapes that other rooms fill, ``pages.print_form`` gives the bytes,
``answer.pdf_answer`` shows them in the browser.
"""
