import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readCaptures } from '../../packet/read-captures.ts'
import type { GenerateConfig } from '../generate/generate-config.ts'
import { generateConfigSchema } from '../generate/generate-config.ts'
import { generateTraffic } from '../generate/generate-traffic.ts'
import type { Truth } from '../generate/truth-schema.ts'
import { Organisations } from '../organisations.ts'
import { parsePrefix } from '../parse-prefix.ts'
import { PrefixTable } from '../prefix-table.ts'
import { Telescope } from '../telescope.ts'
import type { SourceReport, TelescopeReport } from '../telescope-schema.ts'
import { viewTelescope } from '../telescope-report.ts'

export interface Watched {
  readonly truth: Truth
  readonly report: Omit<TelescopeReport, 'sources'>
  readonly sources: ReadonlyMap<string, SourceReport>
}

/** What the telescope says of generated traffic, beside what is true of it. */
export async function watchGenerated(config: Partial<GenerateConfig>, seed: number): Promise<Watched> {
  const whole = generateConfigSchema.parse(config)
  const path = join(tmpdir(), `noroshi-telescope-${process.pid}-${seed}.pcap`)
  try {
    const truth = generateTraffic(whole, seed, path)
    const members = whole.organisations.map(({ used, unused, ...rest }) => ({ ...rest, used: used.map(prefixOf), unused: unused.map(prefixOf) }))
    const telescope = new Telescope({ space: new PrefixTable([{ network: prefixOf(whole.space), value: 0 }]), organisations: new Organisations(members) })
    for await (const batch of readCaptures([path], { standardInput: none(), onError: (_, { reason }) => { throw new Error(reason) } })) telescope.accept(batch)
    const view = viewTelescope(telescope)
    return { truth, report: view.summary, sources: new Map(view.sources().map(source => [source.address, source])) }
  } finally {
    rmSync(path, { force: true })
  }
}

function prefixOf(text: string) {
  const prefix = parsePrefix(text)
  if (prefix === null) throw new Error(`${text} is no prefix`)
  return prefix
}

async function* none(): AsyncGenerator<Uint8Array> {}
