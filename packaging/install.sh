#!/bin/sh
# Installs the files beside this script under a prefix, or removes them again:
#   ./install.sh PREFIX
#   ./install.sh --uninstall PREFIX
set -eu
uninstall=no
if [ "${1:-}" = --uninstall ]; then
    uninstall=yes
    shift
fi
if [ $# -ne 1 ]; then
    echo "usage: $0 [--uninstall] PREFIX" >&2
    exit 2
fi
prefix=$1
cd "$(dirname "$0")"
find bin share -type f | while read -r file; do
    if [ "$uninstall" = yes ]; then
        rm -f "$prefix/$file"
    else
        mkdir -p "$prefix/$(dirname "$file")"
        cp "$file" "$prefix/$file"
    fi
done
if [ "$uninstall" = yes ]; then
    # Only folders that are empty now, and only those that the program may have made.
    for folder in share/doc/credits share/credits; do
        rmdir "$prefix/$folder" 2> /dev/null || true
    done
    echo "removed from $prefix"
else
    echo "installed: $prefix/bin/credits"
fi
