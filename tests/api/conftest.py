"""Mail that comes in, for the API too."""

from tests.tickets.conftest import mail_in as mail_in
