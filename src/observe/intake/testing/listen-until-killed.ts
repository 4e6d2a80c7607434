import { SpoolRoom } from '../../../pipeline/collect/spool-room.ts'
import { StreamSpool } from '../../../pipeline/collect/stream-spool.ts'
import { listenForLogs } from '../listen-for-logs.ts'

/** Takes bulk requests into the spool of a folder, and prints where; until it is killed. Argument: folder. */
const [folder = ''] = process.argv.slice(2)
const room = new SpoolRoom(folder, { reserveBytes: 0 })
const spool = await StreamSpool.open({ organisation: 'default', name: 'lab', format: 'json' }, { room, sealBytes: 50_000, onSealed: () => {} })
const { places } = await listenForLogs({ kind: 'bulk', http: ['127.0.0.1:0'], https: [], tokens: [], users: {} }, spool, () => {
  throw new Error('no TLS')
})
process.stdout.write(`${places[0]}\n`)
