//! Numbers, names and people that nobody would write on purpose.

use confrere::{Intent, Limits, Mode, Network, NetworkBuilder, Person, Spelling, Tie};
use rand::RngExt;
use rand::rngs::ChaCha8Rng;

pub fn pick<T: Copy>(rng: &mut ChaCha8Rng, of: &[T]) -> T {
    of[rng.random_range(0..of.len())]
}

/// A number from 0 to 1, often one at which arithmetic changes its ways.
pub fn unit(rng: &mut ChaCha8Rng) -> f32 {
    const EDGES: [f32; 13] = [
        0.0,
        -0.0,
        1.0,
        1e-45,
        1e-38,
        1e-25,
        1e-20,
        1e-10,
        9.536_743e-7,
        9.5e-7,
        0.1,
        0.5,
        0.999_999_94,
    ];
    match rng.random_range(0..3) {
        0 => pick(rng, &EDGES),
        _ => rng.random_range(0.0..=1.0),
    }
}

/// Any number at all.
pub fn wild(rng: &mut ChaCha8Rng) -> f32 {
    const EDGES: [f32; 10] = [
        f32::NAN,
        f32::INFINITY,
        f32::NEG_INFINITY,
        f32::MAX,
        f32::MIN,
        -1.0,
        -1e-45,
        1.000_000_1,
        2.0,
        1e30,
    ];
    match rng.random_range(0..3) {
        0 => pick(rng, &EDGES),
        1 => f32::from_bits(rng.random()),
        _ => unit(rng),
    }
}

/// A number that is sound, unless the input is to be a wild one.
pub fn number(rng: &mut ChaCha8Rng, is_wild: bool) -> f32 {
    if is_wild && rng.random_bool(0.2) {
        wild(rng)
    } else {
        unit(rng)
    }
}

/// A name of few, so that names meet; among them spellings of one name, and what is none.
pub fn name(rng: &mut ChaCha8Rng, is_wild: bool) -> String {
    const SOUND: [&str; 12] = [
        "ana",
        "Ana",
        "ben",
        "Chloé",
        "Chloe\u{301}",
        "ÅSA",
        "x y",
        "x  y",
        "ß",
        "ﬁ",
        "日本",
        "0",
    ];
    const WILD: [&str; 8] = [
        "",
        " ",
        "\u{200b}",
        "\n",
        "a\u{202e}b",
        " ana ",
        "\u{feff}ana",
        "\0",
    ];
    if is_wild && rng.random_bool(0.1) {
        return match rng.random_range(0..9) {
            8 => "y".repeat(rng.random_range(500..3_000)),
            place => WILD[place].to_owned(),
        };
    }
    match rng.random_range(0..3) {
        0 => format!("name {}", rng.random_range(0..6)),
        _ => pick(rng, &SOUND).to_owned(),
    }
}

fn several(rng: &mut ChaCha8Rng) -> usize {
    rng.random_range(0..5)
}

pub fn person(rng: &mut ChaCha8Rng, key: String, is_wild: bool) -> Person {
    let mut person = Person::new(key);
    for _ in 0..several(rng) {
        person = person.set_offer(name(rng, is_wild), number(rng, is_wild));
    }
    for _ in 0..several(rng) {
        let (skill, priority) = (name(rng, is_wild), number(rng, is_wild));
        person = match rng.random_bool(0.2) {
            true => person.needs_privately(format!("{skill} 2"), priority),
            false => person.set_need(skill, priority),
        };
    }
    for _ in 0..several(rng) {
        person = person.set_stance(name(rng, is_wild), number(rng, is_wild) * 2.0 - 1.0);
    }
    if rng.random_bool(0.3) {
        person = person.interest(name(rng, is_wild), number(rng, is_wild));
    }
    for _ in 0..rng.random_range(0..3) {
        let levels = rng.random_range(0..4);
        person = person.circle((0..levels).map(|level| format!("{} {level}", name(rng, false))));
    }
    if rng.random_bool(0.3) {
        person = person.attribute("office", name(rng, is_wild));
    }
    if rng.random_bool(0.4) {
        person = person.seeks(pick(rng, &Intent::ALL), number(rng, is_wild));
    }
    if rng.random_bool(0.2) {
        person = person.openness(number(rng, is_wild) * 3.0);
    }
    if rng.random_bool(0.3) {
        person = person.available(name(rng, false));
    }
    person.limits(limits(rng))
}

fn limits(rng: &mut ChaCha8Rng) -> Limits {
    let mut some = |value: u32| rng.random_bool(0.2).then_some(value);
    let (peers, introductions, group_size) = (some(2), some(1), some(3));
    Limits {
        paused: rng.random_bool(0.1),
        peers,
        engaged: pick(rng, &[0, 0, 1, 2, u32::MAX]),
        introductions,
        asked: pick(rng, &[0, 0, 1, u32::MAX]),
        group_size,
        mode: pick(rng, &[Mode::Any, Mode::Remote, Mode::InPerson]),
        ..Limits::default()
    }
}

/// A small community; a wild one may be refused, another may not but for keys that fold alike.
pub fn community(rng: &mut ChaCha8Rng, is_wild: bool) -> NetworkBuilder {
    community_spelt(rng, is_wild, Spelling::Folded)
}

pub fn community_spelt(rng: &mut ChaCha8Rng, is_wild: bool, spelling: Spelling) -> NetworkBuilder {
    let count = rng.random_range(0..9);
    let key = |place: usize| format!("p{place}");
    let mut builder = Network::builder().spelling(spelling);
    for place in 0..count {
        let own = if is_wild && rng.random_bool(0.1) {
            name(rng, true)
        } else {
            key(place)
        };
        let mut person = person(rng, own, is_wild);
        let other = rng.random_range(0..count);
        if rng.random_bool(0.2) && (is_wild || other != place) {
            person = person.blocks(key(other));
        }
        builder = builder.person(person);
    }
    for _ in 0..rng.random_range(0..=count * 2) {
        let (from, to) = (rng.random_range(0..count), rng.random_range(0..count));
        if is_wild || from != to {
            builder = builder.ties([match rng.random_bool(0.3) {
                true => Tie::directed(key(from), key(to), number(rng, is_wild)),
                false => Tie::new(key(from), key(to), number(rng, is_wild)),
            }]);
        }
    }
    builder
}
