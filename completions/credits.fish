# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_credits_global_optspecs
    string join \n pricing= format= json reply q/quiet strict max-age= color= h/help V/version
end

function __fish_credits_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_credits_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_credits_using_subcommand
    set -l cmd (__fish_credits_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c credits -n "__fish_credits_needs_command" -l pricing -d 'Price table to use; - is standard input [default: $CREDITS_PRICING, then credits/pricing.toml in your configuration folder, then the built-in one]' -r -F
complete -c credits -n "__fish_credits_needs_command" -l format -d 'Form of the answer' -r -f -a "text\t'For people'
json\t'One document, for scripts'
csv\t'Comma-separated values, for spreadsheets'
tsv\t'Tab-separated values'
md\t'A Markdown table, for tickets and help pages'
reply\t'A few sentences to paste to a customer'"
complete -c credits -n "__fish_credits_needs_command" -l max-age -d 'Refuse prices that were checked longer ago, such as 30d' -r
complete -c credits -n "__fish_credits_needs_command" -l color -d 'When to use colour; NO_COLOR is respected' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c credits -n "__fish_credits_needs_command" -l json -d 'The same as --format json'
complete -c credits -n "__fish_credits_needs_command" -l reply -d 'The same as --format reply'
complete -c credits -n "__fish_credits_needs_command" -s q -l quiet -d 'Print the bare number only'
complete -c credits -n "__fish_credits_needs_command" -l strict -d 'Refuse every assumption, and say what to write instead'
complete -c credits -n "__fish_credits_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c credits -n "__fish_credits_needs_command" -s V -l version -d 'Print version'
complete -c credits -n "__fish_credits_needs_command" -f -a "cost" -d 'What a production costs'
complete -c credits -n "__fish_credits_needs_command" -f -a "estimate" -d 'What a production costs'
complete -c credits -n "__fish_credits_needs_command" -f -a "fit" -d 'How many of a production a plan\'s monthly credits, or a balance, allow'
complete -c credits -n "__fish_credits_needs_command" -f -a "videos" -d 'How many of a production a plan\'s monthly credits, or a balance, allow'
complete -c credits -n "__fish_credits_needs_command" -f -a "compare" -d 'Which is cheapest for the same job, by how much, and how many fit'
complete -c credits -n "__fish_credits_needs_command" -f -a "models" -d 'The price list; a model\'s name shows all about it, other words the rows that hold them'
complete -c credits -n "__fish_credits_needs_command" -f -a "plans" -d 'Plans with credits, USD a month and USD a credit; what extra credits cost'
complete -c credits -n "__fish_credits_needs_command" -f -a "rules" -d 'What is free, what failures cost, limits, and what no source says'
complete -c credits -n "__fish_credits_needs_command" -f -a "request" -d 'What an API request will cost, before it is sent: the body of POST /v2/videos/from-templates'
complete -c credits -n "__fish_credits_needs_command" -f -a "batch" -d 'The cost of each of many productions, as a stream: JSON Lines or CSV, a record a line, in order'
complete -c credits -n "__fish_credits_needs_command" -f -a "check" -d 'Whether a price table is sound: all its faults at once, with lines'
complete -c credits -n "__fish_credits_needs_command" -f -a "diff" -d 'What changed between two price tables, and what it does to a production and to each plan\'s count'
complete -c credits -n "__fish_credits_needs_command" -f -a "init" -d 'The built-in price table, to edit'
complete -c credits -n "__fish_credits_needs_command" -f -a "completions" -d 'A completion script for a shell, with the names of the price table in force'
complete -c credits -n "__fish_credits_needs_command" -f -a "man" -d 'The man page'
complete -c credits -n "__fish_credits_using_subcommand cost" -l pricing -d 'Price table to use; - is standard input [default: $CREDITS_PRICING, then credits/pricing.toml in your configuration folder, then the built-in one]' -r -F
complete -c credits -n "__fish_credits_using_subcommand cost" -l format -d 'Form of the answer' -r -f -a "text\t'For people'
json\t'One document, for scripts'
csv\t'Comma-separated values, for spreadsheets'
tsv\t'Tab-separated values'
md\t'A Markdown table, for tickets and help pages'
reply\t'A few sentences to paste to a customer'"
complete -c credits -n "__fish_credits_using_subcommand cost" -l max-age -d 'Refuse prices that were checked longer ago, such as 30d' -r
complete -c credits -n "__fish_credits_using_subcommand cost" -l color -d 'When to use colour; NO_COLOR is respected' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c credits -n "__fish_credits_using_subcommand cost" -s f -l file -d 'Items from a file, or - for standard input: one a line, before the others; # begins a comment' -r -F
complete -c credits -n "__fish_credits_using_subcommand cost" -s n -l count -d 'That many productions' -r
complete -c credits -n "__fish_credits_using_subcommand cost" -l max -d 'Exit with code 1 if it costs more' -r
complete -c credits -n "__fish_credits_using_subcommand cost" -l pace -d 'How long an image stays, for lengths of per-image models' -r
complete -c credits -n "__fish_credits_using_subcommand cost" -l retakes -d 'Paid generations beyond the ones needed, on average, such as 25%' -r
complete -c credits -n "__fish_credits_using_subcommand cost" -l json -d 'The same as --format json'
complete -c credits -n "__fish_credits_using_subcommand cost" -l reply -d 'The same as --format reply'
complete -c credits -n "__fish_credits_using_subcommand cost" -s q -l quiet -d 'Print the bare number only'
complete -c credits -n "__fish_credits_using_subcommand cost" -l strict -d 'Refuse every assumption, and say what to write instead'
complete -c credits -n "__fish_credits_using_subcommand cost" -l usd -d 'Show USD too, at the rate of extra credits'
complete -c credits -n "__fish_credits_using_subcommand cost" -l audio -d 'With audio, where a model has the choice and its item doesn\'t say'
complete -c credits -n "__fish_credits_using_subcommand cost" -l no-audio -d 'Without audio, where a model has the choice and its item doesn\'t say'
complete -c credits -n "__fish_credits_using_subcommand cost" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c credits -n "__fish_credits_using_subcommand estimate" -l pricing -d 'Price table to use; - is standard input [default: $CREDITS_PRICING, then credits/pricing.toml in your configuration folder, then the built-in one]' -r -F
complete -c credits -n "__fish_credits_using_subcommand estimate" -l format -d 'Form of the answer' -r -f -a "text\t'For people'
json\t'One document, for scripts'
csv\t'Comma-separated values, for spreadsheets'
tsv\t'Tab-separated values'
md\t'A Markdown table, for tickets and help pages'
reply\t'A few sentences to paste to a customer'"
complete -c credits -n "__fish_credits_using_subcommand estimate" -l max-age -d 'Refuse prices that were checked longer ago, such as 30d' -r
complete -c credits -n "__fish_credits_using_subcommand estimate" -l color -d 'When to use colour; NO_COLOR is respected' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c credits -n "__fish_credits_using_subcommand estimate" -s f -l file -d 'Items from a file, or - for standard input: one a line, before the others; # begins a comment' -r -F
complete -c credits -n "__fish_credits_using_subcommand estimate" -s n -l count -d 'That many productions' -r
complete -c credits -n "__fish_credits_using_subcommand estimate" -l max -d 'Exit with code 1 if it costs more' -r
complete -c credits -n "__fish_credits_using_subcommand estimate" -l pace -d 'How long an image stays, for lengths of per-image models' -r
complete -c credits -n "__fish_credits_using_subcommand estimate" -l retakes -d 'Paid generations beyond the ones needed, on average, such as 25%' -r
complete -c credits -n "__fish_credits_using_subcommand estimate" -l json -d 'The same as --format json'
complete -c credits -n "__fish_credits_using_subcommand estimate" -l reply -d 'The same as --format reply'
complete -c credits -n "__fish_credits_using_subcommand estimate" -s q -l quiet -d 'Print the bare number only'
complete -c credits -n "__fish_credits_using_subcommand estimate" -l strict -d 'Refuse every assumption, and say what to write instead'
complete -c credits -n "__fish_credits_using_subcommand estimate" -l usd -d 'Show USD too, at the rate of extra credits'
complete -c credits -n "__fish_credits_using_subcommand estimate" -l audio -d 'With audio, where a model has the choice and its item doesn\'t say'
complete -c credits -n "__fish_credits_using_subcommand estimate" -l no-audio -d 'Without audio, where a model has the choice and its item doesn\'t say'
complete -c credits -n "__fish_credits_using_subcommand estimate" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c credits -n "__fish_credits_using_subcommand fit" -l pricing -d 'Price table to use; - is standard input [default: $CREDITS_PRICING, then credits/pricing.toml in your configuration folder, then the built-in one]' -r -F
complete -c credits -n "__fish_credits_using_subcommand fit" -l format -d 'Form of the answer' -r -f -a "text\t'For people'
json\t'One document, for scripts'
csv\t'Comma-separated values, for spreadsheets'
tsv\t'Tab-separated values'
md\t'A Markdown table, for tickets and help pages'
reply\t'A few sentences to paste to a customer'"
complete -c credits -n "__fish_credits_using_subcommand fit" -l max-age -d 'Refuse prices that were checked longer ago, such as 30d' -r
complete -c credits -n "__fish_credits_using_subcommand fit" -l color -d 'When to use colour; NO_COLOR is respected' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c credits -n "__fish_credits_using_subcommand fit" -s f -l file -d 'Items from a file, or - for standard input: one a line, before the others; # begins a comment' -r -F
complete -c credits -n "__fish_credits_using_subcommand fit" -l pace -d 'How long an image stays, for lengths of per-image models' -r
complete -c credits -n "__fish_credits_using_subcommand fit" -l retakes -d 'Paid generations beyond the ones needed, on average, such as 25%' -r
complete -c credits -n "__fish_credits_using_subcommand fit" -l plan -d 'A plan: how many its month allows; may be repeated' -r -f -a "Free-trial\t'60 credits'
Starter\t'1,250 credits'
Creator\t'5,000 credits'
Agency\t'28,000 credits'"
complete -c credits -n "__fish_credits_using_subcommand fit" -l credits -l balance -d 'A balance: how many it allows' -r
complete -c credits -n "__fish_credits_using_subcommand fit" -l used -d 'Credits spent already' -r
complete -c credits -n "__fish_credits_using_subcommand fit" -l extra -d 'Credits bought or rolled over' -r
complete -c credits -n "__fish_credits_using_subcommand fit" -s n -l want -d 'Whether that many are possible, and the cheapest way; without items, what each may cost' -r
complete -c credits -n "__fish_credits_using_subcommand fit" -l json -d 'The same as --format json'
complete -c credits -n "__fish_credits_using_subcommand fit" -l reply -d 'The same as --format reply'
complete -c credits -n "__fish_credits_using_subcommand fit" -s q -l quiet -d 'Print the bare number only'
complete -c credits -n "__fish_credits_using_subcommand fit" -l strict -d 'Refuse every assumption, and say what to write instead'
complete -c credits -n "__fish_credits_using_subcommand fit" -l audio -d 'With audio, where a model has the choice and its item doesn\'t say'
complete -c credits -n "__fish_credits_using_subcommand fit" -l no-audio -d 'Without audio, where a model has the choice and its item doesn\'t say'
complete -c credits -n "__fish_credits_using_subcommand fit" -l usd -d 'Show USD too, at each plan\'s own rate'
complete -c credits -n "__fish_credits_using_subcommand fit" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c credits -n "__fish_credits_using_subcommand videos" -l pricing -d 'Price table to use; - is standard input [default: $CREDITS_PRICING, then credits/pricing.toml in your configuration folder, then the built-in one]' -r -F
complete -c credits -n "__fish_credits_using_subcommand videos" -l format -d 'Form of the answer' -r -f -a "text\t'For people'
json\t'One document, for scripts'
csv\t'Comma-separated values, for spreadsheets'
tsv\t'Tab-separated values'
md\t'A Markdown table, for tickets and help pages'
reply\t'A few sentences to paste to a customer'"
complete -c credits -n "__fish_credits_using_subcommand videos" -l max-age -d 'Refuse prices that were checked longer ago, such as 30d' -r
complete -c credits -n "__fish_credits_using_subcommand videos" -l color -d 'When to use colour; NO_COLOR is respected' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c credits -n "__fish_credits_using_subcommand videos" -s f -l file -d 'Items from a file, or - for standard input: one a line, before the others; # begins a comment' -r -F
complete -c credits -n "__fish_credits_using_subcommand videos" -l pace -d 'How long an image stays, for lengths of per-image models' -r
complete -c credits -n "__fish_credits_using_subcommand videos" -l retakes -d 'Paid generations beyond the ones needed, on average, such as 25%' -r
complete -c credits -n "__fish_credits_using_subcommand videos" -l plan -d 'A plan: how many its month allows; may be repeated' -r -f -a "Free-trial\t'60 credits'
Starter\t'1,250 credits'
Creator\t'5,000 credits'
Agency\t'28,000 credits'"
complete -c credits -n "__fish_credits_using_subcommand videos" -l credits -l balance -d 'A balance: how many it allows' -r
complete -c credits -n "__fish_credits_using_subcommand videos" -l used -d 'Credits spent already' -r
complete -c credits -n "__fish_credits_using_subcommand videos" -l extra -d 'Credits bought or rolled over' -r
complete -c credits -n "__fish_credits_using_subcommand videos" -s n -l want -d 'Whether that many are possible, and the cheapest way; without items, what each may cost' -r
complete -c credits -n "__fish_credits_using_subcommand videos" -l json -d 'The same as --format json'
complete -c credits -n "__fish_credits_using_subcommand videos" -l reply -d 'The same as --format reply'
complete -c credits -n "__fish_credits_using_subcommand videos" -s q -l quiet -d 'Print the bare number only'
complete -c credits -n "__fish_credits_using_subcommand videos" -l strict -d 'Refuse every assumption, and say what to write instead'
complete -c credits -n "__fish_credits_using_subcommand videos" -l audio -d 'With audio, where a model has the choice and its item doesn\'t say'
complete -c credits -n "__fish_credits_using_subcommand videos" -l no-audio -d 'Without audio, where a model has the choice and its item doesn\'t say'
complete -c credits -n "__fish_credits_using_subcommand videos" -l usd -d 'Show USD too, at each plan\'s own rate'
complete -c credits -n "__fish_credits_using_subcommand videos" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c credits -n "__fish_credits_using_subcommand compare" -l pricing -d 'Price table to use; - is standard input [default: $CREDITS_PRICING, then credits/pricing.toml in your configuration folder, then the built-in one]' -r -F
complete -c credits -n "__fish_credits_using_subcommand compare" -l format -d 'Form of the answer' -r -f -a "text\t'For people'
json\t'One document, for scripts'
csv\t'Comma-separated values, for spreadsheets'
tsv\t'Tab-separated values'
md\t'A Markdown table, for tickets and help pages'
reply\t'A few sentences to paste to a customer'"
complete -c credits -n "__fish_credits_using_subcommand compare" -l max-age -d 'Refuse prices that were checked longer ago, such as 30d' -r
complete -c credits -n "__fish_credits_using_subcommand compare" -l color -d 'When to use colour; NO_COLOR is respected' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c credits -n "__fish_credits_using_subcommand compare" -l job -d 'The quantity for items without one: 6, 30s or 4x8s; a recipe takes a number, and is as long as it is [default: 1]' -r
complete -c credits -n "__fish_credits_using_subcommand compare" -l kind -d 'Models that make images, or videos' -r -f -a "image\t'Images'
video\t'Videos'"
complete -c credits -n "__fish_credits_using_subcommand compare" -l max -d 'Hide what costs more' -r
complete -c credits -n "__fish_credits_using_subcommand compare" -l top -d 'Show the cheapest N only; rows that fold into one count as one' -r
complete -c credits -n "__fish_credits_using_subcommand compare" -l pace -d 'How long an image stays, for lengths of per-image models' -r
complete -c credits -n "__fish_credits_using_subcommand compare" -l retakes -d 'Paid generations beyond the ones needed, on average, such as 25%' -r
complete -c credits -n "__fish_credits_using_subcommand compare" -l plan -d 'A plan: how many its month allows; may be repeated' -r -f -a "Free-trial\t'60 credits'
Starter\t'1,250 credits'
Creator\t'5,000 credits'
Agency\t'28,000 credits'"
complete -c credits -n "__fish_credits_using_subcommand compare" -l credits -l balance -d 'A balance: how many it allows' -r
complete -c credits -n "__fish_credits_using_subcommand compare" -l json -d 'The same as --format json'
complete -c credits -n "__fish_credits_using_subcommand compare" -l reply -d 'The same as --format reply'
complete -c credits -n "__fish_credits_using_subcommand compare" -s q -l quiet -d 'Print the bare number only'
complete -c credits -n "__fish_credits_using_subcommand compare" -l strict -d 'Refuse every assumption, and say what to write instead'
complete -c credits -n "__fish_credits_using_subcommand compare" -l all -d 'Show every row by itself, even where several cost the same in every way'
complete -c credits -n "__fish_credits_using_subcommand compare" -l audio -d 'With audio, where a model has the choice and its item doesn\'t say'
complete -c credits -n "__fish_credits_using_subcommand compare" -l no-audio -d 'Without audio, where a model has the choice and its item doesn\'t say'
complete -c credits -n "__fish_credits_using_subcommand compare" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c credits -n "__fish_credits_using_subcommand models" -l pricing -d 'Price table to use; - is standard input [default: $CREDITS_PRICING, then credits/pricing.toml in your configuration folder, then the built-in one]' -r -F
complete -c credits -n "__fish_credits_using_subcommand models" -l format -d 'Form of the answer' -r -f -a "text\t'For people'
json\t'One document, for scripts'
csv\t'Comma-separated values, for spreadsheets'
tsv\t'Tab-separated values'
md\t'A Markdown table, for tickets and help pages'
reply\t'A few sentences to paste to a customer'"
complete -c credits -n "__fish_credits_using_subcommand models" -l max-age -d 'Refuse prices that were checked longer ago, such as 30d' -r
complete -c credits -n "__fish_credits_using_subcommand models" -l color -d 'When to use colour; NO_COLOR is respected' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c credits -n "__fish_credits_using_subcommand models" -l json -d 'The same as --format json'
complete -c credits -n "__fish_credits_using_subcommand models" -l reply -d 'The same as --format reply'
complete -c credits -n "__fish_credits_using_subcommand models" -s q -l quiet -d 'Print the bare number only'
complete -c credits -n "__fish_credits_using_subcommand models" -l strict -d 'Refuse every assumption, and say what to write instead'
complete -c credits -n "__fish_credits_using_subcommand models" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c credits -n "__fish_credits_using_subcommand plans" -l pricing -d 'Price table to use; - is standard input [default: $CREDITS_PRICING, then credits/pricing.toml in your configuration folder, then the built-in one]' -r -F
complete -c credits -n "__fish_credits_using_subcommand plans" -l format -d 'Form of the answer' -r -f -a "text\t'For people'
json\t'One document, for scripts'
csv\t'Comma-separated values, for spreadsheets'
tsv\t'Tab-separated values'
md\t'A Markdown table, for tickets and help pages'
reply\t'A few sentences to paste to a customer'"
complete -c credits -n "__fish_credits_using_subcommand plans" -l max-age -d 'Refuse prices that were checked longer ago, such as 30d' -r
complete -c credits -n "__fish_credits_using_subcommand plans" -l color -d 'When to use colour; NO_COLOR is respected' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c credits -n "__fish_credits_using_subcommand plans" -l json -d 'The same as --format json'
complete -c credits -n "__fish_credits_using_subcommand plans" -l reply -d 'The same as --format reply'
complete -c credits -n "__fish_credits_using_subcommand plans" -s q -l quiet -d 'Print the bare number only'
complete -c credits -n "__fish_credits_using_subcommand plans" -l strict -d 'Refuse every assumption, and say what to write instead'
complete -c credits -n "__fish_credits_using_subcommand plans" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c credits -n "__fish_credits_using_subcommand rules" -l pricing -d 'Price table to use; - is standard input [default: $CREDITS_PRICING, then credits/pricing.toml in your configuration folder, then the built-in one]' -r -F
complete -c credits -n "__fish_credits_using_subcommand rules" -l format -d 'Form of the answer' -r -f -a "text\t'For people'
json\t'One document, for scripts'
csv\t'Comma-separated values, for spreadsheets'
tsv\t'Tab-separated values'
md\t'A Markdown table, for tickets and help pages'
reply\t'A few sentences to paste to a customer'"
complete -c credits -n "__fish_credits_using_subcommand rules" -l max-age -d 'Refuse prices that were checked longer ago, such as 30d' -r
complete -c credits -n "__fish_credits_using_subcommand rules" -l color -d 'When to use colour; NO_COLOR is respected' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c credits -n "__fish_credits_using_subcommand rules" -l json -d 'The same as --format json'
complete -c credits -n "__fish_credits_using_subcommand rules" -l reply -d 'The same as --format reply'
complete -c credits -n "__fish_credits_using_subcommand rules" -s q -l quiet -d 'Print the bare number only'
complete -c credits -n "__fish_credits_using_subcommand rules" -l strict -d 'Refuse every assumption, and say what to write instead'
complete -c credits -n "__fish_credits_using_subcommand rules" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c credits -n "__fish_credits_using_subcommand request" -l pricing -d 'Price table to use; - is standard input [default: $CREDITS_PRICING, then credits/pricing.toml in your configuration folder, then the built-in one]' -r -F
complete -c credits -n "__fish_credits_using_subcommand request" -l format -d 'Form of the answer' -r -f -a "text\t'For people'
json\t'One document, for scripts'
csv\t'Comma-separated values, for spreadsheets'
tsv\t'Tab-separated values'
md\t'A Markdown table, for tickets and help pages'
reply\t'A few sentences to paste to a customer'"
complete -c credits -n "__fish_credits_using_subcommand request" -l max-age -d 'Refuse prices that were checked longer ago, such as 30d' -r
complete -c credits -n "__fish_credits_using_subcommand request" -l color -d 'When to use colour; NO_COLOR is respected' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c credits -n "__fish_credits_using_subcommand request" -s n -l count -d 'That many productions' -r
complete -c credits -n "__fish_credits_using_subcommand request" -l max -d 'Exit with code 1 if it costs more' -r
complete -c credits -n "__fish_credits_using_subcommand request" -l pace -d 'How long an image stays, for lengths of per-image models' -r
complete -c credits -n "__fish_credits_using_subcommand request" -l retakes -d 'Paid generations beyond the ones needed, on average, such as 25%' -r
complete -c credits -n "__fish_credits_using_subcommand request" -l plan -d 'A plan: how many its month allows; may be repeated' -r -f -a "Free-trial\t'60 credits'
Starter\t'1,250 credits'
Creator\t'5,000 credits'
Agency\t'28,000 credits'"
complete -c credits -n "__fish_credits_using_subcommand request" -l credits -l balance -d 'A balance: how many it allows' -r
complete -c credits -n "__fish_credits_using_subcommand request" -l json -d 'The same as --format json'
complete -c credits -n "__fish_credits_using_subcommand request" -l reply -d 'The same as --format reply'
complete -c credits -n "__fish_credits_using_subcommand request" -s q -l quiet -d 'Print the bare number only'
complete -c credits -n "__fish_credits_using_subcommand request" -l strict -d 'Refuse every assumption, and say what to write instead'
complete -c credits -n "__fish_credits_using_subcommand request" -l usd -d 'Show USD too, at the rate of extra credits'
complete -c credits -n "__fish_credits_using_subcommand request" -l audio -d 'With audio, where a model has the choice and its item doesn\'t say'
complete -c credits -n "__fish_credits_using_subcommand request" -l no-audio -d 'Without audio, where a model has the choice and its item doesn\'t say'
complete -c credits -n "__fish_credits_using_subcommand request" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c credits -n "__fish_credits_using_subcommand batch" -l pricing -d 'Price table to use; - is standard input [default: $CREDITS_PRICING, then credits/pricing.toml in your configuration folder, then the built-in one]' -r -F
complete -c credits -n "__fish_credits_using_subcommand batch" -l format -d 'Form of the answer' -r -f -a "text\t'For people'
json\t'One document, for scripts'
csv\t'Comma-separated values, for spreadsheets'
tsv\t'Tab-separated values'
md\t'A Markdown table, for tickets and help pages'
reply\t'A few sentences to paste to a customer'"
complete -c credits -n "__fish_credits_using_subcommand batch" -l max-age -d 'Refuse prices that were checked longer ago, such as 30d' -r
complete -c credits -n "__fish_credits_using_subcommand batch" -l color -d 'When to use colour; NO_COLOR is respected' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c credits -n "__fish_credits_using_subcommand batch" -l pace -d 'How long an image stays, for lengths of per-image models' -r
complete -c credits -n "__fish_credits_using_subcommand batch" -l retakes -d 'Paid generations beyond the ones needed, on average, such as 25%' -r
complete -c credits -n "__fish_credits_using_subcommand batch" -l plan -d 'A plan: how many of each its month allows' -r -f -a "Free-trial\t'60 credits'
Starter\t'1,250 credits'
Creator\t'5,000 credits'
Agency\t'28,000 credits'"
complete -c credits -n "__fish_credits_using_subcommand batch" -l credits -l balance -d 'A balance: how many of each it allows' -r
complete -c credits -n "__fish_credits_using_subcommand batch" -l json -d 'The same as --format json'
complete -c credits -n "__fish_credits_using_subcommand batch" -l reply -d 'The same as --format reply'
complete -c credits -n "__fish_credits_using_subcommand batch" -s q -l quiet -d 'Print the bare number only'
complete -c credits -n "__fish_credits_using_subcommand batch" -l strict -d 'Refuse every assumption, and say what to write instead'
complete -c credits -n "__fish_credits_using_subcommand batch" -l audio -d 'With audio, where a model has the choice and its item doesn\'t say'
complete -c credits -n "__fish_credits_using_subcommand batch" -l no-audio -d 'Without audio, where a model has the choice and its item doesn\'t say'
complete -c credits -n "__fish_credits_using_subcommand batch" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c credits -n "__fish_credits_using_subcommand check" -l pricing -d 'Price table to use; - is standard input [default: $CREDITS_PRICING, then credits/pricing.toml in your configuration folder, then the built-in one]' -r -F
complete -c credits -n "__fish_credits_using_subcommand check" -l format -d 'Form of the answer' -r -f -a "text\t'For people'
json\t'One document, for scripts'
csv\t'Comma-separated values, for spreadsheets'
tsv\t'Tab-separated values'
md\t'A Markdown table, for tickets and help pages'
reply\t'A few sentences to paste to a customer'"
complete -c credits -n "__fish_credits_using_subcommand check" -l max-age -d 'Refuse prices that were checked longer ago, such as 30d' -r
complete -c credits -n "__fish_credits_using_subcommand check" -l color -d 'When to use colour; NO_COLOR is respected' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c credits -n "__fish_credits_using_subcommand check" -l json -d 'The same as --format json'
complete -c credits -n "__fish_credits_using_subcommand check" -l reply -d 'The same as --format reply'
complete -c credits -n "__fish_credits_using_subcommand check" -s q -l quiet -d 'Print the bare number only'
complete -c credits -n "__fish_credits_using_subcommand check" -l strict -d 'Refuse every assumption, and say what to write instead'
complete -c credits -n "__fish_credits_using_subcommand check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c credits -n "__fish_credits_using_subcommand diff" -l pricing -d 'Price table to use; - is standard input [default: $CREDITS_PRICING, then credits/pricing.toml in your configuration folder, then the built-in one]' -r -F
complete -c credits -n "__fish_credits_using_subcommand diff" -l format -d 'Form of the answer' -r -f -a "text\t'For people'
json\t'One document, for scripts'
csv\t'Comma-separated values, for spreadsheets'
tsv\t'Tab-separated values'
md\t'A Markdown table, for tickets and help pages'
reply\t'A few sentences to paste to a customer'"
complete -c credits -n "__fish_credits_using_subcommand diff" -l max-age -d 'Refuse prices that were checked longer ago, such as 30d' -r
complete -c credits -n "__fish_credits_using_subcommand diff" -l color -d 'When to use colour; NO_COLOR is respected' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c credits -n "__fish_credits_using_subcommand diff" -l pace -d 'How long an image stays, for lengths of per-image models' -r
complete -c credits -n "__fish_credits_using_subcommand diff" -l retakes -d 'Paid generations beyond the ones needed, on average, such as 25%' -r
complete -c credits -n "__fish_credits_using_subcommand diff" -l json -d 'The same as --format json'
complete -c credits -n "__fish_credits_using_subcommand diff" -l reply -d 'The same as --format reply'
complete -c credits -n "__fish_credits_using_subcommand diff" -s q -l quiet -d 'Print the bare number only'
complete -c credits -n "__fish_credits_using_subcommand diff" -l strict -d 'Refuse every assumption, and say what to write instead'
complete -c credits -n "__fish_credits_using_subcommand diff" -l exit-code -d 'Exit with code 1 if anything changed'
complete -c credits -n "__fish_credits_using_subcommand diff" -l audio -d 'With audio, where a model has the choice and its item doesn\'t say'
complete -c credits -n "__fish_credits_using_subcommand diff" -l no-audio -d 'Without audio, where a model has the choice and its item doesn\'t say'
complete -c credits -n "__fish_credits_using_subcommand diff" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c credits -n "__fish_credits_using_subcommand init" -l pricing -d 'Price table to use; - is standard input [default: $CREDITS_PRICING, then credits/pricing.toml in your configuration folder, then the built-in one]' -r -F
complete -c credits -n "__fish_credits_using_subcommand init" -l format -d 'Form of the answer' -r -f -a "text\t'For people'
json\t'One document, for scripts'
csv\t'Comma-separated values, for spreadsheets'
tsv\t'Tab-separated values'
md\t'A Markdown table, for tickets and help pages'
reply\t'A few sentences to paste to a customer'"
complete -c credits -n "__fish_credits_using_subcommand init" -l max-age -d 'Refuse prices that were checked longer ago, such as 30d' -r
complete -c credits -n "__fish_credits_using_subcommand init" -l color -d 'When to use colour; NO_COLOR is respected' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c credits -n "__fish_credits_using_subcommand init" -l json -d 'The same as --format json'
complete -c credits -n "__fish_credits_using_subcommand init" -l reply -d 'The same as --format reply'
complete -c credits -n "__fish_credits_using_subcommand init" -s q -l quiet -d 'Print the bare number only'
complete -c credits -n "__fish_credits_using_subcommand init" -l strict -d 'Refuse every assumption, and say what to write instead'
complete -c credits -n "__fish_credits_using_subcommand init" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c credits -n "__fish_credits_using_subcommand completions" -l pricing -d 'Price table to use; - is standard input [default: $CREDITS_PRICING, then credits/pricing.toml in your configuration folder, then the built-in one]' -r -F
complete -c credits -n "__fish_credits_using_subcommand completions" -l format -d 'Form of the answer' -r -f -a "text\t'For people'
json\t'One document, for scripts'
csv\t'Comma-separated values, for spreadsheets'
tsv\t'Tab-separated values'
md\t'A Markdown table, for tickets and help pages'
reply\t'A few sentences to paste to a customer'"
complete -c credits -n "__fish_credits_using_subcommand completions" -l max-age -d 'Refuse prices that were checked longer ago, such as 30d' -r
complete -c credits -n "__fish_credits_using_subcommand completions" -l color -d 'When to use colour; NO_COLOR is respected' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c credits -n "__fish_credits_using_subcommand completions" -l json -d 'The same as --format json'
complete -c credits -n "__fish_credits_using_subcommand completions" -l reply -d 'The same as --format reply'
complete -c credits -n "__fish_credits_using_subcommand completions" -s q -l quiet -d 'Print the bare number only'
complete -c credits -n "__fish_credits_using_subcommand completions" -l strict -d 'Refuse every assumption, and say what to write instead'
complete -c credits -n "__fish_credits_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c credits -n "__fish_credits_using_subcommand man" -l pricing -d 'Price table to use; - is standard input [default: $CREDITS_PRICING, then credits/pricing.toml in your configuration folder, then the built-in one]' -r -F
complete -c credits -n "__fish_credits_using_subcommand man" -l format -d 'Form of the answer' -r -f -a "text\t'For people'
json\t'One document, for scripts'
csv\t'Comma-separated values, for spreadsheets'
tsv\t'Tab-separated values'
md\t'A Markdown table, for tickets and help pages'
reply\t'A few sentences to paste to a customer'"
complete -c credits -n "__fish_credits_using_subcommand man" -l max-age -d 'Refuse prices that were checked longer ago, such as 30d' -r
complete -c credits -n "__fish_credits_using_subcommand man" -l color -d 'When to use colour; NO_COLOR is respected' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c credits -n "__fish_credits_using_subcommand man" -l json -d 'The same as --format json'
complete -c credits -n "__fish_credits_using_subcommand man" -l reply -d 'The same as --format reply'
complete -c credits -n "__fish_credits_using_subcommand man" -s q -l quiet -d 'Print the bare number only'
complete -c credits -n "__fish_credits_using_subcommand man" -l strict -d 'Refuse every assumption, and say what to write instead'
complete -c credits -n "__fish_credits_using_subcommand man" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c credits -n "__fish_credits_using_subcommand cost estimate fit videos compare models diff" -f -a 'flux-schnell' -d '1 an image'
complete -c credits -n "__fish_credits_using_subcommand cost estimate fit videos compare models diff" -f -a 'flux-dev' -d '10 an image'
complete -c credits -n "__fish_credits_using_subcommand cost estimate fit videos compare models diff" -f -a 'flux-1.1-pro' -d '15 an image'
complete -c credits -n "__fish_credits_using_subcommand cost estimate fit videos compare models diff" -f -a 'flux-1.1-pro-ultra' -d '20 an image'
complete -c credits -n "__fish_credits_using_subcommand cost estimate fit videos compare models diff" -f -a 'recraft-v3' -d '15 an image'
complete -c credits -n "__fish_credits_using_subcommand cost estimate fit videos compare models diff" -f -a 'ideogram-v2' -d '30 an image'
complete -c credits -n "__fish_credits_using_subcommand cost estimate fit videos compare models diff" -f -a 'luma-photon' -d '10 an image'
complete -c credits -n "__fish_credits_using_subcommand cost estimate fit videos compare models diff" -f -a 'nano-banana' -d '15 an image'
complete -c credits -n "__fish_credits_using_subcommand cost estimate fit videos compare models diff" -f -a 'nano-banana/edit' -d '15 an image'
complete -c credits -n "__fish_credits_using_subcommand cost estimate fit videos compare models diff" -f -a 'nano-banana-2' -d '30 an image'
complete -c credits -n "__fish_credits_using_subcommand cost estimate fit videos compare models diff" -f -a 'nano-banana-2/edit' -d '30 an image'
complete -c credits -n "__fish_credits_using_subcommand cost estimate fit videos compare models diff" -f -a 'nano-banana-pro' -d '50 an image'
complete -c credits -n "__fish_credits_using_subcommand cost estimate fit videos compare models diff" -f -a 'nano-banana-pro/edit' -d '50 an image'
complete -c credits -n "__fish_credits_using_subcommand cost estimate fit videos compare models diff" -f -a 'bytedance/seedream/v4.5/text-to-image' -d '15 an image'
complete -c credits -n "__fish_credits_using_subcommand cost estimate fit videos compare models diff" -f -a 'bytedance/seedream/v4.5/edit' -d '15 an image'
complete -c credits -n "__fish_credits_using_subcommand cost estimate fit videos compare models diff" -f -a 'imagen4/preview/fast' -d '7 an image'
complete -c credits -n "__fish_credits_using_subcommand cost estimate fit videos compare models diff" -f -a 'framepack' -d '55 a clip'
complete -c credits -n "__fish_credits_using_subcommand cost estimate fit videos compare models diff" -f -a 'kling-v1.5' -d '210 a clip'
complete -c credits -n "__fish_credits_using_subcommand cost estimate fit videos compare models diff" -f -a 'kling-v1.6' -d '210 a clip'
complete -c credits -n "__fish_credits_using_subcommand cost estimate fit videos compare models diff" -f -a 'luma-dream-machine' -d '170 a clip'
complete -c credits -n "__fish_credits_using_subcommand cost estimate fit videos compare models diff" -f -a 'runway-gen3' -d '85 a clip'
complete -c credits -n "__fish_credits_using_subcommand cost estimate fit videos compare models diff" -f -a 'minimax' -d '170 a clip'
complete -c credits -n "__fish_credits_using_subcommand cost estimate fit videos compare models diff" -f -a 'google-veo2' -d '835 a clip'
complete -c credits -n "__fish_credits_using_subcommand cost estimate fit videos compare models diff" -f -a 'veo3' -d '1,250 a clip'
complete -c credits -n "__fish_credits_using_subcommand cost estimate fit videos compare models diff" -f -a 'veo3/fast' -d '400 a clip'
complete -c credits -n "__fish_credits_using_subcommand cost estimate fit videos compare models diff" -f -a 'veo3.1/fast' -d '50 a second with audio, 35 without'
complete -c credits -n "__fish_credits_using_subcommand cost estimate fit videos compare models diff" -f -a 'veo3.1/fast/image-to-video' -d '50 a second with audio, 35 without'
complete -c credits -n "__fish_credits_using_subcommand cost estimate fit videos compare models diff" -f -a 'veo3.1/fast/first-last-frame-to-video' -d '50 a second with audio, 35 without'
complete -c credits -n "__fish_credits_using_subcommand cost estimate fit videos compare models diff" -f -a 'cheapest-30s' -d '30-second video, cheapest settings, 7 credits'
complete -c credits -n "__fish_credits_using_subcommand cost estimate fit videos compare models diff" -f -a 'cheapest-60s' -d '60-second video, cheapest settings, 14 credits'
complete -c credits -n "__fish_credits_using_subcommand cost estimate fit videos compare models diff" -f -a 'nano-30s' -d '30-second video of nano-banana images, 105 credits'
complete -c credits -n "__fish_credits_using_subcommand cost estimate fit videos compare models diff" -f -a 'veo-8s' -d '8-second veo3.1/fast clip with audio, from one nano-banana image, 415 credits'
complete -c credits -n "__fish_credits_using_subcommand cost estimate fit videos compare models diff" -f -a 'veo-8s-silent' -d '8-second veo3.1/fast clip without audio, from one nano-banana image, 295 credits'
complete -c credits -n "__fish_credits_using_subcommand cost estimate fit videos compare models diff" -f -a 'generated-scene' -d 'generated scene of an AI video, not animated, 15 credits'
complete -c credits -n "__fish_credits_using_subcommand cost estimate fit videos compare models diff" -f -a 'animated-scene' -d 'generated and animated scene of an AI video, 70 credits'
complete -c credits -n "__fish_credits_using_subcommand cost estimate fit videos compare models diff" -f -a 'selfie-scene' -d '8-second scene of an AI selfie talking video, 400 credits'
complete -c credits -n "__fish_credits_using_subcommand cost estimate fit videos compare models diff" -f -a 'infographic' -d 'AI infographic, 50 credits'
complete -c credits -n "__fish_credits_using_subcommand cost estimate fit videos compare models diff" -f -a 'product-scene' -d 'product scene placement, 50 credits'
