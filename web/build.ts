import { resolve } from 'node:path'
import { build } from 'vite'

/** Builds the console into the folder that is named: `node web/build.ts FOLDER`. The server keeps what is built by its content. */

const [folder] = process.argv.slice(2)
if (folder === undefined) throw new Error('usage: node web/build.ts FOLDER')

await build({
  configFile: resolve(import.meta.dirname, 'vite.config.ts'),
  logLevel: 'error',
  build: { outDir: resolve(folder), emptyOutDir: true },
})
