#!/usr/bin/env bash
# Runs a command on what is committed, in a bare Debian made with debootstrap.
#
#   tests/in_debian.sh SUITE FOLDER COMMAND...
#   tests/in_debian.sh trixie /var/tmp/debian13 tests/run.sh
#   tests/in_debian.sh bookworm /var/tmp/debian12 samples/demo.sh
#
# Needs root and debootstrap. FOLDER is made at the first run and kept: later runs update the clone
# in it and build what changed. Packages come from the mirror that this machine's own apt uses.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

suite=${1:?SUITE, for example trixie}
root=${2:?FOLDER for the system}
shift 2
clone=$root/srv/exhibit

if ((EUID != 0)) || ! command -v debootstrap >/dev/null; then
    echo "$0: needs root and debootstrap" >&2
    exit 1
fi

if [[ ! -e $root/etc/debian_version ]]; then
    # shellcheck disable=SC2016  # apt's own variable
    mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | head -n 1)
    debootstrap --variant=minbase --include=ca-certificates "$suite" "$root" "$mirror"
fi

if [[ -d $clone/.git ]]; then
    git -C "$clone" fetch --quiet "$PWD" HEAD
    git -C "$clone" reset --quiet --hard FETCH_HEAD
else
    git clone --quiet . "$clone"
fi

# In namespaces of its own: whatever happens, nothing stays mounted and nothing goes on running.
# shellcheck disable=SC2016  # expanded by the inner shell
exec unshare --mount --fork --pid --kill-child bash -euc '
    root=$1
    shift
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    mount -t tmpfs tmpfs "$root/tmp"
    exec chroot "$root" env -i -C /srv/exhibit PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/tmp \
        LC_ALL=C.UTF-8 "$@"
' in_debian "$root" "$@"
