"""What is known of a mail service. Not for: which services there are (presets)."""

from dataclasses import dataclass

from madoguchi.channels.base.words import Words

TLS, STARTTLS = "tls", "starttls"
NOTHING = Words("", "")
OWN_PASSWORD = Words("The password of this mail address.", "このメールアドレスのパスワードです。")


@dataclass(frozen=True, slots=True)
class Server:
    """Where to connect. An empty `host` means that every customer of the service has another one."""

    host: str
    port: int
    security: str


@dataclass(frozen=True, slots=True)
class Preset:
    """One service. `user` is what one signs in with: the address, or the part before the @ (account).

    `steps` are done at the service first; `host_help` says where an unknown server name stands; `sign_in` is password,
    google or microsoft, `password` which one is meant; `link` leads to the page where an app password is made or
    access is switched on.
    """

    code: str
    name: Words
    imap: Server
    smtp: Server
    user: str = "address"
    sign_in: str = "password"
    domains: tuple[str, ...] = ()
    steps: tuple[Words, ...] = ()
    link: str = ""
    link_words: Words = NOTHING
    host_help: Words = NOTHING
    host_example: str = ""
    limits: Words = NOTHING
    password: Words = OWN_PASSWORD

    def user_for(self, address: str) -> str:
        """The name to sign in with."""
        return address.partition("@")[0] if self.user == "account" else address

    @property
    def one_server(self) -> bool:
        """Whether receiving and sending share one server name, which the customer has to look up."""
        return not self.imap.host and not self.smtp.host
