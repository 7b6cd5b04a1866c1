"""What pytest leaves to `test_programs.py`: programs, and what runs them."""

collect_ignore_glob = ["programs/*", "run_programs.py"]
