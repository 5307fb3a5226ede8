#!/usr/bin/env bash
# Checks what must be there before anything is built: one line for each thing that is missing,
# with the package that brings it. Without arguments it looks at programs; with the name of a
# tool that has to be downloaded first, also at the registry it comes from.
set -uo pipefail
missing=0
lack() { echo "make: $1" >&2; missing=1; }

if ! command -v rustup >/dev/null; then
  lack "rustup is missing. Install it from https://rustup.rs, or with: apt-get install rustup"
elif ! cargo --version >/dev/null 2>&1; then
  lack "no Rust toolchain is set. Run: rustup default stable"
fi
command -v cc >/dev/null || lack "a C compiler is missing, which Rust needs as its linker. Install it with: apt-get install gcc libc6-dev"
if ! command -v node >/dev/null; then
  lack "Node is missing. Install version 20 or later from https://nodejs.org, or with: apt-get install nodejs"
elif ! version=$(node -p 'parseInt(process.versions.node)' 2>/dev/null); then
  lack "Node does not run. Install version 20 or later from https://nodejs.org, or with: apt-get install nodejs"
elif [ "$version" -lt 20 ]; then
  lack "Node $(node --version) is too old. Install version 20 or later from https://nodejs.org"
fi
command -v npm >/dev/null || lack "npm is missing. It comes with Node, or with: apt-get install npm"
[ $missing -eq 0 ] || exit 1

# A tool still has to be downloaded: say so before minutes go by, if a registry is out of reach.
if [ $# -gt 0 ]; then
  cargo info -q wasm-bindgen >/dev/null 2>&1 \
    || lack "the first run downloads $*, but the registry of crates cannot be reached. Check the network, or HTTPS_PROXY"
  npm view binaryen version --loglevel=silent --fetch-retries=0 --fetch-timeout=10000 >/dev/null 2>&1 \
    || lack "the first run downloads $*, but the npm registry cannot be reached. Check the network, or: npm config get proxy"
fi
exit $missing
