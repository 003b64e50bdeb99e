"""Paper: official forms rendered to PDF/A from plain data, in a child process.

``forms`` are the shapes that other rooms fill, ``print_form`` gives the bytes.
"""
