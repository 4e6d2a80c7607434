import type { Command } from 'commander'

/** The command that reads ordinary traffic. */
export function addPacketsCommand(program: Command, exitWith: (code: number) => void): void {
  program.command('packets')
    .description('connections, DNS, HTTP, TLS (with JA4) and SSH in captures, as the lines of Zeek\'s logs (docs/packets.md)')
    .argument('<file...>', 'pcap and pcapng files, also in .gz, .zst and .zip, in the order of time; directories; - for standard input')
    .option('--json', 'one JSON object per line (the default form; accepted for scripts)')
    .addHelpText('after', '\nExit code: 0 done, 1 something could not be read, 2 wrong usage.')
    .action(async (files: string[]) => exitWith(await (await import('./packets.ts')).printSessions(files)))
}
