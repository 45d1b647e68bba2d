"""Config: wires everything: settings, addresses, serving, command line. Nobody imports it."""
