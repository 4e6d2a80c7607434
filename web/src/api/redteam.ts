import { queryOptions } from '@tanstack/react-query'
import type { InBoth } from './nouns.ts'
import { request } from './request.ts'

export interface RedTeamSummary {
  readonly id: string
  readonly target: string
  readonly started: string
  readonly seed: string
  readonly attempts: number
  readonly succeeded: number
  readonly failed: number
  readonly goals: number
  readonly reached: number
  readonly ordinary: number
  readonly refused: number
}

export interface RedTeamGoal {
  readonly id: string
  readonly title: InBoth
  readonly mend: InBoth
  readonly owasp: string
  readonly agentic: string
  readonly technique: string
  readonly tried: number
  readonly succeeded: number
  readonly filtered: number
  readonly failed: number
}

export interface RedTeamAttack {
  readonly id: string
  readonly goal: string
  readonly outcome: 'succeeded' | 'resisted' | 'filtered' | 'undecided' | 'failed'
  readonly turns: readonly string[]
  readonly answer: string
  readonly calls: readonly string[]
}

export interface RedTeamRun extends RedTeamSummary {
  readonly byGoal: readonly RedTeamGoal[]
  readonly attacks: readonly RedTeamAttack[]
  readonly questions: readonly { readonly question: string; readonly language: string; readonly answer: string }[]
}

export const redTeamRunsQuery = queryOptions({
  queryKey: ['ai', 'redteam'],
  queryFn: ({ signal }) => request<{ readonly items: readonly RedTeamSummary[] }>('/redteam-runs', { signal }),
})

export function redTeamRunQuery(id: string) {
  return queryOptions({ queryKey: ['ai', 'redteam', id], queryFn: ({ signal }) => request<RedTeamRun>(`/redteam-runs/${id}`, { signal }) })
}
