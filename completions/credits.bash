# bash completions for `credits`: when you press Tab, this script runs credits, which lists what can come next, using the price table in use.
# Load it with `source <(credits completions bash)`, or put it in ~/.local/share/bash-completion/completions/credits.

_credits() {
    local line value tab=$'\t' has_files='' has_space=1 is_quoted=''
    local -a values=() listed=()
    COMPREPLY=()
    # bash splits words at `=` and `:`. So the program gets the line, and the part of its last word that bash replaces.
    while IFS= read -r line; do
        case $line in
            '') ;;
            /) has_files=1 ;; # file names can follow too
            =) has_space='' ;; # no space after the word
            \") is_quoted=1 ;; # the word began with a quote, in which a backslash would be text
            *)
                # Names from the price table are always inserted as plain text. Only those with parentheses need quotes.
                value=${line%%"$tab"*}
                [[ $is_quoted ]] || printf -v value %q "$value"
                values+=("$value")
                line=${line#*"$tab"}
                listed+=("$value${line:+  ($line)}")
                ;;
        esac
    done <<< "$(COMPLETE=bash command credits -- "${COMP_LINE:0:COMP_POINT}" "$2" 2>/dev/null)"
    # 63: bash lists the candidates and inserts none of them, so descriptions can be shown.
    if [[ $COMP_TYPE == 63 && ${#values[@]} -gt 1 ]]; then
        values=("${listed[@]}")
    fi
    COMPREPLY=("${values[@]}")
    if [[ $has_files ]]; then
        compopt -o filenames 2>/dev/null
        while IFS= read -r line; do
            [[ $line ]] && COMPREPLY+=("$line")
        done <<< "$(compgen -f -- "$2" | sort)"
    elif [[ ! $has_space ]]; then
        compopt -o nospace 2>/dev/null
    fi
}

complete -o nosort -F _credits credits 2>/dev/null || complete -F _credits credits
