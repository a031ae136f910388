//! What had to be assumed for a price, in one sentence each, and what to write instead.

use crate::format::{choice, counted, credits as credits_words, grouped, list, seconds};
use crate::table::schema::Model;
use crate::values::credits::Credits;
use crate::values::day::Day;
use crate::values::quantity::{Length, Quantity};

/// Something that nobody said and the price depends on.
#[derive(Debug, Clone)]
pub struct Assumption<'a> {
    /// The place of the line whose price it affects.
    pub line: usize,
    /// That line's model.
    pub model: &'a Model,
    /// What was assumed.
    pub assumed: Assumed,
    /// What the total would be with this one assumption the other way; `None` where there is no other way.
    pub alternative: Option<Credits>,
    /// Where its quantity is written.
    pub origin: Origin,
}

/// Where the quantity of an item is written, which decides what to write instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// In the item.
    Item,
    /// In `--job`.
    Job,
    /// In a recipe or a template, which nobody can rewrite.
    Table,
}

/// The kinds of assumption.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Assumed {
    /// A length of video became images, at the table's pace.
    Pacing {
        /// The length.
        length: Length,
        /// The images.
        images: u64,
    },
    /// A length, or clips of a length, became clips of the model's own length.
    ClipLength {
        /// What was asked for.
        asked: Quantity,
        /// The clips that it was counted as.
        clips: u64,
        /// How long one of them is, where that is known.
        each: Option<Length>,
    },
    /// The highest rate of several that fit.
    Option {
        /// The option, in words, and as suffixes of an item.
        chosen: OptionWords,
        /// The others.
        others: Vec<OptionWords>,
        /// Whether they differ in audio only.
        is_audio: bool,
        /// What one of several is called whose totals these are, as in `fit`.
        each: Option<String>,
    },
    /// A length that offered clips don't make.
    OfferedLength {
        /// What was asked for; `None` where seconds are counted.
        asked: Option<Quantity>,
        /// The lengths that are offered.
        offered: Vec<Length>,
        /// The next quantity that can be made; `None` where there is none.
        next: Option<Quantity>,
        /// What the total would be with it, and what it is. Before there is a total: what the line would cost.
        totals: Option<[Credits; 2]>,
        /// What to write so that nothing is assumed, unless another assumption says it.
        to_write: Option<Quantity>,
    },
    /// The shortest clip that is offered, where a comparison leaves the length open.
    ShortestClip(Length),
    /// The model that a template uses where a request names none.
    DefaultModel,
    /// A row that is no longer available.
    Retired(Day),
}

/// An option in words and as it is typed.
#[derive(Debug, Clone, Eq)]
pub struct OptionWords {
    /// `with audio`.
    pub words: String,
    /// `:audio`.
    pub suffixes: String,
    /// What the total is with this option.
    pub total: Option<Credits>,
}

