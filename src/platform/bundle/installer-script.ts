/** Characters of the offset in the script: as many whatever it is. */
const OFFSET_DIGITS = 10
const NO_HASH = '0'.repeat(64)

export interface InstallerFacts {
  readonly version: string
  /** As `uname -m` says it. */
  readonly machine: string
  /** SHA-256 of what follows the script; absent while it is not known. The script is as long either way. */
  readonly sha256?: string
}

/**
 * The beginning of an installation archive: a shell script that unpacks what follows it. It needs what every Debian has: sh, coreutils, tar, gzip. What is unpacked
 * takes its place only when all of it is there.
 */
export function installerScript({ version, machine, sha256 = NO_HASH }: InstallerFacts): string {
  const script = (offset: string) => `#!/bin/sh
# Installs Noroshi ${version} (${machine}) without a network: sh THIS-FILE [FOLDER]
# The folder is made; one of an earlier Noroshi is brought to this version, and its data, settings and reports stay.
set -eu
fail() { printf 'noroshi: %s\\n' "$*" >&2; exit 1; }
folder=\${1:-noroshi}
offset=${offset}
sha256=${sha256}
[ "$(uname -m)" = ${machine} ] || fail "this archive is for ${machine}, this machine is $(uname -m)"
[ "$(tail -c "+$offset" -- "$0" | sha256sum | cut -d ' ' -f 1)" = "$sha256" ] || fail "$0 is damaged or not all of it: fetch it again"
if [ -e "$folder" ] && [ ! -x "$folder/noroshi" ] && [ -n "$(ls -A -- "$folder")" ]; then
  fail "$folder holds something else; name a folder that is not there yet"
fi
mkdir -p -- "$folder"
folder=$(CDPATH= cd -- "$folder" && pwd)
part=$folder/.installing
rm -rf -- "$part"
mkdir -- "$part"
trap 'rm -rf -- "$part"' EXIT
trap 'exit 1' HUP INT TERM
tail -c "+$offset" -- "$0" | tar -xz -C "$part" --no-same-owner || fail "there is no room for it in $folder, or it may not be written"
for entry in "$part"/* "$part"/.[!.]*; do
  [ -e "$entry" ] || continue
  name=\${entry##*/}
  rm -rf -- "$folder/$name"
  mv -- "$entry" "$folder/$name"
done
"$folder/noroshi" --version >/dev/null || fail "it was installed, and does not run here: try $folder/noroshi --version"
printf 'Noroshi %s is in %s: %s/noroshi up\\n' ${version} "$folder" "$folder"
exit 0
`
  const length = Buffer.byteLength(script('0'.repeat(OFFSET_DIGITS)))
  // tail counts bytes from 1.
  return script(String(length + 1).padEnd(OFFSET_DIGITS))
}
