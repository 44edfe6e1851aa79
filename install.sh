#!/bin/sh
# Installs Tidemark on Linux or macOS: checks who signed the release, then the checksum, then puts the program in place
# and hands over to `tidemark service install`. `sh install.sh --help` says more; docs/installing.md says all.
#
# Everything is inside one function that the last line calls: a download that broke off runs nothing.

tidemark_install() {
  set -eu
  umask 022
  LC_ALL=C
  export LC_ALL

  # One `ssh-ed25519 AAAA…` a line; filled in when a release is made.
  keys='@TIDEMARK_KEYS@'
  case $keys in @*) keys='' ;; esac

  usage() {
    cat <<'TEXT'
Installs Tidemark: verifies the release, puts the program in place, installs the service.

Usage: sh install.sh [OPTIONS]

  --from FILE|DIR|URL  the program, the directory of a release, or its address (default: where this script lies)
  --key FILE           trust these keys (lines as in an SSH .pub file) instead of those built into this script
  --prefix DIR         put the program into DIR/bin (default /usr/local; with --user ~/.local)
  --instance NAME      name of the document's service (default: default); run again with another for a second document
  --user               for this account alone, without an administrator's rights
  --no-service         the program only
  --dry-run            verify everything, say what would be done, change nothing
  --uninstall          remove services and program; configuration and data stay
  --purge              with --uninstall: remove configuration, data and account too; asks first
  --yes                with --purge: do not ask
  --help               show this text
TEXT
  }

  say() { printf '%s\n' "$*"; }
  fail() {
    printf 'install.sh: %s\n' "$1" >&2
    shift
    for line in "$@"; do printf '  %s\n' "$line" >&2; done
    exit 1
  }
  wrong() {
    printf 'install.sh: %s\n  sh install.sh --help lists what there is.\n' "$1" >&2
    exit 2
  }
  has() { command -v "$1" >/dev/null 2>&1; }

  # ---- What was asked for

  given=$*
  from='' key_file='' prefix='' instance=''
  user=no service=yes dry=no uninstall=no purge=no yes=no
  while [ $# -gt 0 ]; do
    option=$1
    value=''
    case $option in
      --*=*) value=${option#*=} option=${option%%=*} ;;
      --from | --key | --prefix | --instance)
        [ $# -ge 2 ] || wrong "$option needs a value."
        value=$2
        shift
        ;;
    esac
    shift
    case $option in
      --from | --key | --prefix | --instance) [ -n "$value" ] || wrong "$option needs a value." ;;
      *) [ -z "$value" ] || wrong "$option takes no value." ;;
    esac
    case $option in
      --from) from=$value ;;
      --key) key_file=$value ;;
      --prefix) prefix=$value ;;
      --instance) instance=$value ;;
      --user) user=yes ;;
      --no-service) service=no ;;
      --dry-run) dry=yes ;;
      --uninstall) uninstall=yes ;;
      --purge) purge=yes ;;
      --yes) yes=yes ;;
      --help | -h) usage && exit 0 ;;
      *) wrong "$option is not an option." ;;
    esac
  done
  [ "$purge" = no ] || [ "$uninstall" = yes ] || wrong '--purge goes with --uninstall.'
  case $instance in
    '') ;;
    *[!a-z0-9_-]* | [_-]* | *[_-] | ?????????????????????????????????*)
      wrong "'$instance' is not a name for an instance: lower-case letters, digits, - and _, at most 32."
      ;;
  esac
  if [ -z "$prefix" ]; then
    if [ "$user" = yes ]; then prefix=${HOME:?HOME is not set}/.local; else prefix=/usr/local; fi
  fi
  case $prefix in /*) ;; *) prefix=$(pwd)/$prefix ;; esac
  program=$prefix/bin/tidemark

  # ---- What machine this is

  case $(uname -s) in
    Linux) system=linux ;;
    Darwin) system=darwin ;;
    *) fail "Tidemark is not built for $(uname -s)." 'There are programs for Linux and macOS here, and install.ps1 for Windows.' ;;
  esac
  case $(uname -m) in
    x86_64 | amd64) machine=x64 loader=/lib64/ld-linux-x86-64.so.2 musl=/lib/ld-musl-x86_64.so.1 ;;
    aarch64 | arm64) machine=arm64 loader=/lib/ld-linux-aarch64.so.1 musl=/lib/ld-musl-aarch64.so.1 ;;
    *) fail "Tidemark is not built for $(uname -m) processors." 'There are programs for x86-64 and ARM64.' ;;
  esac
  # A shell under Rosetta takes an Apple processor for an Intel one.
  if [ $system = darwin ] && [ "$(sysctl -n sysctl.proc_translated 2>/dev/null || true)" = 1 ]; then machine=arm64; fi
  target=$system-$machine
  if [ $system = linux ] && [ ! -e $loader ] && [ -e $musl ]; then target=$target-musl; fi

  # ---- Rights, before anything is begun

  as_root="sudo sh install.sh $given"
  need_root() {
    [ "$(id -u)" = 0 ] || [ "$dry" = yes ] ||
      fail "$1 needs an administrator." "Run: $as_root" 'Or for this account alone, with --user.'
  }
  may_write() {
    place=$1
    while [ ! -e "$place" ]; do place=$(dirname "$place"); done
    [ -d "$place" ] && [ -w "$place" ] || [ "$dry" = yes ] ||
      fail "$1 cannot be written by this account." "Run: $as_root" 'Or name another place with --prefix, or use --user.'
  }

  scope=''
  [ "$user" = no ] || scope=--user

  if [ "$uninstall" = yes ]; then
    if [ "$service" = yes ] && [ "$user" = no ]; then need_root 'Removing a service'; fi
    [ -e "$program" ] || fail "There is no program $program." 'Name the place with --prefix, or add --user if it was installed so.'
    may_write "$prefix/bin"
    if [ "$dry" = yes ]; then
      [ "$service" = no ] || say "would run      $program service uninstall --all $scope"
      [ "$purge" = no ] || say 'would remove   configuration, data and account'
      say "would remove   $program"
      exit 0
    fi
    if [ "$service" = yes ]; then
      set -- --all
      [ -z "$scope" ] || set -- "$@" "$scope"
      [ "$purge" = no ] || set -- "$@" --purge
      [ "$yes" = no ] || set -- "$@" --yes
      "$program" service uninstall "$@" || fail 'The services could not be removed, and the program stays.' \
        'Correct what it says above, or remove the program alone with --no-service.'
    fi
    # With the program before this one, which upgrades keep, and their journal and lock.
    rm -f "$program" "$program.previous"
    rm -rf "$prefix/bin/.tidemark-upgrade"
    say "removed  $program"
    exit 0
  fi

  if [ "$service" = yes ] && [ "$user" = no ]; then need_root 'Installing a service for the whole host'; fi
  may_write "$prefix/bin"
  # A program that comes in between belongs to no side of an upgrade, which then could neither be finished nor taken back.
  if [ -e "$prefix/bin/.tidemark-upgrade/journal.json" ]; then
    fail 'An upgrade is under way here, or was interrupted.' "Wait for its end, or run: $program upgrade --recover"
  fi

  # ---- The release

  work=$(mktemp -d "${TMPDIR:-/tmp}/tidemark-install.XXXXXX")
  fresh=''
  # shellcheck disable=SC2317 # The trap calls it.
  clean() {
    rm -rf "$work"
    [ -z "$fresh" ] || rm -f "$fresh"
  }
  trap clean EXIT
  trap 'exit 130' INT
  trap 'exit 143' HUP TERM

  wanted='' # The file that --from names, if it names one.
  if [ -z "$from" ]; then
    from=$(dirname "$0")
    [ -f "$from/SHA256SUMS" ] || fail 'There is no release beside this script.' \
      'Say where it is: --from DIR for a directory, --from https://… for its address.'
  fi
  case $from in
    http://* | https://*) where=url base=${from%/} ;;
    *)
      where=directory
      if [ -d "$from" ]; then
        base=$from
      elif [ -f "$from" ]; then
        base=$(dirname "$from") wanted=$(basename "$from")
      else
        fail "$from does not exist." 'Name the program, the directory of a release, or its address.'
      fi
      ;;
  esac

  # fetch NAME INTO: a file of the release; fails when it is not there.
  fetch() {
    if [ "$where" = directory ]; then
      [ -f "$base/$1" ] && cp "$base/$1" "$2"
    elif has curl; then
      curl -fsSL --proto '=http,https' --connect-timeout 20 --retry 2 -o "$2" "$base/$1"
    elif has wget; then
      wget -q -O "$2" "$base/$1"
    else
      fail 'Neither curl nor wget is installed.' 'Install one of them, or bring the release here in a directory and name that with --from.'
    fi
  }

  fetch SHA256SUMS "$work/SHA256SUMS" || fail "SHA256SUMS cannot be had from $base." 'Copy the whole release, not the program alone.'
  fetch SHA256SUMS.sig "$work/SHA256SUMS.sig" 2>/dev/null || rm -f "$work/SHA256SUMS.sig"
  fetch SHA256SUMS.sshsig "$work/SHA256SUMS.sshsig" 2>/dev/null || rm -f "$work/SHA256SUMS.sshsig"

  # ---- Who signed it. Nothing of the release is believed, let alone run, before this.

  if [ -n "$key_file" ]; then
    [ -f "$key_file" ] || fail "The key file $key_file does not exist."
    keys=$(cat "$key_file")
  fi
  printf '%s\n' "$keys" | sed -n 's/^[[:space:]]*\(ssh-ed25519\)[[:space:]][[:space:]]*\([A-Za-z0-9+/=]*\).*$/\1 \2/p' >"$work/keys"
  [ -s "$work/keys" ] || fail 'No key is known that could have signed this release.' \
    'Take install.sh from a release, which has the keys built in, or name the file of a public key with --key.' \
    'It holds lines as in an SSH .pub file: ssh-ed25519 AAAA…'

  verified=''
  refuse_signature() {
    fail "The signature $1 is not that of a trusted key." \
      'The release was changed, was damaged on its way, or was signed by somebody else. Nothing was installed.' \
      'Fetch it again; if it stays so, ask the one who made it.'
  }
  # OpenSSL reads Ed25519 keys in DER: a fixed beginning and the last 32 bytes of the SSH form.
  with_openssl() {
    while read -r _ blob; do
      printf '\060\052\060\005\006\003\053\145\160\003\041\000' >"$work/key.der"
      printf '%s\n' "$blob" | openssl base64 -d -A 2>/dev/null | tail -c 32 >>"$work/key.der"
      if openssl pkeyutl -verify -pubin -keyform DER -inkey "$work/key.der" -rawin \
        -in "$work/SHA256SUMS" -sigfile "$work/SHA256SUMS.sig" >/dev/null 2>&1; then return 0; fi
    done <"$work/keys"
    return 1
  }
  with_ssh() {
    sed 's/^/tidemark namespaces="tidemark-release" /' "$work/keys" >"$work/signers"
    ssh-keygen -Y verify -f "$work/signers" -I tidemark -n tidemark-release -s "$work/SHA256SUMS.sshsig" \
      <"$work/SHA256SUMS" >/dev/null 2>&1
  }
  openssl_can=no ssh_can=no
  # LibreSSL and OpenSSL before 3 cannot check Ed25519 signatures from the command line.
  case $(openssl version 2>/dev/null || true) in 'OpenSSL '[3-9]* | 'OpenSSL '[1-9][0-9]*) openssl_can=yes ;; esac
  # One that knows -Y says what it misses; an older one that it is no option.
  if has ssh-keygen; then
    case $(ssh-keygen -Y verify 2>&1 </dev/null || true) in *[Uu]'nknown option'* | *illegal\ option* | *invalid\ option*) ;; *) ssh_can=yes ;; esac
  fi
  # Each signature that is there and can be checked has to be right; one of them is enough.
  if [ $openssl_can = yes ] && [ -f "$work/SHA256SUMS.sig" ]; then
    with_openssl || refuse_signature SHA256SUMS.sig
    verified='openssl, SHA256SUMS.sig'
  fi
  if [ $ssh_can = yes ] && [ -f "$work/SHA256SUMS.sshsig" ]; then
    with_ssh || refuse_signature SHA256SUMS.sshsig
    verified=${verified:+$verified; }'ssh-keygen, SHA256SUMS.sshsig'
  fi
  if [ -z "$verified" ]; then
    [ -f "$work/SHA256SUMS.sig" ] || [ -f "$work/SHA256SUMS.sshsig" ] || fail "The release has no signature (SHA256SUMS.sig) at $base." \
      'Copy the whole release, not the program alone.'
    fail 'The signature cannot be checked here.' \
      'Install OpenSSL 3 or later (openssl), or OpenSSH 8.1 or later (ssh-keygen), and run this again.'
  fi

  # ---- Which file, and whether it is the one that was signed

  [ "$(tail -c 1 "$work/SHA256SUMS" | wc -l)" -eq 1 ] || fail 'SHA256SUMS was cut off.'
  ! grep -Evq '^[0-9a-f]{64} [ *][0-9A-Za-z][0-9A-Za-z_.+-]*$' "$work/SHA256SUMS" || fail 'SHA256SUMS holds a line that is no checksum with a plain file name.'
  names=$(sed -n "s/^[0-9a-f]\{64\} [ *]\(tidemark-[0-9][0-9A-Za-z.-]*-$target\)\$/\1/p" "$work/SHA256SUMS")
  # linux-x64 is no end of linux-x64-musl, and a version holds no target.
  [ -n "$names" ] || fail "The release has no program for $target." 'SHA256SUMS lists what there is.'
  [ "$(printf '%s\n' "$names" | wc -l)" -eq 1 ] || fail "SHA256SUMS names more than one program for $target." 'Nothing was installed.'
  if [ -n "$wanted" ] && [ "$wanted" != "$names" ]; then
    fail "$wanted is not what this machine needs ($target) and SHA256SUMS lists." "That is $names."
  fi
  sum=$(sed -n "s/^\([0-9a-f]\{64\}\) [ *]$names\$/\1/p" "$work/SHA256SUMS")

  sum_of() {
    if has sha256sum; then
      sha256sum <"$1"
    elif has shasum; then
      shasum -a 256 <"$1"
    else
      openssl dgst -sha256 -r <"$1"
    fi | sed 's/^\([0-9a-f]\{64\}\).*/\1/'
  }
  fetch "$names" "$work/program" || fail "$names cannot be had from $base." 'SHA256SUMS lists it; copy the whole release.'
  [ "$(sum_of "$work/program")" = "$sum" ] || fail "$names is not the file that was signed: its checksum differs." \
    'It was changed or damaged on its way. Nothing was installed; fetch it again.'

  say "release        $names, as signed ($verified)"

  # ---- In place

  if [ -f "$program" ] && [ "$(sum_of "$program")" = "$sum" ]; then
    say "program        $program is this one already"
  elif [ "$dry" = yes ]; then
    say "would install  $program"
  else
    mkdir -p "$prefix/bin"
    fresh=$prefix/bin/.tidemark.new.$$
    cp "$work/program" "$fresh"
    chmod 755 "$fresh"
    [ "$(sum_of "$fresh")" = "$sum" ] || fail "$prefix/bin could not take the whole program." 'Look whether its disk is full.'
    if has restorecon; then restorecon "$fresh" 2>/dev/null || true; fi
    # What a browser fetched is held back until somebody looked at it. That was done above.
    if [ $system = darwin ] && has xattr; then xattr -d com.apple.quarantine "$fresh" 2>/dev/null || true; fi
    "$fresh" version >/dev/null || fail "$names does not run on this machine." 'What it says above is the reason; nothing was changed.' \
      'On Alpine and others with musl it needs two packages: apk add libstdc++ libgcc'
    mv -f "$fresh" "$program"
    fresh=''
    if has restorecon; then restorecon "$program" 2>/dev/null || true; fi
    say "program        $program"
  fi
  case :$PATH: in *:"$prefix/bin":*) ;; *) say "               $prefix/bin is not on your PATH" ;; esac

  # ---- Service

  [ "$service" = yes ] || exit 0
  set -- service install
  [ -z "$scope" ] || set -- "$@" "$scope"
  [ -z "$instance" ] || set -- "$@" --instance "$instance"
  if [ "$dry" = yes ]; then
    say "would run      $program $*"
    exit 0
  fi
  "$program" "$@" || fail 'The program is installed, the service is not.' \
    "What it says above comes first; then: $program $*" 'Or without a service: --no-service.'
}

{ tidemark_install "$@"; exit; }
