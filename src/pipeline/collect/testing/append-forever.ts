import { SpoolRoom } from '../spool-room.ts'
import { StreamSpool } from '../stream-spool.ts'

/** Appends numbered lines to a spool, several at a time, and prints each number once it is acknowledged; until it is killed. Arguments: folder, first number. */
const [folder = '', first = '0'] = process.argv.slice(2)
const spool = await StreamSpool.open({ organisation: 'default', name: 'lab', format: 'text' }, {
  room: new SpoolRoom(folder, { reserveBytes: 0 }), sealBytes: 20_000, onSealed: () => {},
})
let next = Number(first)
await Promise.all(Array.from({ length: 8 }, appendForever))

async function appendForever(): Promise<void> {
  for (;;) {
    const number = next++
    await spool.append({ lines: [Buffer.from(`${number} ${'x'.repeat(number % 3_000)}\n`)], count: 1, received: 0, transport: 'tcp', sender: null })
    process.stdout.write(`${number}\n`)
  }
}
