import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { temporaryFolder } from '../../../test/temporary-folder.ts'
import { readConfiguration } from './read-configuration.ts'
import { readSecret } from './secret-reference.ts'

function read(text: string) {
  const folder = temporaryFolder({ 'noroshi.yaml': `notify:\n${text.replaceAll(/^/gm, '  ')}` })
  return { folder, notify: readConfiguration({ folders: [folder] }).notify }
}

const MAIL = 'channels:\n  - {name: mail, kind: smtp, host: mail.example.jp, from: noroshi@example.jp'

describe('notify: in noroshi.yaml', () => {
  test('has paths that start at the file\'s own folder, and defaults', () => {
    const { folder, notify } = read(`templates: words\n${MAIL}, user: noroshi, password: {file: secrets/smtp}, authority: ca.pem, smimeRecipients: {a@example.jp: a.pem}}\nrules:\n  - {name: r, channel: mail, to: [owner, 'contact:desk', soc@example.jp]}\n`)
    expect(notify).toMatchObject({
      templates: join(folder, 'words'), zone: 'UTC', language: 'en',
      channels: [{ marking: 'amber', security: 'starttls', port: 587, password: { file: join(folder, 'secrets/smtp') }, authority: join(folder, 'ca.pem'), smimeRecipients: { 'a@example.jp': join(folder, 'a.pem') }, gpg: 'gpg' }],
      rules: [{ priority: 0, template: 'case', foldHours: 24, mostPerHour: 20, raise: true, escalate: [] }],
    })
  })

  test.each([
    [`${MAIL}, password: hunter2}`, 'must be {env: NAME} for an environment variable, or {file: PATH}'],
    [`${MAIL}, user: noroshi}`, 'channels.0.password: must be given with user'],
    [`${MAIL}, user: noroshi, password: {env: A}, security: none}`, 'channels.0.security: must be starttls or tls: a password does not go in the clear'],
    [`${MAIL}, sign: pgp}`, 'channels.0.pgpKey: must be given for sign: pgp'],
    [`${MAIL}}\nrules:\n  - {name: r, channel: male, to: [a@example.jp]}`, 'rules.0.channel: is none of the channels'],
    [`${MAIL}}\nrules:\n  - {name: r, channel: mail}`, 'rules.0.to: must name somebody: mail goes to people'],
    [`${MAIL}}\nrules:\n  - {name: r, channel: mail, to: ["a@example.jp\\nBcc: b@example.jp"]}`, 'must be owner, contact:ID or a mail address'],
    [`${MAIL}}\n  - {name: mail, kind: slack, url: "https://hooks.example/x"}`, 'channels.1.name: is the name of another one too'],
    ['channels:\n  - {name: pigeon, kind: pigeon}', 'must be a channel with a kind that is known: smtp, webhook, slack, teams, mattermost, syslog'],
  ])('refuses %s', (text, problem) => {
    expect(() => read(text)).toThrow(problem)
  })
})

describe('a secret', () => {
  afterEach(() => vi.unstubAllEnvs())

  test('is read where it stands, and never quoted when it is not there', () => {
    const folder = temporaryFolder({ secret: 'hunter2\n', empty: '\n' })
    vi.stubEnv('NOROSHI_TEST_SECRET', 'hunter3')
    expect([readSecret({ env: 'NOROSHI_TEST_SECRET' }), readSecret({ file: join(folder, 'secret') })]).toEqual(['hunter2', 'hunter3'].reverse())
    writeFileSync(join(folder, 'secret'), 'hunter4')
    expect(readSecret({ file: join(folder, 'secret') })).toBe('hunter4')
    expect(() => readSecret({ env: 'NOROSHI_NO_SUCH' })).toThrow('the environment variable NOROSHI_NO_SUCH is not set')
    expect(() => readSecret({ file: join(folder, 'empty') })).toThrow('is empty')
    expect(() => readSecret({ file: join(folder, 'absent') })).toThrow('cannot be read')
  })
})
