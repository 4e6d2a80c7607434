import { createRequire } from 'node:module'
import type { AutonomousSystem } from './autonomous-system.ts'
import { AS_NUMBERS, COUNTRIES } from './defaults.ts'
import { openMmdb } from './open-mmdb.ts'
import { readRanges } from './read-ranges.ts'

/** Where addresses are, and in whose network; offline. */
export interface Geo {
  /** ISO 3166 code of the country; null when it is not known. @param address IPv4 as a number, IPv6 as four words */
  country(address: number | Uint32Array): string | null
  /** The autonomous system; null when it is not known. */
  system(address: number | Uint32Array): AutonomousSystem | null
  /** Who must be named beside what is shown of this data; empty when nobody. */
  readonly attributions: readonly Attribution[]
}

export interface Attribution {
  readonly name: string
  readonly url: string
}

export interface GeoFiles {
  /** An own database with `country.iso_code`, in place of the one that comes along. */
  readonly countryDatabase?: string | undefined
  /** An own database with `autonomous_system_number`. */
  readonly asnDatabase?: string | undefined
}

/** Loads the tables at the first question: countries and systems, IPv4 and IPv6, each alone. @throws NoroshiError `usage` for a database of one's own */
export function openGeo({ countryDatabase, asnDatabase }: GeoFiles = {}): Geo {
  const countries = countryDatabase === undefined ? null : openMmdb(countryDatabase)
  const systems = asnDatabase === undefined ? null : openMmdb(asnDatabase)
  const country4 = lazily(() => readRanges(pathOf(COUNTRIES.ipv4), 4))
  const country6 = lazily(() => readRanges(pathOf(COUNTRIES.ipv6), 6))
  const system4 = lazily(() => readRanges(pathOf(AS_NUMBERS.ipv4), 4))
  const system6 = lazily(() => readRanges(pathOf(AS_NUMBERS.ipv6), 6))
  return {
    country(address) {
      if (countries !== null) return countries.country(address)
      return (typeof address === 'number' ? country4().find4(address) : country6().find6(address)) ?? null
    },
    system(address) {
      if (systems !== null) return systems.system(address)
      const label = typeof address === 'number' ? system4().find4(address) : system6().find6(address)
      return label === undefined ? null : systemOf(label)
    },
    attributions: [...(countries === null ? COUNTRIES.attributions : []), ...(systems === null ? AS_NUMBERS.attributions : [])],
  }
}

/** `64500,Example Network` */
function systemOf(label: string): AutonomousSystem {
  const comma = label.indexOf(',')
  return { number: Number(comma < 0 ? label : label.slice(0, comma)), name: comma < 0 ? '' : label.slice(comma + 1) }
}

function pathOf(file: string): string {
  return createRequire(import.meta.url).resolve(file)
}

function lazily<T>(load: () => T): () => T {
  let loaded: T | undefined
  return () => (loaded ??= load())
}
