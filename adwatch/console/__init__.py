"""The command line, one module a group of commands. Thin on purpose: a command imports its work when it runs."""
