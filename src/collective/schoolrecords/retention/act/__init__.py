"""Acts of destruction (акты о выделении к уничтожению)."""
