import { describe, expect, it } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { RateLimit } from './rate-limit.ts'
import { hashPassword, requireStrength, verifyPassword } from './password.ts'
import { sessionCookie, sessionCookieOf } from './session-cookie.ts'
import { SignInTries } from './sign-in-tries.ts'

describe('a password', () => {
  it('is known again, and no other is', async () => {
    const stored = await hashPassword('correct horse battery')
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(await Promise.all(['correct horse battery', 'Correct horse battery', ''].map(given => verifyPassword(given, stored)))).toEqual([true, false, false])
    expect(stored).not.toBe(await hashPassword('correct horse battery'))
  })

  it('is the same however its letters are composed', async () => {
    expect(await verifyPassword('ポケットの中身は', await hashPassword('ポケットの中身は'))).toBe(true)
  })

  it('of nobody is never right, and takes as long', async () => {
    const stored = await hashPassword('something else entirely')
    const time = async (kept: string | null) => {
      const before = process.cpuUsage()
      for (let tries = 0; tries < byDepth(2, 5, 30); tries++) expect(await verifyPassword('a guess', kept)).toBe(false)
      const { user, system } = process.cpuUsage(before)
      return user + system
    }
    const [absent, wrong] = [await time(null), await time(stored)]
    expect(absent).toBeGreaterThan(wrong / 3)
  })

  it('must be hard to guess', () => {
    for (const easy of ['short', 'aaaaaaaaaaaaaa', '123456789012', 'abcdefghijklmnop', 'anna-is-my-name', 'x'.repeat(257)]) {
      expect(() => requireStrength(easy, 'anna'), easy).toThrow(/password/)
    }
    for (const good of ['correct horse battery', '雨の日は傘を忘れずに持って出る', 'T9!kd02#sPq-']) expect(() => requireStrength(good, 'anna'), good).not.toThrow()
  })
})

describe('a rate limit', () => {
  it('gives a burst, then so many a minute, to each key alone', () => {
    let now = 0
    const limit = new RateLimit({ burst: 3, perMinute: 60 }, () => now)
    expect([1, 2, 3, 4].map(() => limit.take('a'))).toEqual([0, 0, 0, 1])
    expect(limit.take('b')).toBe(0)
    now = 999
    expect(limit.take('a')).toBeGreaterThan(0)
    now = 1_000
    expect(limit.take('a')).toBe(0)
    now = 3_600_000
    expect([1, 2, 3, 4].map(() => limit.take('a') > 0)).toEqual([false, false, false, true])
  })

  it('bears a clock that goes back', () => {
    let now = 1_000
    const limit = new RateLimit({ burst: 1, perMinute: 60 }, () => now)
    limit.take('a')
    now = 0
    expect(limit.take('a')).toBe(1)
  })

  it('of sign-ins counts by account and by address', () => {
    const tries = new SignInTries(() => 0)
    for (let count = 0; count < 10; count++) tries.take('anna', `192.0.2.${count}`)
    expect(() => tries.take('anna', '192.0.2.99')).toThrow(/Too many/)
    const others = new SignInTries(() => 0)
    for (let count = 0; count < 30; count++) others.take(`user${count}`, '192.0.2.1')
    expect(() => others.take('one-more', '192.0.2.1')).toThrow(/Too many/)
  })
})

describe('the cookie of a session', () => {
  const secret = 'A'.repeat(43)
  const asked = (url: string, cookie: string) => sessionCookieOf(new Request(url, { headers: { cookie } }))

  it('is kept from scripts and other sites, and under TLS bound to this host', () => {
    expect(sessionCookie(new Request('https://a.example/'), secret, 12)).toBe(`__Host-noroshi=${secret}; Path=/; HttpOnly; SameSite=Strict; Max-Age=43200; Secure`)
    expect(sessionCookie(new Request('http://127.0.0.1/'), secret, 12)).not.toContain('Secure')
  })

  it('is found among others, by its whole name alone', () => {
    expect(asked('http://127.0.0.1/', `x=1; noroshi=${secret}; y=2`)).toBe(secret)
    expect([asked('https://a.example/', `noroshi=${secret}`), asked('http://127.0.0.1/', `xnoroshi=${secret}`), asked('http://127.0.0.1/', 'noroshi=a b')]).toEqual([null, null, null])
  })
})
