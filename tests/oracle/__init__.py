"""An independent oracle for plans: it works on plain catalogue dicts and never imports skillpath."""
