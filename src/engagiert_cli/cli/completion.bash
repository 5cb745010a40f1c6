_engagiert_completion() {
    local line
    COMPREPLY=()
    while IFS= read -r line; do
        COMPREPLY+=("$line")
    done < <(_ENGAGIERT_COMPLETE=bash engagiert "${COMP_LINE:0:COMP_POINT}" "$2" "$COMP_TYPE" 2>/dev/null)
}
complete -o default -F _engagiert_completion engagiert
