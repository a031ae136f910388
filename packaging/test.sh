#!/usr/bin/env bash
# Builds the release and uses it as a user would: unpacks the archive, installs it under an empty prefix, uses it without the
# repository, and uninstalls it. As root on Debian it also installs, uses and removes the Debian package.
set -euo pipefail
cd "$(dirname "$0")/.."
export XDG_CONFIG_HOME=/nonexistent CREDITS_PRICING=

fail() {
    echo "packaging: $1" >&2
    exit 1
}

packaging/release.sh
dist=$PWD/target/dist
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

(cd "$dist" && sha256sum --check --quiet ./*.sha256)
tar xf "$dist"/credits-*.tar.gz
"$folder"/credits-*/install.sh "$folder/prefix" > /dev/null
program=$folder/prefix/bin/credits

try() { # try PROGRAM: asks it something
    local answer
    answer=$("$1" fit cheapest-30s --plan starter -q)
    [ "$answer" = 178 ] || fail "fit cheapest-30s --plan starter: $answer"
    answer=$("$1" cost nano-banana=6 veo3.1/fast=6x8s --strict 2>&1 > /dev/null) && fail '--strict did not refuse'
    [[ $answer = *'depends on an option'* ]] || fail "--strict: $answer"
    [[ $(COMPLETE=bash "$1" -- 'credits cost flux-d' flux-d) = *flux-dev* ]] || fail 'no completions'
}
(file -b "$program" 2> /dev/null || true) | grep -q 'dynamically' && fail 'the program is linked dynamically'
(ldd "$program" 2>&1 || true) | grep -Eq 'statically linked|not a dynamic' || fail "$(ldd "$program")"
try "$program"
"$program" check "$folder"/prefix/share/credits/pricing.toml > /dev/null
"$folder"/credits-*/install.sh --uninstall "$folder/prefix" > /dev/null
left=$(find "$folder/prefix" -type f)
[ -z "$left" ] || fail "left behind: $left"

if [ "$(id -u)" = 0 ] && command -v dpkg > /dev/null; then
    ! dpkg --status credits &> /dev/null || fail 'a package credits is installed already; remove it first'
    # Small images of Debian leave man pages and documents out.
    dpkg --path-include='/usr/share/*' --install "$dist"/credits_*_amd64.deb > /dev/null
    mapfile -t files < <(dpkg --listfiles credits)
    try /usr/bin/credits
    [ -f /usr/share/man/man1/credits.1 ] || fail 'no man page'
    dpkg --purge credits > /dev/null
    for file in "${files[@]}"; do
        [ ! -f "$file" ] || dpkg --search "$file" &> /dev/null || fail "left behind: $file"
    done
    echo 'packaging: archive and Debian package were installed, used and removed'
else
    echo 'packaging: the archive was installed, used and removed'
fi
