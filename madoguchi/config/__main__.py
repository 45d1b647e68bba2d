"""`python -m madoguchi.config` is the command `madoguchi`."""

from madoguchi.config.command import main

main(prog_name="madoguchi")
