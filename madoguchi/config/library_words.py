"""The words of libraries (command line, forms) that people see, listed so that our catalogue translates them."""


def gettext_noop(message: str) -> str:
    """Marks a text for the catalogue."""
    return message


WORDS = (
    gettext_noop("Usage:"),
    gettext_noop("Options"),
    gettext_noop("Commands"),
    gettext_noop("Show this message and exit."),
    gettext_noop("Show the version and exit."),
    gettext_noop("default: {default}"),
    gettext_noop("env var: {var}"),
    gettext_noop("required"),
    gettext_noop("Error: {message}"),
    gettext_noop("Error"),
    gettext_noop("Try '{command} {option}' for help."),
    gettext_noop("No such command {name!r}."),
    gettext_noop("No such option: {name}"),
    gettext_noop("Missing argument"),
    gettext_noop("Missing option"),
    gettext_noop("Missing command."),
    gettext_noop("Aborted!"),
    gettext_noop("This field is required."),
)
