import { readdirSync, realpathSync, statSync } from 'node:fs'
import type { Dirent } from 'node:fs'
import { dirname, join, resolve, sep } from 'node:path'
import type { GuardReason } from '../../judge/verdict.ts'
import { MOST_DEPTH, MOST_FILES, MOST_NAMES } from '../defaults.ts'
import { isSkillHead, knownAs, namedAs } from './known-files.ts'
import type { FileKind } from './known-files.ts'

export interface FoundFile {
  readonly file: string
  readonly kind: FileKind
}

export interface UnreadFile {
  readonly file: string
  readonly reason: GuardReason
}

export interface Found {
  readonly files: readonly FoundFile[]
  readonly unread: readonly UnreadFile[]
}

/** What other people's programs and what was built lie in. */
const PASSED_OVER = new Set(['node_modules', '.git', 'dist', 'target', '__pycache__', '.venv', 'venv'])

/** Of a plug-in of Claude Code, what it brings along: all of it is told or run as a skill is. */
const PLUGIN_FOLDERS = new Set(['commands', 'agents', 'skills', 'hooks', 'scripts', 'output-styles'])

/** Files that are named, and those below folders that configure or instruct agents. A skill that is named brings what lies beside it. */
export function findFiles(paths: readonly string[]): Found {
  const search = new FileSearch()
  for (const path of paths) search.named(path)
  return search.found()
}

class FileSearch {
  readonly #files: FoundFile[] = []
  readonly #unread: UnreadFile[] = []
  /** Real paths: what two links lead to is looked at once. */
  readonly #seen = new Set<string>()
  #names = 0

  found(): Found {
    return { files: this.#files, unread: this.#unread }
  }

  named(path: string): void {
    const real = this.#real(path)
    if (real === null) return
    if (statSync(real).isDirectory()) this.#below(path, real, real, 0, false)
    else if (isSkillHead(path.replace(/^.*[\\/]/, ''))) this.#below(dirname(path), dirname(real), dirname(real), 0, true)
    else this.#add(path, real, namedAs(slashed(real)))
  }

  #below(folder: string, real: string, root: string, depth: number, isInSkill: boolean): void {
    if (this.#seen.has(real)) return
    this.#seen.add(real)
    if (depth > MOST_DEPTH) return this.#leave(folder, { en: `it lies more than ${MOST_DEPTH} folders deep`, ja: `フォルダーの階層が ${MOST_DEPTH} を超えている` })
    const entries = this.#entriesOf(folder)
    const isSkill = isInSkill || entries.some(({ name }) => isSkillHead(name))
    const isPlugin = entries.some(({ name }) => name === '.claude-plugin')
    for (const entry of entries) {
      if (++this.#names > MOST_NAMES) return this.#leave(folder, { en: `only the first ${MOST_NAMES} names were looked at`, ja: `先頭の ${MOST_NAMES} 件の名前だけを調べた` })
      const path = join(folder, entry.name)
      if (entry.isSymbolicLink()) this.#linked(path, join(real, entry.name), root, depth, isSkill)
      else if (entry.isDirectory()) {
        if (!PASSED_OVER.has(entry.name)) this.#below(path, join(real, entry.name), root, depth + 1, isSkill || (isPlugin && PLUGIN_FOLDERS.has(entry.name)))
      } else if (entry.isFile()) this.#add(path, join(real, entry.name), knownAs(slashed(join(real, entry.name)), isSkill))
    }
  }

  /** A link is followed within the folder that was named; one that leads out of it may lead anywhere. */
  #linked(path: string, written: string, root: string, depth: number, isInSkill: boolean): void {
    const kind = knownAs(slashed(written), isInSkill)
    const isAgentFolder = /\/(?:\.claude|\.codex|\.cursor|\.gemini|\.agents|\.continue|skills|commands|agents|rules)$/.test(slashed(written))
    let real: string
    try {
      real = realpathSync(written)
    } catch {
      if (kind !== null) this.#leave(path, { en: 'it is a link to nothing', ja: 'リンク先が存在しない' })
      return
    }
    if (real !== root && !real.startsWith(root.endsWith(sep) ? root : `${root}${sep}`)) {
      if (kind !== null || isAgentFolder) this.#leave(path, { en: 'it is a link that leads out of the folder', ja: 'フォルダーの外を指すリンクである' })
      return
    }
    const stat = statSync(real)
    if (stat.isDirectory()) {
      if (isAgentFolder) this.#below(path, real, root, depth + 1, isInSkill)
    } else if (stat.isFile()) this.#add(path, real, kind)
  }

  #add(file: string, real: string, kind: FileKind | null): void {
    if (kind === null || this.#seen.has(real)) return
    this.#seen.add(real)
    if (this.#files.length < MOST_FILES) this.#files.push({ file, kind })
    else this.#leave(file, { en: `only the first ${MOST_FILES} files were looked at`, ja: `先頭の ${MOST_FILES} 件のファイルだけを調べた` })
  }

  #leave(file: string, reason: GuardReason): void {
    if (this.#unread.length < MOST_FILES) this.#unread.push({ file, reason })
  }

  #entriesOf(folder: string): readonly Dirent[] {
    try {
      return readdirSync(folder, { withFileTypes: true }).sort((one, other) => one.name < other.name ? -1 : 1)
    } catch {
      this.#leave(folder, { en: 'the folder cannot be read', ja: 'フォルダーを読めない' })
      return []
    }
  }

  #real(path: string): string | null {
    try {
      return realpathSync(resolve(path))
    } catch {
      this.#leave(path, { en: 'it cannot be read', ja: '読めない' })
      return null
    }
  }
}

function slashed(path: string): string {
  return sep === '/' ? path : path.replaceAll(sep, '/')
}
