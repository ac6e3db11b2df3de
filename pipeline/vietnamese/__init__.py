"""Facts of the language: spelling, syllables, numbers, dates, names. Knows nothing of documents."""
