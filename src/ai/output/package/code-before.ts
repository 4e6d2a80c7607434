import { LONGEST_COMMAND, LOOK_AHEAD, MOST_OWN_MODULES } from './defaults.ts'

/** What code in an answer is written in, by the word behind its fence; null: none is open. */
export type CodeLanguage = string | null

/** A piece of a text in one language. */
export interface CodePiece {
  readonly start: number
  readonly end: number
  readonly language: CodeLanguage
}

const FENCE = /^[ \t>]{0,8}(?:(?:[-*+]|\d{1,3}[.)])[ \t]{1,4})?(?:```+|~~~+)[ \t]{0,4}([\w+#.-]{0,20})[^\n`]*$/gm
/** A file or a folder of the program, or a module that it declares. */
const OWN_MODULE = /(?<![\w/.:@-])(?:(?:\w{1,60}\/){0,6}(\w{1,60})\.(?:py|rs|rb)\b|(\w{1,60})\/(?!\/)|mod[ \t]{1,8}(\w{1,60})\b)/g
/** Lines whose end says something of packages by their beginning, however long they are. */
const NEEDS_LINE = /^[ \t>]{0,40}import\b|\b(?:pip[\d.]*|pipx|uv|poetry|pdm|rye|pipenv|npm|yarn|pnpm|bun|cargo|gem|bundle|go|composer|dotnet|nuget|apt(?:-get|itude)?)\s+(?:\S+\s+){0,6}(?:install|i|add|get|require|package)\b|\binstall-package\b/i
/** What says something else at the beginning of a line than within it. */
const NEEDS_BEFORE = /^[ \t>]*(?:```|~~~|[-*+]|\d|["'@]|(?:import|export|from|use|require|extern|pub|mod|python[\d.]*|pip[\d.]*|pipx|uvx?|poetry|pdm|rye|pipenv|np[mx]|yarn|pnpm|bunx?|cargo|gem|bundle|go|composer|dotnet|nuget|apt(?:-get|itude)?|install-package)\b)/i

/** What is remembered of an answer's code that is not kept any more. */
export class CodeBefore {
  language: CodeLanguage = null
  readonly #modules = new Set<string>()

  /** The beginning of what was kept goes. */
  forget(text: string): void {
    for (const module of ownModules(text).keys()) if (this.#modules.size < MOST_OWN_MODULES) this.#modules.add(module)
    this.language = [...codeIn(text, this)].at(-1)?.language ?? null
  }

  knows(module: string): boolean {
    return this.#modules.has(module)
  }
}

/** A text in pieces of one language each. */
export function* codeIn(text: string, before: CodeBefore): Iterable<CodePiece> {
  let { language } = before
  let start = 0
  for (const match of text.matchAll(FENCE)) {
    yield { start, end: match.index, language }
    start = match.index + match[0].length
    language = language === null ? (match[1] ?? '').toLowerCase() : null
  }
  yield { start, end: text.length, language }
}

/** Modules of the program itself that a text names, and where first. */
export function ownModules(text: string): ReadonlyMap<string, number> {
  const places = new Map<string, number>()
  for (const match of text.matchAll(OWN_MODULE)) {
    const module = match[1] ?? match[2] ?? match[3] ?? ''
    if (!places.has(module)) places.set(module, match.index)
  }
  return places
}

/** Where a text may be cut so that what stands behind says of packages what it said before: at a word's start, or its line's. */
export function cutBefore(text: string, place: number): number {
  if (place <= 0) return place
  let line = text.lastIndexOf('\n', place - 1) + 1
  while (text[line - 2] === '\\' || text.slice(line - 3, line - 1) === '\\\r') line = text.lastIndexOf('\n', line - 2) + 1
  if (place - line <= LONGEST_COMMAND && NEEDS_LINE.test(text.slice(line, place + LOOK_AHEAD))) return line
  for (let at = place; at > place - LOOK_AHEAD && at > 0; at--) {
    if (text[at - 1] === '\n' || (/\s/.test(text[at - 1]!) && text.slice(Math.max(0, at - 12), at).trimEnd().slice(-3) !== 'mod' && !NEEDS_BEFORE.test(text.slice(at, at + LOOK_AHEAD)))) return at
  }
  return place < LOOK_AHEAD ? 0 : place
}
