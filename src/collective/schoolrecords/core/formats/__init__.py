"""What a file is, told by its content: one module a family of formats, one function a format.

Each function gets a :class:`~collective.schoolrecords.core.formats.source.Source` whose first
bytes say what the file claims to be. It reads as much structure as is needed to know that the
claim is true and the file whole, and returns the format's id or raises ``Refusal``.
"""
