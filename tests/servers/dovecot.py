"""A real Dovecot with its own configuration, one mailbox, IMAP and POP3 without encryption on local ports."""

import grp
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from tests.__main__ import dovecot as installed
from tests.__main__ import in_ci, pop3_installed
from tests.servers.postbox import free_port

PASSWORD = "himitsu"

CONFIGURATION = """
base_dir = {sockets}
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap{pop3}
ssl = no
disable_plaintext_auth = no
auth_failure_delay = 0
auth_mechanisms = plain login{mechanisms}
listen = 127.0.0.1
mail_location = maildir:{folder}/mail/%u
first_valid_uid = 1
default_internal_user = {user}
default_login_user = {user}
default_internal_group = {group}
namespace inbox {{
  inbox = yes
  separator = /
}}
{oauth}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={mail_user} gid={mail_group} home={folder}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service pop3-login {{
  chroot =
  inet_listener pop3 {{
    port = {pop3_port}
  }}
  inet_listener pop3s {{
    port = 0
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
"""


OAUTH = """
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {folder}/oauth2.conf
}}
"""

OAUTH_ARGUMENTS = """
introspection_mode = post
introspection_url = {url}
username_attribute = username
active_attribute = active
active_value = true
"""


def available() -> bool:
    """Whether Dovecot is installed here; a failure where everything must be there."""
    if installed() is None and in_ci():
        raise RuntimeError("Dovecot is not installed")
    return installed() is not None


class Dovecot:
    """Starts with `start()`, ends with `stop()`; `user` signs in with PASSWORD."""

    user = "support"

    def __init__(self, folder: Path, *, introspection_url: str = "") -> None:
        """With `introspection_url` people may also sign in with OAuth2."""
        self.folder = folder
        self.introspection_url = introspection_url
        self.port = free_port()
        self.pop3_port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._sockets = Path()

    def start(self) -> None:
        for name in ("state", "mail"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        self._sockets = Path(tempfile.mkdtemp(prefix="mdv-", dir="/tmp"))  # a socket's path has 108 bytes at most
        self._sockets.chmod(0o755)
        root = os.getuid() == 0
        own = pwd.getpwuid(os.getuid()).pw_name
        own_group = grp.getgrgid(os.getgid()).gr_name
        mail_user, mail_group = ("nobody", "nogroup") if root else (own, own_group)
        if root:
            _open_path(self.folder)
            shutil.chown(self.folder / "mail", mail_user, mail_group)
        if self.introspection_url:
            (self.folder / "oauth2.conf").write_text(OAUTH_ARGUMENTS.format(url=self.introspection_url))
        (self.folder / "dovecot.conf").write_text(
            CONFIGURATION.format(
                folder=self.folder,
                sockets=self._sockets,
                user="nobody" if root else own,
                group="nogroup" if root else own_group,
                mail_user=mail_user,
                mail_group=mail_group,
                password=PASSWORD,
                port=self.port,
                pop3_port=self.pop3_port,
                pop3=" pop3" if pop3_installed() else "",
                oauth=OAUTH.format(folder=self.folder) if self.introspection_url else "",
                mechanisms=" xoauth2 oauthbearer" if self.introspection_url else "",
            )
        )
        self._process = subprocess.Popen([installed() or "dovecot", "-F", "-c", str(self.folder / "dovecot.conf")])
        for _attempt in range(100):
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1) as probe:
                if probe.recv(20).startswith(b"* OK"):
                    return
            time.sleep(0.05)
        raise RuntimeError((self.folder / "log").read_text())

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(10)
            self._process = None
            shutil.rmtree(self._sockets, ignore_errors=True)

    def client(self, user: str = "") -> IMAPClient:
        """A signed-in client; anybody who knows the password has a mailbox."""
        client = IMAPClient("127.0.0.1", self.port, ssl=False)
        client.login(user or self.user, PASSWORD)
        return client

    def put(self, *mails: bytes, folder: str = "INBOX") -> None:
        """Lays mails into a folder."""
        with self.client() as client:
            for _ in range(20):  # while another client still lets go of a deleted namesake, Dovecot refuses
                if client.folder_exists(folder):
                    break
                with suppress(IMAPClientError):
                    client.create_folder(folder)
                time.sleep(0.05)
            for content in mails:
                client.append(folder, content)


def _open_path(folder: Path) -> None:
    """Lets the mail user reach a folder below one that only the owner may enter."""
    for parent in (folder, *folder.parents):
        with suppress(PermissionError):
            parent.chmod(parent.stat().st_mode | 0o011)
