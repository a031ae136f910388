//! What the parts of an answer cost: `cargo bench`, or `cargo bench -- batch` for those with that word.
#![allow(missing_docs, clippy::unwrap_used, clippy::arithmetic_side_effects)]

use std::fmt::Write as _;
use std::io;
use std::sync::LazyLock;

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use video_credits::batch::Pricing;
use video_credits::batch::stream;
use video_credits::estimate::{Terms, estimate};
use video_credits::item::Item;
use video_credits::reader::BUILT_IN;
use video_credits::table::{BUILT_IN_ORIGIN, PriceTable};

static TABLE: LazyLock<PriceTable> = LazyLock::new(|| PriceTable::built_in().unwrap());

const LINES: u32 = 100_000;

fn main() {
    divan::main();
}

#[divan::bench]
fn table_whole() -> PriceTable {
    PriceTable::parse(BUILT_IN.as_bytes(), BUILT_IN_ORIGIN).unwrap()
}

#[divan::bench]
fn table_for_one_item() -> PriceTable {
    PriceTable::built_in_for(&[black_box("flux-dev=3")], false).unwrap()
}

#[divan::bench(args = ["flux-dev=3", "veo3.1/fast=6x8s:audio", "cheapest-30s"])]
fn item_priced(bencher: Bencher<'_, '_>, item: &str) {
    let table = &*TABLE;
    bencher.bench(|| estimate(table, [Item::parse(item, table)], Terms::default(), 1).unwrap().total);
}

#[divan::bench]
fn unknown_name(bencher: Bencher<'_, '_>) {
    let table = &*TABLE;
    bencher.bench(|| table.suggest(black_box("nano bananna")));
}

/// A batch whose lines are of this kind.
#[divan::bench(args = ["csv", "csv of three items", "jsonl", "jsonl of three items", "csv of unlike items", "csv of bad lines"], sample_count = 10)]
fn batch(bencher: Bencher<'_, '_>, kind: &str) {
    let mut input = if kind.starts_with("csv") { "id,items\n".to_owned() } else { String::new() };
    for id in 0..LINES {
        let n = id % 97 + 1;
        match kind {
            "csv" => writeln!(input, "{id},flux-dev={n}"),
            "csv of three items" => writeln!(input, "{id},flux-dev={n};nano-banana=6;veo3.1/fast=6x8s:audio"),
            "jsonl" => writeln!(input, "{{\"id\":{id},\"items\":[\"flux-dev={n}\"]}}"),
            "jsonl of three items" => {
                writeln!(
                    input,
                    "{{\"id\":{id},\"items\":[\"flux-dev={n}\",\"nano-banana\",\"veo3.1/fast=6x8s:audio\"]}}"
                )
            }
            "csv of unlike items" => writeln!(input, "{id},credits={id}"),
            _ => writeln!(input, "{id},x"),
        }
        .unwrap();
    }
    let pricing = Pricing { table: &TABLE, terms: Terms::default(), budget: None };
    bencher
        .counter(ItemsCount::new(LINES))
        .bench(|| stream::run(pricing, None, input.as_bytes(), io::sink(), |_| ()).unwrap());
}
