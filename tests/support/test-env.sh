#!/bin/sh
# Set-up script of nextest (.config/nextest.toml): makes the directory that the servers of a test run live in and sees to
# their end. The servers themselves are started by the first test that needs them, so that nothing is compiled or started
# here. The parent of this shell is nextest; whatever ends it ends the run.
set -eu
runner=$PPID
cd "$(dirname "$0")/../.."

# In memory where there are 2 GB, else below the target directory.
base=/dev/shm
room=$(df -k --output=avail "$base" 2>/dev/null | tail -1)
if [ "${room:-0}" -lt 2097152 ] || [ ! -w "$base" ]; then
    base=${CARGO_TARGET_DIR:-target}
    mkdir -p "$base"
    base=$(cd "$base" && pwd)
fi
directory=$base/aq-test-$runner
mkdir -p "$directory"
# The servers run under accounts of their own and have to get in.
chmod 755 "$directory"

# State and start time of a process: a number may come again, and one that nobody has waited for has ended too.
life() { sed -n 's/^.*) //p' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f1,20 | grep -v '^[ZX]' | cut -d' ' -f2; }
watch() {
    born=$(life "$runner") || true
    while [ "$(life "$runner")" = "$born" ]; do sleep 0.5; done
    for attempt in 1 2 3 4 5 6 7 8 9 10; do
        living=
        # Servers work in directories of their own, those that a killed test has left behind as well.
        for process in /proc/[0-9]*; do
            case $(readlink "$process/cwd" 2>/dev/null) in
            # SIGQUIT is PostgreSQL's immediate shutdown: nothing here is worth writing out.
            "$directory"/*) living=1; kill -QUIT "${process#/proc/}" 2>/dev/null || true ;;
            esac
        done
        [ -n "$living" ] || break
        sleep 0.3
    done
    rm -rf "$directory"
}
watch </dev/null >/dev/null 2>&1 &

{ echo "AQ_TEST_DIR=$directory"; echo "AQ_TEST_RUNNER=$runner"; } >>"$NEXTEST_ENV"
