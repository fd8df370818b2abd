# Two commands do everything: `make demo` and `make test`. Both install the Debian packages that are missing.

.PHONY: demo demo-stop test lint doc packages

demo: packages
	tools/demo

demo-stop:
	tools/demo stop

test: packages
	cargo build --workspace --bins
	cargo nextest run --workspace --no-fail-fast

lint:
	cargo fmt --all --check
	git ls-files '*.rs' | xargs rustfmt --check --edition 2024
	cargo clippy --workspace --all-targets -- -D warnings

doc:
	RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps

packages:
	tools/packages
