// The desk. Each import is one behaviour.
import "htmx.org";
import "./behaviours/csrf";
import "./behaviours/dialogs";
import "./behaviours/toasts";
import "./behaviours/ago";
import "./behaviours/bell";
import "./desk/list";
import "./desk/opening";
import "./desk/messages";
import "./desk/actions";
import "./desk/presence";
import "./desk/panel";
import "./desk/bulk";
import "./desk/customers";
import "./desk/keys";
import "./desk/live";
import "./composer/element";
