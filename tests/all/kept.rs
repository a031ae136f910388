//! What the repository keeps of the program's own output, the picture in the README and the completions, is what the
//! program prints; `UPDATE=1 cargo test` writes it anew.

use std::fmt::Write as _;

use crate::credits;

fn printed(arguments: &[&str]) -> String {
    let output = credits(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}");
    String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap()
}

/// The file is what it should be, or becomes so.
fn holds(path: &str, fresh: &str) {
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, fresh).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap();
    assert!(kept == fresh, "{path} is stale: UPDATE=1 cargo test");
}

#[test]
fn the_completions_are_those_of_the_built_in_table() {
    for (shell, path) in [
        ("bash", "completions/credits.bash"),
        ("zsh", "completions/_credits"),
        ("fish", "completions/credits.fish"),
        ("powershell", "completions/_credits.ps1"),
    ] {
        holds(path, &printed(&["completions", shell]));
    }
}

#[test]
fn the_picture_in_the_readme_is_a_real_answer() {
    let arguments = ["compare", "--kind", "video", "--job", "4x8s", "--plan", "starter"];
    let command = format!("$ credits {}", arguments.join(" "));
    let answer = printed(&[&arguments[..], &["--color", "always"]].concat());
    holds("docs/compare.svg", &picture(&command, &answer));
}

/// The size of one character, and what stands around all of them.
const WIDTH: usize = 8;
const HEIGHT: usize = 20;
const AROUND: usize = 20;

/// A terminal with a command and its coloured answer, on a background of its own.
fn picture(command: &str, answer: &str) -> String {
    let lines: Vec<&str> = std::iter::once(command).chain(answer.lines()).collect();
    let mut drawn = String::new();
    let mut widest = 0;
    for (row, line) in lines.iter().enumerate() {
        let mut column = 0;
        // A style holds from its escape sequence to the next.
        for (index, part) in line.split("\x1b[").enumerate() {
            let (style, text) = if index == 0 { ("0", part) } else { part.split_once('m').unwrap() };
            column = draw(&mut drawn, row, column, text, paint(style));
        }
        widest = widest.max(column);
    }
    let (width, height) = (widest * WIDTH + 2 * AROUND, lines.len() * HEIGHT + 2 * AROUND);
    let size = format!("width=\"{width}\" height=\"{height}\"");
    let font = "font-family=\"ui-monospace, Menlo, Consolas, DejaVu Sans Mono, monospace\" font-size=\"13\"";
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" {size} viewBox=\"0 0 {width} {height}\" {font}>\n\
         <title>{}</title>\n\
         <rect {size} rx=\"8\" fill=\"#161b22\"/>\n{drawn}</svg>\n",
        escaped(command)
    )
}

fn paint(style: &str) -> &str {
    match style {
        "1;36" => "fill=\"#56d4dd\" font-weight=\"bold\"",
        "36" => "fill=\"#56d4dd\"",
        "2" => "fill=\"#9198a1\"",
        "0" => "fill=\"#e6edf3\"",
        _ => panic!("no colour for the style {style}"),
    }
}

/// Draws a text from a column on; where it ends.
fn draw(drawn: &mut String, row: usize, from: usize, text: &str, paint: &str) -> usize {
    let y = AROUND + row * HEIGHT;
    let mut column = from;
    // Two blanks part what stands side by side; each piece has its place and its length, whatever the font.
    for piece in text.split("  ") {
        let (x, cells) = (AROUND + column * WIDTH, piece.chars().count());
        let blanks = piece.chars().take_while(|c| *c == ' ').count();
        if let Some(eighths) = eighths(piece) {
            let height = HEIGHT - 8;
            writeln!(drawn, "<rect x=\"{x}\" y=\"{}\" width=\"{eighths}\" height=\"{height}\" {paint}/>", y + 4)
                .unwrap();
        } else if blanks < cells {
            let (x, length) = (x + blanks * WIDTH, (cells - blanks) * WIDTH);
            let place = format!("x=\"{x}\" y=\"{}\" textLength=\"{length}\"", y + 15);
            writeln!(drawn, "<text {place} {paint}>{}</text>", escaped(piece.trim_start())).unwrap();
        }
        column += cells + 2;
    }
    column - 2
}

/// The length of a bar, in eighths of a character, which are pixels here; `None` for other text.
fn eighths(piece: &str) -> Option<usize> {
    let blocks = ['▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'];
    let length = |c| blocks.iter().position(|block| *block == c).map(|index| index + 1);
    piece.chars().map(length).sum::<Option<usize>>().filter(|length| *length > 0)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
