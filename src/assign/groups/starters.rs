//! Base rounds of designs, found by search once and kept here, and the rounds that they give.

/// Groups of one round after another, as places of people.
pub(crate) type Rounds = Vec<Vec<Vec<u32>>>;

/// Base rounds whose people move through a cyclic group: person p < modulus · orbits becomes the next of its orbit, others stay.
pub(crate) struct Starter {
    pub(crate) groups: usize,
    pub(crate) size: usize,
    pub(crate) modulus: usize,
    orbits: usize,
    pub(crate) bases: &'static [&'static [u8]],
}

/// Starters found by annealing on differences, each in less than a minute; a test of `design` checks every one.
pub(crate) const STARTERS: &[Starter] = &[
    // Kirkman's fifteen schoolgirls, and triple systems of 21 and 27.
    Starter {
        groups: 5,
        size: 3,
        modulus: 7,
        orbits: 2,
        bases: &[&[8, 4, 5, 0, 14, 13, 7, 2, 6, 11, 12, 9, 10, 1, 3]],
    },
    Starter {
        groups: 7,
        size: 3,
        modulus: 5,
        orbits: 4,
        bases: &[
            &[
                15, 10, 8, 12, 19, 6, 11, 14, 0, 9, 3, 20, 18, 1, 17, 5, 13, 16, 7, 2, 4,
            ],
            &[
                8, 17, 7, 11, 15, 1, 12, 0, 4, 20, 13, 19, 16, 3, 18, 10, 14, 5, 2, 9, 6,
            ],
        ],
    },
    Starter {
        groups: 9,
        size: 3,
        modulus: 13,
        orbits: 2,
        bases: &[&[
            3, 13, 12, 9, 7, 6, 19, 10, 15, 25, 1, 18, 20, 26, 5, 14, 2, 22, 21, 24, 23, 17, 11, 4,
            0, 8, 16,
        ]],
    },
    // Nearly Kirkman triple systems of 18, 24 and 30.
    Starter {
        groups: 6,
        size: 3,
        modulus: 4,
        orbits: 4,
        bases: &[
            &[16, 5, 3, 15, 0, 8, 10, 14, 17, 6, 9, 2, 4, 7, 12, 11, 1, 13],
            &[7, 9, 8, 12, 16, 11, 13, 0, 3, 15, 14, 4, 6, 10, 1, 2, 5, 17],
        ],
    },
    Starter {
        groups: 8,
        size: 3,
        modulus: 11,
        orbits: 2,
        bases: &[&[
            17, 9, 12, 10, 8, 15, 23, 5, 14, 19, 18, 21, 22, 11, 0, 4, 1, 16, 3, 13, 20, 2, 7, 6,
        ]],
    },
    Starter {
        groups: 10,
        size: 3,
        modulus: 14,
        orbits: 2,
        bases: &[&[
            15, 8, 7, 23, 13, 28, 12, 2, 14, 3, 18, 5, 19, 10, 27, 17, 20, 21, 11, 16, 25, 4, 22,
            24, 9, 6, 0, 29, 26, 1,
        ]],
    },
    // Fours: 24 people in 7 rounds, 28 in 9 (a resolvable design), 36 in 11.
    Starter {
        groups: 6,
        size: 4,
        modulus: 7,
        orbits: 3,
        bases: &[&[
            18, 15, 9, 17, 21, 6, 7, 14, 3, 20, 2, 0, 19, 8, 5, 22, 4, 23, 11, 16, 13, 12, 10, 1,
        ]],
    },
    Starter {
        groups: 7,
        size: 4,
        modulus: 9,
        orbits: 3,
        bases: &[&[
            13, 12, 26, 19, 5, 10, 15, 7, 21, 8, 24, 4, 9, 3, 0, 16, 22, 14, 11, 23, 18, 27, 6, 17,
            1, 20, 2, 25,
        ]],
    },
    Starter {
        groups: 9,
        size: 4,
        modulus: 11,
        orbits: 3,
        bases: &[&[
            16, 11, 28, 9, 24, 22, 29, 13, 30, 15, 35, 1, 20, 17, 27, 19, 8, 3, 4, 25, 18, 10, 2,
            14, 31, 5, 32, 7, 0, 21, 33, 23, 6, 26, 12, 34,
        ]],
    },
    // Triples of 33, 36, 39, 42 and 48: as many rounds as there can be, but for the first, which has one less.
    Starter {
        groups: 11,
        size: 3,
        modulus: 15,
        orbits: 2,
        bases: &[&[
            0, 20, 23, 1, 19, 32, 2, 21, 28, 3, 18, 30, 4, 6, 12, 5, 29, 31, 7, 8, 11, 9, 22, 26,
            10, 16, 17, 13, 25, 27, 14, 15, 24,
        ]],
    },
    Starter {
        groups: 12,
        size: 3,
        modulus: 17,
        orbits: 2,
        bases: &[&[
            0, 12, 15, 1, 33, 35, 2, 27, 30, 3, 10, 16, 4, 13, 23, 5, 26, 31, 6, 20, 28, 7, 8, 24,
            9, 22, 29, 11, 17, 18, 14, 32, 34, 19, 21, 25,
        ]],
    },
    Starter {
        groups: 13,
        size: 3,
        modulus: 19,
        orbits: 2,
        bases: &[&[
            0, 16, 34, 1, 37, 38, 2, 11, 21, 3, 19, 30, 4, 8, 10, 5, 29, 33, 6, 13, 36, 7, 18, 32,
            9, 22, 31, 12, 17, 24, 14, 15, 35, 20, 26, 27, 23, 25, 28,
        ]],
    },
    Starter {
        groups: 14,
        size: 3,
        modulus: 20,
        orbits: 2,
        bases: &[&[
            0, 17, 29, 1, 12, 36, 2, 3, 20, 4, 8, 38, 5, 7, 19, 6, 26, 31, 9, 14, 25, 10, 33, 40,
            11, 18, 24, 13, 21, 35, 15, 22, 34, 16, 37, 41, 23, 32, 39, 27, 28, 30,
        ]],
    },
    Starter {
        groups: 16,
        size: 3,
        modulus: 23,
        orbits: 2,
        bases: &[&[
            0, 12, 25, 1, 2, 5, 3, 42, 45, 4, 11, 13, 6, 19, 27, 7, 22, 37, 8, 14, 32, 9, 31, 47,
            10, 39, 44, 15, 20, 24, 16, 26, 30, 17, 29, 43, 18, 23, 35, 21, 41, 46, 28, 36, 38, 33,
            34, 40,
        ]],
    },
    // Fours of 40 to 60, with some people who stay: not as many rounds as there can be.
    Starter {
        groups: 10,
        size: 4,
        modulus: 11,
        orbits: 3,
        bases: &[&[
            0, 5, 7, 13, 1, 16, 27, 39, 2, 24, 26, 32, 3, 21, 30, 34, 4, 15, 25, 36, 6, 20, 23, 35,
            8, 17, 22, 37, 9, 14, 29, 33, 10, 11, 28, 38, 12, 18, 19, 31,
        ]],
    },
    Starter {
        groups: 11,
        size: 4,
        modulus: 12,
        orbits: 3,
        bases: &[&[
            0, 2, 5, 19, 1, 14, 28, 37, 3, 21, 33, 36, 4, 16, 35, 40, 6, 26, 27, 29, 7, 17, 32, 39,
            8, 23, 24, 43, 9, 20, 31, 41, 10, 18, 34, 38, 11, 15, 25, 42, 12, 13, 22, 30,
        ]],
    },
    Starter {
        groups: 12,
        size: 4,
        modulus: 13,
        orbits: 3,
        bases: &[&[
            0, 23, 32, 41, 1, 15, 31, 43, 2, 14, 37, 44, 3, 22, 36, 47, 4, 20, 28, 46, 5, 16, 33,
            39, 6, 7, 10, 12, 8, 13, 26, 40, 9, 17, 35, 42, 11, 18, 38, 45, 19, 21, 24, 25, 27, 29,
            30, 34,
        ]],
    },
    Starter {
        groups: 13,
        size: 4,
        modulus: 14,
        orbits: 3,
        bases: &[&[
            0, 27, 40, 49, 1, 3, 11, 12, 2, 14, 29, 42, 4, 18, 35, 51, 5, 24, 28, 47, 6, 26, 38,
            43, 7, 22, 36, 48, 8, 17, 33, 45, 9, 16, 37, 44, 10, 21, 32, 46, 13, 15, 34, 50, 19,
            20, 23, 25, 30, 31, 39, 41,
        ]],
    },
    Starter {
        groups: 14,
        size: 4,
        modulus: 15,
        orbits: 3,
        bases: &[&[
            0, 15, 38, 53, 1, 27, 37, 49, 2, 22, 31, 55, 3, 20, 35, 50, 4, 25, 30, 51, 5, 29, 42,
            54, 6, 7, 9, 13, 8, 16, 32, 47, 10, 17, 43, 48, 11, 23, 41, 52, 12, 26, 40, 45, 14, 18,
            39, 46, 19, 21, 24, 28, 33, 34, 36, 44,
        ]],
    },
    Starter {
        groups: 15,
        size: 4,
        modulus: 16,
        orbits: 3,
        bases: &[&[
            0, 24, 37, 58, 1, 16, 40, 51, 2, 9, 12, 14, 3, 29, 46, 55, 4, 25, 35, 57, 5, 18, 38,
            59, 6, 28, 44, 50, 7, 27, 39, 49, 8, 22, 43, 48, 10, 19, 34, 56, 11, 30, 41, 54, 13,
            20, 42, 53, 15, 31, 33, 52, 17, 21, 23, 26, 32, 36, 45, 47,
        ]],
    },
    // Fives.
    Starter {
        groups: 6,
        size: 5,
        modulus: 6,
        orbits: 5,
        bases: &[&[
            0, 4, 10, 11, 14, 1, 2, 19, 23, 24, 3, 6, 12, 22, 28, 5, 16, 17, 25, 29, 7, 9, 18, 26,
            27, 8, 13, 15, 20, 21,
        ]],
    },
    Starter {
        groups: 10,
        size: 5,
        modulus: 9,
        orbits: 5,
        bases: &[&[
            0, 5, 6, 14, 16, 1, 8, 38, 39, 44, 2, 15, 18, 27, 48, 3, 9, 22, 23, 26, 4, 19, 31, 36,
            49, 7, 24, 29, 40, 47, 10, 25, 33, 37, 46, 11, 17, 35, 41, 43, 12, 21, 28, 32, 34, 13,
            20, 30, 42, 45,
        ]],
    },
    Starter {
        groups: 12,
        size: 5,
        modulus: 11,
        orbits: 5,
        bases: &[&[
            0, 3, 16, 18, 27, 1, 6, 33, 40, 47, 2, 43, 44, 49, 51, 4, 14, 26, 37, 59, 5, 7, 22, 36,
            42, 8, 11, 28, 52, 57, 9, 20, 30, 46, 55, 10, 19, 24, 50, 58, 12, 13, 17, 39, 41, 15,
            29, 34, 54, 56, 21, 25, 35, 45, 48, 23, 31, 32, 38, 53,
        ]],
    },
    Starter {
        groups: 14,
        size: 5,
        modulus: 13,
        orbits: 5,
        bases: &[&[
            0, 8, 18, 29, 46, 1, 2, 4, 53, 59, 3, 22, 34, 39, 57, 5, 16, 35, 52, 65, 6, 14, 28, 31,
            32, 7, 11, 20, 23, 41, 9, 13, 33, 48, 66, 10, 25, 50, 58, 69, 12, 43, 44, 47, 49, 15,
            30, 36, 42, 56, 17, 26, 40, 60, 67, 19, 24, 61, 63, 64, 21, 37, 45, 55, 68, 27, 38, 51,
            54, 62,
        ]],
    },
    Starter {
        groups: 15,
        size: 5,
        modulus: 13,
        orbits: 5,
        bases: &[&[
            0, 15, 45, 63, 73, 1, 19, 48, 58, 67, 2, 13, 14, 18, 55, 3, 25, 31, 40, 65, 4, 5, 8,
            28, 46, 6, 16, 39, 52, 74, 7, 24, 33, 50, 72, 9, 22, 30, 44, 66, 10, 17, 49, 57, 70,
            11, 38, 51, 60, 71, 12, 20, 34, 64, 68, 21, 26, 32, 36, 37, 23, 35, 41, 61, 69, 27, 42,
            43, 47, 59, 29, 53, 54, 56, 62,
        ]],
    },
    // Sixes.
    Starter {
        groups: 6,
        size: 6,
        modulus: 3,
        orbits: 12,
        bases: &[&[
            0, 7, 24, 31, 33, 35, 1, 6, 16, 17, 18, 28, 2, 10, 12, 14, 20, 25, 3, 11, 19, 27, 30,
            32, 4, 5, 13, 15, 21, 34, 8, 9, 22, 23, 26, 29,
        ]],
    },
    Starter {
        groups: 10,
        size: 6,
        modulus: 7,
        orbits: 8,
        bases: &[&[
            0, 24, 39, 40, 46, 51, 1, 6, 18, 37, 42, 53, 2, 7, 20, 29, 36, 56, 3, 16, 28, 34, 45,
            48, 4, 10, 19, 26, 50, 57, 5, 14, 25, 31, 54, 58, 8, 9, 13, 21, 41, 44, 11, 15, 35, 43,
            49, 52, 12, 22, 23, 30, 33, 55, 17, 27, 32, 38, 47, 59,
        ]],
    },
    Starter {
        groups: 12,
        size: 6,
        modulus: 9,
        orbits: 8,
        bases: &[&[
            0, 9, 19, 40, 45, 55, 1, 7, 13, 48, 57, 66, 2, 24, 25, 43, 62, 68, 3, 4, 21, 38, 46,
            61, 5, 29, 53, 58, 65, 69, 6, 22, 26, 33, 34, 42, 8, 16, 20, 23, 70, 71, 10, 36, 37,
            47, 52, 67, 11, 14, 28, 39, 44, 63, 12, 18, 27, 31, 41, 59, 15, 17, 35, 49, 56, 60, 30,
            32, 50, 51, 54, 64,
        ]],
    },
    Starter {
        groups: 14,
        size: 6,
        modulus: 9,
        orbits: 9,
        bases: &[&[
            0, 7, 26, 41, 46, 62, 1, 15, 27, 64, 76, 82, 2, 10, 23, 40, 51, 71, 3, 28, 36, 38, 45,
            79, 4, 20, 43, 61, 73, 83, 5, 19, 25, 32, 33, 59, 6, 30, 35, 68, 70, 78, 8, 9, 11, 49,
            65, 66, 12, 34, 39, 56, 72, 81, 13, 14, 17, 24, 37, 47, 16, 44, 58, 69, 75, 80, 18, 52,
            55, 57, 60, 67, 21, 22, 31, 42, 63, 77, 29, 48, 50, 53, 54, 74,
        ]],
    },
];

/// The rounds of a known starter.
pub(crate) fn developed(groups: usize, size: usize) -> Option<Rounds> {
    let fits = |starter: &&Starter| (starter.groups, starter.size) == (groups, size);
    let starter = STARTERS.iter().find(fits)?;
    // A person is (orbit, element): moving by an element adds it within each orbit; people past the orbits are fixed
    // points.
    let moved = |person: u8, by: usize| {
        let (person, modulus) = (usize::from(person), starter.modulus);
        let next = if person < modulus * starter.orbits {
            person / modulus * modulus + (person + by) % modulus
        } else {
            person
        };
        next as u32
    };
    // Every base round gives one round for each element of the cyclic group.
    let rounds = starter.bases.iter().flat_map(|base| {
        (0..starter.modulus).map(move |by| moved_round(base, size, |person| moved(person, by)))
    });
    Some(rounds.collect())
}

/// A base round in groups of a size, everyone moved to another place.
pub(crate) fn moved_round(base: &[u8], size: usize, moved: impl Fn(u8) -> u32) -> Vec<Vec<u32>> {
    let groups = base.chunks(size);
    let group = |group: &[u8]| group.iter().map(|&person| moved(person)).collect();
    groups.map(group).collect()
}