impl Assumed {
    /// Returns the kind, as it is in JSON.
    pub fn code(&self) -> &'static str {
        match self {
            Assumed::Pacing { .. } => "pacing",
            Assumed::ClipLength { .. } => "clip_length",
            Assumed::Option { is_audio: true, .. } => "audio",
            Assumed::Option { .. } => "option",
            Assumed::OfferedLength { .. } | Assumed::ShortestClip(_) => "offered_length",
            Assumed::DefaultModel => "default_model",
            Assumed::Retired(_) => "retired",
        }
    }

    /// Returns whether the service can't make what is priced.
    pub fn is_unavailable(&self) -> bool {
        matches!(self, Assumed::OfferedLength { asked: Some(_), .. } | Assumed::Retired(_))
    }

    /// Returns what was assumed, in a few words: `7 images`, `6 clips of 5 s`, `with audio`.
    pub fn in_words(&self) -> String {
        match self {
            Assumed::Pacing { images, .. } => counted(*images, "image"),
            Assumed::ClipLength { clips, each, .. } => clips_of(*clips, *each),
            Assumed::Option { chosen, .. } => chosen.words.clone(),
            Assumed::OfferedLength { asked, .. } => asked.map_or_else(|| "seconds".to_owned(), in_seconds),
            Assumed::ShortestClip(length) => clips_of(1, Some(*length)),
            Assumed::DefaultModel => "the default model".to_owned(),
            Assumed::Retired(_) => "the last known price".to_owned(),
        }
    }

    /// Returns the assumption as a sentence about the models with these names, without the full stop.
    ///
    /// The text's notes, JSON's messages and replies to customers all use it.
    pub fn sentence(&self, names: &[&str]) -> String {
        let is = if names.len() == 1 { "is" } else { "are" };
        let (lengths_are, of_each) =
            if names.len() > 1 { ("s of {} aren't", " of each") } else { (" of {} isn't", "") };
        // Without names it is about one item.
        let it = if names.is_empty() { "it" } else { "the total" };
        let names = few(names);
        let clips_are = format!("{names}{}clips are", if names.is_empty() { "" } else { " " });
        match self {
            Assumed::Pacing { length, images } => {
                format!("this assumes {} for {}", counted(*images, "image"), seconds(length.seconds()))
            }
            Assumed::ClipLength { asked, clips, each: Some(each) } => {
                let each = seconds(each.seconds());
                format!("{clips_are} {each}, so {} needs {}", in_seconds(*asked), counted(*clips, "clip"))
            }
            Assumed::ClipLength { clips, each: None, .. } => {
                let are = if names.is_empty() { " isn't".to_owned() } else { lengths_are.replace("{}", &names) };
                format!("the clip length{are} known, so this assumes {}{of_each}", counted(*clips, "clip"))
            }
            Assumed::Option { chosen, others, each, .. } => {
                let would_be = each.as_ref().map(|noun| format!("each {noun} would cost"));
                let would_be = would_be.unwrap_or_else(|| "the total would be".to_owned());
                let mut words: Vec<String> = Vec::new();
                for OptionWords { words: other, total, .. } in others {
                    let verb = if words.is_empty() { format!("{would_be} ") } else { String::new() };
                    let total = total.map_or_else(String::new, |total| format!(" {verb}{}", credits_words(total)));
                    words.push(priced_as(other) + &total);
                }
                let instead = chosen.total.map_or_else(String::new, |total| format!(" instead of {}", grouped(total)));
                format!("{names} {is} priced {}; {}{instead}", priced_as(&chosen.words), list(&words))
            }
            Assumed::OfferedLength { asked, offered, next, totals, .. } => {
                let longest = offered.last().copied();
                let is_sum =
                    matches!(asked, Some(Quantity::Length(asked)) if longest.is_some_and(|longest| *asked > longest));
                let offered = offered_in_words(offered);
                let next = next.map_or_else(String::new, |next| {
                    let is_split = matches!((asked, next), (Some(Quantity::Clips { .. }), Quantity::Length(_)));
                    let next = in_seconds(next) + if is_split { " in several clips" } else { "" };
                    match totals {
                        None => format!("; the next possible length is {next}"),
                        Some([other, total]) if other == total => format!("; {next} would cost the same"),
                        Some([other, total]) => {
                            let other = credits_words(other);
                            format!("; with {next} {it} would be {other} instead of {}", grouped(total))
                        }
                    }
                });
                match asked {
                    None => format!("{clips_are} {offered}, so only sums of these lengths are possible"),
                    Some(Quantity::Clips { each, .. }) => {
                        format!("{clips_are} {offered}, not {}{next}", seconds(each.seconds()))
                    }
                    Some(asked) if is_sum => {
                        format!("{clips_are} {offered}, and no combination of them is {}{next}", in_seconds(*asked))
                    }
                    Some(asked) => format!("{clips_are} {offered}, so {} isn't possible{next}", in_seconds(*asked)),
                }
            }
            Assumed::ShortestClip(length) => {
                format!("{names} {is} priced for the shortest clip, {}", seconds(length.seconds()))
            }
            Assumed::DefaultModel => format!("no model is named, so the price is for {names}, the default"),
            Assumed::Retired(since) => format!("{names} {is} no longer available (since {since})"),
        }
    }

    /// Returns the sentence with what to type for something else.
    pub fn note(&self, names: &[&str], origin: Origin) -> String {
        let others = match self {
            Assumed::Option { others, .. } => others.as_slice(),
            _ => &[],
        };
        self.sentence(names) + &in_parentheses(self.advice(others, origin))
    }

    /// Returns the assumption without what the total is and would be, for one about several totals.
    pub fn without_totals(mut self) -> Assumed {
        if let Assumed::OfferedLength { totals, .. } = &mut self {
            *totals = None;
        }
        self
    }

    /// Returns why `--strict` refuses the item, and what to write.
    pub fn strict_message(&self, origin: Origin) -> String {
        let mut options = Vec::new();
        let reason = match self {
            Assumed::Option { chosen, others, .. } => {
                options.push(chosen.clone());
                options.extend_from_slice(others);
                "the price depends on an option".to_owned()
            }
            Assumed::ShortestClip(_) => "no length is given".to_owned(),
            Assumed::Pacing { length, .. } => {
                format!("the number of images for {} isn't given", seconds(length.seconds()))
            }
            Assumed::ClipLength { each: None, .. } => "the clip length isn't known".to_owned(),
            Assumed::Retired(since) => return format!("no longer available (since {since})"),
            _ => self.sentence(&[]),
        };
        let instead = || (origin == Origin::Table).then(|| "list the models instead of the recipe".to_owned());
        reason + &in_parentheses(self.advice(&options, origin).or_else(instead))
    }

    /// Returns what to type for something else, such as one of these options; `None` where there is nothing to type.
    fn advice(&self, options: &[OptionWords], origin: Origin) -> Option<String> {
        let write = |quantity: String| match origin {
            Origin::Job => format!("use --job {quantity}"),
            _ => format!("write ={quantity}"),
        };
        Some(match self {
            Assumed::ShortestClip(length) => format!("use --job {length}, or another length"),
            Assumed::Pacing { .. } if origin == Origin::Table => "use --pace".to_owned(),
            Assumed::Option { is_audio: true, .. } if origin == Origin::Table => {
                format!("use {}", choice(&options.iter().map(OptionWords::flag).collect::<Vec<_>>()))
            }
            _ if origin == Origin::Table => return None,
            Assumed::Pacing { images, .. } if origin == Origin::Job => format!("use --job {images}, or --pace"),
            Assumed::Pacing { images, .. } => format!("write a number, such as ={images}, or use --pace"),
            Assumed::ClipLength { clips, .. } => write(clips.to_string()),
            Assumed::OfferedLength { to_write: Some(Quantity::Count(clips)), .. } => {
                format!("or {} for {}", write(clips.to_string()), clips_of(*clips, None))
            }
            Assumed::OfferedLength { asked: None, to_write: Some(quantity), .. } => {
                format!("write a clip length, such as ={quantity}")
            }
            Assumed::OfferedLength { to_write: Some(quantity), .. } => write(quantity.to_string()),
            Assumed::Option { is_audio, .. } => {
                let flags = options.iter().filter(|_| *is_audio).map(OptionWords::flag);
                let suffixes = options.iter().map(|option| option.suffixes.as_str());
                format!("add {}", choice(&suffixes.chain(flags).collect::<Vec<_>>()))
            }
            Assumed::OfferedLength { .. } | Assumed::DefaultModel | Assumed::Retired(_) => return None,
        })
    }
}

