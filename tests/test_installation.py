"""What `make test` installs by itself: it waits for another apt rather than fail."""

import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent / "browser" / "install_chromium.sh"
APT = """#!/bin/sh
echo "$@" >> {log}
[ "$(/usr/bin/wc -l < {log})" -gt {busy} ] || {{ echo "E: {said}" >&2; exit 100; }}
"""
LISTES = "Could not get lock /var/lib/apt/lists/lock. It is held by process 812 (apt-get)"
ABSENT = "Unable to locate package chromium"


@pytest.mark.parametrize(
    ("busy", "said", "code", "calls"), [(0, LISTES, 0, 2), (3, LISTES, 0, 5), (99, LISTES, 1, 30), (99, ABSENT, 1, 1)]
)
def test_another_apt_at_work_is_waited_for(tmp_path: Path, busy: int, said: str, code: int, calls: int) -> None:
    """A root without Chromium, whose apt is busy for a while; any other failure is said at once."""
    log = tmp_path / "log"
    commands = {
        "apt-get": APT.format(log=log, busy=busy, said=said),
        "id": "#!/bin/sh\necho 0\n",
        "sleep": "#!/bin/sh\n",
    }
    for name, text in commands.items():
        (tmp_path / name).write_text(text)
        (tmp_path / name).chmod(0o755)
    done = subprocess.run(
        ["/bin/sh", str(SCRIPT)],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    asked = log.read_text().splitlines()
    assert (done.returncode, len(asked)) == (code, calls)
    assert all("DPkg::Lock::Timeout=" in line for line in asked)
    assert (said in done.stderr) == (code == 1)
