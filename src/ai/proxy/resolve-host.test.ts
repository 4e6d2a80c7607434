import { expect, test } from 'vitest'
import { privateAddressOf, publicLookup } from './resolve-host.ts'

const looked = (host: string) => new Promise<string>(resolve => publicLookup(host, {}, (failure, address) => resolve(failure === null ? String(address) : failure.message)))

// Every resolver reads these as 127.0.0.1 without asking anybody, as it would a name that was made to lead there.
test.each(['127.1', '0x7f000001'])('%s leads into the own network, and is not connected to', async name => {
  expect(await privateAddressOf(name)).toBe('127.0.0.1')
  expect(await looked(name)).toContain('leads into a private network (127.0.0.1)')
})

test('a public address is connected to', async () => {
  expect(await privateAddressOf('192.0.2.1')).toBe(null)
  expect(await looked('192.0.2.1')).toBe('192.0.2.1')
})
