# 留痕：每个目标后面的 ## 是 make help 里的说明。
# Each stamp lies inside the folder it vouches for, so removing the folder removes the stamp too.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PYTEST := $(BIN)/pytest
TEMPLATES := liuhen/web/templates

SYSTEM_STAMP := build/.system-packages
PYTHON_STAMP := $(VENV)/.installed
FONTS_STAMP := build/fonts/.checked
FRONT_STAMP := node_modules/.installed

.PHONY: help setup run test test-long lint format bench lock clean

help: ## 显示这份说明
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(SYSTEM_STAMP) $(PYTHON_STAMP) $(FONTS_STAMP) $(FRONT_STAMP) ## 安装所需的一切（放在 .venv、node_modules、build）

run: setup ## 在 http://127.0.0.1:8000 启动演示局（数据在 ./demo-home）
	@tools/demo-home
	@LIUHEN_HOME=demo-home exec $(BIN)/liuhen serve

test: setup ## 全部测试：先 SQLite，再一次性的 PostgreSQL
	$(PYTEST) -n 2 -m "not long"
	tools/with-postgres $(PYTEST) -n 2 -m "not long and not browser"

test-long: setup ## 单项超过一分钟的测试
	$(PYTEST) -m long

lint: setup ## 格式、类型、分层、模板、安全检查
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy liuhen tests tools
	$(BIN)/lint-imports
	$(BIN)/djlint --quiet --lint $(TEMPLATES)
	$(BIN)/bandit --quiet --recursive --severity-level medium --configfile pyproject.toml liuhen

format: setup ## 按统一格式改写代码
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: setup ## 测量速度，结果的读法见 docs/benchmarks.md
	$(BIN)/python tools/bench.py

lock: $(PYTHON_STAMP) ## 依赖改了以后，重写 requirements.lock
	$(BIN)/pip-compile --quiet --extra dev --generate-hashes --allow-unsafe --strip-extras \
		--no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
		--output-file requirements.lock pyproject.toml

clean: ## 删除安装和生成的东西（不动 demo-home）
	rm -rf $(VENV) node_modules build liuhen/web/static/vendor

$(SYSTEM_STAMP): tools/system-packages
	@tools/system-packages
	@mkdir -p $(@D) && touch $@

$(PYTHON_STAMP): requirements.lock pyproject.toml | $(SYSTEM_STAMP)
	@tools/check-python "$(PYTHON)"
	@test -x $(BIN)/python || "$(PYTHON)" -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	PYTHONWARNINGS=ignore $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(FONTS_STAMP): tools/fonts tools/fonts.sha256 | $(SYSTEM_STAMP)
	@tools/fonts
	@touch $@

$(FRONT_STAMP): package.json package-lock.json tools/vendor.mjs
	@tools/check-node
	npm ci --silent --no-audit --no-fund
	node tools/vendor.mjs
	@touch $@
