/** A check of the whole tree: not what the program does, but how the house is kept. */
export interface Gate {
  readonly name: string
  /** Looks at the tree below `root`, an absolute path; a tree that cannot be looked at is not ok. */
  run(root: string): Promise<GateResult>
}

export interface GateResult {
  readonly name: string
  readonly ok: boolean
  /** One line per violation; of a clean tree, how much was looked at. */
  readonly details: readonly string[]
}

/** The result of a gate that collects violations: ok when there are none, then with the line that says what was looked at. */
export function gateResult(name: string, violations: readonly string[], lookedAt: string): GateResult {
  return violations.length === 0 ? { name, ok: true, details: [lookedAt] } : { name, ok: false, details: violations }
}
