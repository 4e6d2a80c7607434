import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { byDepth, IS_QUICK } from '../../../test/depth.ts'
import { prepareCluster } from './cluster-folder.ts'
import { RETRY } from './defaults.ts'
import { embeddedBinaries } from './embedded-binaries.ts'
import { openPostgres } from './open-postgres.ts'
import type { Postgres } from './open-postgres.ts'
import { chooseServerAccount, postgresUser } from './server-account.ts'
import { crashServer } from './testing/test-servers.ts'
import { asking, inTransaction, retrying } from './transaction.ts'

describe.skipIf(IS_QUICK)('the embedded PostgreSQL', () => {
  let home = ''
  let postgres: Postgres | null = null
  beforeAll(() => {
    home = mkdtempSync(join(realpathSync(tmpdir()), 'noroshi-embedded-'))
    // As a clone in a closed home, and with a path too long for a socket.
    chmodSync(home, 0o700)
  })
  afterAll(async () => {
    await postgres?.close()
    rmSync(home, { recursive: true, force: true })
  })

  const place = (name: string) => ({ kind: 'embedded', folder: join(home, name, 'postgres'), runFolder: join(home, name, 'run') } as const)
  const long = `data-${'x'.repeat(100)}`

  test('starts in a closed folder with a long name, made by two at the same time, and only once', async () => {
    const binaries = await embeddedBinaries()
    const made = await Promise.all([1, 2].map(() => prepareCluster(place(long).folder, binaries, '18', chooseServerAccount())))
    expect(made).toEqual([place(long).folder, place(long).folder])
    postgres = await openPostgres(place(long))
    expect(postgres).toMatchObject({ kind: 'embedded', version: expect.stringMatching(/^18\./) })
    await expect(openPostgres(place(long))).rejects.toMatchObject({ code: 'child-busy' })
    expect(readdirSync(join(home, long)).sort()).toEqual(['postgres', 'run'])
  })

  test('listens on its socket alone, sorts by code point, checks its pages, and waits for the disk', async () => {
    const settings = ['listen_addresses', 'data_checksums', 'synchronous_commit', 'fsync', 'server_encoding', 'unix_socket_permissions']
    const { rows } = await postgres!.pool.query(`
      select array(select current_setting(name) from unnest($1::text[]) as name) as settings, 'é' > 'z' as "byCodePoint", upper('é') as upper`, [settings])
    expect(rows).toEqual([{ settings: ['', 'on', 'on', 'on', 'UTF8', '0700'], byCodePoint: true, upper: 'É' }])
    const { rows: [{ sockets }] } = await postgres!.pool.query(`select current_setting('unix_socket_directories') as sockets`)
    expect(statSync(JSON.parse(sockets)).mode & 0o777).toBe(0o700)
  })

  test.each(['server', 'session', 'holder'] as const)('goes on when its %s is killed', async victim => {
    const { pool } = postgres!
    const { pid } = await retrying(async () => {
      await pool.query('create table if not exists kept (victim text primary key)')
      await pool.query('insert into kept values ($1) on conflict do nothing', [victim])
      return (await pool.query('select pg_backend_pid() as pid')).rows[0]
    })
    if (victim === 'server') crashServer(place(long).folder)
    if (victim === 'session') process.kill(pid, 'SIGKILL')
    const pidFile = readFileSync(join(place(long).runFolder, 'postgres.pid'), 'utf8')
    if (victim === 'holder') process.kill(JSON.parse(pidFile).child.pid, 'SIGKILL')
    await expect.poll(() => keptBy(pool, victim), { timeout: 20_000 }).toBe(1)
  })

  test('begins a transaction again at once whose connection broke before it asked', async () => {
    let tries = 0
    const started = performance.now()
    const found = await inTransaction(postgres!.pool, async client => {
      if (++tries === 1) await client.query('select pg_terminate_backend(pg_backend_pid())').catch(() => {})
      return (await asking(client, 'select count(*) as count from kept', [])).rows
    })
    expect([found, tries]).toEqual([[{ count: 3 }], 2])
    // Far less than a single query is tried again for.
    expect(performance.now() - started).toBeLessThan(RETRY.forMs / 4)
  })

  test('leaves no process behind when it is closed, and has what it was told at the next start', async () => {
    for (const victim of ['server', 'session', 'holder']) expect(await keptBy(postgres!.pool, victim)).toBe(1)
    await postgres!.close()
    await expect.poll(() => processesIn(place(long).folder)).toEqual([])
    postgres = await openPostgres(place(long))
    expect((await postgres.pool.query('select from kept')).rowCount).toBe(3)
    await postgres.close()
  })

  test('stops when the program that opened it is killed', async () => {
    const { folder, runFolder } = place(long)
    const code = `
      import { openPostgres } from ${JSON.stringify(join(import.meta.dirname, 'open-postgres.ts'))}
      await openPostgres({ kind: 'embedded', folder: ${JSON.stringify(folder)}, runFolder: ${JSON.stringify(runFolder)} })
      console.log('open')
      setInterval(() => {}, 1000)`
    const program = spawn(process.execPath, ['--input-type=module', '--eval', code], { stdio: ['ignore', 'pipe', 'inherit'] })
    await new Promise(resolve => program.stdout.once('data', resolve))
    expect(processesIn(folder).length).toBeGreaterThan(1)
    program.kill('SIGKILL')
    await expect.poll(() => processesIn(folder), { timeout: 20_000 }).toEqual([])
  })

  test.skipIf(process.getuid?.() !== 0 || byDepth(true, false, false))('runs as the user postgres where user namespaces are denied, and comes back from there', async () => {
    const options = place('as-user')
    const asUser = await openPostgres({ ...options, account: postgresUser() })
    const main = Number.parseInt(readFileSync(join(options.folder, 'postmaster.pid'), 'utf8'), 10)
    expect(statSync(`/proc/${main}`).uid).toBe(Number(execFileSync('id', ['-u', 'postgres'], { encoding: 'utf8' })))
    await asUser.close()
    const again = await openPostgres(options)
    expect((await again.pool.query('select from migration')).rowCount).toBeGreaterThan(0)
    await again.close()
    rmSync(join(realpathSync(options.folder), '..'), { recursive: true, force: true })
  })

  test('says what is wrong with a folder that is none of PostgreSQL', async () => {
    const options = place('foreign')
    mkdirSync(join(options.folder, 'something'), { recursive: true })
    await expect(openPostgres(options)).rejects.toMatchObject({
      code: 'child-start-failed', message: expect.stringMatching(/foreign\/postgres holds something else/),
    })
    expect(readdirSync(join(home, 'foreign'))).toEqual(['postgres'])
  })

  test('has its libraries under all their names', async () => {
    const { folder } = await embeddedBinaries()
    expect(readdirSync(join(folder, 'lib'))).toEqual(expect.arrayContaining(['libicuuc.so.60', 'libpq.so.5']))
  })
})

describe.skipIf(IS_QUICK)('an external PostgreSQL', () => {
  test('that is not there is refused with its reason', async () => {
    await expect(openPostgres({ kind: 'external', url: 'postgres://127.0.0.1:1/none' })).rejects.toMatchObject({
      code: 'database-refused', message: expect.stringMatching(/ECONNREFUSED/),
    })
  })
})

async function keptBy(pool: Postgres['pool'], victim: string): Promise<number | null> {
  const { rowCount } = await retrying(() => pool.query('select from kept where victim = $1', [victim]))
  return rowCount
}

/** By their working folder. */
function processesIn(folder: string): string[] {
  return readdirSync('/proc').filter(name => {
    try {
      return /^\d+$/.test(name) && realpathSync(`/proc/${name}/cwd`) === folder
    } catch {
      return false
    }
  })
}
