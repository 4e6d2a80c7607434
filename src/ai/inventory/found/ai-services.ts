import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import * as z from 'zod'
import { NoroshiError } from '../../../platform/noroshi-error.ts'
import { GUARD_DIRECTORY } from '../../signature/load-signatures.ts'

const servicesSchema = z.strictObject({
  services: z.array(z.strictObject({ name: z.string(), domains: z.array(z.string().regex(/^(?:[a-z0-9-]+|\*)(?:\.(?:[a-z0-9-]+|\*))+$/)).min(1) })),
  servers: z.array(z.strictObject({ name: z.string(), port: z.int().min(1).max(65_535) })),
  destinations: z.array(z.strictObject({ port: z.string(), address: z.string() })),
})

/** By what traffic shows who talks to a language model. */
export interface AiServices extends z.output<typeof servicesSchema> {
  /** The service of a host; null for others. */
  serviceOf(host: string): string | null
  /** Regular expression (RE2) over keys of entities: `domain:…`, `host:…` and `url:…` of a service. */
  readonly pattern: string
}

/** @throws NoroshiError `bad-guard-data` */
export function loadAiServices(path: string = join(GUARD_DIRECTORY, 'ai-services.yml')): AiServices {
  const parsed = servicesSchema.safeParse(parse(readFileSync(path, 'utf8'), { maxAliasCount: 0 }))
  if (!parsed.success) throw new NoroshiError('bad-guard-data', `${path}: ${z.prettifyError(parsed.error)}`)
  const written = parsed.data.services.map(({ name, domains }) => ({ name, hosts: domains.map(domain => domain.replaceAll('.', '\\.').replaceAll('*', '[a-z0-9-]+')).join('|') }))
  const each = written.map(({ name, hosts }) => ({ name, matches: new RegExp(`^(?:.*\\.)?(?:${hosts})\\.?$`, 'i') }))
  const all = written.map(({ hosts }) => hosts).join('|')
  return {
    ...parsed.data,
    serviceOf: host => each.find(({ matches }) => matches.test(host))?.name ?? null,
    pattern: `^(?:(?:domain|host):(?:.*\\.)?(?:${all})|url:[a-z]+://(?:[^/@?#]*[@.])?(?:${all})(?:[:/?#].*)?)$`,
  }
}
