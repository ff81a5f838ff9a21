"""The learner: the profile file, and what it means against a catalogue."""
