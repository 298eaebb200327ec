# Questions in, answers out, and how good they are.
TEXT ?= How many functions are in the module statistics?
ID ?=
REASON ?=
# Handed over as they stand: a question may hold quotes, backticks and dollar signs.
override TEXT := $(value TEXT)
override REASON := $(value REASON)
export TEXT REASON
.PHONY: demo chat say conversations approve refuse resume takeout delete tools evaluate

demo: $(READY) ## Hold a conversation with the samples, off-line
	@$(PYTHON) -m $(PACKAGE).cli demo

chat: $(READY) ## Talk on this terminal; with ID=id go on with that conversation
	@$(PYTHON) -m $(PACKAGE).cli chat $(if $(ID),--which "$(ID)")

say: $(READY) ## Say TEXT="one thing" in the last conversation
	@$(PYTHON) -m $(PACKAGE).cli say -- "$$TEXT"

conversations: $(READY) ## List the conversations of this terminal
	@$(PYTHON) -m $(PACKAGE).cli conversations

approve: $(READY) ## Approve what the conversation ID=id waits for (left out: the last), and go on
	@$(PYTHON) -m $(PACKAGE).cli approve $(ID)

refuse: $(READY) ## Refuse it, with REASON="why", and go on without it
	@$(PYTHON) -m $(PACKAGE).cli refuse $(ID) --reason "$$REASON"

resume: $(READY) ## Go on with a turn that was killed or paused
	@$(PYTHON) -m $(PACKAGE).cli resume $(ID)

takeout: $(READY) ## Write a conversation into reports/, with all that is kept of it
	@$(PYTHON) -m $(PACKAGE).cli takeout $(ID)

delete: $(READY) ## Delete the conversation ID=id, and all that is kept of it
	@$(PYTHON) -m $(PACKAGE).cli delete "$(ID)"

tools: $(READY) ## List the tools, and before which of them a person is asked
	@$(PYTHON) -m $(PACKAGE).cli tools

evaluate: $(READY) ## Hold the dialogues of evaluation/; fails beyond its thresholds; MODELS=rules,a,b compares
	$(PYTHON) -m $(PACKAGE).cli evaluate $(ASKED)
