# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# What ./dev and build-aux/check share: build directories, and steps that say one line each.
# To be sourced.

: "${project:?the top of the tree}"
logs=$project/_build
if [[ -n ${AIRLIFT_BUILD_DIR:-} ]]; then AIRLIFT_BUILD_DIR=$(realpath -m -- "$AIRLIFT_BUILD_DIR"); fi
quiet=

devroot() {
  "$project/build-aux/devroot" "$@"
}

fail() {
  echo "dev: $*" >&2
  exit 1
}

# The directory of a kind of build: default, coverage, release, sanitizers, fuzzers.
build_dir() {
  if [[ $1 == default && -n ${AIRLIFT_BUILD_DIR:-} ]]; then
    echo "$AIRLIFT_BUILD_DIR"
  else
    echo "$project/_build/$1"
  fi
}

# step TITLE LOG COMMAND...: runs COMMAND with its output in LOG; shows the end of it on failure.
step() {
  local title=$1 log=$logs/$2.log started=$EPOCHSECONDS status=0
  shift 2
  [[ -n $quiet ]] || printf '%-46s ' "$title"
  "$@" </dev/null >"$log" 2>&1 || status=$?
  if ((status)); then
    [[ -n $quiet ]] || echo "failed"
    { tail -n 40 "$log" && echo "dev: ${title,} failed; all of it: $log"; } >&2
  elif [[ -z $quiet ]]; then
    printf '%4d s\n' $((EPOCHSECONDS - started))
  fi
  return "$status"
}

# Makes the private root where one is needed: outside of a step, for it takes long and says so.
prepare() {
  mkdir -p "$logs"
  if [[ -n $quiet ]]; then devroot true >/dev/null; else devroot true; fi
}

set_up() {
  local kind=$1 dir
  shift
  dir=$(build_dir "$kind")
  [[ ! -e $dir/build.ninja ]] || return 0
  # What an interrupted set-up leaves would pass for a configured directory.
  rm -rf "$dir/meson-private" "$dir/meson-info"
  mkdir -p "$dir"
  # Translations are found where they are built, for nothing of this is installed.
  step "Configure ($kind)" "$kind-configure" \
    flock -o "$logs/.$kind.lock" "$project/build-aux/devroot" meson setup "-Dlocaledir=$dir/po" "$@" \
    "$dir" "$project"
}

# compile KIND [TARGET...]
compile() {
  local kind=$1 dir stamp
  shift
  dir=$(build_dir "$kind")
  stamp=$dir/.airlift-stamp
  : >"$stamp.$$"
  if ! step "Build ($kind)" "$kind-build" \
    flock -o "$logs/.$kind.lock" "$project/build-aux/devroot" ninja -C "$dir" "$@"; then
    rm -f "$stamp.$$"
    return 1
  fi
  # As old as the beginning of the build: what changed meanwhile is newer.
  mv -f "$stamp.$$" "$stamp"
}

# Whether nothing that the programs are made of changed since the last build.
is_fresh() {
  local dir=$1 changed
  [[ -e $dir/.airlift-stamp && -e $dir/build.ninja ]] || return 1
  changed=$(cd "$project" && find meson.build meson.options src data po tests build-aux/devroot.packages \
    -newer "$dir/.airlift-stamp" -print -quit)
  [[ -z $changed ]]
}
