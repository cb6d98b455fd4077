# Shared by build, test and demo: where we are, and the tools that the .NET SDK does not bring.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1

say() { printf '%s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

# need COMMAND PACKAGE: installs a Debian package when run as root on Debian, otherwise says what is missing and stops.
need() {
    command -v "$1" >/dev/null 2>&1 && return
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        say "Installing $2 ..."
        { apt-get -qq update && apt-get -qq install -y "$2"; } >/dev/null 2>&1 || die "Could not install $2; install it and run this again."
    else
        die "$1 is needed. Install it (Debian: apt-get install $2) and run this again."
    fi
}

need_dotnet() {
    command -v dotnet >/dev/null 2>&1 || die "The .NET 10 SDK is needed: https://dotnet.microsoft.com/download"
    (cd "$root" && dotnet --version >/dev/null 2>&1) || die "The .NET SDK that global.json asks for is missing: install .NET 10 or later."
}

# The runtime identifier of this machine, for the ahead-of-time compiled programs.
rid() { dotnet --info | awk '/^ *RID:/ { print $2; exit }'; }
