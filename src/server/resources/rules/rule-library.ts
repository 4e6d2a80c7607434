import { setTimeout } from 'node:timers/promises'
import type { RuleDirectory, RuleReader, RuleShelf } from '../../../model/ports/rule-shelf.ts'
import type { Log } from '../../../platform/log.ts'
import { messageOf } from '../../../platform/noroshi-error.ts'
import type { RuleSets } from '../../../store/rule-sets/rule-sets.ts'
import type { KeptFilter, RuleSwitches, SwitchedOff } from '../../../store/rule-sets/rule-switches.ts'
import { FILTERS_END_MS, RENEWAL_SHOWN_MS } from './defaults.ts'

/** How the rules of this installation are changed; handed in by who starts the server. */
export interface RuleControl {
  readonly sets: RuleSets
  readonly switches: RuleSwitches
  /** Those that are read now. */
  directories(): readonly RuleDirectory[]
  /** noroshi.yaml names the directories: sets that are added are not read. */
  readonly areChosen: boolean
  /** Lets what is read from now on be read with the rules as they are on the disk; while nobody reads. */
  renew(): Promise<void>
}

/** How far a change of the rules is. */
export type Renewal =
  /** What is read now is read with it. */
  | { readonly kind: 'used' }
  /** It is taken after the evidence that is being read. */
  | { readonly kind: 'waiting' }
  /** What is read is still read with the rules of before. */
  | { readonly kind: 'failed'; readonly reason: string }
  /** See {@link RuleControl.areChosen}. */
  | { readonly kind: 'not-read' }

export interface LibraryParts {
  readonly control: RuleControl
  readonly reader: RuleReader
  readonly log: Log
  inTurn<T>(work: () => Promise<T>): Promise<T>
  /** Told when evidence is read with the changed rules: what stages state is to be reckoned anew. */
  onRenewed(): void
}

/**
 * The rules as people look at them, and their change while the server runs. A page shows a change at once; what reads evidence takes it
 * after the evidence that is being read, so that one piece of evidence is read with one state of the rules. Stages lose nothing: they are
 * reckoned anew from what is stored.
 */
export class RuleLibrary {
  readonly control: RuleControl
  readonly #parts: LibraryParts
  readonly #expiry: NodeJS.Timeout
  #shelf: Promise<RuleShelf> | null = null
  #disabled: string
  #off: ReadonlyMap<string, SwitchedOff> = new Map()
  #kept: ReadonlyMap<string, KeptFilter> = new Map()
  #renewing = 0
  #rereading = false
  #work: Promise<void> = Promise.resolve()
  readonly #stopping = new AbortController()
  #renewals: Promise<Renewal> = Promise.resolve({ kind: 'used' })

  constructor(parts: LibraryParts) {
    this.#parts = parts
    this.control = parts.control
    this.#disabled = this.#disabledNow()
    this.#readSwitches()
    this.#expiry = setInterval(() => this.#endFilters(), FILTERS_END_MS).unref()
  }

  /** Read when it is first asked for: it takes a moment. */
  shelf(): Promise<RuleShelf> {
    if (this.#shelf !== null) return this.#shelf
    const ended = this.control.switches.disabledAt(Date.now())
    const shelf = this.#parts.reader.read(this.control.directories(), { endedFilters: new Set([...this.#kept.keys()].filter(id => ended.has(id))) })
    this.#shelf = shelf
    shelf.catch(() => {
      if (this.#shelf === shelf) this.#shelf = null
    })
    return shelf
  }

  get reader(): RuleReader {
    return this.#parts.reader
  }

  /** By key. */
  get off(): ReadonlyMap<string, SwitchedOff> {
    return this.#off
  }

  /** By filter id. */
  get kept(): ReadonlyMap<string, KeptFilter> {
    return this.#kept
  }

  /** Whether evidence is still read with the rules as they were before the last change. */
  get isRenewing(): boolean {
    return this.#renewing > 0
  }

  get isRereading(): boolean {
    return this.#rereading
  }

  /** @param work that never rejects, and stops when it is told to */
  reread(work: (signal: AbortSignal) => Promise<void>): void {
    this.#rereading = true
    this.#work = work(this.#stopping.signal).finally(() => {
      this.#rereading = false
    })
  }

  /** After rules were changed on the disk: shown at once, used for what is read next. */
  changed(): void {
    this.#shelf = null
    this.#disabled = this.#disabledNow()
    this.#readSwitches()
    this.#renewing++
    this.#renewals = this.#renewals
      .then(() => this.#parts.inTurn(() => this.control.renew()))
      .then((): Renewal => {
        this.#parts.onRenewed()
        return { kind: 'used' }
      })
      .catch((cause: unknown): Renewal => {
        this.#parts.log('error', 'rules not renewed', { cause: messageOf(cause) })
        return { kind: 'failed', reason: messageOf(cause) }
      })
      .finally(() => this.#renewing--)
  }

  /** How far the last change is, as soon as it is known; soon at any rate. */
  async renewal(): Promise<Renewal> {
    if (this.control.areChosen) return { kind: 'not-read' }
    const patience = new AbortController()
    const waiting = setTimeout(RENEWAL_SHOWN_MS, { kind: 'waiting' } as const, { signal: patience.signal }).catch(() => ({ kind: 'waiting' } as const))
    const renewal = await Promise.race([this.#renewals, waiting])
    patience.abort()
    return renewal
  }

  async close(): Promise<void> {
    clearInterval(this.#expiry)
    this.#stopping.abort()
    await this.#work
    await this.#renewals
  }

  #endFilters(): void {
    try {
      if (this.#disabledNow() !== this.#disabled) this.changed()
    } catch (cause) {
      this.#parts.log('error', 'rule switches not read', { cause: messageOf(cause) })
    }
  }

  #disabledNow(): string {
    return [...this.control.switches.disabledAt(Date.now())].sort().join('\n')
  }

  #readSwitches(): void {
    const { off, filters } = this.control.switches.read()
    this.#off = new Map(off.map(each => [each.key, each]))
    this.#kept = new Map(filters.map(each => [each.id, each]))
  }
}
