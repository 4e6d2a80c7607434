import { connectionPool } from '../../store/postgres/connection-pool.ts'
import { Notifier } from '../notifier.ts'
import { configurationOf, partsOf } from './notify-world.ts'

/** For tests: a notifier in a process of its own, which works until it is killed. Its one argument is JSON: `{connection, configuration}`. */
const { connection, configuration }: { readonly connection: object; readonly configuration: unknown } = JSON.parse(process.argv[2] ?? '')
const notifier = new Notifier(partsOf(connectionPool(connection), configurationOf(configuration)))
await notifier.start()
process.stdout.write('ready\n')
for (;;) {
  await notifier.look()
  await new Promise(resolve => { setTimeout(resolve, 5) })
}
