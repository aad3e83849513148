//! The generator of the examples is the published one, and its ranges are even.

use support::random::Random;

#[test]
fn numbers_are_those_of_the_published_generator_and_ranges_are_even() {
    // The first numbers of the reference implementation for the seed 1234567.
    let mut random = Random::new(1_234_567);
    assert_eq!(
        [random.bits(), random.bits()],
        [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]
    );
    let mut counts = [0_u32; 7];
    (0..70_000).for_each(|_| counts[random.below(7)] += 1);
    // Five standard deviations of a binomial count with mean 10,000.
    let is_even = counts.iter().all(|count| count.abs_diff(10_000) < 470);
    assert!(is_even, "{counts:?}");
    let mut list = [1, 2, 3, 4, 5];
    random.shuffle(&mut list);
    list.sort_unstable();
    assert_eq!(list, [1, 2, 3, 4, 5]);
}
