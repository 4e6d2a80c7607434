import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { IS_QUICK } from '../../../test/depth.ts'
import { composeMail } from '../mail/compose-mail.ts'
import type { SmtpConfiguration } from '../../platform/config/notify-schema.ts'
import { configurationOf } from '../testing/notify-world.ts'
import { readMail } from '../testing/read-mail.ts'
import { encryptPgp, signPgp } from './pgp.ts'
import { encryptSmime, signSmime } from './smime.ts'

const folder = mkdtempSync(join(tmpdir(), 'noroshi-seal-'))
afterAll(() => {
  spawnSync('gpgconf', ['--homedir', folder, '--kill', 'all'])
  rmSync(folder, { recursive: true, force: true })
})

const hasGpg = spawnSync('gpg', ['--version']).status === 0
const hasOpenssl = spawnSync('openssl', ['version']).status === 0

const OUTGOING = {
  id: 'a'.repeat(32), createdAt: new Date(0), address: 'owner@example.jp', recipient: 'owner@example.jp', organisation: 'default', language: 'ja', marking: 'amber', priority: 80,
  subject: '【要対応】感染の疑い', text: '本文です。\n二行目。\n', notices: [{ format: 'noroshi-notice' }], attachments: [],
} as const

function channelOf(more: Record<string, unknown>): SmtpConfiguration {
  const { channels: [channel] } = configurationOf({ channels: [{ name: 'mail', kind: 'smtp', host: 'localhost', from: 'noroshi@example.jp', ...more }] })
  if (channel?.kind !== 'smtp') throw new Error('no mail')
  return channel
}

/** Runs a program the other way: what we make must satisfy those who wrote the standard's programs. */
function gpg(args: readonly string[], input?: Buffer): string {
  return execFileSync('gpg', ['--batch', '--no-tty', '--homedir', folder, ...args], { input: input ?? '', stdio: ['pipe', 'pipe', 'pipe'] }).toString('latin1')
}

describe.skipIf(IS_QUICK || !hasGpg)(`PGP/MIME${hasGpg ? '' : ' (no gpg)'}`, () => {
  const keys = () => {
    gpg(['--passphrase', 'a secret', '--pinentry-mode', 'loopback', '--quick-generate-key', 'Noroshi <noroshi@example.jp>', 'ed25519', 'sign', 'never'])
    gpg(['--passphrase', '', '--pinentry-mode', 'loopback', '--quick-generate-key', 'Owner <owner@example.jp>', 'future-default', 'default', 'never'])
    writeFileSync(join(folder, 'key.asc'), gpg(['--armor', '--passphrase', 'a secret', '--pinentry-mode', 'loopback', '--export-secret-keys', 'noroshi@example.jp']))
    writeFileSync(join(folder, 'passphrase'), 'a secret\n')
    return { owner: gpg(['--armor', '--export', 'owner@example.jp']), settings: channelOf({ sign: 'pgp', pgpKey: { file: join(folder, 'key.asc') }, pgpPassphrase: { file: join(folder, 'passphrase') } }) }
  }

  test('what is signed is what gpg says is signed, and what is encrypted opens for its owner alone, signed within', async () => {
    const { owner, settings } = keys()
    const { bytes } = await composeMail(OUTGOING, settings, async content => ({ entity: await signPgp(content, settings), isEncrypted: false }))
    const [content, signature] = readMail(bytes).parts
    writeFileSync(join(folder, 'content'), content!.raw, 'latin1')
    writeFileSync(join(folder, 'signature'), signature!.body)
    gpg(['--verify', join(folder, 'signature'), join(folder, 'content')])
    writeFileSync(join(folder, 'content'), content!.raw.replace('MIME', 'mime').replace('base64', 'Base64'), 'latin1')
    expect(() => gpg(['--verify', join(folder, 'signature'), join(folder, 'content')])).toThrow('BAD signature')

    const sealed = readMail((await composeMail(OUTGOING, settings, async inner => ({ entity: await encryptPgp(inner, owner, settings), isEncrypted: true }))).bytes)
    expect(sealed.headers.get('subject')).toBe('[TLP:AMBER] 暗号化されたメッセージ')
    const opened = gpg(['--status-fd', '2', '--decrypt'], sealed.parts[1]!.body)
    expect(readMail(opened).parts[0]!.body.toString()).toContain('【要対応】感染の疑い\r\n\r\n本文です。')
    const said = spawnSync('gpg', ['--batch', '--homedir', folder, '--status-fd', '2', '--decrypt'], { input: sealed.parts[1]!.body }).stderr.toString()
    expect(said).toContain('GOODSIG')
    expect(readdirSync(tmpdir()).filter(name => name.startsWith(`noroshi-gpg-${process.pid}-`))).toEqual([])
  }, 60_000)

  test('an error of the program quotes no secret', async () => {
    const settings = channelOf({ sign: 'pgp', pgpKey: { file: join(folder, 'passphrase') } })
    await expect(signPgp(Buffer.from('x'), settings)).rejects.toThrow(/^gpg ended with 2: (?!.*a secret)/)
  })
})

describe.skipIf(IS_QUICK || !hasOpenssl)(`S/MIME${hasOpenssl ? '' : ' (no openssl)'}`, () => {
  test.each(['rsa:2048', 'ec'])('what is signed with a key of %s is what openssl says is signed, and what is encrypted opens for its owner alone', async kind => {
    const path = (name: string) => join(folder, `${kind.slice(0, 2)}-${name}`)
    const key = kind === 'ec' ? ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'] : ['-newkey', kind]
    execFileSync('openssl', ['req', '-x509', ...key, '-nodes', '-keyout', path('key'), '-out', path('cert'), '-subj', '/CN=Noroshi/emailAddress=noroshi@example.jp', '-days', '2'], { stdio: 'ignore' })
    const settings = channelOf({ sign: 'smime', smimeCertificate: path('cert'), smimeKey: path('key') })
    const { bytes } = await composeMail(OUTGOING, settings, async content => ({ entity: await signSmime(content, settings), isEncrypted: false }))
    writeFileSync(path('mail'), bytes)
    const verify = () => spawnSync('openssl', ['cms', '-verify', '-in', path('mail'), '-CAfile', path('cert'), '-purpose', 'any', '-out', path('opened')])
    expect(verify().status).toBe(0)
    expect(readMail(readFileSync(path('opened'))).parts[0]!.body.toString()).toContain('本文です。')
    writeFileSync(path('mail'), bytes.toString('latin1').replace('Content-Disposition: inline', 'Content-Disposition: INLINE'), 'latin1')
    expect(verify().status).not.toBe(0)

    const sealed = await composeMail(OUTGOING, settings, async content => ({ entity: await encryptSmime(content, path('cert'), settings), isEncrypted: true }))
    writeFileSync(path('sealed'), sealed.bytes)
    const opened = execFileSync('openssl', ['cms', '-decrypt', '-in', path('sealed'), '-recip', path('cert'), '-inkey', path('key')])
    expect(readMail(opened).parts[1]!.headers.get('content-type')).toContain('notice.json')
    expect(sealed.bytes.toString('latin1')).not.toContain('notice.json')
  }, 60_000)
})
