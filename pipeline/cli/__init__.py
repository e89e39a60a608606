"""The commands: argv → exit code. The only room that prints, and that chooses exit codes."""
