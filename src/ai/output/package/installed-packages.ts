import { LONGEST_COMMAND } from './defaults.ts'
import type { Ecosystem } from './ecosystem.ts'
import { NAME_SHAPES } from './ecosystem.ts'
import type { NamedPackage } from './named-package.ts'
import { isPlaceholder } from './placeholder-names.ts'

interface Installer {
  readonly ecosystem: Ecosystem
  readonly command: string
  /** It takes one name; what follows is given to the program. */
  readonly takesOne?: true
}

const INSTALLERS: readonly Installer[] = [
  { ecosystem: 'pypi', command: String.raw`(?:python[\d.]{0,5}\s+-m\s+|uv\s+)?pip[\d.]{0,4}\s+install|(?:uv|poetry|pdm|rye)\s+add|pipenv\s+install|pipx\s+install|uv\s+tool\s+install` },
  { ecosystem: 'pypi', command: String.raw`pipx\s+run|uvx`, takesOne: true },
  { ecosystem: 'npm', command: String.raw`npm\s+(?:install|i|add)|(?:yarn|pnpm)\s+(?:global\s+)?add|pnpm\s+(?:install|i)|bun\s+(?:add|install|i)` },
  { ecosystem: 'npm', command: String.raw`npx|npm\s+exec|(?:pnpm|yarn)\s+dlx|bunx`, takesOne: true },
  { ecosystem: 'cargo', command: String.raw`cargo\s+(?:add|install)` },
  { ecosystem: 'gem', command: String.raw`gem\s+install|bundle\s+add` },
  { ecosystem: 'go', command: String.raw`go\s+(?:get|install)` },
  { ecosystem: 'composer', command: String.raw`composer\s+(?:global\s+)?require` },
  { ecosystem: 'nuget', command: String.raw`dotnet\s+add\s+(?:[\w./\\-]{1,80}\s+)?package|dotnet\s+tool\s+install|nuget\s+install|install-package`, takesOne: true },
  { ecosystem: 'apt', command: String.raw`apt(?:-get|itude)?\s+(?:-[\w-]+(?:=\S+)?\s+){0,4}install` },
]
const COMMAND = new RegExp(INSTALLERS.map(({ command }) => `(${command})`).join('|').replace(/^/, String.raw`(?<![\w./@-])(?:`).concat(String.raw`)(?=[ \t\\])`), 'gi')
const MAYBE_COMMAND = /\b(?:pip|pipx|pip3|uv|uvx|poetry|pdm|rye|pipenv|npm|npx|yarn|pnpm|bunx?|cargo|gem|bundle|go|composer|dotnet|nuget|install-package|apt|apt-get|aptitude)\b/i

/** Options whose next word is their value. */
const WITH_VALUE = /^(?:-r|-c|-e|-i|-t|-f|-w|-g|-p|-F|-C|-D|-s|-v|--(?:requirement|constraint|editable|index|index-url|extra-index-url|find-links|target|prefix|root|python|group|extra|source|workspace|filter|registry|features|git|path|branch|tag|rev|version|vers|manifest-path|framework|projectname|package|call|target-release|platform))$/
/** Of these programs short options are switches. */
const SWITCHES: Readonly<Partial<Record<Ecosystem, RegExp>>> = { npm: /^-[gDEOPSWdewy]$/, apt: /^-[yqfd]$/, gem: /^-[Vfq]$/, go: /^-[utdvx]$/, composer: /^-[Wnoav]$/ }
/** A sentence goes on with these: no more names follow. */
const SENTENCE = /^(?:a|after|also|an|and|are|as|at|be|before|by|can|command|commands|does|each|every|for|from|if|in|instead|into|is|it|its|next|now|of|on|once|only|or|our|so|that|the|their|them|then|there|these|this|those|to|using|via|was|we|when|where|which|while|will|with|within|without|you|your)$/i

/** Names in install commands of an answer, with what is put in for them to be replaced left out. */
export function* installedPackages(text: string): Iterable<NamedPackage> {
  if (!MAYBE_COMMAND.test(text)) return
  for (const match of text.matchAll(COMMAND)) {
    const installer = INSTALLERS[match.slice(1).findIndex(group => group !== undefined)]
    if (installer === undefined) continue
    // In a sentence one name is meant; in code the rest of the line.
    const isCode = installer.takesOne === undefined && CODE_BEFORE.test(text.slice(Math.max(0, match.index - 60), match.index))
    yield* namesAfter(text, match.index + match[0].length, installer.ecosystem, isCode ? Infinity : 1)
  }
}

/** A line's start, a prompt, what joins commands, a quotation mark, a key of a workflow or a build file. */
const CODE_BEFORE = /(?:^|[\n`"'([{;|&]|\$\(|[$#>%!]\s?|\brun:|\bRUN|\bsudo|\bthen|\bdo)\s{0,8}$/i
const WORD = /[^\S\n]*((?:\\\r?\n\s*)?)([^\s`;|&<>(){}]+)/y

function* namesAfter(text: string, from: number, ecosystem: Ecosystem, most: number): Iterable<NamedPackage> {
  const words = new RegExp(WORD)
  words.lastIndex = from
  let isValue = false
  let count = 0
  for (let match = words.exec(text); match !== null && match.index - from < LONGEST_COMMAND && count < most; match = words.exec(text)) {
    const written = match[2] ?? ''
    if (written === '\\') continue
    if (written.startsWith('#')) return
    const bare = written.replace(/^["']+/, '').replace(/["'),.:]+$/, '')
    if (isValue) isValue = false
    else if (bare.startsWith('-')) isValue = WITH_VALUE.test(bare) && SWITCHES[ecosystem]?.test(bare) !== true
    else if (SENTENCE.test(bare)) return
    else {
      count++
      const name = nameIn(ecosystem, bare)
      const at = name === null ? -1 : text.indexOf(name, match.index)
      if (name !== null && at >= 0) yield { ecosystem, name, start: at, end: at + name.length, isImport: false }
    }
    // A sentence ends, or a quotation of one command.
    if (/[.,:!?]$/.test(written) && most === 1) return
    if (/^[^"']+["']\)?[.,]?$/.test(written)) return
  }
}

/** The name in an argument, without version, extras and tags; null of a path, an address or a placeholder. */
function nameIn(ecosystem: Ecosystem, argument: string): string | null {
  if (/^(?:[./~$\\]|[a-z+]+:|\w:\\)|\.(?:whl|tgz|tar\.gz|gz|zip|deb|git|txt|nupkg|gem)$|:\/\/|\.\.\.|…/i.test(argument) && !/^@[\w-]+\//.test(argument)) return null
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
