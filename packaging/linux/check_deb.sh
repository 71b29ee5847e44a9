#!/usr/bin/env bash
# Installs the Debian package on this machine, starts it as its menu entry does and removes it (as root): check_deb.sh FILE.deb
set -euo pipefail
deb=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
export DEBIAN_FRONTEND=noninteractive
apt-get install -y -qq --no-install-recommends "$deb" >/dev/null
trap 'apt-get remove -y -qq lightpose >/dev/null' EXIT
[ "$(command -v lightpose)" = /usr/bin/lightpose ] || [ -x /usr/bin/lightpose ]
[ "$(xdg-mime query default video/mp4 2>/dev/null || true)" != "" ] || grep -q "video/mp4=.*lightpose.desktop" /usr/share/applications/mimeinfo.cache
exec_line=$(sed -n 's/^Exec=//p' /usr/share/applications/lightpose.desktop | head -1)
[ "$exec_line" = "lightpose live %f" ]
"$here/../frozen/check.sh" /opt/lightpose "${2:-}"
echo "the Debian package installs, starts and is removed"
