"""What makes the desk an app on a device: manifest, service worker, the page for a missing connection."""

import json
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from madoguchi.web.rendering import asset, company_name, page

SIZES = (192, 512)


def manifest(request: HttpRequest) -> HttpResponse:
    """The web app manifest: name and icons of this installation."""
    icons = [{"src": asset(f"app-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"} for size in SIZES]
    maskable = {"src": asset("app-512.png"), "sizes": "512x512", "type": "image/png", "purpose": "maskable"}
    told = {
        "id": "/desk",
        "name": f"{company_name()} – {_('Desk')}",
        "short_name": company_name()[:12],
        "start_url": "/desk",
        "scope": "/",
        "display": "standalone",
        "background_color": "#0017c1",
        "theme_color": "#0017c1",
        "icons": [*icons, maskable, {"src": asset("icon.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    answer = HttpResponse(json.dumps(told, ensure_ascii=False), content_type="application/manifest+json")
    answer["Cache-Control"] = "no-cache"
    return answer


def worker(request: HttpRequest) -> HttpResponse:
    """The service worker; it must lie at the root to see all pages."""
    answer = HttpResponse(_script(asset("sw.js")), content_type="text/javascript")
    answer["Cache-Control"] = "no-cache"
    return answer


def offline(request: HttpRequest) -> HttpResponse:
    """What stands in for a page that is neither reachable nor kept."""
    return page(request, "account/offline.html")


@cache
def _script(address: str) -> str:
    path = Path(settings.STATIC_ROOT) / address.removeprefix(settings.STATIC_URL)
    return path.read_text(encoding="utf-8") if path.exists() else ""
