import type { ServedArguments, ServedCommand } from './served-commands.ts'

/** Runs a command in the server that holds the data folder when one runs, else here; what that takes is loaded only now. */
export async function runServed<Name extends ServedCommand>(command: Name, ...given: ServedArguments<Name>): Promise<number> {
  return (await import('./running-server.ts')).runServedOrHere(command, given)
}
