#!/usr/bin/env bash
# Builds the Debian package, installs it, uses it as a user would, removes it, and looks for what is left.
# Needs Debian, root and cargo-deb; man-db is installed where there is no man.
set -euo pipefail
cd "$(dirname "$0")/.."
export XDG_CONFIG_HOME=/nonexistent CREDITS_PRICING=

fail() {
    echo "debian: $1" >&2
    exit 1
}

! dpkg --status video-credits &> /dev/null || fail 'video-credits is installed already; remove it first'
command -v man > /dev/null || { apt-get -q update && apt-get -qy install man-db; }

deb=$(cargo deb -- --locked)
dpkg-deb --info "$deb"
dpkg-deb --contents "$deb"

trap 'dpkg --purge video-credits &> /dev/null' EXIT
# Small images of Debian leave man pages and documents out.
dpkg --path-include='/usr/share/*' --install "$deb"
mapfile -t files < <(dpkg --listfiles video-credits)

[ "$(command -v credits)" = /usr/bin/credits ] || fail 'another credits comes first on the path'
for name in cheapest-30s @cheapest-30s; do
    answer=$(credits fit "$name")
    [[ $answer = '178 of these on Starter, 714 on Creator and 4,000 on Agency: '* ]] || fail "fit $name: $answer"
done

[ "$(man -w credits)" = /usr/share/man/man1/credits.1.gz ] || fail 'man does not find the page'
page=$(man credits)
[[ $page = *'how many a plan allows'* ]] || fail "man credits: $page"

# As the tab key asks, in a shell as it starts for a user, with the script where bash-completion looks for it.
kling=$(bash -ic '
    source /usr/share/bash-completion/completions/credits
    COMP_WORDS=(credits cost kli) COMP_CWORD=2
    function=$(complete -p credits | sed "s/.* -F \([^ ]*\) .*/\1/")
    "$function" credits kli cost
    echo "${COMPREPLY[@]}"' 2> /dev/null)
[ "$kling" = 'kling-v1.5 kling-v1.6' ] || fail "credits cost kli<TAB>: $kling"

dpkg --purge video-credits
trap - EXIT
for file in "${files[@]}"; do
    [ ! -e "$file" ] || dpkg --search "$file" &> /dev/null || fail "left behind: $file"
done
echo "debian: $(basename "$deb") was built, installed, used and removed"
