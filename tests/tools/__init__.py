"""Tools the tests share. `tests/` is on the path; nothing here is part of drc."""
