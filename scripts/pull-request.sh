#!/usr/bin/env bash
# What the action does with a pull request, and anybody can do with a branch, in a clone of the repository: check the
# ledger, say what the branch changes in it, and, where git alone cannot merge the base, merge it by member and push.
#
#   LEDGER=members.toml BASE=main BRANCH=signing-2026 scripts/pull-request.sh
#
# HEAD_REF      where the branch is at the remote, if not under its name (refs/pull/7/head)
# FORK          true where the branch is in a fork, to which nothing can be pushed
# MERGE         false to check and compare only
# COMMENT       a file for what is said of the branch, in Markdown; else it goes to standard output
# PULL_REQUEST  its number, for gh to comment on
#
# Exit: 1 where the ledger has errors, or says other things of one member than the base. Nothing of the branch is run.
set -euo pipefail

remote=${REMOTE:-origin}
base=refs/remotes/$remote/$BASE
comment=${COMMENT:-/dev/stdout}
said=$(mktemp -d)
attributes=$(git rev-parse --git-path info/attributes)
export GIT_MERGE_AUTOEDIT=no
export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=merge.engagiert.driver
export GIT_CONFIG_VALUE_0='engagiert merge --path=%P %O %A %B'
status=0

say() { # in the reader's language: English, German
  case ${LANG:-} in de*) printf '%s\n' "$2" ;; *) printf '%s\n' "$1" ;; esac
}
quoted() { # files as they are, in Markdown
  printf '\n```\n'
  cat "$@" | sed 's/```/` ` `/g'
  printf '```\n'
}
ledger() { engagiert --ledger "$LEDGER" "$@"; }
merge_as() { # git's attribute for the ledger, whatever its name, then what git merge is to do
  printf '"/%s" merge=%s\n' "$(printf %s "$LEDGER" | sed 's/[\\*?[]/\\&/g; s/[\\"]/\\&/g')" "$1" >"$attributes"
  shift
  git -c user.name=engagiert -c user.email=engagiert@users.noreply.github.com -c core.hooksPath=/dev/null merge --no-ff "$@" "$base" >"$said/out" 2>"$said/err"
}
back() { git merge --abort 2>/dev/null || git reset --quiet --hard "$head"; }
clean_up() {
  if test -f "$said/attributes"; then mv "$said/attributes" "$attributes"; else rm -f "$attributes"; fi
  rm -rf "$said"
}

mkdir -p "$(dirname "$attributes")"
if test -f "$attributes"; then cp "$attributes" "$said/attributes"; fi
trap clean_up EXIT

if test "$(git rev-parse --is-shallow-repository)" = true; then git fetch --quiet --unshallow "$remote"; fi
git fetch --quiet "$remote" "+refs/heads/$BASE:$base" "+${HEAD_REF:-refs/heads/$BRANCH}:refs/engagiert/head"
git checkout --quiet --detach refs/engagiert/head
head=$(git rev-parse HEAD)

if ledger check --format github >"$said/problems" 2>&1; then broken=false; else broken=true status=1; fi
cat "$said/problems"

{
  echo '<!-- engagiert -->'
  common=$(git merge-base "$base" HEAD) || common=$base # with nothing in common
  if $broken; then
    say "The ledger has errors:" "Die Liste hat Fehler:"
    quoted "$said/problems"
  elif ! git cat-file -e "$common:$LEDGER" 2>/dev/null; then
    say "The ledger is new." "Die Liste ist neu."
  elif git diff --quiet "$common" HEAD -- "$LEDGER"; then
    say "The ledger is as it was." "Die Liste ist, wie sie war."
  elif ! ledger diff "$common" --format markdown 2>"$said/err"; then
    sed 's/^/> /' "$said/err"
  fi
} >"$said/comment"

result() { printf '\n'; say "$@"; }
merge_by_member() {
  if ! merge_as engagiert -m "Merge $BASE by member"; then
    status=1
    back
    result "What the branch and $BASE say cannot both be right; decide in one of them:" \
      "Was der Zweig und $BASE sagen, stimmt nicht beides; in einem von beiden entscheiden:"
    quoted "$said/out" "$said/err"
  elif ! ledger check >"$said/out" 2>&1; then
    status=1
    back
    result "Merged with $BASE, the ledger would have errors:" "Zusammen mit $BASE hätte die Liste Fehler:"
    quoted "$said/out"
  elif test "${FORK:-false}" = true; then
    back
    result "$BASE cannot be merged by the host, but by member. This comes from a fork, where nothing can be pushed:" \
      "$BASE lässt sich nicht auf der Webseite zusammenführen, aber Mitglied für Mitglied. In den Fork lässt sich nichts hochladen:"
    result "there, run \`engagiert merge --install\`, merge $BASE, and push." \
      "dort \`engagiert merge --install\` ausführen, $BASE zusammenführen und hochladen."
  elif git push --quiet "$remote" "HEAD:refs/heads/$BRANCH" 2>"$said/err"; then
    result "$BASE is merged into this branch by member." "$BASE ist Mitglied für Mitglied in diesen Zweig übernommen."
  else
    status=1
    back
    result "$BASE is merged by member, but may not be pushed: the job needs the permission \`contents: write\`." \
      "$BASE ist zusammengeführt, darf aber nicht hochgeladen werden: Der Job braucht das Recht \`contents: write\`."
    cat "$said/err" >&2
  fi
}

if test "${MERGE:-true}" = true && ! $broken && ! git merge-base --is-ancestor "$base" HEAD; then
  # As the host merges: by lines. What that makes of the ledger has to be one.
  if merge_as text --no-commit && ledger check >/dev/null 2>&1; then back; else back && merge_by_member >>"$said/comment"; fi
fi

if test -n "${GITHUB_STEP_SUMMARY:-}"; then cat "$said/comment" >>"$GITHUB_STEP_SUMMARY"; fi
if test -n "${PULL_REQUEST:-}"; then
  comments="repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments"
  mine='.[] | select(.body | startswith("<!-- engagiert -->")) | .url'
  url=$(gh api --paginate "$comments" --jq "$mine" 2>/dev/null | head -n 1) || url=
  if ! gh api ${url:+--method PATCH} "${url:-$comments}" -F "body=@$said/comment" >/dev/null 2>"$said/err"; then
    echo "::notice::$(say "No comment could be written; the job needs the permission pull-requests: write. What it says is in the summary." \
      "Es ließ sich kein Kommentar schreiben; der Job braucht das Recht pull-requests: write. Was darin stünde, steht in der Zusammenfassung.")"
  fi
else
  cat "$said/comment" >"$comment"
fi
exit $status
