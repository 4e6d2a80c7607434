import { LONGEST_COMMAND } from './defaults.ts'
import type { Ecosystem } from './ecosystem.ts'
import { NAME_SHAPES } from './ecosystem.ts'
import type { NamedPackage } from './named-package.ts'
import { packageWords } from './package-words.ts'
import { isPlaceholder } from './placeholder-names.ts'

interface Installer {
  readonly ecosystem: Ecosystem
  readonly command: string
  /** It takes one name; what follows is given to the program. */
  readonly takesOne?: true
}

const INSTALLERS: readonly Installer[] = [
  { ecosystem: 'pypi', command: String.raw`(?:python[\d.]{0,5}\s+-m\s+|uv\s+)?pip[\d.]{0,4}\s+install|(?:uv|poetry|pdm|rye)\s+add|pipenv\s+install|pipx\s+install|uv\s+tool\s+install` },
  { ecosystem: 'pypi', command: String.raw`pipx\s+run|uvx|uv\s+tool\s+run`, takesOne: true },
  { ecosystem: 'npm', command: String.raw`npm\s+(?:install|add|(?-i:i))|(?:yarn|pnpm)\s+(?:global\s+)?add|pnpm\s+(?:install|(?-i:i))|bun\s+(?:add|install|(?-i:i))` },
  { ecosystem: 'npm', command: String.raw`npx|npm\s+exec|(?:pnpm|yarn)\s+dlx|bunx`, takesOne: true },
  { ecosystem: 'cargo', command: String.raw`cargo\s+(?:add|install)` },
  { ecosystem: 'gem', command: String.raw`gem\s+install|bundle\s+add` },
  { ecosystem: 'go', command: String.raw`go\s+(?:get|install)` },
  { ecosystem: 'composer', command: String.raw`composer\s+(?:global\s+)?require` },
  { ecosystem: 'nuget', command: String.raw`dotnet\s+add\s+(?:[\w./\\-]{1,80}\s+)?package|dotnet\s+tool\s+install|nuget\s+install|install-package`, takesOne: true },
  { ecosystem: 'apt', command: String.raw`apt(?:-get|itude)?\s+(?:-[\w-]+(?:=\S+)?\s+){0,4}install` },
]
const COMMAND = new RegExp(INSTALLERS.map(({ command }) => `(${command})`).join('|').replace(/^/, String.raw`(?<![\w./@-])(?:`).concat(String.raw`)(?=[ \t\\])`), 'gi')
const MAYBE_COMMAND = /\b(?:pip[\d.]*|pipx|uvx?|poetry|pdm|rye|pipenv|np[mx]|yarn|pnpm|bunx?|cargo|gem|bundle|go|composer|dotnet|nuget|install-package|apt|apt-get|aptitude)\b/i

/** Options whose next word is their value. */
const WITH_VALUE = /^(?:-r|-c|-e|-i|-t|-f|-w|-g|-p|-F|-C|-D|-s|-v|--(?:requirement|constraint|editable|index|index-url|extra-index-url|find-links|target|prefix|root|python|group|extra|source|workspace|filter|registry|features|branch|tag|rev|version|vers|manifest-path|framework|projectname|call|target-release|platform))$/
/** Of these programs short options are switches. */
const SWITCHES: Readonly<Partial<Record<Ecosystem, RegExp>>> = { npm: /^-[gDEOPSWdewy]$/, apt: /^-[yqfd]$/, gem: /^-[Vfq]$/, go: /^-[utdvx]$/, composer: /^-[Wnoav]$/ }
/** Options that say where the program that is run comes from. */
const SAYS_PACKAGE: Readonly<Partial<Record<Ecosystem, RegExp>>> = { npm: /^(?:-p|--package)(?:=(.*))?$/, pypi: /^--(?:from|spec)(?:=(.*))?$/ }
/** It comes from somewhere else than where such packages are published. */
const FROM_ELSEWHERE = /^--(?:git|path)(?:=|$)/

/** Names in install commands of an answer, with what is put in for them to be replaced left out. */
export function* installedPackages(text: string): Iterable<NamedPackage> {
  if (!MAYBE_COMMAND.test(text)) return
  let last: RegExpExecArray | null = null
  for (const match of text.matchAll(COMMAND)) {
    if (last !== null) yield* namesOf(text, last, match.index)
    last = match
  }
  if (last !== null) yield* namesOf(text, last, text.length)
}

