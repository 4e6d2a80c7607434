import { SpoolRoom } from '../../../pipeline/collect/spool-room.ts'
import { StreamSpool } from '../../../pipeline/collect/stream-spool.ts'
import { followFiles } from '../follow-files.ts'

/** Follows files into the spool of a folder, sealing often; until it is killed. Arguments: folder, pattern. */
const [folder = '', pattern = ''] = process.argv.slice(2)
const spool = await StreamSpool.open({ organisation: 'default', name: 'lab', format: 'text' }, { room: new SpoolRoom(folder, { reserveBytes: 0 }), sealBytes: 5_000, onSealed: () => {} })
await followFiles({ paths: [pattern], lookMs: 5 }, spool)
process.stdout.write('following\n')
