import type { SaidLine } from './said-lines.ts'

/** A name that is given what was fetched or decoded. */
const GIVEN = /(?:^|[\s;])(?:const\s+|let\s+|var\s+|my\s+)?\$?([A-Za-z_]\w{0,60})\s*=[^=].{0,300}?(?:b(?:64|32|85)decode|a85decode|unhexlify|fromhex|marshal\.loads|zlib\.decompress|atob\(|Buffer\.from\([^)]{0,2000}["'](?:base64|hex)["']|FromBase64String|unpack\(["']m|requests\.get\(|urlopen\(|await\s+\(?(?:await\s+)?fetch\(|DownloadString)/
const RUN = /(?:(?<![.\w])(?:exec|eval|Function|execSync|Invoke-Expression|iex)|\b(?:child_process\.exec|vm\.run\w{1,20}|os\.system|subprocess\.(?:run|call|Popen|check_output)|(?:pickle|marshal)\.loads))\s*[( ]\s*(?:compile\(\s*)?\$?([A-Za-z_]\w{0,60})\b(?!\s*=)/g
const MOST_NAMES = 200

/** The line that runs, by a name, what an earlier line fetched or decoded into it; null where there is none. */
export function runsFetchedOrDecoded(lines: readonly SaidLine[]): SaidLine | null {
  const names = new Set<string>()
  for (const line of lines) {
    for (const [, name] of line.text.matchAll(RUN)) if (names.has(name!)) return line
    const given = GIVEN.exec(line.text)?.[1]
    if (given !== undefined && names.size < MOST_NAMES) names.add(given)
  }
  return null
}
