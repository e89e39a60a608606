# Sourced by the launchers, never run: `environment` leaves a finished .venv/ at the project's root.
#
# Comes in: $root, and the requirements file wanted. Goes out: $python, the interpreter that has
# it. Promise: an install that was interrupted, or that belongs to other requirements or another
# folder, is never taken for a finished one; a second start asks three files for their checksum
# and nothing else.

say() { printf '%s\n' "$*" >&2; }

begin() {
    [ -n "${begun-}" ] || say "Setting up (once, about a minute)…"
    begun=yes
}

fail() {
    say "$*"
    exit 2
}

# Print the newest Python from 3.11 on that can make environments; else say what there is.
# Asking beats looking: a pyenv shim stands on PATH and runs nothing.
find_python() {
    found=none
    for name in python3.14 python3.13 python3.12 python3.11 python3 python; do
        command -v "$name" > /dev/null 2>&1 || continue
        "$name" -I -c 'import sys; sys.exit(sys.version_info < (3, 11))' > /dev/null 2>&1 || continue
        [ "$found" != none ] || found=$name
        "$name" -I -c 'import ensurepip, venv' > /dev/null 2>&1 || continue
        echo "$name"
        return 0
    done
    echo "$found"
    return 1
}

# Make an empty .venv/, by Python itself or else by uv.
make_environment() {
    if base=$(find_python); then
        begin
        "$base" -I -m venv --clear "$root/.venv" || fail "Python could not make $root/.venv: see above."
    elif command -v uv > /dev/null 2>&1; then
        begin
        uv venv --quiet --clear --seed --python '>=3.11' "$root/.venv" ||
            fail "uv could not make $root/.venv: see above."
    elif [ "$base" = none ]; then
        fail "No Python from 3.11 on is here: install one (on Debian or Ubuntu: apt install python3-venv)."
    else
        version=$("$base" -I -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        fail "Python $version is here, but cannot make environments: install what is missing (on Debian or Ubuntu: apt install python$version-venv), or uv."
    fi
}

# Install a requirements file, and this project over it, so that its engines are found.
# Everything carries its hash; what comes as source is built by pinned tools.
install() {
    for file in requirements-build.txt "$1"; do
        quiet_pip --require-hashes --requirement "$root/$file" || return 1
    done
    quiet_pip --no-deps --editable "$root"
}

quiet_pip() {
    "$python" -I -m pip install --quiet --disable-pip-version-check --no-build-isolation "$@"
}

# What a finished environment was made from.
wanted() {
    echo "$root"
    cd "$root" && cksum requirements-build.txt "$1" pyproject.toml
}

# Refuse while another start is at work here.
wait_your_turn() {
    other=$(cat "$marker" 2> /dev/null) || return 0
    if [ -n "$other" ] && kill -0 "$other" 2> /dev/null; then
        fail "Another setup is running (process $other): try again when it is done."
    fi
}

# True when there is an environment to install into: whole, and made in this very folder, since
# its programs name the folder they were made in.
usable() {
    [ ! -e "$marker" ] && "$python" -I -m pip --version > /dev/null 2>&1 &&
        { [ ! -e "$stamp" ] || [ "$(head -n 1 "$stamp")" = "$root" ]; }
}

# Leave a finished environment with what the named requirements file wants.
environment() {
    python=$root/.venv/bin/python
    stamp=$root/.venv/.made-from-$1
    marker=$root/.venv/.setting-up
    wanted=$(wanted "$1")
    [ -e "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && [ ! -e "$marker" ] && return 0
    wait_your_turn
    usable || make_environment
    begin
    echo $$ > "$marker"
    install "$1" || fail "Setting up failed, see above. Nothing was done; the next start tries again."
    printf '%s\n' "$wanted" > "$stamp.new"
    mv "$stamp.new" "$stamp"
    rm -f "$marker"
}
