//! `credits completions`: what a shell can complete, with the names of the price table in force.

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Command, CommandFactory};
use clap_complete::{Shell, generate};

use crate::cli::Cli;
use crate::name::hyphenated;
use crate::table::PriceTable;
use crate::words;

/// The script for a shell.
pub(super) fn script(table: &PriceTable, shell: Shell) -> String {
    let models = table.models.iter().map(|model| value(&model.name, &model.price.to_string()));
    let recipes = table
        .recipes
        .iter()
        .map(|recipe| value(&recipe.name, &format!("{}, {}", recipe.title, words::credits(recipe.credits))));
    let items: Vec<PossibleValue> = models.chain(recipes).collect();
    let plans: Vec<PossibleValue> =
        table.plans.iter().map(|plan| value(&plan.name, &words::credits(plan.credits))).collect();
    let mut command = Cli::command();
    let names: Vec<String> = command.get_subcommands().map(|command| command.get_name().to_owned()).collect();
    for name in names {
        command = command.mut_subcommand(name, |command| with_values(command, &items, &plans));
    }
    let mut script = Vec::new();
    generate(shell, &mut command, "credits", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

/// A name as it can be typed without quotes, with what it costs.
fn value(name: &str, help: &str) -> PossibleValue {
    PossibleValue::new(hyphenated(name)).help(help.to_owned())
}

fn with_values(command: Command, items: &[PossibleValue], plans: &[PossibleValue]) -> Command {
    command.mut_args(|argument| match argument.get_id().as_str() {
        "items" | "words" => argument.value_parser(PossibleValuesParser::new(items.to_vec())),
        "plan" => argument.value_parser(PossibleValuesParser::new(plans.to_vec())),
        _ => argument,
    })
}
