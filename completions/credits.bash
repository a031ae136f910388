_credits() {
    local i cur prev opts cmd
    COMPREPLY=()
    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
        cur="$2"
    else
        cur="${COMP_WORDS[COMP_CWORD]}"
    fi
    prev="$3"
    cmd=""
    opts=""

    for i in "${COMP_WORDS[@]:0:COMP_CWORD}"
    do
        case "${cmd},${i}" in
            ",$1")
                cmd="credits"
                ;;
            credits,batch)
                cmd="credits__subcmd__batch"
                ;;
            credits,check)
                cmd="credits__subcmd__check"
                ;;
            credits,compare)
                cmd="credits__subcmd__compare"
                ;;
            credits,completions)
                cmd="credits__subcmd__completions"
                ;;
            credits,cost)
                cmd="credits__subcmd__cost"
                ;;
            credits,diff)
                cmd="credits__subcmd__diff"
                ;;
            credits,estimate)
                cmd="credits__subcmd__cost"
                ;;
            credits,fit)
                cmd="credits__subcmd__fit"
                ;;
            credits,init)
                cmd="credits__subcmd__init"
                ;;
            credits,man)
                cmd="credits__subcmd__man"
                ;;
            credits,models)
                cmd="credits__subcmd__models"
                ;;
            credits,plans)
                cmd="credits__subcmd__plans"
                ;;
            credits,request)
                cmd="credits__subcmd__request"
                ;;
            credits,rules)
                cmd="credits__subcmd__rules"
                ;;
            credits,videos)
                cmd="credits__subcmd__fit"
                ;;
            *)
                ;;
        esac
    done

    case "${cmd}" in
        credits)
            opts="-q -h -V --pricing --format --json --reply --quiet --strict --max-age --color --help --version cost estimate fit videos compare models plans rules request batch check diff init completions man"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 1 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --pricing)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "text json csv tsv md reply" -- "${cur}"))
                    return 0
                    ;;
                --max-age)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        credits__subcmd__batch)
            opts="-q -h --pricing --format --json --reply --quiet --strict --max-age --color --audio --no-audio --pace --retakes --plan --balance --credits --help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --pricing)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "text json csv tsv md reply" -- "${cur}"))
                    return 0
                    ;;
                --max-age)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --pace)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --retakes)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --plan)
                    COMPREPLY=($(compgen -W "Free-trial Starter Creator Agency" -- "${cur}"))
                    return 0
                    ;;
                --credits)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        credits__subcmd__check)
            opts="-q -h --pricing --format --json --reply --quiet --strict --max-age --color --help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --pricing)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "text json csv tsv md reply" -- "${cur}"))
                    return 0
                    ;;
                --max-age)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        credits__subcmd__compare)
            opts="-q -h --pricing --format --json --reply --quiet --strict --max-age --color --job --kind --max --top --all --audio --no-audio --pace --retakes --plan --balance --credits --help flux-schnell flux-dev flux-1.1-pro flux-1.1-pro-ultra recraft-v3 ideogram-v2 luma-photon gpt-image-1-(ChatGPT-4o) nano-banana nano-banana/edit nano-banana-2 nano-banana-2/edit nano-banana-pro nano-banana-pro/edit bytedance/seedream/v4.5/text-to-image bytedance/seedream/v4.5/edit imagen4/preview/fast framepack kling-v1.5 kling-v1.6 luma-dream-machine runway-gen3 minimax google-veo2 veo3 veo3/fast veo3.1/fast veo3.1/fast/image-to-video veo3.1/fast/first-last-frame-to-video cheapest-30s cheapest-60s nano-30s veo-8s veo-8s-silent generated-scene animated-scene selfie-scene infographic product-scene"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --pricing)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "text json csv tsv md reply" -- "${cur}"))
                    return 0
                    ;;
                --max-age)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --job)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --kind)
                    COMPREPLY=($(compgen -W "image video" -- "${cur}"))
                    return 0
                    ;;
                --max)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --top)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --pace)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --retakes)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --plan)
                    COMPREPLY=($(compgen -W "Free-trial Starter Creator Agency" -- "${cur}"))
                    return 0
                    ;;
                --credits)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        credits__subcmd__completions)
            opts="-q -h --pricing --format --json --reply --quiet --strict --max-age --color --help bash elvish fish powershell zsh"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --pricing)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "text json csv tsv md reply" -- "${cur}"))
                    return 0
                    ;;
                --max-age)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        credits__subcmd__cost)
            opts="-q -f -n -h --pricing --format --json --reply --quiet --strict --max-age --color --file --count --max --usd --audio --no-audio --pace --retakes --help flux-schnell flux-dev flux-1.1-pro flux-1.1-pro-ultra recraft-v3 ideogram-v2 luma-photon gpt-image-1-(ChatGPT-4o) nano-banana nano-banana/edit nano-banana-2 nano-banana-2/edit nano-banana-pro nano-banana-pro/edit bytedance/seedream/v4.5/text-to-image bytedance/seedream/v4.5/edit imagen4/preview/fast framepack kling-v1.5 kling-v1.6 luma-dream-machine runway-gen3 minimax google-veo2 veo3 veo3/fast veo3.1/fast veo3.1/fast/image-to-video veo3.1/fast/first-last-frame-to-video cheapest-30s cheapest-60s nano-30s veo-8s veo-8s-silent generated-scene animated-scene selfie-scene infographic product-scene"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --pricing)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "text json csv tsv md reply" -- "${cur}"))
                    return 0
                    ;;
                --max-age)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -f)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --count)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -n)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --max)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --pace)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --retakes)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        credits__subcmd__diff)
            opts="-q -h --pricing --format --json --reply --quiet --strict --max-age --color --exit-code --audio --no-audio --pace --retakes --help flux-schnell flux-dev flux-1.1-pro flux-1.1-pro-ultra recraft-v3 ideogram-v2 luma-photon gpt-image-1-(ChatGPT-4o) nano-banana nano-banana/edit nano-banana-2 nano-banana-2/edit nano-banana-pro nano-banana-pro/edit bytedance/seedream/v4.5/text-to-image bytedance/seedream/v4.5/edit imagen4/preview/fast framepack kling-v1.5 kling-v1.6 luma-dream-machine runway-gen3 minimax google-veo2 veo3 veo3/fast veo3.1/fast veo3.1/fast/image-to-video veo3.1/fast/first-last-frame-to-video cheapest-30s cheapest-60s nano-30s veo-8s veo-8s-silent generated-scene animated-scene selfie-scene infographic product-scene"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --pricing)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "text json csv tsv md reply" -- "${cur}"))
                    return 0
                    ;;
                --max-age)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --pace)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --retakes)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        credits__subcmd__fit)
            opts="-q -f -n -h --pricing --format --json --reply --quiet --strict --max-age --color --file --audio --no-audio --pace --retakes --plan --balance --credits --used --extra --want --usd --help flux-schnell flux-dev flux-1.1-pro flux-1.1-pro-ultra recraft-v3 ideogram-v2 luma-photon gpt-image-1-(ChatGPT-4o) nano-banana nano-banana/edit nano-banana-2 nano-banana-2/edit nano-banana-pro nano-banana-pro/edit bytedance/seedream/v4.5/text-to-image bytedance/seedream/v4.5/edit imagen4/preview/fast framepack kling-v1.5 kling-v1.6 luma-dream-machine runway-gen3 minimax google-veo2 veo3 veo3/fast veo3.1/fast veo3.1/fast/image-to-video veo3.1/fast/first-last-frame-to-video cheapest-30s cheapest-60s nano-30s veo-8s veo-8s-silent generated-scene animated-scene selfie-scene infographic product-scene"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --pricing)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "text json csv tsv md reply" -- "${cur}"))
                    return 0
                    ;;
                --max-age)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -f)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --pace)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --retakes)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --plan)
                    COMPREPLY=($(compgen -W "Free-trial Starter Creator Agency" -- "${cur}"))
                    return 0
                    ;;
                --credits)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --used)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --extra)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --want)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -n)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        credits__subcmd__init)
            opts="-q -h --pricing --format --json --reply --quiet --strict --max-age --color --help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --pricing)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "text json csv tsv md reply" -- "${cur}"))
                    return 0
                    ;;
                --max-age)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        credits__subcmd__man)
            opts="-q -h --pricing --format --json --reply --quiet --strict --max-age --color --help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --pricing)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "text json csv tsv md reply" -- "${cur}"))
                    return 0
                    ;;
                --max-age)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        credits__subcmd__models)
            opts="-q -h --pricing --format --json --reply --quiet --strict --max-age --color --help flux-schnell flux-dev flux-1.1-pro flux-1.1-pro-ultra recraft-v3 ideogram-v2 luma-photon gpt-image-1-(ChatGPT-4o) nano-banana nano-banana/edit nano-banana-2 nano-banana-2/edit nano-banana-pro nano-banana-pro/edit bytedance/seedream/v4.5/text-to-image bytedance/seedream/v4.5/edit imagen4/preview/fast framepack kling-v1.5 kling-v1.6 luma-dream-machine runway-gen3 minimax google-veo2 veo3 veo3/fast veo3.1/fast veo3.1/fast/image-to-video veo3.1/fast/first-last-frame-to-video cheapest-30s cheapest-60s nano-30s veo-8s veo-8s-silent generated-scene animated-scene selfie-scene infographic product-scene"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --pricing)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "text json csv tsv md reply" -- "${cur}"))
                    return 0
                    ;;
                --max-age)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        credits__subcmd__plans)
            opts="-q -h --pricing --format --json --reply --quiet --strict --max-age --color --help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --pricing)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "text json csv tsv md reply" -- "${cur}"))
                    return 0
                    ;;
                --max-age)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        credits__subcmd__request)
            opts="-q -n -h --pricing --format --json --reply --quiet --strict --max-age --color --count --max --usd --audio --no-audio --pace --retakes --plan --balance --credits --help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --pricing)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "text json csv tsv md reply" -- "${cur}"))
                    return 0
                    ;;
                --max-age)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --count)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -n)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --max)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --pace)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --retakes)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --plan)
                    COMPREPLY=($(compgen -W "Free-trial Starter Creator Agency" -- "${cur}"))
                    return 0
                    ;;
                --credits)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --balance)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        credits__subcmd__rules)
            opts="-q -h --pricing --format --json --reply --quiet --strict --max-age --color --help flux-schnell flux-dev flux-1.1-pro flux-1.1-pro-ultra recraft-v3 ideogram-v2 luma-photon gpt-image-1-(ChatGPT-4o) nano-banana nano-banana/edit nano-banana-2 nano-banana-2/edit nano-banana-pro nano-banana-pro/edit bytedance/seedream/v4.5/text-to-image bytedance/seedream/v4.5/edit imagen4/preview/fast framepack kling-v1.5 kling-v1.6 luma-dream-machine runway-gen3 minimax google-veo2 veo3 veo3/fast veo3.1/fast veo3.1/fast/image-to-video veo3.1/fast/first-last-frame-to-video cheapest-30s cheapest-60s nano-30s veo-8s veo-8s-silent generated-scene animated-scene selfie-scene infographic product-scene"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --pricing)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "text json csv tsv md reply" -- "${cur}"))
                    return 0
                    ;;
                --max-age)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
    esac
}

if [[ "${BASH_VERSINFO[0]}" -eq 4 && "${BASH_VERSINFO[1]}" -ge 4 || "${BASH_VERSINFO[0]}" -gt 4 ]]; then
    complete -F _credits -o nosort -o bashdefault -o default credits
else
    complete -F _credits -o bashdefault -o default credits
fi
