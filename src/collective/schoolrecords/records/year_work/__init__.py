"""The year's work on pupils: admission, leaving, graduation, moving up, as works with a path."""
