//! How many applicants stand ahead: a Poisson-binomial law, kept exactly.

/// The mean of min(1, g · v(1 + N)) over the law of N.
pub(crate) fn invited(law: &[f64], merit: f64, places: &[f64]) -> f64 {
    law.iter()
        .zip(places)
        .map(|(chance, attention)| chance * (merit * attention).min(1.0))
        .sum()
}

/// The law of N with one more applicant ahead, who applies with this chance.
pub(crate) fn one_more(law: &mut Vec<f64>, chance: f64) {
    law.push(0.0);
    for count in (1..law.len()).rev() {
        law[count] = law[count] * (1.0 - chance) + law[count - 1] * chance;
    }
    law[0] *= 1.0 - chance;
}
