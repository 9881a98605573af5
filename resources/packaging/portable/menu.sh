#!/bin/sh
# Puts Parvis into this person's menu, with its icon and its files; « menu.sh --enlever » takes it out again.
set -e
here=$(dirname "$(readlink -f "$0")")
share=${XDG_DATA_HOME:-$HOME/.local/share}
icon="$share/icons/hicolor/scalable/apps/parvis.svg"
if [ "$1" = "--enlever" ]; then
    rm -f "$share/applications/parvis.desktop" "$share/mime/packages/parvis.xml" "$icon"
else
    mkdir -p "$share/applications" "$share/mime/packages" "$(dirname "$icon")"
    sed "s|^Exec=parvis|Exec=\"$here/parvis\"|" "$here/menu/parvis.desktop" > "$share/applications/parvis.desktop"
    cp "$here/menu/parvis.xml" "$share/mime/packages/parvis.xml"
    cp "$here/menu/parvis.svg" "$icon"
fi
if command -v update-desktop-database > /dev/null; then update-desktop-database -q "$share/applications"; fi
if command -v update-mime-database > /dev/null; then update-mime-database "$share/mime"; fi
