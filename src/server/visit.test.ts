import { expect, test } from 'vitest'
import { preferredLanguage } from '../model/preferred-language.ts'
import { allowsHost } from './allowed-hosts.ts'
import { listenAddress } from './listen-address.ts'

test.each([
  ['', 'en'], ['ja', 'ja'], ['ja-JP,ja;q=0.9,en;q=0.8', 'ja'], ['en-GB,en;q=0.9,ja;q=0.8', 'en'], ['fr, ja;q=0.5', 'ja'], ['ja;q=0, en;q=0.1', 'en'], [';;;q=,,', 'en'],
])('"%s" asks for %s', (header, language) => {
  expect(preferredLanguage(header)).toBe(language)
})

test.each([
  ['127.0.0.1:8443', true], ['[::1]:8443', true], ['localhost', true], ['SIEM.example.org:443', true], ['evil.example', false], ['127.0.0.1.evil.example', false], [null, true], ['', false],
])('a request to %s is for us: %s', (host, allowed) => {
  expect(allowsHost(host, ['siem.example.org'])).toBe(allowed)
})

test.each([
  ['127.0.0.1:8443', 'http://127.0.0.1:8443'], ['localhost:80', 'http://localhost:80'], ['[::1]:1', 'http://[::1]:1'], ['0.0.0.0:443', 'https://127.0.0.1:443'],
  ['[::]:443', 'https://[::1]:443'], ['192.0.2.1:8443', 'https://192.0.2.1:8443'],
])('%s is found at %s', (text, origin) => {
  expect(listenAddress(text).origin).toBe(origin)
})

test.each(['8443', 'example.org:80', '127.0.0.1', '127.0.0.1:99999', '::1:80', '[127.0.0.1]:80'])('%s is no address to listen on', text => {
  expect(() => listenAddress(text)).toThrow(/no address/)
})
