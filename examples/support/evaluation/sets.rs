//! Data sets with outcomes, read from the folders in which they come.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;

use confrere::{Person, Tie};

use crate::Refused;
use crate::evaluation::case::{Case, Labelled, shuffle};
use crate::evaluation::table;
use crate::evaluation::zip;
use crate::random::Random;

/// The sets that are known, and what each asks.
pub const SETS: [(&str, &str); 9] = [
    (
        "lawyers-attributes",
        "mutual advice of 71 lawyers; no ties known",
    ),
    ("lawyers-cowork", "the same; who works with whom is known"),
    (
        "lawyers-advice",
        "the same; all advice but that of the pairs asked is known",
    ),
    (
        "onstartups-reciprocal",
        "who answered each other; others drawn evenly",
    ),
    ("onstartups-active", "the same; others drawn by activity"),
    (
        "onstartups-later",
        "who helps whom first after 2011-07-01; others drawn evenly",
    ),
    (
        "onstartups-later-active",
        "the same; others drawn by activity",
    ),
    (
        "email",
        "a fifth of mutual e-mail ties hidden; others drawn evenly",
    ),
    ("github", "hidden mutual follows; others drawn by degree"),
];

/// A day before which answers are known, in the sets of later helpers.
const CUT: &str = "2011-07-01";

/// Pairs that said no for each that said yes, in sets where all pairs are too many.
const NO_PER_YES: usize = 10;

/// Pairs of either answer taken from the largest set.
const LARGEST: usize = 4_000;

/// Every draw starts from this.
const SEED: u64 = 1;

/// Reads a set from the folder that holds the data.
pub fn read(name: &str, data: &Path) -> Result<Case, Refused> {
    let case = match name {
        "lawyers-attributes" => lawyers(&data.join("lazega_lawyers"), None),
        "lawyers-cowork" => lawyers(&data.join("lazega_lawyers"), Some("cowork.csv")),
        "lawyers-advice" => lawyers(&data.join("lazega_lawyers"), Some("advice.csv")),
        "onstartups-reciprocal" => helpers(&data.join("onstartups_qa"), false, false),
        "onstartups-active" => helpers(&data.join("onstartups_qa"), false, true),
        "onstartups-later" => helpers(&data.join("onstartups_qa"), true, false),
        "onstartups-later-active" => helpers(&data.join("onstartups_qa"), true, true),
        "email" => email(&data.join("email_eu_core")),
        "github" => github(&data.join("musae_github")),
        _ => {
            let known: Vec<&str> = SETS.iter().map(|set| set.0).collect();
            return Err(Refused::new(format!(
                "set `{name}` is unknown, expected one of {}",
                known.join(", ")
            )));
        }
    };
    Ok(Case {
        name: name.into(),
        ..case?
    })
}

/// The named columns of a table, row by row.
fn rows<const N: usize>(path: &Path, columns: [&str; N]) -> Result<Vec<[String; N]>, Refused> {
    let rows = table::columns(path, columns)?;
    Ok(rows.into_iter().map(|row| row.1).collect())
}

fn pair(a: usize, b: usize, yes: bool) -> Labelled {
    Labelled {
        a: a.min(b),
        b: a.max(b),
        yes,
        shown_with: None,
    }
}

fn lawyers(folder: &Path, ties: Option<&str>) -> Result<Case, Refused> {
    let columns = [
        "name",
        "office",
        "practice",
        "status",
        "gender",
        "law_school",
    ];
    let listed = rows(&folder.join("people.csv"), columns)?;
    let person = |row: &[String; 6]| {
        let practice = format!("practice {}", row[2]);
        let person = Person::new(&row[0])
            .offers(&practice, 1.0)
            .needs(&practice, 1.0);
        let person = person.circle([format!("office {}", row[1])]);
        let plain = columns.iter().zip(row).skip(2);
        plain.fold(person, |person, (key, value)| person.attribute(*key, value))
    };
    let advice: HashSet<[String; 2]> = rows(&folder.join("advice.csv"), ["from", "to"])?
        .into_iter()
        .collect();
    let asks = |a: usize, b: usize| advice.contains(&[listed[a][0].clone(), listed[b][0].clone()]);
    let all = (0..listed.len()).flat_map(|b| (0..b).map(move |a| (a, b)));
    let pairs = all
        .map(|(a, b)| pair(a, b, asks(a, b) && asks(b, a)))
        .collect();
    let ties = match ties {
        Some(file) => rows(&folder.join(file), ["from", "to"])?,
        None => Vec::new(),
    };
    // Work is shared both ways, advice is asked one way.
    let tie = |[from, to]: [String; 2]| Tie {
        directed: advice.contains(&[from.clone(), to.clone()]),
        ..Tie::new(from, to, 0.6)
    };
    let ties = ties.into_iter().map(tie).collect();
    Ok(Case {
        name: String::new(),
        people: listed.iter().map(person).collect(),
        ties,
        pairs,
        taxonomy: None,
    })
}

