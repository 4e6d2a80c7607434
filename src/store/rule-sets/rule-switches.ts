import { readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { messageOf, NoroshiError } from '../../platform/noroshi-error.ts'
import { replaceFile } from '../custody/replace-file.ts'

const entered = { by: z.string(), at: z.iso.datetime(), reason: z.string() }

const switchedOff = z.strictObject({ key: z.string(), ...entered })

const keptFilter = z.strictObject({
  /** Of the filter. */
  id: z.string(),
  rule: z.string(),
  finding: z.string(),
  /** From then on it holds no longer; null: until somebody takes it away. */
  ends: z.iso.datetime().nullable(),
  ...entered,
})

const fileSchema = z.strictObject({ off: z.array(switchedOff), filters: z.array(keptFilter) })

/** A rule that a person switched off. */
export type SwitchedOff = Readonly<z.infer<typeof switchedOff>>

/** A filter that a person made from a finding. */
export type KeptFilter = Readonly<z.infer<typeof keptFilter>>

export interface SwitchState {
  readonly off: readonly SwitchedOff[]
  readonly filters: readonly KeptFilter[]
}

/** What people switched off and for how long filters hold: one small file beside the rule sets, which every process reads that detects. */
export class RuleSwitches {
  readonly #folder: string
  /** One change after the other. */
  #changing: Promise<unknown> = Promise.resolve()

  /** @param folder of the rule sets; need not be there yet */
  constructor(folder: string) {
    this.#folder = folder
  }

  /** @throws NoroshiError `data-unusable` for a file that is not ours: rules that people switched off must not come back by themselves */
  read(): SwitchState {
    const path = join(this.#folder, FILE)
    try {
      return fileSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
    } catch (cause) {
      if (cause instanceof Error && 'code' in cause && (cause.code === 'ENOENT' || cause.code === 'ENOTDIR')) return { off: [], filters: [] }
      throw new NoroshiError('data-unusable', `${path} cannot be read: ${messageOf(cause)}`, { cause })
    }
  }

  /** Keys that count as not there: rules that are off, filters that have ended. @param now milliseconds since the epoch */
  disabledAt(now: number): ReadonlySet<string> {
    const { off, filters } = this.read()
    return new Set([...off.map(({ key }) => key), ...filters.filter(({ ends }) => ends !== null && Date.parse(ends) <= now).map(({ id }) => id)])
  }

  async switchOff(entry: SwitchedOff): Promise<void> {
    await this.#change(({ off, filters }) => ({ off: [...off.filter(({ key }) => key !== entry.key), entry], filters }))
  }

  async switchOn(rule: string): Promise<void> {
    await this.#change(({ off, filters }) => ({ off: off.filter(({ key }) => key !== rule), filters }))
  }

  async keepFilter(entry: KeptFilter): Promise<void> {
    await this.#change(({ off, filters }) => ({ off, filters: [...filters.filter(({ id }) => id !== entry.id), entry] }))
  }

  async dropFilter(filter: string): Promise<void> {
    await this.#change(({ off, filters }) => ({ off, filters: filters.filter(({ id }) => id !== filter) }))
  }

  async #change(change: (state: SwitchState) => SwitchState): Promise<void> {
    const changed = this.#changing.then(async () => {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 })
      await replaceFile(this.#folder, FILE, `${JSON.stringify(change(this.read()), null, 1)}\n`)
    })
    this.#changing = changed.catch(() => {})
    await changed
  }
}

/** No rule set has such a name. */
const FILE = '.switches.json'
