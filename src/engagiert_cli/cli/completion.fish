function __engagiert_complete
    set -l typed (commandline --cut-at-cursor --current-process --tokenize)[2..]
    set -l found (_ENGAGIERT_COMPLETE=fish engagiert $typed (commandline --cut-at-cursor --current-token) 2>/dev/null)
    if test (count $found) -gt 0
        printf '%s\n' $found
    else
        __fish_complete_path (commandline --cut-at-cursor --current-token)
    end
end
complete --command engagiert --no-files --arguments '(__engagiert_complete)'
