"""Search over everything: registers, documents, and what other rooms register beside them."""
