//! Files in the repository that the program prints itself: the completions and the picture in the README.
//! `SNAPSHOTS=overwrite cargo test` writes them anew.

use std::path::Path;

use snapbox::data::DataFormat;
use snapbox::report::Palette;
use snapbox::{Assert, Data, IntoData};

use crate::credits;

/// Compares a file with what it should be.
pub fn assert_kept(path: &str, fresh: impl IntoData, format: DataFormat) {
    let kept = Data::read_from(Path::new(path), Some(format)).raw();
    Assert::new().action_env("SNAPSHOTS").palette(Palette::plain()).eq(fresh.into_data().raw(), kept);
}

fn printed(arguments: &[&str]) -> String {
    let output = credits(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}");
    String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap()
}

#[test]
fn completions() {
    for (shell, path) in [
        ("bash", "completions/credits.bash"),
        ("zsh", "completions/_credits"),
        ("fish", "completions/credits.fish"),
        ("powershell", "completions/_credits.ps1"),
    ] {
        assert_kept(path, printed(&["completions", shell]), DataFormat::Text);
    }
}

#[test]
fn picture_in_the_readme() {
    let arguments = ["compare", "--kind", "video", "--job", "4x8s", "--plan", "starter"];
    let answer = printed(&[&arguments[..], &["--color", "always"]].concat());
    let shown = format!("$ credits {}\n{answer}", arguments.join(" "));
    assert_kept("docs/compare.svg", Data::text(shown).coerce_to(DataFormat::TermSvg), DataFormat::TermSvg);
}
