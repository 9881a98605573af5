#!/bin/sh
# After removal: the desktop forgets the program; what people wrote stays in their own folders, and it is said.
set -e
case "$1" in
    remove)
        if command -v update-desktop-database > /dev/null; then update-desktop-database -q /usr/share/applications; fi
        if command -v update-mime-database > /dev/null; then update-mime-database /usr/share/mime; fi
        if command -v gtk-update-icon-cache > /dev/null; then gtk-update-icon-cache -q -t -f /usr/share/icons/hicolor; fi
        echo "Parvis est enlevé. Les bases, leurs copies et leurs pièces restent dans le dossier de chaque personne"
        echo "(d'ordinaire ~/.local/share/Parvis), et les réglages du poste dans /etc/parvis."
        ;;
esac
