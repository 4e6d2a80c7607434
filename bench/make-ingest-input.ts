/** Makes one of the inputs of ingest-files.ts: `node bench/make-ingest-input.ts NAME FOLDER EVENTS`; tells what it made as JSON. */
import { INPUTS } from './ingest-inputs.ts'

const [name = '', folder = '', events] = process.argv.slice(2)
console.log(JSON.stringify(INPUTS[name]?.(folder, Number(events))))
