//! One cell a row, read by whatever names the row.

use std::ops::{Deref, DerefMut, Index, IndexMut};

use crate::rows::index::AsIndex;

/// One entry each for things that are numbered, read by the number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Column<T>(Vec<T>);

impl<T: Clone> Column<T> {
    /// The same entry for each of so many.
    pub(crate) fn filled(count: impl AsIndex, entry: T) -> Self {
        Self(vec![entry; count.as_index()])
    }
}

impl<T> Column<T> {
    /// An entry; `None` where there is no such number.
    #[inline]
    pub(crate) fn at(&self, index: impl AsIndex) -> Option<&T> {
        self.0.get(index.as_index())
    }

    pub(crate) fn into_vec(self) -> Vec<T> {
        self.0
    }
}

impl<T> From<Vec<T>> for Column<T> {
    fn from(entries: Vec<T>) -> Self {
        Self(entries)
    }
}

impl<T> FromIterator<T> for Column<T> {
    fn from_iter<I: IntoIterator<Item = T>>(entries: I) -> Self {
        Self(entries.into_iter().collect())
    }
}

impl<T> Deref for Column<T> {
    type Target = Vec<T>;

    #[inline(always)]
    fn deref(&self) -> &Vec<T> {
        &self.0
    }
}

impl<T> DerefMut for Column<T> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut Vec<T> {
        &mut self.0
    }
}

impl<T, I: AsIndex> Index<I> for Column<T> {
    type Output = T;

    #[inline(always)]
    fn index(&self, index: I) -> &T {
        &self.0[index.as_index()]
    }
}

impl<T, I: AsIndex> IndexMut<I> for Column<T> {
    #[inline(always)]
    fn index_mut(&mut self, index: I) -> &mut T {
        &mut self.0[index.as_index()]
    }
}
