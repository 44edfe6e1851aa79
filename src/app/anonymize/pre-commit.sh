#!/bin/sh
# Keeps what tidemark anonymize wrote out of git: refuses a commit with staged files whose first 4 kB have its mark.
# Printed by: tidemark anonymize hook. Needs a POSIX shell, head -c and git 2.20 or later.

# In two pieces, so that this file itself may be committed.
mark=tidemark-anonymize
mark=${mark}d
tab=$(printf '\t')

# Before the first commit there is nothing to compare with but the empty tree.
if git rev-parse -q --verify HEAD >/dev/null; then
  against=HEAD
else
  against=$(git hash-object -t tree /dev/null) || exit 1
fi

# One line a file: ":mode mode id id status<tab>name". Names are quoted by git where they are odd, and only shown: the
# content is asked for by its id.
staged=$(git -c core.quotePath=true diff-index --cached --raw --no-abbrev --no-renames --diff-filter=d "$against" --) || exit 1

files() {
  printf '%s\n' "$staged" | while IFS=' ' read -r _ mode _ id rest; do
    case $mode in
      100*) printf '%s %s\n' "$id" "${rest#*"$tab"}" ;;
    esac
  done
}

# All at once, because a commit may have thousands: nearly always, none of them has the mark anywhere.
files | cut -d ' ' -f 1 | git cat-file --batch | LC_ALL=C grep -q -F -e "$mark" || exit 0

found=$(
  files | while IFS=' ' read -r id name; do
    if git cat-file blob "$id" | head -c 4096 | LC_ALL=C grep -q -F -e "$mark"; then
      printf '  %s\n' "$name"
    fi
  done
)
[ -z "$found" ] && exit 0

{
  echo 'These files were made by tidemark anonymize, and are not to be committed:'
  printf '%s\n' "$found"
  echo 'Take them out of the commit (git rm --cached -- FILE), and keep them outside of the repository.'
} >&2
exit 1
