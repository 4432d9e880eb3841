"""The demo: the main job end to end on this machine, and the proof that nothing was lost on the way."""
