#!/usr/bin/env bash
# Installs the system packages that are missing, builds the program, and runs a worked incident with
# it: see samples/README.md.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=tests/setup.sh
source tests/setup.sh

install_packages release
build release exhibit_cli

EXHIBIT=$PWD/build/release/exhibit exec bash samples/incident.sh "$@"
