# Run by git's shell with git's copies of the versions, the ledger's path, a message, and this program. If the program
# fails without having written anything, the versions are merged as if they had nothing in common, so that all their
# differences are between markers; an empty version, or one that is binary to git, is kept whole. Nothing of either side
# is ever missing, and git reports a conflict.

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