/// One question or answer.
struct Post {
    question: bool,
    of: String,
    user: String,
    date: String,
    score: f64,
    tags: Vec<String>,
}

fn posts(folder: &Path) -> Result<Vec<Post>, Refused> {
    let columns = ["kind", "id", "question_id", "user", "date", "score", "tags"];
    let post = |[kind, _, of, user, date, score, tags]: [String; 7]| Post {
        question: kind == "q",
        of,
        user,
        date,
        score: score.parse().unwrap_or(0.0),
        tags: tags
            .split('|')
            .filter(|tag| !tag.is_empty())
            .map(String::from)
            .collect(),
    };
    Ok(rows(&folder.join("posts.csv"), columns)?
        .into_iter()
        .map(post)
        .collect())
}

/// Who helps whom: reciprocally over all years, or first after the cut.
fn helpers(folder: &Path, later: bool, by_activity: bool) -> Result<Case, Refused> {
    let posts: Vec<Post> = posts(folder)?
        .into_iter()
        .filter(|post| !later || post.date.as_str() < CUT)
        .collect();
    let help = rows(&folder.join("help_edges.csv"), ["helper", "asker", "date"])?;
    let help: Vec<&[String; 3]> = help.iter().filter(|row| row[0] != row[1]).collect();
    let mut counts: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    for post in posts.iter().filter(|post| !post.user.is_empty()) {
        counts.entry(&post.user).or_default()[usize::from(post.question)] += 1;
    }
    let least = if later { 1 } else { 2 };
    let eligible: Vec<&str> = counts
        .iter()
        .filter(|entry| entry.1.iter().all(|&n| n >= least))
        .map(|entry| *entry.0)
        .collect();
    let names: Vec<&str> = if later {
        counts.keys().copied().collect()
    } else {
        eligible.clone()
    };
    let places: HashMap<&str, usize> = names
        .iter()
        .enumerate()
        .map(|(place, &name)| (name, place))
        .collect();
    let place = |name: &str| places.get(name).copied();
    let among: BTreeSet<usize> = eligible.iter().filter_map(|name| place(name)).collect();
    let known = |row: &&&[String; 3]| !later || row[2].as_str() < CUT;
    let edge = |row: &&[String; 3]| Some((place(&row[0])?, place(&row[1])?));
    let before: HashSet<(usize, usize)> = help.iter().filter(known).filter_map(edge).collect();
    let after: BTreeSet<(usize, usize)> = help
        .iter()
        .filter(|row| !known(row))
        .filter_map(edge)
        .collect();
    let either = |a: usize, b: usize| before.contains(&(a, b)) || before.contains(&(b, a));
    let yes: BTreeSet<(usize, usize)> = if later {
        let new = after
            .iter()
            .filter(|&&(a, b)| !either(a, b) && among.contains(&a) && among.contains(&b));
        new.map(|&(a, b)| (a.min(b), a.max(b))).collect()
    } else {
        before
            .iter()
            .filter(|&&(a, b)| a < b && before.contains(&(b, a)))
            .copied()
            .collect()
    };
    // People as often as they posted, or each once.
    let weight = |name: &&str| {
        if by_activity {
            counts[*name].iter().sum()
        } else {
            1
        }
    };
    let bag: Vec<usize> = if later && by_activity {
        yes.iter().flat_map(|&(a, b)| [a, b]).collect()
    } else {
        eligible
            .iter()
            .flat_map(|name| std::iter::repeat_n(places[*name], weight(name)))
            .collect()
    };
    let no = draw(&bag, NO_PER_YES * yes.len(), |a, b| {
        yes.contains(&(a, b)) || (later && either(a, b))
    });
    let pairs: Vec<Labelled> = yes
        .iter()
        .map(|&(a, b)| pair(a, b, true))
        .chain(no.iter().map(|&(a, b)| pair(a, b, false)))
        .collect();
    let asked: HashSet<(usize, usize)> = if later {
        HashSet::new()
    } else {
        pairs.iter().map(|p| (p.a, p.b)).collect()
    };
    let people = profiles(&posts, &names, &places, &asked);
    let mut times: BTreeMap<(usize, usize), i32> = BTreeMap::new();
    help.iter()
        .filter(known)
        .filter_map(edge)
        .for_each(|(helper, asker)| *times.entry((asker, helper)).or_default() += 1);
    let tie = |((asker, helper), times): ((usize, usize), i32)| {
        Tie::directed(names[asker], names[helper], 1.0 - 0.7_f32.powi(times))
    };
    Ok(Case {
        name: String::new(),
        people,
        ties: times.into_iter().map(tie).collect(),
        pairs,
        taxonomy: None,
    })
}

