//! A folder per service kind: its fields, what it lowers to, and how that is drawn.