/** A line's start, a prompt, what joins commands, a quotation mark, a key of a workflow or a build file. */
const CODE_BEFORE = /(?:^|[\n`"'([{;|&]|\$\(|[$#>%!]\s?|\brun:|\bRUN|\bsudo|\bthen|\bdo)\s{0,8}$/i
/** Characters before a command that say whether it stands in code. */
const BEFORE_COMMAND = 60
/** An argument, in quotes or not; `>=2` is no redirection. */
const WORD = /[^\S\n]*((?:\\\r?\n\s*)?)("[^"\n]*"|'[^'\n]*'|(?:[^\s`;|&<>(){}]|[<>]=?(?=\d))+)/y

/** @param until where the next command begins */
function* namesOf(text: string, command: RegExpExecArray, until: number): Iterable<NamedPackage> {
  const installer = INSTALLERS[command.slice(1).findIndex(group => group !== undefined)]
  if (installer === undefined) return
  const { ecosystem, takesOne } = installer
  // In a sentence one name is meant; in code the rest of the line.
  const most = takesOne === undefined && CODE_BEFORE.test(text.slice(Math.max(0, command.index - BEFORE_COMMAND), command.index)) ? Infinity : 1
  const start = command.index + command[0].length
  const rest = text.slice(start, Math.min(until, start + LONGEST_COMMAND))
  const words = new RegExp(WORD)
  const { sentence } = packageWords()
  let isValue = false
  let count = 0
  for (let match = words.exec(rest); match !== null && count < most; match = words.exec(rest)) {
    const written = match[2] ?? ''
    if (written === '\\') continue
    if (written.startsWith('#')) return
    const latin = /^[\0-\x7f]*/.exec(written)?.[0] ?? ''
    // Behind the name a sentence goes on in a script that has no blanks.
    if (latin === '') return
    const bare = latin.replace(/^["'*_]+/, '').replace(/["'),.:*_]+$/, '')
    const said = takesOne === undefined ? undefined : SAYS_PACKAGE[ecosystem]?.exec(bare)
    if (isValue) isValue = false
    else if (said !== undefined && said !== null && said[1] === undefined) continue
    else if (FROM_ELSEWHERE.test(bare)) return
    else if (bare.startsWith('-') && said?.[1] === undefined) isValue = WITH_VALUE.test(bare) && SWITCHES[ecosystem]?.test(bare) !== true
    else if (sentence.has(bare.toLowerCase())) return
    else {
      count++
      const name = nameIn(ecosystem, said?.[1] ?? bare)
      const at = name === null ? -1 : rest.indexOf(name, match.index)
      if (name !== null && at >= 0) yield { ecosystem, name, start: start + at, end: start + at + name.length, isImport: false }
    }
    // A sentence ends or goes on in another script, or a quotation of one command ends.
    if (latin !== written || (/[.,:!?]$/.test(written) && most === 1) || /^[^"']+["']\)?[.,]?$/.test(written)) return
  }
}

/** The name in an argument, without version, extras and tags; null of a path, an address or a placeholder. */
function nameIn(ecosystem: Ecosystem, argument: string): string | null {
  if (/^(?:[./~$\\]|[a-z+]+:|\w:\\)|\.(?:whl|tgz|tar\.gz|gz|zip|deb|git|txt|nupkg|gem)$|:\/\/|\.\.\./i.test(argument) && !/^@[\w-]+\//.test(argument)) return null
  const name = withoutVersion(ecosystem, argument)
  return NAME_SHAPES[ecosystem].test(name) && !isPlaceholder(name) ? name : null
}

function withoutVersion(ecosystem: Ecosystem, argument: string): string {
  switch (ecosystem) {
    case 'npm': return argument.replace(/(?<=.)@.*$/, '')
    case 'pypi': return argument.replace(/[[=<>~!;@^].*$/, '')
    case 'apt': return argument.replace(/[:=/].*$/, '')
    case 'composer': return argument.replace(/[:=@^~].*$/, '')
    case 'cargo': case 'gem': case 'go': case 'nuget': return argument.replace(/[@:=].*$/, '')
  }
}