/// What people answered as offers and what they asked as needs, each on a logarithmic scale; without what the two of an
/// asked pair wrote to each other.
fn profiles(
    posts: &[Post],
    names: &[&str],
    places: &HashMap<&str, usize>,
    asked: &HashSet<(usize, usize)>,
) -> Vec<Person> {
    let mut offers: Vec<BTreeMap<&str, f64>> = vec![BTreeMap::new(); names.len()];
    let mut needs = offers.clone();
    let questions: HashMap<&str, &Post> = posts
        .iter()
        .filter(|post| post.question)
        .map(|post| (post.of.as_str(), post))
        .collect();
    for post in posts {
        let Some(&who) = places.get(post.user.as_str()) else {
            continue;
        };
        if post.question {
            post.tags
                .iter()
                .for_each(|tag| *needs[who].entry(tag).or_default() += 1.0);
        } else if let Some(question) = questions.get(post.of.as_str()) {
            let asker = places.get(question.user.as_str()).copied().unwrap_or(who);
            if !asked.contains(&(who.min(asker), who.max(asker))) {
                let worth = 1.0 + post.score.max(0.0);
                question
                    .tags
                    .iter()
                    .for_each(|tag| *offers[who].entry(tag).or_default() += worth);
            }
        }
    }
    let scaled = |list: &BTreeMap<&str, f64>| {
        let most = list.values().copied().fold(0.0, f64::max).ln_1p();
        list.iter()
            .map(|(tag, value)| (tag.to_string(), (value.ln_1p() / most) as f32))
            .collect::<Vec<_>>()
    };
    let person = |(place, name): (usize, &&str)| {
        let person = Person::new(*name);
        let person = scaled(&offers[place])
            .into_iter()
            .fold(person, |p, (tag, level)| p.offers(tag, level));
        scaled(&needs[place])
            .into_iter()
            .fold(person, |p, (tag, level)| p.needs(tag, level))
    };
    names.iter().enumerate().map(person).collect()
}

/// Pairs drawn from a bag of people, each once.
fn draw(
    bag: &[usize],
    count: usize,
    leave_out: impl Fn(usize, usize) -> bool,
) -> BTreeSet<(usize, usize)> {
    let mut random = Random::new(SEED);
    let mut drawn = BTreeSet::new();
    while drawn.len() < count {
        let (a, b) = (bag[random.below(bag.len())], bag[random.below(bag.len())]);
        let (a, b) = (a.min(b), a.max(b));
        if a != b && !leave_out(a, b) {
            drawn.insert((a, b));
        }
    }
    drawn
}

