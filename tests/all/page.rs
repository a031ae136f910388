//! The service's price page, typed from the page, and the names that people use for its rows.

use std::fmt::Write as _;

use serde_json::Value;

use crate::credits;

/// What the page says, in its order but with retired models last, then the plans and the price of extra credits.
const PAGE: &str = "\
flux schnell | text-to-image | 1 an image
flux dev | text-to-image | 10 an image
flux 1.1 pro | text-to-image | 15 an image
flux 1.1 pro ultra | text-to-image | 20 an image
recraft v3 | text-to-image | 15 an image
ideogram v2 | text-to-image | 30 an image
luma photon | text-to-image | 10 an image
gpt-image-1 (ChatGPT 4o) | text-to-image | 25 an image
nano-banana | text-to-image | 15 an image
nano-banana/edit | text-to-image | 15 an image
nano-banana-2 | text-to-image | 30 an image
nano-banana-2/edit | text-to-image | 30 an image
nano-banana-pro | text-to-image | 50 an image
nano-banana-pro/edit | text-to-image | 50 an image
bytedance/seedream/v4.5/text-to-image | text-to-image | 15 an image
bytedance/seedream/v4.5/edit | text-to-image | 15 an image
framepack | image-to-video | 55 a clip
kling v1.5 | image-to-video | 210 a clip
kling v1.6 | image-to-video | 210 a clip
luma dream machine | image-to-video | 170 a clip
runway gen3 | image-to-video | 85 a clip
minimax | image-to-video | 170 a clip
google veo2 | image-to-video | 835 a clip
veo3 | image-to-video | 1250 a clip
veo3.1/fast | image-to-video | 50 a second with audio, 35 without
veo3.1/fast/image-to-video | image-to-video | 50 a second with audio, 35 without
veo3.1/fast/first-last-frame-to-video | image-to-video | 50 a second with audio, 35 without
imagen4/preview/fast | text-to-image | 7 an image
veo3/fast | image-to-video | 400 a clip
plan Free trial | 60 credits | 0 USD, once
plan Starter | 1250 credits | 29 USD
plan Creator | 5000 credits | 97 USD
plan Agency | 28000 credits | 499 USD
extra credits | 6 USD for 1000 | 1000 to 10000 in a purchase
";

/// Other names, and the row that each of them means.
const NAMES: [(&str, &str); 31] = [
    ("replicate/black-forest-labs/flux-schnell", "flux schnell"),
    ("flux.1 schnell", "flux schnell"),
    ("schnell", "flux schnell"),
    ("FLUX1_DEV", "flux dev"),
    ("flux pro 1.1", "flux 1.1 pro"),
    ("flux ultra", "flux 1.1 pro ultra"),
    ("recraft 3", "recraft v3"),
    ("ideogram", "ideogram v2"),
    ("photon", "luma photon"),
    ("openai/gpt-image-1", "gpt-image-1 (ChatGPT 4o)"),
    ("ChatGPT 4o image", "gpt-image-1 (ChatGPT 4o)"),
    ("gemini 2.5 flash image", "nano-banana"),
    ("nano banana edit", "nano-banana/edit"),
    ("nb2", "nano-banana-2"),
    ("nb pro edit", "nano-banana-pro/edit"),
    ("gemini 3 pro image", "nano-banana-pro"),
    ("seedream 4.5", "bytedance/seedream/v4.5/text-to-image"),
    ("seedream/v4.5/edit", "bytedance/seedream/v4.5/edit"),
    ("imagen 4 fast", "imagen4/preview/fast"),
    ("frame pack", "framepack"),
    ("kling 1.5 pro", "kling v1.5"),
    ("fal-ai/kling-video/v1.6/pro/image-to-video", "kling v1.6"),
    ("dream machine", "luma dream machine"),
    ("gen3 turbo", "runway gen3"),
    ("minimax video", "minimax"),
    ("veo2", "google veo2"),
    ("google veo3", "veo3"),
    ("fal-ai/veo3/fast", "veo3/fast"),
    ("veo 3.1 fast=8s", "veo3.1/fast"),
    ("veo 3.1 fast i2v=8s", "veo3.1/fast/image-to-video"),
    ("first last frame=8s", "veo3.1/fast/first-last-frame-to-video"),
];

/// Names that could mean several rows, or a row that isn't there.
const UNKNOWN: [&str; 10] =
    ["flux", "flux pro", "luma", "kling", "veo", "veo3.1", "gpt image", "imagen", "openai/gpt-image-2", "nano-bananna"];

fn json(arguments: &[&str]) -> Value {
    let output = credits(arguments).arg("--json").output().unwrap();
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)))
}

#[test]
fn every_price_is_the_pages() {
    let mut ours = String::new();
    for model in json(&["models"])["models"].as_array().unwrap() {
        let text = |key: &str| model[key].as_str().unwrap();
        let price = match text("unit") {
            "second" => {
                format!("{} a second with audio, {} without", model["rate_with_audio"], model["rate_without_audio"])
            }
            "image" => format!("{} an image", model["rate"]),
            unit => format!("{} a {unit}", model["rate"]),
        };
        writeln!(ours, "{} | {} | {price}", text("name"), text("kind")).unwrap();
    }
    let plans = json(&["plans"]);
    for plan in plans["plans"].as_array().unwrap() {
        let once = if plan["once"] == true { ", once" } else { "" };
        let name = plan["name"].as_str().unwrap();
        let usd = if plan["once"] == true { &plan["usd"] } else { &plan["usd_per_month"] };
        writeln!(ours, "plan {name} | {} credits | {usd} USD{once}", plan["credits"]).unwrap();
    }
    let extra = &plans["top_up"];
    writeln!(
        ours,
        "extra credits | {} USD for 1000 | {} to {} in a purchase",
        extra["usd_per_1000"], extra["min"], extra["max"]
    )
    .unwrap();
    snapbox::assert_data_eq!(ours, snapbox::IntoData::into_data(PAGE).raw());
    // 7 images for 30 seconds.
    assert_eq!(json(&["cost", "flux schnell=30s"])["credits"], 7);
}

#[test]
fn other_names_mean_exactly_one_row() {
    let items = NAMES.map(|(name, _)| name);
    let cost = json(&[&["cost"], items.as_slice()].concat());
    for ((name, row), line) in NAMES.iter().zip(cost["lines"].as_array().unwrap()) {
        assert_eq!(line["model"], *row, "{name}");
    }
}

#[test]
fn names_that_could_mean_several_rows_are_refused() {
    for name in UNKNOWN {
        assert_eq!(credits(&["cost", name]).output().unwrap().status.code(), Some(3), "{name}");
    }
}

#[test]
fn every_figure_that_is_not_the_pages_has_a_source() {
    let table: Value = toml::from_str(&std::fs::read_to_string("pricing.toml").unwrap()).unwrap();
    let rows = |key: &str| table[key].as_array().unwrap().clone();
    let dated = rows("rule").into_iter().filter(|rule| !rule["checked"].is_null());
    for row in rows("plan").into_iter().chain(dated).chain([table["top_up"].clone()]) {
        assert!(row["source"].is_string(), "{row}");
    }
}
