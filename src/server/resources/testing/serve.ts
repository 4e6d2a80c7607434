/** A server that tests may kill: `node serve.ts FOLDER RULES`; prints its address when it answers. */
import { openStore } from '../../../../test/open-store.ts'
import { openServer } from './open-server.ts'

const [folder, rules] = process.argv.slice(2)
if (folder === undefined || rules === undefined) throw new Error('give a data folder and a folder of rules')
const house = { ruleDirectories: [rules] }
const server = await openServer(house, await openStore({ house, folder }))
process.stdout.write(`${server.base}\n`)
