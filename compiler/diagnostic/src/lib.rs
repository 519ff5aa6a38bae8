//! Diagnostics as types: the code registry, its pages, and rendering.
