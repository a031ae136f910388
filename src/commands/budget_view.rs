//! A plan or a balance in words.

use crate::format::{credits, grouped};
use crate::pricing::budget::Budget;
use crate::values::credits::Credits;

/// `on Starter`, `with 1,000 credits`.
pub fn on(budget: &Budget<'_>) -> String {
    budget.plan.map_or_else(
        || format!("with {}", credits(budget.credits)),
        |plan| format!("on {}{}", if plan.once { "the " } else { "" }, plan.name),
    )
}

/// `270`, or `none` for 0, of what is left.
pub fn or_none(left: Credits) -> String {
    if left.is_zero() { "none".to_owned() } else { grouped(left) }
}

/// `1,250 credits a month`, `1,250 credits a month + 500 extra − 20 already spent`.
pub fn funds(budget: &Budget<'_>) -> String {
    funds_joined(budget, " + ", " − ")
}

/// `1,250 credits a month, plus 500 extra, minus 20 already spent`.
pub fn funds_in_words(budget: &Budget<'_>) -> String {
    funds_joined(budget, ", plus ", ", minus ")
}

fn funds_joined(budget: &Budget<'_>, plus: &str, minus: &str) -> String {
    let part = |joint: &str, amount: Credits, what: &str| {
        if amount.is_zero() { String::new() } else { format!("{joint}{} {what}", grouped(amount)) }
    };
    let (extra, spent) = (part(plus, budget.extra, "extra"), part(minus, budget.spent, "already spent"));
    let period = if budget.is_monthly() { " a month" } else { "" };
    format!("{}{period}{extra}{spent}", credits(budget.credits))
}

/// `With the Starter plan (1,250 credits a month)`, `With 1,000 credits, plus 500 extra,`.
pub fn with(budget: &Budget<'_>) -> String {
    let funds = funds_in_words(budget);
    let comma = if funds.contains(", ") { "," } else { "" };
    budget.plan.map_or_else(|| format!("With {funds}{comma}"), |plan| format!("With the {} plan ({funds})", plan.name))
}
