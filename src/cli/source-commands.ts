import type { Command } from 'commander'
import { Option } from 'commander'
import { absoluteOptions } from './absolute-options.ts'
import { runServed } from './run-served.ts'
import { systemLanguage } from './system-language.ts'

/** The commands about what is collected all day. */
export function addSourceCommands(program: Command, exitWith: (code: number) => void): void {
  const source = program.command('source').description('what is collected all day (docs/collect.md)').exitOverride()
  source.command('list')
    .description('each source of noroshi.yaml: state, rate, lag, last record, errors and drops; exit code 1 when one is paused or has failed')
    .option('--json', 'one JSON object per line (docs/schemas)')
    .addOption(new Option('--lang <language>', 'language: en or ja').choices(['en', 'ja']).default(systemLanguage()))
    .action(async (_, command: Command) => exitWith(await runServed('source list', absoluteOptions(command.optsWithGlobals()))))
}
