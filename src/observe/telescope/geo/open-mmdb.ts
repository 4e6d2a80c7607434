import { readFileSync, statSync } from 'node:fs'
import { Reader } from 'mmdb-lib'
import type { AsnResponse, CountryResponse } from 'mmdb-lib'
import { messageOf, NoroshiError } from '../../../platform/noroshi-error.ts'
import { formatAddress } from '../../packet/format-address.ts'
import type { AutonomousSystem } from './autonomous-system.ts'
import { MAX_DATABASE_BYTES } from './defaults.ts'

/** A database in MaxMind's format (https://maxmind.github.io/MaxMind-DB/) that somebody brings along. */
export interface Mmdb {
  country(address: number | Uint32Array): string | null
  system(address: number | Uint32Array): AutonomousSystem | null
}

/** @throws NoroshiError `usage` when it cannot be read */
export function openMmdb(path: string): Mmdb {
  const reader = readerOf(path)
  const recordOf = (address: number | Uint32Array) => {
    // A damaged record is none.
    try {
      return reader.get(formatAddress(address))
    } catch {
      return null
    }
  }
  return {
    country: address => textOf(recordOf(address)?.country?.iso_code ?? recordOf(address)?.registered_country?.iso_code),
    system(address) {
      const record = recordOf(address)
      const number: unknown = record?.autonomous_system_number
      if (typeof number !== 'number') return null
      return { number, name: textOf(record?.autonomous_system_organization) ?? '' }
    },
  }
}

function readerOf(path: string): Reader<CountryResponse & AsnResponse> {
  try {
    if (statSync(path).size > MAX_DATABASE_BYTES) throw new NoroshiError('usage', `more than ${MAX_DATABASE_BYTES} bytes`)
    return new Reader<CountryResponse & AsnResponse>(readFileSync(path))
  } catch (cause) {
    throw new NoroshiError('usage', `${path}: no database in MaxMind's format: ${messageOf(cause)}`, { cause })
  }
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
