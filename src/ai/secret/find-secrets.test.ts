import { describe, expect, it } from 'vitest'
import { passesBase58Check, passesIban, passesLuhn, passesMyNumber } from './checksums.ts'
import { findSecrets } from './find-secrets.ts'

const kinds = (text: string) => findSecrets(text).map(({ kind }) => kind.id)

describe('secrets and personal data', () => {
  it.each([
    ['aws-access-key', 'key AKIAABCDEFGH12345678 here'], ['github-token', `ghp_${'aB3'.repeat(12)}`], ['openai-key', `sk-proj-${'Xy9'.repeat(10)}`], ['anthropic-key', `sk-ant-${'api03-'.repeat(5)}`],
    ['slack-token', 'xoxb-1234567890-abcdefghij'], ['private-key', '-----BEGIN OPENSSH PRIVATE KEY-----'], ['connection-string', 'postgres://app:hunter2!@db.example/x'],
    ['password-in-context', 'password: Tr0ub4dor&3'], ['password-in-context', 'パスワードはXk9!mmPq2です'], ['card', '4012 8888 8888 1881'], ['iban', 'DE89 3704 0044 0532 0130 00'], ['my-number', '1234-5678-9018'],
    ['phone-jp', '電話 03-1234-5678'], ['mail', 'write to a.b@example.co.jp'], ['account-jp', '普通預金 1234567'], ['wallet', '0x52908400098527886E0F7030069857D2E4169EE7'],
  ])('finds %s in %j', (kind, text) => expect(kinds(text)).toContain(kind))

  it.each(['the password is wrong', 'enter your password: then press return', '4012 8888 8888 1882', 'order 1234-5678-9012', 'id 550e8400-e29b-41d4-a716-446655440000', 'AKIDO lessons', 'DE00 1234', 'sk-learn'])(
    'finds nothing in %j', text => expect(kinds(text)).toEqual([]))

  it('checks digits as the standards say', () => {
    expect([passesLuhn('4111111111111111'), passesLuhn('4111111111111112'), passesLuhn('0000000000000000')]).toEqual([true, false, false])
    expect([passesIban('GB82WEST12345698765432'), passesIban('GB83WEST12345698765432')]).toEqual([true, false])
    expect([passesMyNumber('123456789018'), passesMyNumber('123456789019'), passesMyNumber('111111111111')]).toEqual([true, false, false])
    expect([passesBase58Check('1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa'), passesBase58Check('1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb')]).toEqual([true, false])
  })
})
