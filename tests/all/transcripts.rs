//! The built program's answers, word for word.

#[test]
fn transcripts() {
    trycmd::TestCases::new()
        .env("XDG_CONFIG_HOME", "/nonexistent")
        .env("CREDITS_PRICING", "")
        .env("NO_COLOR", "1")
        .case("tests/cmd/*.trycmd");
}
