//! The service's price page, row by row, against figures written down here, and the names that people use for the rows.

use video_credits::credits::Credits;
use video_credits::price::UnitPrice;
use video_credits::table::{Named, PriceTable};

/// The image rows: name and credits per image.
const IMAGES: [(&str, u32); 17] = [
    ("flux schnell", 1),
    ("flux dev", 10),
    ("flux 1.1 pro", 15),
    ("flux 1.1 pro ultra", 20),
    ("recraft v3", 15),
    ("ideogram v2", 30),
    ("luma photon", 10),
    ("gpt-image-1 (ChatGPT 4o)", 25),
    ("nano-banana", 15),
    ("nano-banana/edit", 15),
    ("nano-banana-2", 30),
    ("nano-banana-2/edit", 30),
    ("nano-banana-pro", 50),
    ("nano-banana-pro/edit", 50),
    ("bytedance/seedream/v4.5/text-to-image", 15),
    ("bytedance/seedream/v4.5/edit", 15),
    ("imagen4/preview/fast", 7),
];

/// The video rows priced by the clip: name and credits per clip.
const CLIPS: [(&str, u32); 9] = [
    ("framepack", 55),
    ("kling v1.5", 210),
    ("kling v1.6", 210),
    ("luma dream machine", 170),
    ("runway gen3", 85),
    ("minimax", 170),
    ("google veo2", 835),
    ("veo3", 1250),
    ("veo3/fast", 400),
];

/// The video rows priced by the second: name, credits with audio and without.
const SECONDS: [(&str, u32, u32); 3] = [
    ("veo3.1/fast", 50, 35),
    ("veo3.1/fast/image-to-video", 50, 35),
    ("veo3.1/fast/first-last-frame-to-video", 50, 35),
];

#[test]
fn the_pages_29_rows_in_the_pages_order() {
    let table = PriceTable::built_in().unwrap();
    let images = IMAGES.map(|(name, rate)| (name, "text-to-image", UnitPrice::PerImage(Credits::from(rate))));
    let clips = CLIPS.map(|(name, rate)| (name, "image-to-video", UnitPrice::PerClip(Credits::from(rate))));
    let seconds = SECONDS.map(|(name, audio, no_audio)| {
        let price = UnitPrice::PerSecond { audio: Credits::from(audio), no_audio: Credits::from(no_audio) };
        (name, "image-to-video", price)
    });
    let page: Vec<_> = images.into_iter().chain(clips).chain(seconds).collect();
    let ours: Vec<_> =
        table.models.iter().map(|model| (model.name.as_str(), model.kind.as_str(), model.price)).collect();
    assert_eq!(ours, page);
}

#[test]
fn plans_top_up_and_pacing() {
    let table = PriceTable::built_in().unwrap();
    let plans: Vec<_> = table
        .plans
        .iter()
        .map(|plan| (plan.name.as_str(), plan.credits.to_string(), plan.usd_per_month.unwrap().to_string(), plan.once))
        .collect();
    let expected = [
        ("Free trial", "60", "0", true),
        ("Starter", "1250", "29", false),
        ("Creator", "5000", "97", false),
        ("Agency", "28000", "499", false),
    ];
    assert_eq!(plans, expected.map(|(name, credits, usd, once)| (name, credits.to_owned(), usd.to_owned(), once)));
    let top_up = table.top_up.unwrap();
    assert_eq!((top_up.usd_per_1000.to_string(), top_up.min, top_up.max), ("6".to_owned(), 1000, 10_000));
    let pacing = table.pacing.unwrap();
    assert_eq!((pacing.images, pacing.length.milliseconds()), (7, 30_000));
    assert_eq!(table.checked.to_string(), "2026-09-19");
}

#[test]
fn other_names_mean_exactly_one_row() {
    let table = PriceTable::built_in().unwrap();
    for (name, row) in [
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
        ("veo 3.1 fast", "veo3.1/fast"),
        ("veo 3.1 fast i2v", "veo3.1/fast/image-to-video"),
        ("first last frame", "veo3.1/fast/first-last-frame-to-video"),
    ] {
        match table.find(name) {
            Some(Named::Model(model)) => assert_eq!(model.name, row, "{name}"),
            other => panic!("{name}: {other:?}"),
        }
    }
}

#[test]
fn ambiguous_names_are_refused_with_suggestions() {
    let table = PriceTable::built_in().unwrap();
    for (name, first) in [
        ("flux", "flux"),
        ("flux pro", "flux 1.1 pro"),
        ("luma", "luma"),
        ("kling", "kling"),
        ("veo", "veo"),
        ("veo3.1", "veo3.1"),
        ("gpt image", "gpt-image-1"),
        ("imagen", "imagen4"),
        ("openai/gpt-image-2", "gpt-image-1"),
        ("nano-bananna", "nano-banana"),
    ] {
        assert!(table.find(name).is_none(), "{name}");
        let suggestions = table.suggest(name);
        assert!((1..=4).contains(&suggestions.len()), "{name}: {suggestions:?}");
        assert!(suggestions[0].names[0].contains(first), "{name}: {suggestions:?}");
    }
}

#[test]
fn every_figure_that_is_not_the_pages_has_a_source() {
    let table = PriceTable::built_in().unwrap();
    assert!(table.plans.iter().all(|plan| plan.provenance.source.is_some() && plan.provenance.evidence.is_some()));
    assert!(table.top_up.unwrap().provenance.source.is_some());
    for rule in table.rules.iter().filter(|rule| rule.provenance.checked.is_some()) {
        assert!(rule.provenance.source.is_some(), "{}", rule.text);
    }
}
