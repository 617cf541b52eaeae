"""The command line: it parses, calls, prints, and decides nothing else."""
