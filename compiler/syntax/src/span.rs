//! Byte ranges of a source, and values that remember theirs.

use std::ops::{Deref, Range};

/// A half-open byte range of one [`crate::Source`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span of `range`; a spec is far below 4 GiB, which [`crate::Document::parse`] makes sure of.
    pub fn new(range: Range<usize>) -> Self {
        let clamp = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { start: clamp(range.start), end: clamp(range.end) }
    }

    /// The bytes as a range to index text with.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The same, if anything is written there: a default value stands nowhere in the text.
    pub fn written(self) -> Option<Self> {
        (self != Self::default()).then_some(self)
    }

    /// The smallest span that holds both.
    pub fn to(self, end: Span) -> Self {
        Self { start: self.start.min(end.start), end: self.end.max(end.end) }
    }
}

/// A value and where the spec says it. Kept only where blame can fall.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spanned<T> {
    /// What was written.
    pub value: T,
    /// Where.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// `value`, written at `span`.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    /// The same place with another reading of the value.
    pub fn map<U>(self, read: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned { value: read(self.value), span: self.span }
    }
}

impl<T> Deref for Spanned<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}