fn email(folder: &Path) -> Result<Case, Refused> {
    let name = folder.join("email-Eu-core-department-labels.txt");
    let labels = std::fs::read_to_string(&name)?;
    let person = |line: &str| {
        let (who, department) = line.split_once(' ')?;
        Some(Person::new(format!("p{who}")).circle([format!("department {department}")]))
    };
    let people: Vec<Person> = labels.lines().filter_map(person).collect();
    let places: HashMap<String, usize> = people
        .iter()
        .enumerate()
        .map(|(place, person)| (person.key().into(), place))
        .collect();
    let rows = rows(&folder.join("ties.csv"), ["from", "to", "strength"])?;
    let all: BTreeSet<(usize, usize, bool)> = rows
        .iter()
        .map(|[from, to, strength]| (places[from], places[to], strength == "0.6"))
        .filter(|tie| tie.0 != tie.1)
        .map(|(a, b, mutual)| (a.min(b), a.max(b), mutual))
        .collect();
    let mut mutual: Vec<(usize, usize)> = all
        .iter()
        .filter(|tie| tie.2)
        .map(|tie| (tie.0, tie.1))
        .collect();
    shuffle(&mut mutual, SEED);
    let hidden: BTreeSet<(usize, usize)> = mutual.iter().take(mutual.len() / 5).copied().collect();
    let tied: HashSet<(usize, usize)> = all.iter().map(|tie| (tie.0, tie.1)).collect();
    let everyone: Vec<usize> = (0..people.len()).collect();
    let no = draw(&everyone, NO_PER_YES * hidden.len(), |a, b| {
        tied.contains(&(a, b))
    });
    let pairs = hidden
        .iter()
        .map(|&(a, b)| pair(a, b, true))
        .chain(no.iter().map(|&(a, b)| pair(a, b, false)));
    let pairs = pairs.collect();
    let shown = all.iter().filter(|tie| !hidden.contains(&(tie.0, tie.1)));
    let tie = |&(a, b, mutual): &(usize, usize, bool)| {
        Tie::new(
            people[a].key(),
            people[b].key(),
            if mutual { 0.6 } else { 0.3 },
        )
    };
    let ties = shown.map(tie).collect();
    Ok(Case {
        name: String::new(),
        ties,
        people,
        pairs,
        taxonomy: None,
    })
}

fn github(folder: &Path) -> Result<Case, Refused> {
    let archive = folder.join("git_web_ml_nonames.zip");
    let features: BTreeMap<String, Vec<u32>> =
        serde_json::from_slice(&zip::read_entry(&archive, "features.json")?)?;
    let mut people: Vec<Person> = Vec::with_capacity(features.len());
    for place in 0..features.len() {
        let of = features
            .get(&place.to_string())
            .ok_or_else(|| Refused::new(format!("features of {place} are missing")))?;
        let person = Person::new(format!("g{place}"));
        people.push(of.iter().fold(person, |person, feature| {
            person.interest(format!("f{feature}"), 1.0)
        }));
    }
    let edges = String::from_utf8_lossy(&zip::read_entry(&archive, "edges.csv")?).into_owned();
    let edge = |line: &str| {
        let (a, b) = line.split_once(',')?;
        let (a, b): (usize, usize) = (a.trim().parse().ok()?, b.trim().parse().ok()?);
        (a != b).then_some((a.min(b), a.max(b)))
    };
    let all: BTreeSet<(usize, usize)> = edges.lines().filter_map(edge).collect();
    let mut order: Vec<(usize, usize)> = all.iter().copied().collect();
    shuffle(&mut order, SEED);
    let (hidden, shown) = order.split_at(order.len() / 5);
    // Ends of hidden ties, so that active people come as often among the noes.
    let bag: Vec<usize> = hidden.iter().flat_map(|&(a, b)| [a, b]).collect();
    let no = draw(&bag, LARGEST, |a, b| all.contains(&(a, b)));
    let yes = hidden.iter().take(LARGEST).map(|&(a, b)| pair(a, b, true));
    let pairs = yes
        .chain(no.iter().map(|&(a, b)| pair(a, b, false)))
        .collect();
    let ties = shown
        .iter()
        .map(|&(a, b)| Tie::new(format!("g{a}"), format!("g{b}"), 0.5))
        .collect();
    Ok(Case {
        name: String::new(),
        people,
        ties,
        pairs,
        taxonomy: None,
    })
}
