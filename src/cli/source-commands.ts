import type { Command } from 'commander'
import { InvalidArgumentError } from 'commander'
import { parseIsoTime } from '../model/time.ts'
import { absoluteOptions } from './absolute-options.ts'
import { languageOption, repeatedOption } from './common-options.ts'
import { runServed } from './run-served.ts'

/** The commands about what is collected all day. */
export function addSourceCommands(program: Command, exitWith: (code: number) => void): void {
  const source = program.command('source').description('what is collected all day (docs/collect.md)').exitOverride()
  source.command('list')
    .description('each source of noroshi.yaml: state, rate, lag, last record, errors and drops; exit code 1 when one is paused or has failed')
    .option('--json', 'one JSON object per line (docs/schemas)')
    .addOption(languageOption())
    .action(async (_, command: Command) => exitWith(await runServed('source list', absoluteOptions(command.optsWithGlobals()))))
  source.command('try')
    .description('what a file would yield as a source: encoding, decoder, datasets, first records, times, entities, errors, and what to write where nothing fits')
    .argument('<file>', 'a file, a directory or an archive; nothing is stored')
    .addOption(repeatedOption('--mapping <file>', 'a mapping besides those of the program (docs/mappings.md)', 'none'))
    .option('--records <n>', 'records to show of each file', parseRecords, 3)
    .option('--date <time>', 'when the file was written, for logs without a year (default: the time of the file)', parseTime)
    .option('--json', 'one JSON object per file (docs/schemas)')
    .addOption(languageOption())
    .addHelpText('after', '\nExit code: 0 recognised and read whole, 1 not, 2 wrong usage.')
    .action(async (file: string, _, command: Command) => exitWith(await (await import('./source-try.ts')).sourceTry(file, command.optsWithGlobals())))
}

function parseRecords(text: string): number {
  const count = Number(text)
  if (!Number.isInteger(count) || count < 0 || count > 10_000) throw new InvalidArgumentError('give a whole number from 0 to 10000')
  return count
}

function parseTime(text: string): number {
  const parsed = parseIsoTime(text)
  if (parsed === null) throw new InvalidArgumentError('write the date as 2026-11-22 or 2026-11-22T10:00:00Z')
  return parsed.microseconds
}
