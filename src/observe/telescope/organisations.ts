import { readFileSync, statSync } from 'node:fs'
import { parse } from 'yaml'
import * as z from 'zod'
import type { Network } from '../../query/address.ts'
import { messageOf, NoroshiError } from '../../platform/noroshi-error.ts'
import { MAX_ORGANISATIONS_BYTES } from './defaults.ts'
import { parsePrefix } from './parse-prefix.ts'
import { PrefixTable } from './prefix-table.ts'

const prefix = z.string().transform((text, context) => {
  const network = parsePrefix(text)
  if (network !== null) return network
  context.addIssue({ code: 'custom', message: `"${text}" is no prefix like 192.0.2.0/24` })
  return z.NEVER
})

const organisation = z.object({
  name: z.string().min(1),
  id: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, 'may hold small letters, digits, - and _; at most 63').optional(),
  contact: z.string().default(''),
  used: z.array(prefix).default([]),
  unused: z.array(prefix).default([]),
})

const file = z.preprocess(listOf, z.array(organisation))

export interface Organisation {
  readonly name: string
  /** Of the accounts that see its warnings; without it those of an organisation that is called by its name. */
  readonly id?: string | undefined
  readonly contact: string
  readonly used: readonly Network[]
  readonly unused: readonly Network[]
}

/** Who owns which addresses, used and unused. Look-ups answer the number of the organisation, or -1. */
export class Organisations {
  readonly list: readonly Organisation[]
  readonly used: PrefixTable
  readonly unused: PrefixTable

  constructor(list: readonly Organisation[]) {
    this.list = list
    this.used = tableOf(list, 'used')
    this.unused = tableOf(list, 'unused')
  }
}

/** Reads member organisations from YAML or JSON: a list of them, or a map with one. @throws NoroshiError `usage`, `no-such-path` */
export function readOrganisations(path: string): Organisations {
  const parsed = file.safeParse(parseText(path))
  if (parsed.success) return new Organisations(parsed.data)
  const [issue] = parsed.error.issues
  throw new NoroshiError('usage', `${path}: ${issue === undefined ? 'no organisations' : `${issue.path.join('.')}: ${issue.message}`}; each has name, contact, used and unused`)
}

/** A list as it is; one organisation, or a map with a list, as one. */
function listOf(content: unknown): unknown {
  if (typeof content !== 'object' || content === null || Array.isArray(content)) return content
  return 'organisations' in content ? content.organisations : [content]
}

function parseText(path: string): unknown {
  try {
    if (statSync(path).size > MAX_ORGANISATIONS_BYTES) throw new NoroshiError('usage', `${path}: more than ${MAX_ORGANISATIONS_BYTES} bytes`)
    return parse(readFileSync(path, 'utf8'), { maxAliasCount: 100 })
  } catch (cause) {
    if (cause instanceof NoroshiError) throw cause
    throw new NoroshiError('usage', `${path}: ${messageOf(cause)}`, { cause })
  }
}

function tableOf(list: readonly Organisation[], which: 'used' | 'unused'): PrefixTable {
  return new PrefixTable(list.flatMap((one, value) => one[which].map(network => ({ network, value }))))
}
