import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { Option } from 'commander'
import { absoluteOptions } from './absolute-options.ts'
import { runServed } from './run-served.ts'

/** How the options that other commands have too are read. */
export interface RetroOptions {
  rules(description: string): Option
  time(text: string): number
  count(text: string): number
  readonly language: string
}

/** The command about rules that what is stored cannot match. */
export function addRulesNever(group: Command, exitWith: (code: number) => void, { rules, language }: RetroOptions): void {
  group.command('never')
    .description('the rules that nothing stored can match: no such source yet, no such events, or a field that was never seen')
    .addOption(rules('Sigma rules to use instead of the built-in ones'))
    .option('--json', 'one JSON object per line')
    .addOption(new Option('--lang <language>', 'language: en or ja').choices(['en', 'ja']).default(language))
    .action(async (_, command: Command) => exitWith(await runServed('rules never', absoluteOptions(command.optsWithGlobals()))))
}

/** The command that runs rules over what is stored. */
export function addSigmaHunt(sigma: Command, exitWith: (code: number) => void, { rules, time, count, language }: RetroOptions): void {
  sigma.command('hunt')
    .description('run rules over everything that was ingested: the matches that detection would have stated')
    .argument('[rule...]', 'rule files or directories, or keys or titles of the rules in use; without any, all rules in use')
    .addOption(rules('Sigma rules to use instead of the built-in ones'))
    .option('--from <time>', 'only matches from this time', time)
    .option('--to <time>', 'only matches before this time', time)
    .option('--limit <n>', 'matches to print', count, 100)
    .option('--preview', 'instead of matches, what each rule would have found: by day or hour, by subject, the first matches, findings a day')
    .option('--json', 'one JSON object per line')
    .addOption(new Option('--lang <language>', 'language: en or ja').choices(['en', 'ja']).default(language))
    .addHelpText('after', '\nMatches of events are printed as they are found, those of correlations after them.')
    .action(async (names: string[], _, command: Command) =>
      exitWith(await runServed('sigma hunt', names.map(name => (existsSync(name) ? resolve(name) : name)), absoluteOptions(command.optsWithGlobals()))))
}
