//! Lists of many people in one flat array.

/// One list per person, all in one array.
#[derive(Debug, Clone)]
pub(crate) struct Column<T> {
    ends: Vec<u32>,
    items: Vec<T>,
}

impl<T> Default for Column<T> {
    fn default() -> Self {
        Self {
            ends: Vec::new(),
            items: Vec::new(),
        }
    }
}

impl<T> Column<T> {
    /// Appends the list of the next person.
    pub(crate) fn push(&mut self, list: impl IntoIterator<Item = T>) {
        self.items.extend(list);
        self.ends.push(self.items.len() as u32);
    }

    /// The list of a person.
    pub(crate) fn get(&self, index: usize) -> &[T] {
        let start = if index == 0 {
            0
        } else {
            self.ends[index - 1] as usize
        };
        &self.items[start..self.ends[index] as usize]
    }

    /// How many lists there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// All items of all lists.
    pub(crate) fn items(&self) -> &[T] {
        &self.items
    }
}

impl<T: Copy> Column<T> {
    /// Appends some lists of another column, each item mapped or left out.
    pub(crate) fn append<U: Copy>(
        &mut self,
        other: &Column<U>,
        rows: &[u32],
        mut map: impl FnMut(U) -> Option<T>,
    ) {
        for &row in rows {
            self.push(other.get(row as usize).iter().filter_map(|&item| map(item)));
        }
    }

    /// The lists in another order, each item mapped and each list sorted by `key`, equal keys once.
    pub(crate) fn arranged<U: Copy, K: Ord>(
        &self,
        order: &[u32],
        map: impl Fn(T) -> U,
        key: impl Fn(&U) -> K,
    ) -> Column<U> {
        let mut arranged = Column {
            ends: Vec::with_capacity(order.len()),
            items: Vec::with_capacity(self.items.len()),
        };
        let mut list: Vec<U> = Vec::new();
        for &row in order {
            list.clear();
            list.extend(self.get(row as usize).iter().copied().map(&map));
            list.sort_by_key(&key);
            list.dedup_by_key(|item| key(item));
            arranged.push(list.iter().copied());
        }
        arranged
    }
}
