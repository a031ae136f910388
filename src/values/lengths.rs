//! Which lengths can be made of the clips that a service offers.

use super::quantity::Length;

/// Returns the shortest length of at least `length` that offered clips make together.
///
/// `None` where nothing is offered, or where that length is beyond the limit of lengths.
pub fn next_possible(offered: &[Length], length: Length) -> Option<Length> {
    if offered.contains(&length) {
        return Some(length);
    }
    let unit = common_step(offered);
    let clips: Vec<u64> = offered.iter().filter_map(|clip| clip.milliseconds().checked_div(unit)).collect();
    let shortest = clips.iter().copied().min()?;
    let wanted = length.milliseconds().div_ceil(unit);
    // A sum and the shortest clip more is a sum too, so for each remainder the smallest sum decides.
    let at_least_wanted = |smallest: u64| match smallest {
        u64::MAX => None,
        smallest if smallest >= wanted => Some(smallest),
        smallest => smallest.checked_add(wanted.checked_sub(smallest)?.div_ceil(shortest).checked_mul(shortest)?),
    };
    let next = smallest_sums(&clips, shortest).into_iter().filter_map(at_least_wanted).min()?;
    next.checked_mul(unit).and_then(Length::from_milliseconds)
}

/// Returns how many steps [`next_possible`] takes at most, which grows with the number of lengths and with their decimals.
pub fn steps(offered: &[Length]) -> u64 {
    let shortest = offered.iter().map(|clip| clip.milliseconds()).min().unwrap_or_default();
    let remainders = shortest.checked_div(common_step(offered)).unwrap_or_default();
    u64::try_from(offered.len()).unwrap_or(u64::MAX).saturating_mul(remainders)
}

/// Returns the longest length that all of these are multiples of, in milliseconds.
fn common_step(offered: &[Length]) -> u64 {
    offered.iter().fold(0, |divisor, clip| common_divisor(divisor, clip.milliseconds()))
}

/// Returns, for each remainder of a division by the shortest clip, the smallest sum of clips with that remainder, or
/// `u64::MAX` where there is none.
///
/// Each clip is added along the cycles of remainders that it reaches, twice around, which is enough because no smallest
/// sum uses a clip as often as there are remainders (Böcker and Lipták, "The Money Changing Problem Revisited").
fn smallest_sums(clips: &[u64], shortest: u64) -> Vec<u64> {
    let Ok(remainders) = usize::try_from(shortest) else { return Vec::new() };
    let mut smallest = vec![u64::MAX; remainders];
    if let Some(zero) = smallest.first_mut() {
        *zero = 0;
    }
    for clip in clips {
        let cycles = common_divisor(*clip, shortest);
        for start in 0..cycles {
            let mut remainder = start;
            let mut sum = u64::MAX;
            for _ in 0..shortest.checked_div(cycles).unwrap_or_default().saturating_mul(2) {
                let Some(known) = usize::try_from(remainder).ok().and_then(|at| smallest.get_mut(at)) else { break };
                *known = sum.min(*known);
                sum = known.saturating_add(*clip);
                remainder = remainder.saturating_add(*clip).checked_rem(shortest).unwrap_or_default();
            }
        }
    }
    smallest
}

fn common_divisor(mut one: u64, mut other: u64) -> u64 {
    while let Some(rest) = one.checked_rem(other) {
        (one, other) = (other, rest);
    }
    one
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lengths(texts: &[&str]) -> Vec<Length> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    #[test]
    fn sums_of_offered_lengths() {
        let veo = ["4s", "6s", "8s"];
        for (offered, length, next) in [
            (&veo[..], "8s", Some("8s")),
            (&veo, "1s", Some("4s")),
            (&veo, "5s", Some("6s")),
            (&veo, "9s", Some("10s")),
            (&veo, "10s", Some("10s")),
            (&veo, "15s", Some("16s")),
            (&veo, "16.5s", Some("18s")),
            (&veo, "1000000s", Some("1000000s")),
            (&veo, "1000001s", Some("1000002s")),
            (&["5s", "10s"], "7s", Some("10s")),
            (&["5s"], "12s", Some("15s")),
            (&["7s", "3s"], "11s", Some("12s")),
            (&["7s", "3s"], "12s", Some("12s")),
            (&["7s", "3s"], "8s", Some("9s")),
            (&["2.5s", "4s"], "6s", Some("6.5s")),
            (&[], "6s", None),
            (&["6s"], "1000000000s", None),
        ] {
            let (offered, length) = (lengths(offered), length.parse().unwrap());
            let next = next.map(|next| next.parse().unwrap());
            assert_eq!(next_possible(&offered, length), next, "{offered:?} {length}");
        }
    }

    #[test]
    fn steps_grow_with_lengths_and_decimals() {
        for (offered, expected) in
            [(&["4s", "6s", "8s"][..], 6), (&["3600s", "3599.999s"], 7_199_998), (&["5s"], 1), (&[], 0)]
        {
            assert_eq!(steps(&lengths(offered)), expected, "{offered:?}");
        }
    }

    /// Compares with sums found one by one.
    #[test]
    fn the_same_as_by_trying() {
        for clips in [&[3_u64, 7][..], &[4, 6, 8], &[5, 9, 13], &[2, 3], &[10], &[6, 10, 15]] {
            let mut can = vec![false; 400];
            can[0] = true;
            for at in 1..can.len() {
                can[at] =
                    clips.iter().any(|clip| usize::try_from(*clip).is_ok_and(|clip| at >= clip && can[at - clip]));
            }
            let offered: Vec<Length> =
                clips.iter().map(|clip| Length::from_milliseconds(clip * 1000).unwrap()).collect();
            for seconds in 1..300_u64 {
                let expected = (seconds..400).find(|at| can[usize::try_from(*at).unwrap()]).map(|at| at * 1000);
                let length = Length::from_milliseconds(seconds * 1000).unwrap();
                assert_eq!(next_possible(&offered, length).map(Length::milliseconds), expected, "{clips:?} {seconds}");
            }
        }
    }
}
