"""Reports: an answer -> a document for people, or data for programs."""
