#!/usr/bin/env bash
# Builds what users install: a statically linked program with its man page, shell completions, licenses and price table, as an
# archive with a checksum, and as a Debian package where dpkg-deb is installed. Two runs of one commit give the same bytes.
set -euo pipefail
cd "$(dirname "$0")/.."

target=x86_64-unknown-linux-gnu
version=$(cargo pkgid --locked | sed 's/.*[#@]//')
name=credits-$version-x86_64-linux
dist=target/dist
epoch=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}

# A static program at a fixed address starts fastest: nothing is left to be linked or relocated. Paths of this machine would make
# the program different elsewhere.
registry=${CARGO_HOME:-$HOME/.cargo}/registry/src
export CARGO_ENCODED_RUSTFLAGS=$(printf '%s\x1f' -Ctarget-feature=+crt-static -Crelocation-model=static \
    "--remap-path-prefix=$PWD=credits" "--remap-path-prefix=$registry=registry" | sed 's/\x1f$//')
cargo build --release --locked --target "$target"
program=target/$target/release/credits

rm -rf "${dist:?}/$name"
add() { # add FILE PLACE [MODE]
    install -D -m "${3:-644}" "$1" "$dist/$name/$2"
}
add "$program" bin/credits 755
add docs/credits.1 share/man/man1/credits.1
add completions/credits.bash share/bash-completion/completions/credits
add completions/_credits share/zsh/site-functions/_credits
add completions/credits.fish share/fish/vendor_completions.d/credits.fish
add pricing.toml share/credits/pricing.toml
for file in README.md CHANGELOG.md LICENSE-APACHE LICENSE-MIT; do
    add "$file" "share/doc/credits/$file"
done
add packaging/install.sh install.sh 755

tar --create --directory "$dist" --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$epoch" --format=gnu "$name" \
    | gzip --no-name --best > "$dist/$name.tar.gz"
(cd "$dist" && sha256sum "$name.tar.gz" > "$name.tar.gz.sha256")

if command -v dpkg-deb > /dev/null; then
    package=$dist/package
    rm -rf "$package"
    mkdir -p "$package/DEBIAN" "$package/usr"
    cp -R "$dist/$name/bin" "$dist/$name/share" "$package/usr/"
    # Where Debian's zsh looks for completions.
    mkdir "$package/usr/share/zsh/vendor-completions"
    mv "$package/usr/share/zsh/site-functions/_credits" "$package/usr/share/zsh/vendor-completions/"
    rmdir "$package/usr/share/zsh/site-functions"
    cat > "$package/DEBIAN/control" << END
Package: credits
Version: $version
Architecture: amd64
Maintainer: The credits maintainers
Section: utils
Priority: optional
Description: Exact costs of AI images and videos in credits
 credits calculates what AI images and videos cost in credits before you
 generate them, how many of them a plan or a balance covers, and which model
 is cheapest for a job. Blotato's prices are built in; other prices
 come from a file of your own.
END
    chmod -R u=rwX,go=rX "$package"
    SOURCE_DATE_EPOCH=$epoch dpkg-deb --root-owner-group -Zgzip --build "$package" "$dist/credits_${version}_amd64.deb" > /dev/null
    rm -r "$package"
else
    echo "dpkg-deb isn't installed, so there is no Debian package" >&2
fi
ls -l "$dist"
cat "$dist/$name.tar.gz.sha256"
