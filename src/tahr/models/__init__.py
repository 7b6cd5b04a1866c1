"""Models: sequential, functional, subclassed; graphs, summaries, pictures."""
