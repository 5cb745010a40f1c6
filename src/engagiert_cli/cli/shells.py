"""How shells ask for completions, and are told.

Each script hands over the words of the command line as they were typed, up to the cursor, quotes and all, and gets a
line for each word that can stand there: a name of several words is one of them, which the shell then quotes itself.
Typer's own scripts split such names.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from typer._click.shell_completion import ShellComplete, split_arg_string

if TYPE_CHECKING:
    from collections.abc import Sequence

    from typer.core import TyperGroup

VARIABLE = "_ENGAGIERT_COMPLETE"
"""Set to a shell's name, it makes the program answer with completions."""

SCRIPTS = {
    "bash": r"""
_engagiert_completion() {
    local word words=()
    for word in "${COMP_WORDS[@]:1:COMP_CWORD}"; do
        [[ $word == = ]] || words+=("$word")
    done
    [[ ${COMP_WORDS[COMP_CWORD]} == = ]] && words+=("")
    mapfile -t COMPREPLY < <(_ENGAGIERT_COMPLETE=bash engagiert "${words[@]}" 2>/dev/null)
    # As file names, words with blanks are quoted where they need it.
    [[ ${COMPREPLY[*]} == *" "* ]] && compopt -o filenames
    return 0
}
complete -o default -F _engagiert_completion engagiert
""",
    "zsh": r"""
_engagiert() {
    local -a lines
    lines=("${(@f)$(_ENGAGIERT_COMPLETE=zsh engagiert "${(@)words[2,CURRENT]}" 2>/dev/null)}")
    if [[ -n $lines ]]; then
        local -a values=("${(@)lines%%$'\t'*}") shown=("${(@)lines/$'\t'/  }")
        compadd -d shown -a values
    else
        _files
    fi
}
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
compdef _engagiert engagiert
""",
    "fish": r"""
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
""",
}


def answer(program: TyperGroup, shell: str, words: Sequence[str]) -> None:
    """Write what the last of the words can become, a line each; for zsh and fish with a tab and what it is."""
    typed = ["".join(split_arg_string(word)) if set(word) & set("'\"\\") else word for word in words] or [""]
    items = _Completion(program, {}, "engagiert", VARIABLE).get_completions(typed[:-1], typed[-1])
    lines = [
        f"{item.value}\t{item.help}" if item.help and shell != "bash" else item.value
        for item in items
        if item.type == "plain" and item.value.isprintable()
    ]
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]  # the shell's end of a pipe
    sys.stdout.write("".join(f"{line}\n" for line in lines))


class _Completion(ShellComplete):
    """Typer's way from the words to what can follow them; asking and telling are done here."""

    name = ""
    source_template = ""

    def source_vars(self) -> dict[str, object]:
        return {}

    def get_completion_args(self) -> tuple[list[str], str]:
        return [], ""

    def format_completion(self, item: object) -> str:
        return str(item)
