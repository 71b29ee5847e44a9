#!/usr/bin/env bash
# A Debian package of the frozen program: packaging/linux/build_deb.sh FROZEN OUT, FROZEN being the folder lightpose that frozen/build.sh made,
# with the icons beside it.
# LIGHTPOSE_HOMEPAGE and LIGHTPOSE_BUNDLE_ID are those of who publishes it,
# LIGHTPOSE_COMPRESSION is none for a quick try.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
frozen=$(realpath "$1")
mkdir -p "$2"
out=$(cd "$2" && pwd)
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
chmod 755 "$root"

version=$("$frozen/lightpose" --version | awk '{print $2}')
id=${LIGHTPOSE_BUNDLE_ID:-io.github.lightpose.lightpose}
homepage=${LIGHTPOSE_HOMEPAGE:-https://lightpose.github.io}
date=$(git -C "$here" log -1 --format=%cs 2>/dev/null || date +%F)

mkdir -p "$root/opt" "$root/usr/bin" "$root/usr/share/applications" "$root/usr/share/metainfo" "$root/usr/share/doc/lightpose" "$root/DEBIAN"
cp -a "$frozen" "$root/opt/lightpose"
ln -s /opt/lightpose/lightpose "$root/usr/bin/lightpose"
cp "$here/lightpose.desktop" "$root/usr/share/applications/"
sed -e "s|@ID@|$id|g; s|@VERSION@|$version|; s|@DATE@|$date|; s|@HOMEPAGE@|$homepage|" "$here/metainfo.xml" >"$root/usr/share/metainfo/$id.metainfo.xml"
for side in 16 22 24 32 48 64 128 256 512; do
  install -Dm644 "$frozen/../icons/$side.png" "$root/usr/share/icons/hicolor/${side}x$side/apps/lightpose.png"
done
install -Dm644 "$here/../../app/lightpose/assets/lightpose.svg" "$root/usr/share/icons/hicolor/scalable/apps/lightpose.svg"
{
  echo "lightpose is under the GNU Affero General Public License, version 3 or later: /opt/lightpose/LICENSE.txt"
  echo "What it contains: /opt/lightpose/THIRD_PARTY_LICENCES.txt"
} >"$root/usr/share/doc/lightpose/copyright"

# the libraries of the system that slim.py leaves to it and that Qt's plug-ins for X and Wayland load, by the names that Debian 12 and Ubuntu
# 22.04 and later give them
cat >"$root/DEBIAN/control" <<CONTROL
Package: lightpose
Version: $version
Architecture: $(dpkg --print-architecture)
Maintainer: The lightpose developers <lightpose@users.noreply.github.com>
Installed-Size: $(du -sk "$root" | cut -f1)
Section: video
Priority: optional
Homepage: $homepage
Depends: libc6 (>= 2.28), libstdc++6, libegl1, libgl1, libdbus-1-3, libfontconfig1, libx11-6, libx11-xcb1, libxkbcommon-x11-0, libglib2.0-0 | libglib2.0-0t64, libxcb-cursor0, libxcb-icccm4, libxcb-image0, libxcb-keysyms1, libxcb-randr0, libxcb-render-util0, libxcb-shape0, libxcb-xkb1
Recommends: fonts-dejavu-core
Suggests: v4l2loopback-dkms
Description: real-time poses of everybody in view
 Finds the people in a camera image, a video or a photo and draws their
 skeletons, in real time on an ordinary processor. Records annotated videos and
 keypoint files, shows joint angles, works through folders of videos. Images
 never leave the computer.
CONTROL

desktop-file-validate "$root/usr/share/applications/lightpose.desktop"
appstreamcli validate --no-net "$root/usr/share/metainfo/$id.metainfo.xml"
dpkg-deb --root-owner-group -Z"${LIGHTPOSE_COMPRESSION:-zstd}" -z10 --build "$root" "$out/lightpose_${version}_$(dpkg --print-architecture).deb" >/dev/null
ls "$out"/lightpose_*.deb
