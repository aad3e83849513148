//! Text from outside: dates, ids and names of any characters. What differs in nothing that shows is one name or is refused.

use confrere::{Day, Matcher, Network, Person, PersonId};
use rand::RngExt;
use rand::rngs::ChaCha8Rng;
use unicode_normalization::UnicodeNormalization;

use crate::fuzz;
use crate::input::pick;

const CHARACTERS: [char; 36] = [
    'ẞ', 'ᾭ', '\u{345}', '\u{2800}', 'a', 'A', 'b', 'Z', 'é', 'É', 'å', 'ß', 'ﬁ', 'ı', 'İ', 'Σ',
    'ς', '日', '한', '🦀', '0', '9', '-', ':', ' ', '\t', '\n', '\u{301}', '\u{308}', '\u{327}',
    '\u{200b}', '\u{202e}', '\u{feff}', '\u{ad}', '\u{a0}', '\0',
];

fn text(rng: &mut ChaCha8Rng) -> String {
    let character = |rng: &mut ChaCha8Rng| match rng.random_range(0..12) {
        0 => char::from_u32(rng.random_range(0..0x11_0000)).unwrap_or('x'),
        _ => pick(rng, &CHARACTERS),
    };
    (0..rng.random_range(0..9))
        .map(|_| character(rng))
        .collect()
}

/// The same name to a reader: what does not show is put in, white space at the ends, characters are taken apart.
fn disturbed(rng: &mut ChaCha8Rng, name: &str) -> String {
    let mut name = match rng.random_bool(0.5) {
        true => name.nfd().collect(),
        false => name.to_owned(),
    };
    if rng.random_bool(0.5) {
        let ends: Vec<usize> = name.char_indices().map(|at| at.0).collect();
        let at = ends.get(rng.random_range(0..=ends.len())).copied();
        name.insert(
            at.unwrap_or(name.len()),
            pick(
                rng,
                &['\u{200b}', '\u{feff}', '\u{ad}', '\u{202e}', '\u{2060}'],
            ),
        );
    }
    if rng.random_bool(0.5) {
        name.push(pick(rng, &[' ', '\n', '\u{a0}', '\u{200d}']));
    }
    name
}

#[test]
fn keys_of_any_characters() {
    fuzz("keys of any characters", 4.0, |rng| {
        let key = text(rng);
        let Ok(network) = Network::from_people([Person::new(key.as_str())], []) else {
            return;
        };
        let id = network.people().next().expect("one person");
        assert_eq!(network.id(&key), Ok(id), "{key:?}");
        // The key that the network tells means the same person.
        let again = Network::from_people([Person::new(network.key(id))], []).expect("as accepted");
        assert_eq!(again.people().next(), Some(id), "{key:?}");
        let other = disturbed(rng, &key);
        let both = [&key, &other].map(|key| Person::new(key.as_str()));
        let both = Network::from_people(both, []);
        assert!(both.is_err(), "{key:?} and {other:?} are two people");
    });
}

#[test]
fn skills_of_any_characters() {
    fuzz("skills of any characters", 4.0, |rng| {
        let skill = text(rng);
        let spelt = disturbed(rng, &skill);
        let built = Network::builder()
            .person(Person::new("ana").offers(skill.as_str(), 0.9))
            .person(Person::new("ben").needs(spelt.as_str(), 0.9))
            .build();
        let Ok(network) = built else {
            return;
        };
        let [ana, ben] = ["ana", "ben"].map(|key| network.id(key).expect("known"));
        let score = Matcher::new(&network).score(ben, ana);
        assert!(score > 0.0, "{skill:?} {spelt:?}: {score}");
    });
}

#[test]
fn dates_and_ids() {
    fuzz("dates and ids", 8.0, |rng| {
        let day = Day(match rng.random_bool(0.5) {
            true => rng.random(),
            false => rng.random_range(-800_000..3_000_000),
        });
        let date = day.to_iso();
        if let Ok(read) = Day::from_iso(&date) {
            assert_eq!(read, day);
        }
        let mut date = date.into_bytes();
        let at = rng.random_range(0..date.len());
        date[at] = pick(rng, b"0129-+ x");
        let date = String::from_utf8(date).expect("ascii");
        if let Ok(read) = Day::from_iso(&date) {
            assert_eq!(read.to_iso(), date);
        }
        let later = Day(rng.random());
        let since = later.since(day);
        assert_eq!(since.is_some(), later >= day);
        assert!(since.is_none_or(|days| day.plus(days) == later));
        let words = text(rng);
        let _ = (
            Day::from_iso(&words).is_ok(),
            words.parse::<PersonId>().is_ok(),
        );
        let id = PersonId::of(&words);
        assert_eq!(id.to_string().parse(), Ok(id));
    });
}
