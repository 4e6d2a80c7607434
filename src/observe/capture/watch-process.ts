/** The process of its own in which a remote sensor watches unused space, so that what else it receives does not wait for packets; ends with its parent. */
import type { PoolMessage } from '../../platform/serve-tasks.ts'
import { MemberWatch } from '../telescope/sightings/member-watch.ts'
import { STATE_MS } from './defaults.ts'
import { PacketSource } from './packet-source.ts'
import type { WatchMessage, WatchSetting } from './watch-messages.ts'

let mayTell = true

process.on('message', (message: PoolMessage) => {
  // The parent is this program: its messages are as their types say.
  if (message.kind === 'open') open(message.data as WatchSetting)
  else mayTell = true
})
process.on('disconnect', () => process.exit())

function open({ origin, order }: WatchSetting): void {
  const source = new PacketSource(origin)
  const watch = new MemberWatch(order, source.isLive)
  let dropped = 0
  let problem: string | null = null
  setInterval(() => {
    if (!mayTell) return
    const said = watch.take()
    if (said === null && source.dropped === dropped && source.problem === problem) return
    mayTell = false
    const message: WatchMessage = { sightings: [], isNews: false, ...said, dropped: source.dropped - dropped, problem: source.problem }
    dropped = source.dropped
    problem = source.problem
    process.send?.(message)
  }, STATE_MS)
  void source.run(batch => watch.accept(batch))
}
