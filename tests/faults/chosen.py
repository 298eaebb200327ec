"""The combinations in which faults are planted: few, unlike each other, and quick."""

RAG_EDGE = "rag-text-realtime-edge-local"
RAG_CPU = "rag-text-interactive-cpu-local-ollama-memory"
RAG_JOB = "rag-text-batch-cpu-api"
RAG_LOCAL_JOB = "rag-text-batch-cpu-local-ollama"
PREDICT_EDGE = "predict-tabular-realtime-edge-local-classification"
PREDICT_JOB = "predict-tabular-batch-cpu-local-regression"
