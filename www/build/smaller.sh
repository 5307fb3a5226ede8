#!/usr/bin/env bash
# smaller.sh WASM SWITCH...: wasm-opt in place, with these switches. What it once made of a
# module is kept in target/smaller by the hash of what went in, because it takes longer than
# the compiler.
set -euo pipefail
wasm=$1
shift
kept=target/smaller/$({ cat "$wasm" www/build/package-lock.json; echo "$@"; } | sha256sum | cut -c1-32).wasm
if [ ! -f "$kept" ]; then
  mkdir -p target/smaller
  wasm-opt "$@" "$wasm" -o "$kept.new"
  mv "$kept.new" "$kept"
fi
cp "$kept" "$wasm"
