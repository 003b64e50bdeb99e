"""In and out: the lists of a school, collective.exportimport, packages for others."""
