"""GenericSetup profiles: the add-on's own, and one per school's regulation."""
