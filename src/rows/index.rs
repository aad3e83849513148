//! Indices: what may name a place in an array, and optional indices in four bytes.

/// What names a place in an array.
pub(crate) trait AsIndex: Copy {
    /// The place, counted from 0.
    fn as_index(self) -> usize;
}

impl AsIndex for usize {
    #[inline(always)]
    fn as_index(self) -> usize {
        self
    }
}

impl AsIndex for u8 {
    #[inline(always)]
    fn as_index(self) -> usize {
        usize::from(self)
    }
}

impl AsIndex for u16 {
    #[inline(always)]
    fn as_index(self) -> usize {
        usize::from(self)
    }
}

impl AsIndex for u32 {
    #[inline(always)]
    fn as_index(self) -> usize {
        self as usize
    }
}

/// A place as a small number.
///
/// # Panics
///
/// Panics when the place is 2³² or more: everything that is numbered here is checked for that at the door.
#[inline(always)]
pub(crate) fn narrow(place: usize) -> u32 {
    u32::try_from(place).expect("fewer than 2^32 of everything")
}

/// An optional index below 2³² − 1 in four bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct MaybeIndex(u32);

impl MaybeIndex {
    /// No index.
    pub(crate) const NONE: Self = Self(u32::MAX);

    /// An index. 2³² − 1 itself cannot be held and reads as none.
    #[inline(always)]
    pub(crate) const fn some(index: u32) -> Self {
        debug_assert!(index != u32::MAX);
        Self(index)
    }

    #[inline(always)]
    pub(crate) const fn get(self) -> Option<u32> {
        if self.0 == u32::MAX {
            None
        } else {
            Some(self.0)
        }
    }

    /// The index as a place in an array.
    #[inline(always)]
    pub(crate) fn place(self) -> Option<usize> {
        self.get().map(AsIndex::as_index)
    }

    #[inline(always)]
    pub(crate) const fn is_some(self) -> bool {
        self.0 != u32::MAX
    }

    #[inline(always)]
    pub(crate) const fn is_none(self) -> bool {
        self.0 == u32::MAX
    }

    /// Whether it is this very index.
    #[inline(always)]
    pub(crate) const fn is(self, index: u32) -> bool {
        self.0 == index && index != u32::MAX
    }
}

impl Default for MaybeIndex {
    fn default() -> Self {
        Self::NONE
    }
}

impl From<Option<u32>> for MaybeIndex {
    fn from(index: Option<u32>) -> Self {
        index.map_or(Self::NONE, Self::some)
    }
}

impl std::fmt::Debug for MaybeIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.get().fmt(f)
    }
}
