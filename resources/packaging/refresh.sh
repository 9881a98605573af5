#!/bin/sh
# After installation and after removal: the desktop learns or forgets the program, its icon and its files.
set -e
case "$1" in
    configure | remove)
        if command -v update-desktop-database > /dev/null; then update-desktop-database -q /usr/share/applications; fi
        if command -v update-mime-database > /dev/null; then update-mime-database /usr/share/mime; fi
        if command -v gtk-update-icon-cache > /dev/null; then gtk-update-icon-cache -q -t -f /usr/share/icons/hicolor; fi
        ;;
esac