fn in_parentheses(advice: Option<String>) -> String {
    advice.map(|advice| format!(" ({advice})")).unwrap_or_default()
}

impl OptionWords {
    /// Returns the flag for an option with or without audio.
    fn flag(&self) -> &str {
        if self.suffixes.ends_with("no-audio") { "--no-audio" } else { "--audio" }
    }
}

/// The words decide, whatever the totals are.
impl PartialEq for OptionWords {
    fn eq(&self, other: &OptionWords) -> bool {
        self.words == other.words
    }
}

/// Assumptions of one kind, about one model or several.
#[derive(Debug, Clone)]
pub struct Group<'a> {
    /// What was assumed.
    pub assumed: Assumed,
    /// The models.
    pub models: Vec<&'a Model>,
    /// The lines of the estimate, where all are of one.
    pub lines: Vec<usize>,
    /// Where their quantities are written; `Item` where that differs.
    pub origin: Origin,
}

/// Puts the same assumption about several models together, in the order in which each kind appears.
pub fn groups<'e, 'a: 'e>(assumptions: impl IntoIterator<Item = &'e Assumption<'a>>) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    for Assumption { line, model, assumed, origin, .. } in assumptions {
        let Some(group) = groups.iter_mut().find(|group| group.assumed == *assumed) else {
            groups.push(Group { assumed: assumed.clone(), models: vec![model], lines: vec![*line], origin: *origin });
            continue;
        };
        if !group.models.iter().any(|known| std::ptr::eq(*known, *model)) {
            group.models.push(model);
        }
        group.lines.push(*line);
        if group.origin != *origin {
            group.origin = Origin::Item;
        }
    }
    groups
}

impl Group<'_> {
    /// Returns the sentence about all of the models, by name or as customers call them.
    pub fn sentence(&self, name: fn(&Model) -> &str) -> String {
        let names: Vec<&str> = self.models.iter().map(|model| name(model)).collect();
        self.assumed.sentence(&names)
    }

    /// Returns the sentence with what to type for something else.
    pub fn note(&self) -> String {
        let names: Vec<&str> = self.models.iter().map(|model| model.name.as_str()).collect();
        self.assumed.note(&names, self.origin)
    }
}

/// Names the first of several: `a`, `a and b`, `a and 4 others`.
pub fn few<T: AsRef<str>>(names: &[T]) -> String {
    match names {
        [first, others @ ..] if others.len() > 2 => {
            format!("{} and {} others", first.as_ref(), grouped(others.len()))
        }
        names => list(names),
    }
}

/// `with audio`, but `at 1080p` and `at high`.
fn priced_as(words: &str) -> String {
    if words.starts_with("with") { words.to_owned() } else { format!("with the option {words}") }
}

/// `15 s`, `6 × 8 s`, or `8 s` for one clip.
pub fn in_seconds(quantity: Quantity) -> String {
    match quantity {
        Quantity::Count(count) => grouped(count),
        Quantity::Length(length) => seconds(length.seconds()),
        Quantity::Clips { count: 1, each } => seconds(each.seconds()),
        Quantity::Clips { count, each } => format!("{} × {}", grouped(count), seconds(each.seconds())),
    }
}

/// `6 clips of 5 s`.
pub fn clips_of(clips: u64, each: Option<Length>) -> String {
    let each = each.map_or_else(String::new, |each| format!(" of {}", seconds(each.seconds())));
    format!("{}{each}", counted(clips, "clip"))
}

/// `4, 6 or 8 s`.
pub fn offered_in_words(offered: &[Length]) -> String {
    let lengths: Vec<String> = offered.iter().map(|length| grouped(length.seconds())).collect();
    format!("{} s", choice(&lengths))
}
