/** Everything the program itself can refuse, in one table: what a code means and what the person can do about it. */
export const ERROR_CATALOGUE = {
  'usage': { exitCode: 2, mend: 'run noroshi with --help to see how it is used' },
  'no-such-path': { exitCode: 2, mend: 'check the spelling and that you may read it' },
  'bad-date': { exitCode: 2, mend: 'write the date as 2026-11-22 or 2026-11-22T10:00:00Z' },
  'bad-query': { exitCode: 2, mend: 'see docs/hunt-language.md' },
  'bad-sql': { exitCode: 2, mend: 'ask with one SELECT over events and matches; noroshi sql --help shows how' },
  'bad-rules': { exitCode: 1, mend: 'run noroshi sigma check DIR to see what is wrong and how to mend it' },
  'bad-pipeline': { exitCode: 1, mend: 'mend the file, or do without it; docs/sigma.md says what pipelines can hold' },
  'bad-mapping': { exitCode: 1, mend: 'mend the file; docs/mappings.md explains each key' },
  'bad-inventory': { exitCode: 2, mend: 'mend the file; docs/ai-lifecycle.md explains each key' },
  'bad-guard-data': { exitCode: 2, mend: 'mend the file, or take the one that came with the program; docs/ai.md explains it' },
  'output-failed': { exitCode: 1, mend: 'choose another folder with --out' },
  'child-start-failed': { exitCode: 1, mend: 'run noroshi doctor to see what is missing' },
  'child-busy': { exitCode: 1, mend: 'stop the other noroshi that uses this data folder, or choose another with --data' },
  'bad-configuration': { exitCode: 2, mend: 'mend noroshi.yaml; docs/configuration.md explains each key' },
  'database-refused': { exitCode: 1, mend: 'check the url of PostgreSQL in noroshi.yaml, and that the server runs; noroshi doctor tries it' },
  'database-mismatch': { exitCode: 1, mend: 'use the Noroshi that made these tables, or a database of its own for this one' },
  'event-store-refused': { exitCode: 1, mend: 'check clickhouse.url in noroshi.yaml: address, user, password, database, and that the server runs; noroshi doctor tries it' },
  'event-store-mismatch': { exitCode: 1, mend: 'bring that ClickHouse up to date, or leave clickhouse.url out: the embedded one needs nothing' },
  'data-locked': { exitCode: 1, mend: 'wait for that process or stop it; or use another folder with --data' },
  'data-newer': { exitCode: 1, mend: 'start the Noroshi that made it or a later one; this one would damage it' },
  'data-not-ours': { exitCode: 1, mend: 'give an empty folder, one that is not there yet, or the folder of an earlier start, with --data' },
  'data-unusable': { exitCode: 1, mend: 'make the folder readable and writable for you alone, on a disk that works; or use another with --data' },
  'disk-full': { exitCode: 1, mend: 'make room on that disk, then try again; nothing half written is left' },
  'too-many-uploads': { exitCode: 1, mend: 'finish or delete those that are open' },
  'export-failed': { exitCode: 1, mend: 'name a file that is not there yet, in a folder you may write' },
  'no-such-evidence': { exitCode: 2, mend: 'run noroshi evidence list to see what there is' },
  'no-such-case': { exitCode: 2, mend: 'run noroshi case list to see what there is' },
  'no-such-decision': { exitCode: 2, mend: 'run noroshi case history CASE to see the numbers of its decisions' },
  'no-such-entry': { exitCode: 2, mend: 'run noroshi register list to see what there is' },
  'no-such-import': { exitCode: 2, mend: 'run noroshi register list --imports to see what can be taken back' },
  'bad-decision': { exitCode: 2, mend: 'see docs/cases.md for what can be entered' },
  'evidence-held': { exitCode: 1, mend: 'run noroshi evidence release first, if you may' },
  'custody-broken': { exitCode: 1, mend: 'run noroshi evidence verify to see what is wrong; docs/custody.md says what to do' },
  'bad-rule-set': { exitCode: 2, mend: 'run noroshi rules list to see what there is; a name has letters, digits, blanks and . _ -' },
  'account-exists': { exitCode: 1, mend: 'choose another name, or noroshi user reset NAME for a sign-in link' },
  'no-such-account': { exitCode: 2, mend: 'run noroshi user list to see who there is' },
  'last-admin': { exitCode: 1, mend: 'make somebody else an administrator first' },
  'too-many-sensors': { exitCode: 1, mend: 'revoke sensors that are not used any more: noroshi sensor list' },
  'no-such-sensor': { exitCode: 2, mend: 'run noroshi sensor list to see what there is' },
  'not-enrolled': { exitCode: 2, mend: 'make a token at the hub with noroshi sensor token NAME, and give it here to noroshi sensor enrol' },
  'enrol-failed': { exitCode: 1, mend: 'check the address of the hub and that the token is new; noroshi sensor token NAME at the hub makes another' },
  'too-many-tokens': { exitCode: 1, mend: 'delete tokens that are not needed any more' },
  'listen-failed': { exitCode: 1, mend: 'choose another address with --listen, or stop what uses this one' },
  'bad-certificate': { exitCode: 1, mend: 'give a PEM certificate and its key in noroshi.yaml (server.certificate, server.key), or neither' },
  'console-failed': { exitCode: 1, mend: 'run noroshi doctor; without the console the API still works: noroshi up --no-console' },
  'service-failed': { exitCode: 1, mend: 'run noroshi service install --dry to see the unit, and install it by hand' },
  'server-lost': { exitCode: 1, mend: 'run noroshi status to see how far it came, and give the command again' },
  'worker-start-failed': { exitCode: 1, mend: 'mend what it names and run noroshi doctor; set NOROSHI_DEBUG=1 to see where it happened' },
  'target-unreachable': { exitCode: 1, mend: 'check the address, the key and the model with a request by hand' },
  'store-refused': { exitCode: 1, mend: 'the message names what the engine did not accept' },
  'store-unavailable': { exitCode: 1, mend: 'run noroshi doctor to see which engine is down' },
  'backup-failed': { exitCode: 1, mend: 'name a file that is not there yet, or a folder, on a disk that works; then give the command again' },
  'cold-failed': { exitCode: 1, mend: 'see that the folder or store of retention: in noroshi.yaml takes files, then give the command again: what is due stays due' },
  'backup-locked': { exitCode: 2, mend: 'give the file with its passphrase: --passphrase-file FILE' },
  'bad-backup': { exitCode: 1, mend: 'take another backup: noroshi restore --check BACKUP tells whether one is whole' },
  'restore-unfinished': { exitCode: 1, mend: 'give noroshi restore again with the same data folder; it begins anew' },
  'bundle-failed': { exitCode: 1, mend: 'name a file that is not there yet, in a folder you may write; make it from a clone that ./noroshi has started once' },
  'extract-failed': { exitCode: 1, mend: 'name a folder that is not there yet, in one that you may write; leave fields out with --drop' },
  'query-too-large': { exitCode: 1, mend: 'ask for less: a shorter time, fewer columns, or a limit' },
} as const satisfies Record<string, { exitCode: number; mend: string }>

export type ErrorCode = keyof typeof ERROR_CATALOGUE

/** A refusal with its code; the message says what happened and where, the catalogue what to do. */
export class NoroshiError extends Error {
  override readonly name = 'NoroshiError'
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.code = code
  }

  get mend(): string {
    return ERROR_CATALOGUE[this.code].mend
  }

  get exitCode(): number {
    return ERROR_CATALOGUE[this.code].exitCode
  }
}

/** Whatever was thrown, as one readable line. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}
