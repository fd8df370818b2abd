//! Random changes of texts that are the same in every run.

/// Pieces that mutations put in: one a line in the dictionary that the fuzzer uses too.
pub const DICTIONARY: &str = include_str!("../../fuzz/pan.dict");

/// Random numbers (SplitMix64).
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// Numbers that depend on the seed only.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `bound`; 0 if that is 0.
    #[expect(clippy::cast_possible_truncation, reason = "any bits are random bits")]
    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() as usize).checked_rem(bound).unwrap_or(0)
    }
}

/// The pieces of the dictionary.
#[must_use]
pub fn pieces() -> Vec<String> {
    DICTIONARY
        .lines()
        .filter_map(|line| line.strip_prefix('"')?.strip_suffix('"'))
        .map(|piece| {
            piece
                .replace("\\\"", "\"")
                .replace("\\x0a", "\n")
                .replace("\\\\", "\\")
        })
        .collect()
}

/// A changed copy of one of the seeds: pieces of it left out, doubled, moved, replaced by others, bytes flipped.
#[must_use]
pub fn mutate(seeds: &[Vec<u8>], pieces: &[String], random: &mut Random) -> Vec<u8> {
    let pick = |random: &mut Random| seeds.get(random.below(seeds.len())).cloned().unwrap_or_default();
    let mut text = pick(random);
    for _ in 0..=random.below(6) {
        let from = random.below(text.len() + 1);
        let to = (from + random.below(40)).min(text.len());
        match random.below(6) {
            0 => drop(text.drain(from..to)),
            1 => {
                let doubled: Vec<u8> = text.drain(from..to).collect();
                let twice = doubled.iter().chain(&doubled).copied();
                drop(text.splice(from..from, twice));
            }
            2 => {
                let moved: Vec<u8> = text.drain(from..to).collect();
                let at = random.below(text.len() + 1);
                drop(text.splice(at..at, moved));
            }
            3 => {
                let piece = pieces.get(random.below(pieces.len()));
                let piece = piece.map(|piece| piece.bytes().collect()).unwrap_or(Vec::new());
                drop(text.splice(from..to.min(from + piece.len()), piece));
            }
            4 => {
                if let Some(byte) = text.get_mut(from) {
                    *byte ^= 1 << random.below(8);
                }
            }
            _ => {
                let other = pick(random);
                let start = random.below(other.len() + 1);
                let end = (start + random.below(200)).min(other.len());
                let part = other.get(start..end).unwrap_or_default().to_vec();
                drop(text.splice(from..from, part));
            }
        }
    }
    text
}
