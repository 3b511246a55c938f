"""The demo accounts, for `manage.py up` to print: readable by the owner of the data only."""

import os
from pathlib import Path

from django.conf import settings

from sopman.portal.demo.people import DEPARTMENTS, PEOPLE, POSITIONS, Cast

FILE = "demo-accounts.txt"
OWNER_ONLY = 0o600


def write_accounts(cast: Cast) -> Path:
    path = Path(settings.DATA_DIR) / FILE
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY)
    os.fchmod(handle, OWNER_ONLY)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(_text(cast.password))
    return path


def _text(password: str) -> str:
    lines = [
        "演示公司账号 / Demonstration accounts",
        f"密码 / Password: {password}  （所有账号相同；本机登录页也可一键进入 / the same for all; on this machine one click signs in）",
        "",
    ]
    for code, (zh, en, _head) in DEPARTMENTS.items():
        lines.append(f"{zh} / {en}")
        for one in PEOPLE.values():
            where, position, position_en = POSITIONS[one.position]
            if where == code:
                lines.append(f"  {one.number}  {one.name}  {position}  {one.hint}")
                lines.append(f"         {one.name_en}, {position_en}: {one.hint_en}")
        lines.append("")
    return "\n".join(lines)
