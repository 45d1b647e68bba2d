"""This room's permissions as the screen of roles explains them."""

from django.utils.translation import gettext_lazy as _

from madoguchi.knowledge.permissions import ArticlePermission
from madoguchi.people.registry import AGENTS, EVERYBODY, Right, register

register(
    _("Articles"),
    [
        Right(ArticlePermission.READ, _("Read articles"), _("Read published articles for staff."), EVERYBODY),
        Right(
            ArticlePermission.WRITE,
            _("Write articles"),
            _("Write, publish and delete articles of the help centre and their categories."),
            AGENTS,
        ),
    ],
)
