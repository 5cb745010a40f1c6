# What git's shell runs, with git's copies of the versions, the ledger's path, what to say, and this program. Where it
# fails and has written nothing, the two versions are merged as if with nothing in common, so that all that differs
# stands between markers; where one is empty, or binary to git, they stand there whole. Nothing of either side is ever
# missing, and git hears of a conflict.

base=$1 ours=$2 theirs=$3 path=$4 told=$5; shift 5
before=$(git hash-object --no-filters "$ours")
"$@" merge --path="$path" "$base" "$ours" "$theirs" && exit
test "$before" = "$(git hash-object --no-filters "$ours")" || exit 1
: >"$ours.none"
git -c merge.conflictStyle=merge merge-file -p -q -L ours -L none -L theirs \
  "$ours" "$ours.none" "$theirs" >"$ours.both" 2>/dev/null
found=$?; test $found -gt 0 && test $found -lt 128 || {
  echo "<<<<<<< ours"; cat "$ours"; echo; echo =======; cat "$theirs"; echo; echo ">>>>>>> theirs"
} >"$ours.both" && mv -f "$ours.both" "$ours" && echo "$told" >&2
rm -f "$ours.none"
exit 1
