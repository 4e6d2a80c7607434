import { Writable } from 'node:stream'
import { Pool } from 'pg'
import { dataPaths } from '../../platform/data-folder.ts'
import { logTo } from '../../platform/log.ts'
import type { Person } from '../../store/accounts/person.ts'
import type { Services } from '../context.ts'
import type { Identity } from '../identity.ts'

/** Services for routes that touch no store; whoever does touch one fails at once. */
export function bareServices(lines: string[]): Services {
  const stream = new Writable({
    write(line: Buffer, _, done) {
      lines.push(line.toString())
      done()
    },
  })
  return {
    store: {
      folder: { ...dataPaths('/nonexistent'), close: () => {} },
      // A pool connects when it is first asked.
      ledger: { pool: new Pool({ host: '/nonexistent' }), organisation: 'default' },
      clickhouse: absent('event store'),
      custody: absent('custody'),
      actor: 'test',
      worker: 'test',
      close: async () => {},
    },
    house: absent('house'),
    reading: absent('reading'),
    resources: absent('resources'),
    telescope: null,
    sensors: null,
    sources: absent('sources'),
    rules: absent('rules'),
    ruleUploads: absent('uploads of rules'),
    version: '0.0.0',
    marking: 'amber',
    log: logTo(stream),
    now: Date.now,
    inTurn: work => work(),
  }
}

/** Something that may be handed on, but not used. */
function absent<T extends object>(what: string): T {
  return new Proxy({} as T, {
    get(): never {
      throw new Error(`this test has no ${what}`)
    },
  })
}

export function identityOf(person: Partial<Person>): Identity {
  return {
    person: { name: 'anna', displayName: 'Anna', role: 'analyst', organisation: 'default', clearance: 'amber', ...person },
    session: { id: 'session', csrf: 'page', byLink: false, createdAt: new Date(0) },
    scopes: null,
  }
}
