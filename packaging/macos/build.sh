#!/usr/bin/env bash
# lightpose.app in a disk image: packaging/macos/build.sh WHEEL OUT. Run by the release workflow; not yet run by a person.
# Signed where CODESIGN_IDENTITY names a certificate of the keychain, notarised where NOTARY_PROFILE names a profile of notarytool.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
"$here/../frozen/build.sh" "$1" "$2"
out=$(cd "$2" && pwd)
app=$out/lightpose.app
cp "$out/lightpose/THIRD_PARTY_LICENCES.txt" "$out/lightpose/LICENSE.txt" "$app/Contents/Resources/"
identity=${CODESIGN_IDENTITY:--} # "-" signs for this machine only
codesign --force --deep --options runtime --entitlements "$here/entitlements.plist" --sign "$identity" "$app"
codesign --verify --deep --strict "$app"
plutil -lint "$app/Contents/Info.plist"
"$app/Contents/MacOS/lightpose" demo -o "$(mktemp -d)/demo.mp4"
version=$("$out/lightpose/lightpose" --version | awk '{print $2}')
image=$out/lightpose-$version-macos-$(uname -m).dmg
hdiutil create -quiet -volname lightpose -srcfolder "$app" -ov -format UDZO "$image"
if [ -n "${NOTARY_PROFILE:-}" ]; then
  xcrun notarytool submit "$image" --keychain-profile "$NOTARY_PROFILE" --wait
  xcrun stapler staple "$image"
fi
