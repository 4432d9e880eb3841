"""The stream: one folder a stage, `pipeline.py` lists them top to bottom, `stream.py` runs them."""
