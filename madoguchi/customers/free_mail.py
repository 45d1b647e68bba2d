"""Mail domains that anybody can have: an address there says nothing about a company."""

# fmt: off
FREE_MAIL_DOMAINS = frozenset((
    "gmail.com", "googlemail.com", "outlook.com", "outlook.jp", "hotmail.com", "hotmail.co.jp", "live.com",
    "live.jp", "msn.com", "yahoo.com", "yahoo.co.jp", "ymail.ne.jp", "icloud.com", "me.com", "mac.com",
    "aol.com", "aol.jp", "proton.me", "protonmail.com", "gmx.com", "gmx.de", "gmx.net", "web.de", "mail.ru",
    "yandex.ru", "yandex.com", "qq.com", "163.com", "126.com", "sina.com", "naver.com", "daum.net",
    "hanmail.net", "docomo.ne.jp", "ezweb.ne.jp", "au.com", "softbank.ne.jp", "i.softbank.jp", "ymobile.ne.jp",
    "y-mobile.ne.jp", "vodafone.ne.jp", "d.vodafone.ne.jp", "t.vodafone.ne.jp", "disney.ne.jp", "willcom.com",
    "uqmobile.jp", "rakuten.jp", "rakumail.jp", "mineo.jp", "nifty.com", "nifty.ne.jp", "biglobe.ne.jp",
    "ocn.ne.jp", "so-net.ne.jp", "plala.or.jp", "dion.ne.jp", "excite.co.jp", "goo.jp", "goo.ne.jp",
    "infoseek.jp", "livedoor.com", "eonet.ne.jp", "jcom.home.ne.jp", "jcom.zaq.ne.jp", "asahi-net.or.jp",
    "dti.ne.jp", "hi-ho.ne.jp", "iij4u.or.jp", "kcn.jp", "odn.ne.jp", "tiki.ne.jp", "wakwak.com", "zoho.com",
    "fastmail.com", "hey.com", "tutanota.com",
))
# fmt: on
