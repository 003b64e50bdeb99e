"""Personal files (личные дела): the pupil's file, its documents and its yearly results."""
