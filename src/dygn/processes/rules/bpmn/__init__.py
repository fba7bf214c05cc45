"""Processes after OMG BPMN 2.0: read whole, told of what does not run, run step by step, and drawn."""
