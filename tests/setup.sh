# shellcheck shell=bash
# What tests/run.sh and samples/demo.sh share: system packages and the build. Sourced, from the top
# of the source tree, under `set -euo pipefail`.

# mkfs.ext4 and its kin; not in the PATH of every user.
PATH=$PATH:/usr/sbin:/sbin

# Is the thing behind a probe of tests/packages there? "-" has no cheap probe: ask dpkg.
present() {
    local package=$1 probe=$2
    case $probe in
    -) dpkg -s "$package" >/dev/null 2>&1 ;;
    # The compiler answers with a path when it finds the file, else with the bare name.
    lib:*) [[ $(g++ -print-file-name="${probe#lib:}" 2>/dev/null) == */* ]] ;;
    header:*) g++ -E -x c++ - <<<"#include <${probe#header:}>" >/dev/null 2>&1 ;;
    *) command -v "$probe" >/dev/null ;;
    esac
}

# Prints the packages of tests/packages that are missing for the given preset, one a line.
missing_packages() {
    local preset=$1 package probe presets
    while read -r package probe presets; do
        [[ -z $package || $package == \#* ]] && continue
        [[ -n $presets && ",$presets," != *",$preset,"* ]] && continue
        present "$package" "$probe" || echo "$package"
    done <tests/packages
}

# install_packages PRESET: installs what is missing. Does not touch the network when nothing is.
install_packages() {
    local missing as_root=()
    mapfile -t missing < <(missing_packages "$1")
    ((${#missing[@]})) || return 0
    echo "Missing packages: ${missing[*]}"
    if ! command -v apt-get >/dev/null; then
        echo "There is no apt-get here. Install what these Debian packages hold, then run again." >&2
        return 1
    fi
    if ((EUID != 0)); then
        if ! command -v sudo >/dev/null; then
            echo "Not root, and there is no sudo. As root: apt-get install ${missing[*]}" >&2
            return 1
        fi
        as_root=(sudo)
    fi
    as_root+=(env DEBIAN_FRONTEND=noninteractive)
    # An outdated list of one source must not stop an install the others can serve.
    "${as_root[@]}" apt-get -q update || true
    "${as_root[@]}" apt-get -qy -o DPkg::Lock::Timeout=300 install --no-install-recommends \
        "${missing[@]}"
    mapfile -t missing < <(missing_packages "$1")
    if ((${#missing[@]})); then
        echo "Still missing after the installation: ${missing[*]}" >&2
        return 1
    fi
}

# build PRESET [TARGET]: configures and builds build/PRESET.
build() {
    local preset=$1 target=${2:-all}
    cmake --preset "$preset"
    cmake --build "build/$preset" --parallel "$(nproc)" --target "$target"
}
