#!/bin/sh
# Installs {{.Name}} {{.Version}} for the person who starts it, under ~/.local, and
# takes it away again with --uninstall. Companies are never touched.
set -eu

bin=$HOME/.local/bin
share=${XDG_DATA_HOME:-$HOME/.local/share}
cd "$(dirname "$0")"

# tell lets the desktop know what has changed, where it has the programs for it.
tell() {
	if [ -d "$share/mime/packages" ] && command -v update-mime-database >/dev/null; then
		update-mime-database "$share/mime"
	fi
	if [ -d "$share/applications" ] && command -v update-desktop-database >/dev/null; then
		update-desktop-database "$share/applications"
	fi
	if [ -d "$share/icons/hicolor" ] && command -v gtk-update-icon-cache >/dev/null; then
		gtk-update-icon-cache -q -t "$share/icons/hicolor"
	fi
}

case "${1:-}" in
"")
	mkdir -p "$bin" "$share"
	for program in winnow winnowctl; do
		cp "bin/$program" "$bin/$program.new"
		mv "$bin/$program.new" "$bin/$program"
	done
	cp -R share/. "$share/"
	sed "s|^Exec=winnow |Exec=\"$bin/winnow\" |" share/applications/winnow.desktop >"$share/applications/winnow.desktop"
	tell
	echo "{{.Name}} is installed in $bin; it is among the programs of your desktop."
	case ":$PATH:" in
	*":$bin:"*) ;;
	*) echo "To call winnowctl by its name, add $bin to your PATH." ;;
	esac
	;;
--uninstall)
	rm -f "$bin/winnow" "$bin/winnowctl"
	(cd share && find . -type f) | while read -r file; do rm -f "$share/$file"; done
	tell
	echo "{{.Name}} is gone. Your companies and settings are where they were."
	;;
*)
	echo "usage: install.sh [--uninstall]" >&2
	exit 2
	;;
esac
