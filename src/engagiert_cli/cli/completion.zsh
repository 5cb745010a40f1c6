_engagiert() {
    local -a lines
    lines=("${(@f)$(_ENGAGIERT_COMPLETE=zsh engagiert "${(@Q)words[2,CURRENT-1]}" "$words[CURRENT]" 2>/dev/null)}")
    if [[ -n $lines ]]; then
        local -a values=("${(@)lines%%$'\t'*}") shown=("${(@)lines/$'\t'/  }")
        compadd -d shown -a values
    else
        _files
    fi
}
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
compdef _engagiert engagiert
