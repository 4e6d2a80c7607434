/** `warning`: it works, and a person should know. `skipped`: it could not be looked at. */
export type CheckState = 'ok' | 'warning' | 'failed' | 'skipped'

/** What a check found, as data; {@link words} says it. */
export interface Outcome {
  readonly check: CheckName
  readonly state: CheckState
  /** Picks the sentence. */
  readonly finding: FindingName
  readonly values: Readonly<Record<string, string | number>>
}

export const CHECK_NAMES = ['node', 'memory', 'disk', 'settings', 'data', 'custody', 'mappings', 'rules', 'notify', 'sources', 'clickhouse', 'postgres'] as const

export type CheckName = typeof CHECK_NAMES[number]

export type FindingName =
  | 'node-fits' | 'node-unfit'
  | 'memory-enough' | 'memory-short'
  | 'disk-enough' | 'disk-short' | 'disk-unknown'
  | 'settings-file' | 'settings-none'
  | 'data-ready' | 'data-made' | 'data-temporary' | 'data-served' | 'data-unusable'
  | 'custody-whole' | 'custody-empty' | 'custody-broken'
  | 'mappings-load' | 'mappings-broken'
  | 'rules-load' | 'rules-off' | 'rules-partly' | 'rules-none' | 'rules-broken'
  | 'notify-none' | 'notify-reached' | 'notify-unreached' | 'notify-secret'
  | 'sources-unheard' | 'sources-right' | 'sources-clocks' | 'sources-troubled'
  | 'engine-works' | 'engine-broken-parts' | 'engine-fails' | 'engine-served' | 'engine-silent' | 'engine-not-tried'
