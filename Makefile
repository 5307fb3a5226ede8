# dom0-memory: two commands set everything up: `make serve` and `make test`.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

TOOLS := $(CURDIR)/.tools
# Runs a command and says in one line what it is and how long it took.
STAGE_SH := @$(CURDIR)/www/build/stage.sh
NODE_BIN := $(CURDIR)/www/build/node_modules/.bin
export PATH := $(TOOLS)/bin:$(NODE_BIN):$(PATH)

BINDGEN_VERSION := 0.2.130
PACK_VERSION := 0.15.1
GECKO_VERSION := 0.37.1
STAGE := target/stage
# What npm writes when it has installed everything a lock file names.
NPM_DONE := node_modules/.package-lock.json
# Measured: with only the smallest functions inlined, and with -O2 -s 1 in place of -Oz, the
# module is larger, yet smaller once compressed. With none inlined it is no smaller but starts
# later, because browsers compile each function when it is first called. The lowest kilobyte is
# the end of the stack: no value is there that an address plus an offset could mean.
SMALL := --always-inline-max-function-size=0 --one-caller-inline-max-function-size=40 -O2 -s 1 --converge --low-memory-unused \
  --strip-producers --strip-target-features --reorder-functions-by-name
# Modules must not tell where they were built, and the same sources give the same bytes.
PLACES = $$(for d in $${CARGO_HOME:-$$HOME/.cargo}/registry/src/*; do printf -- '--remap-path-prefix=%s=/crates ' $$d; done) \
  --remap-path-prefix=$$(rustc --print sysroot)/lib/rustlib/src/rust=/rustc/$$(rustc -vV | sed -n 's/^commit-hash: //p')
PORT ?= 8080
# Where the site will be, with a slash at the end, and its sources; both may stay empty.
SITE ?=
REPOSITORY ?=
CARGO_TEST := cargo test -q
# What the native tests are built of, and what builds the programs that make the site. As part of
# `make test` both are one build.
WHOLE := --workspace --features dom0-web/ts
SITE_BUILD := -p dom0-site
FUZZ_VERSION := 0.13.2
DENY_VERSION := 0.20.2
MACHETE_VERSION := 0.9.2
COVERAGE_VERSION := 0.9.1
MUTANTS_VERSION := 27.1.0
TARGET ?= map dom0_mem link version size form kernel log changed_log hostile
SHARD ?= 0/55
COUNT ?= 10000
SEED ?= 1
# SECONDS counts by itself in a shell; what make was told is kept under another name.
SECONDS_EACH := $(if $(findstring command,$(origin SECONDS)),$(SECONDS),60)

.PHONY: help
help: ## List the targets
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-10s %s\n", $$1, $$2}'

.PHONY: serve
serve: port dist ## Build the explainer and serve it on localhost (PORT=8080)
	node www/build/serve.mjs dist $(PORT)

# A taken port is said before minutes of building, not after them.
.PHONY: port
port: preflight
	@node www/build/serve.mjs --free $(PORT)

.PHONY: dev
dev: port build-tools ## Serve the page while you work: rebuild and reload after each change (PORT=8080)
	node www/build/dev.mjs $(PORT)

# $(call engine,NAME,FEATURES): one build of the engine into the stage.
define engine
	$(STAGE_SH) "Engine, form $(1)" env RUSTFLAGS="$(PLACES)" cargo build -q --profile wasm --target wasm32-unknown-unknown -p dom0-web --no-default-features --features "$(2)"
	@wasm-bindgen target/wasm32-unknown-unknown/wasm/web.wasm --target web --no-typescript \
	  --experimental-reset-state-function --out-dir $(STAGE)/$(1) --out-name explainer
	@www/build/smaller.sh $(STAGE)/$(1)/explainer_bg.wasm $(SMALL)
endef

.PHONY: dist
dist: build-tools ## Build page, embeds, pictures and package into dist/ (the only build)
	@rm -rf dist $(STAGE) && mkdir -p dist $(STAGE)/site
	$(STAGE_SH) "Crates" cargo fetch -q --locked
	$(call engine,page,page plotters)
	$(call engine,reader,paste plotters)
	$(call engine,single,paste)
	$(call engine,embed,)
	$(STAGE_SH) "Site programs" cargo build -q $(SITE_BUILD) --bin prerender --bin pictures
	$(STAGE_SH) "Prerendered page" target/debug/prerender www $(STAGE)/site $(STAGE)
	$(STAGE_SH) "Pictures" target/debug/pictures dist/p $(STAGE)/card.svg
	$(STAGE_SH) "Packed files" env SITE="$(SITE)" REPOSITORY="$(REPOSITORY)" node www/build/pack.mjs www $(STAGE) dist

.PHONY: size
size: dist ## Print what readers download; fails beyond www/build/budget.txt
	node www/build/size.mjs dist www/build/budget.txt

.PHONY: test
test: SITE_BUILD := $(WHOLE)
test: browsers check native golden-data wasm-test size e2e ## Run everything CI runs

.PHONY: check
check: build-tools ## Format, lints, docs, script types
	$(STAGE_SH) "Format" cargo fmt --all --check
	$(STAGE_SH) "Lints" cargo clippy -q --workspace --all-targets -- -D warnings
	$(STAGE_SH) "Lints for wasm" cargo clippy -q -p dom0-web --target wasm32-unknown-unknown --all-targets -- -D warnings
	$(STAGE_SH) "Lints for embeds" cargo clippy -q -p dom0-web --target wasm32-unknown-unknown --no-default-features -- -D warnings
	$(STAGE_SH) "Lints for the start" cargo clippy -q -p dom0-web --target wasm32-unknown-unknown --no-default-features --features "page plotters" -- -D warnings
	$(STAGE_SH) "Lints for one file" cargo clippy -q -p dom0-web --target wasm32-unknown-unknown --no-default-features --features paste -- -D warnings
	$(STAGE_SH) "Documentation" env RUSTDOCFLAGS="-D warnings" cargo doc -q --workspace --no-deps
	$(STAGE_SH) "Script types" tsc --project www/jsconfig.json
	$(STAGE_SH) "House rules" cargo test -q $(WHOLE) --test all -- tidy arrows circles citations english marks scripts

.PHONY: types
types: ## Rewrite www/engine-types.d.ts from the Rust types
	WRITE_TYPES=1 cargo test -q -p dom0-web --features ts contract

.PHONY: native
native: ## Run the native tests, with those of the wire types
	$(STAGE_SH) "Native tests" $(CARGO_TEST) $(WHOLE)

.PHONY: golden
golden: ## Run the model on vector files: make -s golden DIR=path [V=1]
	@cargo run -q --release -p dom0-tests --bin golden -- "$(DIR)" $(if $(V),-v)

.PHONY: boots
boots: ## Compare real boots with the model: make -s boots FILE=path [V=1]
	@cargo run -q --release -p dom0-tests --bin boots -- "$(FILE)" $(if $(V),-v)

.PHONY: logs
logs: ## Read and compare whole logs, DIR=folder, or facts of logs, FILE=path: make -s logs DIR=path [V=1]
	@cargo run -q --release -p dom0-tests --bin logs -- "$(or $(DIR),$(FILE))" $(if $(V),-v)

.PHONY: fuzz
fuzz: $(TOOLS)/cargo-fuzz-$(FUZZ_VERSION).stamp ## Fuzz the text readers and the set-up: make fuzz [SECONDS=60] [TARGET=map]
	for target in $(TARGET); do \
	  mkdir -p tests/fuzz/corpus/$$target; \
	  cargo fuzz run -s none --fuzz-dir tests/fuzz $$target \
	    tests/fuzz/corpus/$$target tests/fuzz/seeds/$$target -- \
	    -max_total_time=$(SECONDS_EACH) -timeout=10 -rss_limit_mb=2000; \
	done

.PHONY: bench
bench: dist test-tools tests/measure/$(NPM_DONE) ## Print what boots, inputs, frames and starts cost: name, value, unit
	@cut -d' ' -f1-3 /proc/loadavg | sed 's/^/load-before /; s/$$/ (1, 5 and 15 minutes)/'
	@cargo bench -q -p dom0-tests --bench boots
	@node tests/measure/boots.mjs
	@node tests/e2e/bench-input.mjs
	@node tests/measure/frames.mjs
	@node tests/measure/cold.mjs
	@cut -d' ' -f1-3 /proc/loadavg | sed 's/^/load-after /; s/$$/ (1, 5 and 15 minutes)/'

.PHONY: soak
soak: dist test-tools ## Do random things to the page and let the engine panic: make soak [COUNT=10000] [SEED=1]
	node tests/e2e/soak.mjs $(COUNT) $(SEED)

.PHONY: lighthouse
lighthouse: dist test-tools tests/measure/$(NPM_DONE) ## Print Lighthouse's scores of page and frame; fails below 99 without speed
	node tests/measure/lighthouse.mjs

.PHONY: deny
deny: $(TOOLS)/cargo-deny-$(DENY_VERSION).stamp $(TOOLS)/cargo-machete-$(MACHETE_VERSION).stamp ## Check crates: licences, sources, versions, advisories, unused ones
	cargo deny --config tests/deny.toml --log-level error check licenses bans sources
	@if ! timeout 60 cargo deny --config tests/deny.toml fetch db >/dev/null 2>&1; then \
	  echo "make: advisories were not checked, because their database cannot be reached" >&2; \
	else cargo deny --config tests/deny.toml --log-level error check --disable-fetch advisories; fi
	cargo machete

.PHONY: sbom
sbom: build-tools ## Print what ships and what builds it as CycloneDX: make -s sbom
	@node www/build/sbom.mjs .

.PHONY: coverage
coverage: $(TOOLS)/cargo-llvm-cov-$(COVERAGE_VERSION).stamp ## Print line coverage; fails below 95 % for sim, words and read
	@rustup component list --installed | grep -q ^llvm-tools || rustup component add llvm-tools
	@mkdir -p target
	cargo llvm-cov -q --workspace --exclude dom0-web --json --summary-only --output-path target/coverage.json
	@node tests/measure/coverage.mjs target/coverage.json

# A fixed sample: each N-th mutant. First the tests of its crate look for the fault, built
# without optimisation, because each mutant builds them anew; then, for what they missed, the
# tests that compare with data. 2 and 3 are what cargo-mutants ends with where some were missed
# or ran too long.
UNOPTIMISED := $(foreach crate,sim words read figure tests,-C--config=profile.dev.package.dom0-$(crate).opt-level=0)
.PHONY: mutants
mutants: $(TOOLS)/cargo-mutants-$(MUTANTS_VERSION).stamp ## Break the model in a fixed sample of places and see tests fail: make mutants [SHARD=0/55]
	cargo mutants --config tests/mutants.toml --shard $(SHARD) --sharding round-robin --output target $(UNOPTIMISED) || test $$? -eq 2 -o $$? -eq 3
	node tests/measure/survivors.mjs target/mutants.out

.PHONY: paste-time
paste-time: dist test-tools ## Print how long 1 MiB of log takes in the browser
	node tests/e2e/paste-time.mjs

# The native tests have built these programs.
.PHONY: golden-data
golden-data: native
	target/debug/golden tests/data/kernel
	target/debug/golden tests/data/worlds
	target/debug/golden tests/data/xen
	target/debug/boots tests/data/boots/boots.json.gz
	target/debug/boots tests/data/boots/boots-old.json.gz
	target/debug/boots tests/data/boots/boots-7.json.gz
	target/debug/boots tests/data/boots/boots-7-edges.json.gz
	target/debug/logs tests/data/logs/open.json.gz

# $(call wasm_tests,BROWSER,DRIVER): a run without one passed test is no success. Without
# lines of sources, which no browser shows, each module is prepared in half the time.
define wasm_tests
	$(STAGE_SH) "wasm tests in $(1)" bash -o pipefail -c 'CARGO_PROFILE_DEV_DEBUG=0 WASM_BINDGEN_TEST_TIMEOUT=300 \
	  wasm-pack test --mode no-install --headless $(2) crate/web 2>&1 | tee target/wasm-test-$(1).log'
	@grep -qE '[1-9][0-9]* passed; 0 failed' target/wasm-test-$(1).log
	@! grep -qE '[1-9][0-9]* failed' target/wasm-test-$(1).log
endef

.PHONY: wasm-test
wasm-test: test-tools ## Run the wasm tests in headless Chromium and Firefox
	$(call wasm_tests,chromium,--chrome --chromedriver /usr/bin/chromedriver)
	$(call wasm_tests,firefox,--firefox --geckodriver $(TOOLS)/bin/geckodriver)

.PHONY: e2e
e2e: dist test-tools ## Drive the built page in Chromium and Firefox
	$(STAGE_SH) "Browser tests" sh -c 'cd tests/e2e && node --test --test-concurrency=2 --test-reporter=spec *.test.mjs'

.PHONY: shots
shots: dist test-tools ## Take screenshots of the built page into shots/
	node tests/e2e/shots.mjs

.PHONY: snap
snap: ## Rewrite our own committed pictures and ledgers (look at them first)
	cargo run -q --release -p dom0-tests --bin snap -- tests/snap

.PHONY: clean
clean: ## Remove everything that was built, but for the tools
	rm -rf dist target shots tests/fuzz/target tests/fuzz/artifacts

# ---- tools: installed once into ignored folders ---------------------------------

# $(call cargo_tool,NAME,VERSION,FLAGS): installs a tool of one version. A stamp carries the
# version, so that another is installed when one is wanted.
define cargo_tool
	@www/build/preflight.sh "$(1) $(2)"
	$(STAGE_SH) "Build $(1) $(2), only once" env CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_TARGET_DIR=$(TOOLS)/target \
	  cargo install -q --force $(3) --root $(TOOLS) $(1) --version $(2)
	@touch $@
endef

.PHONY: preflight
preflight:
	@www/build/preflight.sh

.PHONY: build-tools
build-tools: $(TOOLS)/target.stamp $(TOOLS)/wasm-bindgen-$(BINDGEN_VERSION).stamp www/build/$(NPM_DONE)

$(TOOLS)/target.stamp: | preflight
	@rustup target list --installed | grep -qx wasm32-unknown-unknown || rustup target add wasm32-unknown-unknown
	@mkdir -p $(TOOLS) && touch $@

# Without --locked: the lock file shipped with this release cannot be resolved everywhere.
$(TOOLS)/wasm-bindgen-$(BINDGEN_VERSION).stamp: | preflight
	$(call cargo_tool,wasm-bindgen-cli,$(BINDGEN_VERSION),)

$(TOOLS)/wasm-pack-$(PACK_VERSION).stamp: | preflight
	$(call cargo_tool,wasm-pack,$(PACK_VERSION),--locked)

$(TOOLS)/geckodriver-$(GECKO_VERSION).stamp: | preflight
	$(call cargo_tool,geckodriver,$(GECKO_VERSION),--locked)

$(TOOLS)/cargo-fuzz-$(FUZZ_VERSION).stamp: | preflight
	$(call cargo_tool,cargo-fuzz,$(FUZZ_VERSION),--locked)

$(TOOLS)/cargo-deny-$(DENY_VERSION).stamp: | preflight
	$(call cargo_tool,cargo-deny,$(DENY_VERSION),--locked)

$(TOOLS)/cargo-machete-$(MACHETE_VERSION).stamp: | preflight
	$(call cargo_tool,cargo-machete,$(MACHETE_VERSION),--locked)

$(TOOLS)/cargo-llvm-cov-$(COVERAGE_VERSION).stamp: | preflight
	$(call cargo_tool,cargo-llvm-cov,$(COVERAGE_VERSION),--locked)

$(TOOLS)/cargo-mutants-$(MUTANTS_VERSION).stamp: | preflight
	$(call cargo_tool,cargo-mutants,$(MUTANTS_VERSION),--locked)

# One manifest for what builds the site, one for what drives it in browsers, one for what
# only measures.
%/$(NPM_DONE): %/package-lock.json | preflight
	@www/build/preflight.sh "the packages of $*"
	$(STAGE_SH) "Packages of $*" npm ci --prefix $* --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

# First of all tests: where a browser is missing and cannot be installed, that is said at once.
.PHONY: browsers
browsers: preflight
	@bash tests/e2e/browsers.sh

.PHONY: test-tools
test-tools: browsers build-tools $(TOOLS)/wasm-pack-$(PACK_VERSION).stamp $(TOOLS)/geckodriver-$(GECKO_VERSION).stamp tests/e2e/$(NPM_DONE)
