//! Where things stand in a picture: a network by springs, votes by their two main axes. Both start from fixed places and draw no
//! chance, so the same input gives the same picture.

/// Rounds of springs; the last ones move by little.
const ROUNDS: usize = 80;

/// Places from 0 to 1 for so many people: those with ties by springs, those without in rows below.
pub fn network(people: usize, ties: &[(usize, usize)]) -> Vec<(f64, f64)> {
    /// How high the rows of people without ties are, as a share of the picture, and how many stand in one.
    const ROW: (f64, usize) = (0.03, 60);
    let mut number: Vec<Option<usize>> = vec![None; people];
    ties.iter().for_each(|&(one, other)| {
        number[one] = Some(0);
        number[other] = Some(0);
    });
    let (mut tied, mut alone) = (0, 0);
    for entry in &mut number {
        if entry.is_some() {
            *entry = Some(tied);
            tied += 1;
        }
    }
    let local = |place: usize| number[place].unwrap_or(0);
    let ties: Vec<(usize, usize)> = ties.iter().map(|&(a, b)| (local(a), local(b))).collect();
    let at = springs(tied, &ties);
    let rows = (people - tied).div_ceil(ROW.1).min(20);
    let height = 1.0 - ROW.0 * (rows as f64 + f64::from(u8::from(rows > 0)));
    let place = |number: &Option<usize>| match number {
        Some(number) => (at[*number].0, at[*number].1 * height),
        None => {
            let (column, row) = (alone % ROW.1, alone / ROW.1);
            alone += 1;
            let x = (column as f64 + 0.5) / ROW.1 as f64;
            (x, 1.0 - ROW.0 * (row % 20) as f64)
        }
    };
    number.iter().map(place).collect()
}

/// Places from 0 to 1 for so many people, by Fruchterman and Reingold (1991): everyone pushes everyone away, ties pull.
fn springs(people: usize, ties: &[(usize, usize)]) -> Vec<(f64, f64)> {
    // The golden angle spreads the first places evenly over a disc.
    let angle = |place: usize| 2.399_963_229_728_653 * place as f64;
    let radius = |place: usize| 0.5 * ((place as f64 + 0.5) / people.max(1) as f64).sqrt();
    let mut at: Vec<(f64, f64)> = (0..people)
        .map(|p| (radius(p) * angle(p).cos(), radius(p) * angle(p).sin()))
        .collect();
    let ideal = (1.0 / people.max(1) as f64).sqrt();
    let mut degrees = vec![0.0_f64; people];
    ties.iter().for_each(|&(one, other)| {
        degrees[one] += 1.0;
        degrees[other] += 1.0;
    });
    for round in 0..ROUNDS {
        let mut push = vec![(0.0, 0.0); people];
        for one in 0..people {
            for other in one + 1..people {
                let (x, y) = (at[one].0 - at[other].0, at[one].1 - at[other].1);
                let square = (x * x + y * y).max(1e-9);
                let force = ideal * ideal / square;
                push[one] = (push[one].0 + x * force, push[one].1 + y * force);
                push[other] = (push[other].0 - x * force, push[other].1 - y * force);
            }
        }
        for &(one, other) in ties {
            let (x, y) = (at[one].0 - at[other].0, at[one].1 - at[other].1);
            // Ties of those who have many pull less, or dense circles would lie in one heap.
            let share = 1.0 / degrees[one].min(degrees[other]).sqrt();
            let force = share * (x * x + y * y).sqrt() / ideal;
            push[one] = (push[one].0 - x * force, push[one].1 - y * force);
            push[other] = (push[other].0 + x * force, push[other].1 + y * force);
        }
        let most = 0.1 * (1.0 - round as f64 / ROUNDS as f64);
        for (place, force) in at.iter_mut().zip(&push) {
            // A weak pull to the middle keeps people without ties in the picture.
            let (x, y) = (force.0 - 0.3 * place.0, force.1 - 0.3 * place.1);
            let length = (x * x + y * y).sqrt().max(1e-12);
            let step = most.min(length) / length;
            *place = (place.0 + x * step, place.1 + y * step);
        }
    }
    scaled(&at)
}

/// Places from 0 to 1 on the two axes on which rows differ most: principal components by power iteration.
pub fn main_axes(rows: &[Vec<f64>]) -> Vec<(f64, f64)> {
    let width = rows.first().map_or(0, Vec::len);
    let mean =
        |column: usize| rows.iter().map(|row| row[column]).sum::<f64>() / rows.len().max(1) as f64;
    let means: Vec<f64> = (0..width).map(mean).collect();
    let centred: Vec<Vec<f64>> = rows
        .iter()
        .map(|row| {
            row.iter()
                .zip(&means)
                .map(|(value, mean)| value - mean)
                .collect()
        })
        .collect();
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let mut axes: Vec<Vec<f64>> = Vec::new();
    for turn in 0..2 {
        let mut axis: Vec<f64> = (0..width)
            .map(|column| 1.0 + ((column + turn) % 7) as f64)
            .collect();
        for _ in 0..50 {
            let mut next = vec![0.0; width];
            for row in &centred {
                let along = dot(row, &axis);
                next.iter_mut()
                    .zip(row)
                    .for_each(|(sum, value)| *sum += along * value);
            }
            for before in &axes {
                let along = dot(&next, before);
                next.iter_mut()
                    .zip(before)
                    .for_each(|(value, axis)| *value -= along * axis);
            }
            let length = dot(&next, &next).sqrt();
            if length < 1e-12 {
                break;
            }
            axis = next.into_iter().map(|value| value / length).collect();
        }
        axes.push(axis);
    }
    let places: Vec<(f64, f64)> = centred
        .iter()
        .map(|row| (dot(row, &axes[0]), dot(row, &axes[1])))
        .collect();
    scaled(&places)
}

/// Stretches places to 0 and 1 both ways. The outermost fiftieth on each side shares a narrow margin, where far away is drawn in, so
/// that few do not crowd the rest.
fn scaled(at: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let range = |values: &mut dyn Iterator<Item = f64>| {
        let mut values: Vec<f64> = values.collect();
        values.sort_unstable_by(f64::total_cmp);
        let cut = values.len() / 50;
        let end = |place: usize| values.get(place).copied().unwrap_or(0.0);
        (end(cut), end(values.len().saturating_sub(cut + 1)))
    };
    let (left, right) = range(&mut at.iter().map(|place| place.0));
    let (low, high) = range(&mut at.iter().map(|place| place.1));
    /// The width of the margin, as a share of the picture.
    const MARGIN: f64 = 0.08;
    let share = |value: f64, low: f64, high: f64| {
        if high <= low {
            return 0.5;
        }
        let inner = (value - low) / (high - low);
        let beyond = (-inner).max(inner - 1.0).max(0.0);
        // From 0 at the inner border to 1 at infinity, steep at first.
        let drawn_in = MARGIN * beyond / (beyond + 0.1);
        MARGIN + (1.0 - 2.0 * MARGIN) * inner.clamp(0.0, 1.0) + drawn_in.copysign(inner - 0.5)
    };
    at.iter()
        .map(|&(x, y)| (share(x, left, right), share(y, low, high)))
        .collect()
}
