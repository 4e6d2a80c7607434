/** One turn of a conversation with a target. */
export type Turn =
  | { readonly role: 'user' | 'assistant'; readonly text: string; readonly calls?: readonly TargetCall[] }
  /** What a tool gave back to the call before. */
  | { readonly role: 'result'; readonly tool: string; readonly text: string }

export interface TargetCall {
  readonly name: string
  readonly arguments: string
}

export interface TargetTool {
  readonly name: string
  readonly description: string
  readonly parameter: string
}

/** What a target said. */
export interface Said {
  readonly text: string
  readonly calls: readonly TargetCall[]
  /** A filter before the model refused (HTTP 4xx). */
  readonly isFiltered: boolean
  /** The model says in a member of its own that it declines. */
  readonly declines?: boolean
}

/** Whatever is tested: an endpoint of a model, a gateway, a command. */
export interface Target {
  readonly name: string
  /** @throws Error when it cannot be asked */
  ask(system: string, turns: readonly Turn[], tools: readonly TargetTool[]): Promise<Said>
}
