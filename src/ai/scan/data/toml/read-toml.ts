import { MOST_DEPTH } from '../../defaults.ts'
import { TomlCursor } from './toml-cursor.ts'
import { TomlFault } from './toml-problem.ts'
import type { TomlProblem } from './toml-problem.ts'
import { tomlWord } from './toml-word.ts'

/** Dates and times are texts, as they are written. */
export type TomlValue = string | number | boolean | TomlValue[] | TomlTable
export interface TomlTable { [key: string]: TomlValue }

export type TomlRead = { readonly value: TomlTable } | { readonly problem: TomlProblem; readonly line: number }

/**
 * Reads TOML (v1.1.0, https://toml.io/en/v1.1.0), in linear time and to the depth `MOST_DEPTH`. Tables have no prototype, so that a key is never more than a key.
 */
export function readToml(text: string): TomlRead {
  const cursor = new TomlCursor(text.replace(/^\ufeff/, '').replaceAll('\r\n', '\n'))
  try {
    return { value: new TomlDocument(cursor).read() }
  } catch (fault) {
    if (fault instanceof TomlFault) return { problem: fault.problem, line: cursor.line }
    throw fault
  }
}

/** How a table came to be: what was made on the way may be named later, what was written out may not be added to. */
type Origin = 'on-the-way' | 'header' | 'dotted' | 'closed'

class TomlDocument {
  readonly #cursor: TomlCursor
  readonly #root = tableOf()
  readonly #origins = new Map<TomlTable, Origin>([[this.#root, 'header']])
  /** Lists that headers in double brackets made; those written as values may not grow. */
  readonly #tableLists = new Set<TomlValue[]>()

  constructor(cursor: TomlCursor) {
    this.#cursor = cursor
  }

  read(): TomlTable {
    const cursor = this.#cursor
    let table = this.#root
    for (cursor.skipLines(); !cursor.isEnd; cursor.skipLines()) {
      if (cursor.take('[[')) table = this.#header(']]', path => this.#listedTable(path))
      else if (cursor.take('[')) table = this.#header(']', path => this.#namedTable(path))
      else this.#pair(table, 0)
      cursor.endLine()
    }
    return this.#root
  }

  #header(end: string, open: (path: readonly string[]) => TomlTable): TomlTable {
    this.#cursor.skipBlanks()
    const path = this.#key()
    if (!this.#cursor.take(end)) throw new TomlFault('open-list')
    return open(path)
  }

  #key(): string[] {
    const cursor = this.#cursor
    const path: string[] = []
    do {
      if (path.length >= MOST_DEPTH) throw new TomlFault('too-deep')
      cursor.skipBlanks()
      path.push(cursor.keyPart())
      cursor.skipBlanks()
    } while (cursor.take('.'))
    return path
  }

  #pair(table: TomlTable, depth: number): void {
    const cursor = this.#cursor
    const path = this.#key()
    if (!cursor.take('=')) throw new TomlFault('no-equals')
    cursor.skipBlanks()
    const value = this.#value(depth + 1)
    let at = table
    for (const part of path.slice(0, -1)) {
      const next = at[part] ??= this.#made('dotted')
      if (!isTable(next) || this.#origins.get(next) !== 'dotted') throw new TomlFault('no-table')
      at = next
    }
    const last = path.at(-1)!
    if (at[last] !== undefined) throw new TomlFault('key-twice')
    at[last] = value
  }

  #value(depth: number): TomlValue {
    if (depth > MOST_DEPTH) throw new TomlFault('too-deep')
    const cursor = this.#cursor
    if (cursor.take('[')) return this.#list(depth)
    if (cursor.take('{')) return this.#inlineTable(depth)
    return cursor.quoted() ?? tomlWord(cursor.word())
  }

  #list(depth: number): TomlValue[] {
    const cursor = this.#cursor
    const list: TomlValue[] = []
    for (;;) {
      cursor.skipLines()
      if (cursor.take(']')) return list
      list.push(this.#value(depth + 1))
      cursor.skipLines()
      if (!cursor.take(',') && !cursor.text.startsWith(']', cursor.at)) throw new TomlFault('open-list')
    }
  }

  #inlineTable(depth: number): TomlTable {
    const cursor = this.#cursor
    const table = this.#made('dotted')
    for (;;) {
      cursor.skipLines()
      if (cursor.take('}')) break
      this.#pair(table, depth)
      cursor.skipLines()
      if (!cursor.take(',') && !cursor.text.startsWith('}', cursor.at)) throw new TomlFault('open-list')
    }
    this.#close(table)
    return table
  }

  /** Nothing is added to a table in braces, nor to one that its dotted keys made. */
  #close(table: TomlTable): void {
    this.#origins.set(table, 'closed')
    for (const each of Object.values(table)) if (isTable(each) && this.#origins.get(each) === 'dotted') this.#close(each)
  }

  #namedTable(path: readonly string[]): TomlTable {
    const parent = this.#parentOf(path)
    const last = path.at(-1)!
    const there = parent[last]
    if (there === undefined) return parent[last] = this.#made('header')
    if (!isTable(there)) throw new TomlFault('key-twice')
    if (this.#origins.get(there) !== 'on-the-way') throw new TomlFault('key-twice')
    this.#origins.set(there, 'header')
    return there
  }

  #listedTable(path: readonly string[]): TomlTable {
    const parent = this.#parentOf(path)
    const last = path.at(-1)!
    const table = this.#made('header')
    const there = parent[last]
    if (there === undefined) {
      const list: TomlValue[] = [table]
      this.#tableLists.add(list)
      parent[last] = list
    } else if (Array.isArray(there) && this.#tableLists.has(there)) there.push(table)
    else throw new TomlFault('key-twice')
    return table
  }

  /** Of a list of tables the last one is meant. */
  #parentOf(path: readonly string[]): TomlTable {
    let at = this.#root
    for (const part of path.slice(0, -1)) {
      const next: TomlValue = at[part] ??= this.#made('on-the-way')
      const table = Array.isArray(next) && this.#tableLists.has(next) ? next.at(-1)! : next
      if (!isTable(table) || this.#origins.get(table) === 'closed') throw new TomlFault('no-table')
      at = table
    }
    return at
  }

  #made(origin: Origin): TomlTable {
    const table = tableOf()
    this.#origins.set(table, origin)
    return table
  }
}

function tableOf(): TomlTable {
  return Object.create(null) as TomlTable
}

function isTable(value: TomlValue): value is TomlTable {
  return typeof value === 'object' && !Array.isArray(value)
}
