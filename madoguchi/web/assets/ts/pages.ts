// Every signed-in page outside the desk: htmx, toasts, dialogs.
import "htmx.org";
import "./behaviours/csrf";
import "./behaviours/copying";
import "./behaviours/dialogs";
import "./behaviours/toasts";
import "./behaviours/ago";
import "./behaviours/bell";
import "./behaviours/app";
import "./behaviours/push";
