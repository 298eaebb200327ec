# Which model? `make evaluate MODELS=a,b` compares candidates of models.toml, `make evaluate MODEL=1`
# measures the model that is configured, and JUDGE=c lets another candidate judge the answers.
MODELS ?=
JUDGE ?=
override MODELS := $(value MODELS)
override JUDGE := $(value JUDGE)
export MODELS JUDGE
ASKED = $(if $(MODELS),--models "$$MODELS")$(if $(MODEL), --model)$(if $(JUDGE), --judge "$$JUDGE")
