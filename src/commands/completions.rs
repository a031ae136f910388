//! `credits completions`: what a shell can complete, with the names of the price table in force.

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Command, CommandFactory};
use clap_complete::{Shell, generate};

use crate::cli::Cli;
use crate::failure::shell_word;
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
    // The flags of the commands are made ready only now, and not to be mended before.
    command.build();
    let names: Vec<String> = command.get_subcommands().map(|command| command.get_name().to_owned()).collect();
    for name in names {
        command = command.mut_subcommand(name, |command| with_values(command, &items, &plans));
    }
    let mut script = Vec::new();
    generate(shell, &mut command, "credits", &mut script);
    let script = String::from_utf8_lossy(&script).into_owned();
    match shell {
        Shell::Fish => script + &for_fish(&items),
        Shell::PowerShell => for_powershell(&script, &items),
        _ => script,
    }
}

/// The script with the names that stand by themselves: the generator for PowerShell leaves these out too.
fn for_powershell(script: &str, items: &[PossibleValue]) -> String {
    let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
    let line = |item: &PossibleValue| {
        let name = quoted(item.get_name());
        let help = quoted(&item.get_help().map(ToString::to_string).unwrap_or_default());
        format!("            [CompletionResult]::new({name}, {name}, [CompletionResultType]::ParameterValue, {help})\n")
    };
    let names: String = items.iter().map(line).collect();
    ["cost", "fit", "compare", "models", "diff"].iter().fold(script.to_owned(), |script, command| {
        let title = format!("'credits;{command}' {{\n");
        script.replacen(&title, &format!("{title}{names}"), 1)
    })
}

/// The lines for names that stand by themselves: the generator for fish leaves these out.
///
/// A name that fish would take for more than a word is left out.
fn for_fish(items: &[PossibleValue]) -> String {
    let plain = |item: &&PossibleValue| shell_word(item.get_name()).is_some_and(|word| word == item.get_name());
    let line = |item: &PossibleValue| {
        let help = item.get_help().map(ToString::to_string).unwrap_or_default();
        let help = help.replace('\\', "\\\\").replace('\'', "\\'");
        let commands = "__fish_credits_using_subcommand cost estimate fit videos compare models diff";
        format!("complete -c credits -n \"{commands}\" -f -a '{}' -d '{help}'\n", item.get_name())
    };
    items.iter().filter(plain).map(line).collect()
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
