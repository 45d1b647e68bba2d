"""`madoguchi knowledge`: articles from and to files."""

import sys
from pathlib import Path

import click

from madoguchi.config.start import start
from madoguchi.config.words import gettext as _

MOST_SHOWN = 20


@click.group("knowledge", help=_("Take articles in."))
def command() -> None:
    """Acts as the system: whoever may run commands on the machine may do this."""


@command.command(
    "import",
    help=_(
        "Take in articles: from a file with one JSON object a line (external_id, question, answer, category, locale), "
        "a CSV file with these columns, or a folder of Markdown files. "
        "Running it again changes what is different and doubles nothing. Good lines are taken even when others are "
        "bad; bad ones are listed, and the exit code is 1."
    ),
)
@click.argument("source", type=click.Path(exists=True, path_type=Path))
@click.option("--draft", is_flag=True, help=_("Keep new articles as drafts instead of publishing them."))
@click.option("--check", "only_check", is_flag=True, help=_("Only say what cannot be read."))
def import_articles(source: Path, draft: bool, only_check: bool) -> None:
    """Progress goes to standard error, the result to standard output."""
    start()
    from django.utils import translation

    from madoguchi.config.words import language
    from madoguchi.kernel.actors import SYSTEM
    from madoguchi.knowledge import articles_file
    from madoguchi.knowledge.services import importing

    translation.activate(language())
    articles, bad = articles_file.read(source)
    for line in bad[:MOST_SHOWN]:
        click.echo(_("Line %(number)d: %(reason)s") % {"number": line.number, "reason": line.reason}, err=True)
    if len(bad) > MOST_SHOWN:
        click.echo(_("… and %(count)d more bad lines") % {"count": len(bad) - MOST_SHOWN}, err=True)
    if not only_check:

        def progress(done: int) -> None:
            click.echo(_("%(done)d of %(all)d articles") % {"done": done, "all": len(articles)}, err=True)

        taken = importing.take_in(articles, by=SYSTEM, published=not draft, progress=progress)
        click.echo(
            _("%(created)d new, %(changed)d changed, %(same)d as before, %(bad)d lines left out.")
            % {"created": taken.created, "changed": taken.changed, "same": taken.same, "bad": len(bad)}
        )
    else:
        click.echo(
            _("%(good)d articles can be taken in, %(bad)d lines cannot.") % {"good": len(articles), "bad": len(bad)}
        )
    if bad:
        sys.exit(1)
