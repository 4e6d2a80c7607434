import { Session } from 'chdb'
import type { ChdbResult } from 'chdb'
import { execFile } from 'node:child_process'
import { rmSync } from 'node:fs'
import { promisify } from 'node:util'
import { engineExceptionOf } from '../engine-exception.ts'
import { quotedName, textLiteral } from '../sql/literals.ts'
import { OutputPipe } from './output-pipe.ts'

/** What holds for one statement and must not be left to the next. */
export interface Surroundings {
  readonly database: string | null
  readonly settings: ReadonlyMap<string, string>
  readonly parameters: ReadonlyMap<string, string>
}

const DEFAULT_DATABASE = 'default'

/** One chDB session, and the named pipe that its results come through. Runs one statement at a time. */
export class EngineSession {
  readonly #session: Session
  /** Name of the pipe in the working folder. */
  readonly #pipe: string
  /** Whether the next request may not have this session: it was left with something that cannot be put back. */
  isSpent = false
  #settings: ReadonlyMap<string, string> = new Map()
  #database = DEFAULT_DATABASE

  /** @param pipe a name of its own for the pipe, without characters that mean something in SQL. */
  static async open(folder: string, configFile: string, pipe: string): Promise<EngineSession> {
    await promisify(execFile)('mkfifo', ['-m', '600', pipe])
    return new EngineSession(folder, configFile, pipe)
  }

  private constructor(folder: string, configFile: string, pipe: string) {
    this.#session = new Session(folder, { connectionArgs: [`--config-file=${configFile}`] })
    this.#pipe = pipe
  }

  /**
   * Runs one statement, off the main thread, and gives its whole result.
   *
   * @throws {EngineException}
   */
  async run(statement: string, format: string, surroundings: Surroundings): Promise<ChdbResult> {
    const text = `${this.#preparation(surroundings)}\n${statement}`
    if (surroundings.settings.has('readonly')) this.isSpent = true
    this.#settings = surroundings.settings
    this.#database = surroundings.database ?? DEFAULT_DATABASE
    try {
      return await this.#session.queryAsync(text, { format })
    } catch (error) {
      throw engineExceptionOf(error)
    }
  }

  /**
   * Runs a statement that gives rows, and lets them flow through a pipe: no format needs the whole result in memory, and a slow reader
   * slows the engine. (The streaming queries of the binding do their analysis on the main thread, and cut a document into several.)
   */
  stream(
    { head, tail }: { readonly head: string; readonly tail: string },
    format: string,
    surroundings: Surroundings,
  ): { output: OutputPipe; done: Promise<ChdbResult> } {
    const output = new OutputPipe(this.#pipe)
    const intoPipe = `${head}\nINTO OUTFILE ${textLiteral(this.#pipe)} APPEND FORMAT ${quotedName(format)} ${tail}`
    return { output, done: this.run(intoPipe, format, surroundings) }
  }

  close(): void {
    this.#session.close()
    rmSync(this.#pipe, { force: true })
  }

  /** What the last statement set and this one does not goes back to its default first. */
  #preparation({ database, settings, parameters }: Surroundings): string {
    const assignments = [...this.#settings.keys()].filter(name => !settings.has(name)).map(name => `${name} = DEFAULT`)
    // Under `readonly` nothing more can be set.
    const readonlyLast = [...settings].sort(([a], [b]) => Number(a === 'readonly') - Number(b === 'readonly'))
    for (const [name, value] of parameters) assignments.push(`param_${name} = ${textLiteral(value)}`)
    for (const [name, value] of readonlyLast) assignments.push(`${name} = ${textLiteral(value)}`)
    const use = database ?? DEFAULT_DATABASE
    return `${use === this.#database ? '' : `USE ${quotedName(use)};`}${assignments.length === 0 ? '' : `SET ${assignments.join(', ')};`}`
  }
}
