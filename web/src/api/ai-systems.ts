import { queryOptions } from '@tanstack/react-query'
import { request } from './request.ts'

interface Named {
  readonly name: string
}

/** An AI system of the register. */
export interface AiSystem {
  readonly id: string
  readonly name: string
  readonly purpose?: string
  readonly owner?: Named
  readonly stage?: string
  readonly application?: string
  readonly reviewed?: string
  readonly models: readonly (Named & { readonly provider?: string; readonly version?: string })[]
  readonly prompts: readonly Named[]
  readonly tools: readonly Named[]
  readonly data: readonly Named[]
}

/** Somebody who talks to a language model. */
export interface AiTalker {
  readonly way: 'gateway' | 'direct' | 'local'
  readonly service: string
  readonly model: string | null
  readonly who: string
  readonly asked: string
  readonly dataset: string
  readonly requests: number
  readonly first: string | null
  readonly last: string | null
  /** Ids of the systems that this may be. */
  readonly systems: readonly string[]
}

export const aiSystemsQuery = queryOptions({
  queryKey: ['ai', 'systems'],
  queryFn: ({ signal }) => request<{ readonly items: readonly AiSystem[] }>('/ai-systems', { signal }),
})

export const aiTalkersQuery = queryOptions({
  queryKey: ['ai', 'talkers'],
  queryFn: ({ signal }) => request<{ readonly items: readonly AiTalker[] }>('/ai-talkers', { signal }),
})
