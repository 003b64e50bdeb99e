"""Long work: persistent jobs, one worker thread per instance, a chunk per transaction."""
