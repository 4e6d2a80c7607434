import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SmtpConfiguration } from '../../platform/config/notify-schema.ts'
import { readSecret } from '../../platform/config/secret-reference.ts'
import { entity, multipart, withCrlf } from './multipart.ts'
import { runProgram } from './run-program.ts'

/**
 * PGP/MIME (RFC 3156) by the program gpg. The library for it, openpgp.js, is under the LGPL, which may not be part of what ships; GnuPG is in every Debian
 * and is called as the program it is.
 */

type Settings = Pick<SmtpConfiguration, 'gpg' | 'sign' | 'pgpKey' | 'pgpPassphrase'>

/** Signed in the clear: who has no PGP reads it all the same. */
export function signPgp(content: Buffer, settings: Settings): Promise<Buffer> {
  return withHome(settings, async (run, secret) => {
    const signature = await run(['--digest-algo', 'SHA256', '--armor', '--detach-sign'], content, secret)
    return multipart('multipart/signed', { protocol: 'application/pgp-signature', micalg: 'pgp-sha256' }, [content, {
      headers: ['Content-Type: application/pgp-signature; name="signature.asc"', 'Content-Disposition: attachment; filename="signature.asc"'],
      body: withCrlf(signature),
    }])
  })
}

/** For the holder of the key alone; signed within, where mail is signed by PGP (RFC 3156 §6.2). @param key armoured, or the fingerprint of one in the key ring of our user */
export async function encryptPgp(content: Buffer, key: string, settings: Settings): Promise<Buffer> {
  const armoured = key.includes('BEGIN PGP') ? key : (await runProgram({
    program: settings.gpg, args: ['--batch', '--armor', '--export', key.replaceAll(' ', '')], environment: { HOME: process.env['HOME'] ?? '/' },
  })).toString('latin1')
  if (armoured.trim() === '') throw new Error(`the key ring has no PGP key ${key.slice(0, 80)}`)
  return withHome(settings, async (run, secret, home) => {
    const path = join(home, 'recipient.asc')
    writeFileSync(path, armoured)
    const args = ['--trust-model', 'always', '--armor', '--recipient-file', path, ...(settings.sign === 'pgp' ? ['--digest-algo', 'SHA256', '--sign'] : []), '--encrypt']
    const sealed = await run(args, content, secret)
    return multipart('multipart/encrypted', { protocol: 'application/pgp-encrypted' }, [
      entity({ headers: ['Content-Type: application/pgp-encrypted'], body: Buffer.from('Version: 1\r\n') }),
      entity({ headers: ['Content-Type: application/octet-stream; name="encrypted.asc"', 'Content-Disposition: inline; filename="encrypted.asc"'], body: withCrlf(sealed) }),
    ])
  })
}

type Run = (args: readonly string[], input: Buffer, secret: string | undefined) => Promise<Buffer>

/** A key ring for one mail, with our own secret key where mail is signed; gone afterwards, and what a killed process left of one with the next. */
async function withHome<T>({ gpg, sign, pgpKey, pgpPassphrase }: Settings, work: (run: Run, secret: string | undefined, home: string) => Promise<T>): Promise<T> {
  removeLeftHomes()
  const home = mkdtempSync(join(tmpdir(), `${HOME_PREFIX}${process.pid}-`))
  const secret = pgpPassphrase === undefined ? undefined : readSecret(pgpPassphrase)
  const run: Run = (args, input, given) => runProgram({
    program: gpg, input, args: ['--batch', '--yes', '--no-tty', '--homedir', home, ...(given === undefined ? [] : ['--pinentry-mode', 'loopback', '--passphrase-fd', '3']), ...args],
    ...(given === undefined ? {} : { secret: given }),
  })
  try {
    if (sign === 'pgp' && pgpKey !== undefined) await run(['--import'], Buffer.from(readSecret(pgpKey)), secret)
    return await work(run, secret, home)
  } finally {
    // Its agent ends when its folder is gone; asked to, it ends at once.
    await runProgram({ program: 'gpgconf', args: ['--homedir', home, '--kill', 'all'] }).catch(() => {})
    rmSync(home, { recursive: true, force: true })
  }
}

const HOME_PREFIX = 'noroshi-gpg-'

function removeLeftHomes(): void {
  for (const name of readdirSync(tmpdir())) {
    const [, pid] = new RegExp(`^${HOME_PREFIX}(\\d+)-`).exec(name) ?? []
    if (pid !== undefined && !existsSync(`/proc/${pid}`)) rmSync(join(tmpdir(), name), { recursive: true, force: true })
  }
}
