# Tasks in, answers out, and how good they are.
TASK ?= Which 3 modules have the most functions?
RUN ?=
REASON ?=
PICTURE ?=
# Handed over as they stand: a task may hold quotes, backticks and dollar signs.
override TASK := $(value TASK)
override REASON := $(value REASON)
override PICTURE := $(value PICTURE)
export TASK REASON PICTURE
.PHONY: demo run runs approve refuse resume replay tools graph evaluate

demo: $(READY) ## Do three tasks with the samples, off-line; one is approved on the way
	@$(PYTHON) -m $(PACKAGE).cli demo

run: $(READY) ## Do TASK="a task"; what has side effects waits for approval
	@$(PYTHON) -m $(PACKAGE).cli run $${PICTURE:+--picture "$$PICTURE"} -- "$$TASK"

runs: $(READY) ## List the runs, and where each stands
	@$(PYTHON) -m $(PACKAGE).cli runs

approve: $(READY) ## Approve what RUN=id waits for (left out: the last run), and go on
	@$(PYTHON) -m $(PACKAGE).cli approve $(RUN)

refuse: $(READY) ## Refuse it, with REASON="why", and go on without it
	@$(PYTHON) -m $(PACKAGE).cli refuse $(RUN) --reason "$$REASON"

resume: $(READY) ## Go on with RUN=id where it was killed or paused (left out: the last run)
	@$(PYTHON) -m $(PACKAGE).cli resume $(RUN)

replay: $(READY) ## Run RUN=id again from its trace alone, and compare
	@$(PYTHON) -m $(PACKAGE).cli replay $(RUN)

tools: $(READY) ## List the tools, and before which of them a person is asked
	@$(PYTHON) -m $(PACKAGE).cli tools

graph: $(READY) ## Draw the graph into reports/graph.md
	@$(PYTHON) -m $(PACKAGE).cli graph

evaluate: $(READY) ## Do the tasks of evaluation/; fails beyond its thresholds; MODELS=rules,a,b compares
	$(PYTHON) -m $(PACKAGE).cli evaluate $(ASKED)
