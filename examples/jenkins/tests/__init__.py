"""Run by the pipeline; not packed."""
