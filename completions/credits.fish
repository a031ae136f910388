# fish completions for `credits`: when you press Tab, this script runs credits, which lists what can come next, using the price table in use.
# Put it into ~/.config/fish/completions/credits.fish.

function __credits_complete
    set -l before (commandline --current-process --tokenize --cut-at-cursor)
    set -l word (commandline --current-token --cut-at-cursor)
    # The word is as it was typed, with its backslashes.
    set word (string unescape -- "$word"; or echo -- "$word")
    for line in (COMPLETE=fish command credits -- $before "$word" 2>/dev/null)
        switch $line
            case = # no space after the word
            case / # file names can follow too
                set -l flag (string match --regex -- '^-[^=]*=' "$word")
                for file in (__fish_complete_path (string replace -- "$flag" '' "$word"))
                    echo -- "$flag$file"
                end
            case '*'
                echo -- $line
        end
    end
end

complete --keep-order --no-files --command credits --arguments '(__credits_complete)'
