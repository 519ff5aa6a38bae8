//! The compiler as a library: resolve, budget, check, emit. Pure.
