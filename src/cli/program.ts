import { Command, InvalidArgumentError, Option } from 'commander'
import { parseIsoTime } from '../model/time.ts'
import { NoroshiError } from '../platform/noroshi-error.ts'
import { BENCHMARKS } from './benchmarks.ts'
import { addAiCommands } from './ai-commands.ts'
import { addCaseCommands } from './case-commands.ts'
import { absolute, absoluteOptions } from './absolute-options.ts'
import { languageOption, repeatedOption } from './common-options.ts'
import { addRegisterCommands } from './register-commands.ts'
import type { RetroOptions } from './retro-commands.ts'
import { addRulesNever, addSigmaHunt } from './retro-commands.ts'
import { addKeepCommands } from './keep-commands.ts'
import { addNotifyCommands } from './notify-commands.ts'
import { addPacketsCommand } from './packets-command.ts'
import { runServed } from './run-served.ts'
import { addSensorCommands } from './sensor-commands.ts'
import { addServerCommands } from './server-commands.ts'
import { addSourceCommands } from './source-commands.ts'
import { addStoreCommands } from './store-commands.ts'
import { systemLanguage } from './system-language.ts'
import { addTelescopeCommands } from './telescope-commands.ts'
import { version } from './version.ts'

/** Every command with its options; the code of a command is loaded only when it runs, so that a start stays short. */
export function buildProgram(exitWith: (code: number) => void): Command {
  const program = new Command('noroshi')
    .description('Evidence in, explained cases out: a self-hosted cyber-defence platform')
    .version(version())
    .exitOverride()
    .showHelpAfterError('(run with --help for usage)')
    .option('--config <file>', 'settings to use instead of noroshi.yaml here or in the clone (docs/configuration.md)')
    .option('--data <folder>', 'the data folder (default: NOROSHI_DATA, else data: in noroshi.yaml, else noroshi-data in the clone)')
  addAnalyze(program, exitWith)
  addIngest(program, exitWith)
  addRerun(program, exitWith)
  addStatus(program, exitWith)
  addHunt(program, exitWith)
  addSql(program, exitWith)
  addEvtx(program, exitWith)
  addSigma(program, exitWith)
  addRules(program, exitWith)
  addCaseCommands(program, exitWith)
  addRegisterCommands(program, exitWith)
  addNotifyCommands(program, exitWith)
  addServerCommands(program, exitWith)
  addSourceCommands(program, exitWith)
  addSensorCommands(program, exitWith)
  addStoreCommands(program, exitWith)
  addKeepCommands(program, exitWith)
  addTelescopeCommands(program, exitWith)
  addPacketsCommand(program, exitWith)
  addAiCommands(program, exitWith)
  addTest(program, exitWith)
  addBench(program, exitWith)
  return program
}

function addAnalyze(program: Command, exitWith: (code: number) => void): void {
  program.command('analyze')
    .description('read evidence, detect, group into cases, and write a report')
    .argument('<path...>', 'files, directories and archives (.gz, .zst, .zip); formats are recognised by content')
    .addOption(rulesOption('Sigma rules to use instead of the built-in ones'))
    .option('--out <dir>', 'where the report goes', 'noroshi-report')
    .option('--lang <language>', 'language of report.html, report.md and the summary: en or ja', parseLanguage, systemLanguage())
    .option('--json', 'print report.json to standard output, and nothing else there')
    .option('--date <time>', 'when the evidence was taken, for logs without a year (default: the time of each file)', parseDate)
    .option('--recover', 'also read deleted records (slack space of EVTX files); they are flagged')
    .option('--workers <n>', 'processes to read with (default: one per processor)', parseCount)
    .addOption(engineOption())
    .addHelpText('after', `
Exit code: 0 done, 1 something could not be read (the report says what), 2 wrong usage.

Examples:
  noroshi analyze examples/
  noroshi analyze /var/log triage.zip --lang ja --out case-17
  noroshi analyze Security.evtx --rules ~/sigma/rules --json | jq '.cases[0]'`)
    .action(async (paths, _, command: Command) =>
      exitWith(await (await import('./analyze.ts')).analyze(paths, command.optsWithGlobals())))
}

function addIngest(program: Command, exitWith: (code: number) => void): void {
  program.command('ingest')
    .description('take evidence into the store, detect, and group everything stored into cases; goes on where an earlier one stopped')
    .argument('[path...]', 'files, directories and archives; without any, what an earlier ingest left is finished')
    .addOption(rulesOption('Sigma rules to use instead of the built-in ones; none: nothing is detected'))
    .option('--lang <language>', 'language of the summary: en or ja', parseLanguage, systemLanguage())
    .option('--json', 'print everything stored as report.json')
    .option('--date <time>', 'when the evidence was taken, for logs without a year (default: the time of each file)', parseDate)
    .option('--recover', 'also read deleted records (slack space of EVTX files); they are flagged')
    .option('--workers <n>', 'processes to read with (default: one per processor)', parseCount)
    .addHelpText('after', `
Known content only adds a path, however often and under whatever name it is given.
Exit code: 0 done, 1 something could not be read, 2 wrong usage.`)
    .action(async (paths, _, command: Command) => exitWith(await runServed('ingest', absolute(paths), absoluteOptions(command.optsWithGlobals()))))
}

function addRerun(program: Command, exitWith: (code: number) => void): void {
  program.command('rerun')
    .description('read stored evidence anew with the rules of now; its results change in one step')
    .argument('[sha256...]', 'the beginning of the SHA-256 of each piece of evidence')
    .option('--all', 'all evidence')
    .addOption(rulesOption('Sigma rules to use instead of the built-in ones'))
    .option('--lang <language>', 'language of the summary: en or ja', parseLanguage, systemLanguage())
    .option('--json', 'print everything stored as report.json')
    .option('--workers <n>', 'processes to read with (default: one per processor)', parseCount)
    .action(async (ids, _, command: Command) => exitWith(await runServed('rerun', ids, absoluteOptions(command.optsWithGlobals()))))
}

function addStatus(program: Command, exitWith: (code: number) => void): void {
  program.command('status')
    .description('what the store holds, how far it is, and the digests by which two stores are compared')
    .option('--verify', 'count every event and match in the event store too')
    .addOption(languageOption())
    .option('--json', 'the same as JSON (docs/schemas)')
    .action(async (_, command: Command) => exitWith(await runServed('status', absoluteOptions(command.optsWithGlobals()))))
}

function addHunt(program: Command, exitWith: (code: number) => void): void {
  program.command('hunt')
    .description('search evidence with the hunt language; also runs the query of a reason again')
    .argument('<query>', 'for example: Image:*\\\\powershell.exe and not User:"NT AUTHORITY\\\\SYSTEM" | count by Computer')
    .argument('[path...]', 'files, directories and archives; without any, everything that was ingested')
    .addOption(rulesOption('rules for queries that speak of _rule, in files'))
    .option('--date <time>', 'when the evidence was taken, for logs without a year', parseDate)
    .option('--from <time>', 'only events from this time', parseDate)
    .option('--to <time>', 'only events before this time', parseDate)
    .option('--limit <n>', 'events to print', parseCount, 100)
    .option('--cold', 'without paths: the events in cold files, and no others (docs/keeping.md)')
    .option('--json', 'one JSON object per line')
    .addHelpText('after', '\nThe language is explained in docs/hunt-language.md.')
    .action(async (query, paths, _, command: Command) => exitWith(paths.length === 0
      ? await runServed('hunt', query, absoluteOptions(command.optsWithGlobals()))
      : await (await import('./hunt.ts')).hunt(query, paths, command.optsWithGlobals())))
}

function addSql(program: Command, exitWith: (code: number) => void): void {
  program.command('sql')
    .description('ask the event store in ClickHouse SQL: one SELECT, read-only, with limits of time and size')
    .argument('<query>', 'over the tables events and matches, which hold what is settled and nothing else')
    .addHelpText('after', `
Prints one JSON object per row.

Example:
  noroshi sql 'SELECT dataset, count() AS events FROM events GROUP BY dataset ORDER BY events DESC'`)
    .action(async (query, _, command: Command) => exitWith(await runServed('sql', query, absoluteOptions(command.optsWithGlobals()))))
}

function addEvtx(program: Command, exitWith: (code: number) => void): void {
  program.command('evtx')
    .description('print the records of Windows event log files, one JSON object per line')
    .argument('<file...>', 'EVTX files, also inside .gz, .zst and .zip')
    .option('--recover', 'also read deleted records in slack space')
    .action(async (files, _, command: Command) =>
      exitWith(await (await import('./evtx.ts')).printEvtx(files, command.optsWithGlobals())))
}

function addSigma(program: Command, exitWith: (code: number) => void): void {
  const sigma = program.command('sigma').description('match, check and explain Sigma rules').exitOverride()
  sigma.command('match')
    .description('print one JSON line per match; a summary goes to standard error')
    .argument('<file...>', 'files, directories and archives')
    .addOption(rulesOption('Sigma rules to use instead of the built-in ones'))
    .addOption(pipelineOption())
    .option('--json', 'JSON lines {path, record, eventId, ruleId, ruleTitle, level} (the default form; accepted for scripts)')
    .addOption(engineOption())
    .option('--workers <n>', 'processes to read with (default: one per processor)', parseCount)
    .action(async (files, _, command: Command) =>
      exitWith(await (await import('./sigma-match.ts')).sigmaMatch(files, command.optsWithGlobals())))
  addSigmaHunt(sigma, exitWith, RETRO)
  sigma.command('check')
    .description('list what does not load, with file:line:column, a code and how to mend it')
    .argument('<dir...>', 'directories or files of Sigma rules')
    .addOption(pipelineOption())
    .option('--json', 'one JSON object per line')
    .action(async (directories, _, command: Command) =>
      exitWith(await (await import('./sigma-check.ts')).sigmaCheck(directories, command.optsWithGlobals())))
  sigma.command('test')
    .description('run the tests beside each rule (a.tests.yml beside a.yml): events it must find and events it must leave')
    .argument('<dir...>', 'directories or files of Sigma rules')
    .addOption(pipelineOption())
    .option('--json', 'one JSON object per test')
    .addHelpText('after', '\nExit code: 0 every test passed, 1 something failed or did not load. rules/README.md shows the form of the tests.')
    .action(async (directories, _, command: Command) =>
      exitWith(await (await import('./sigma-test.ts')).sigmaTest(directories, command.optsWithGlobals())))
  sigma.command('explain')
    .description('show which parts of a rule held for a record and which did not, with the values')
    .argument('<rule>', 'a rule file')
    .argument('<file>', 'a file with events')
    .addOption(pipelineOption())
    .option('--record <n>', 'the record to explain (default: the first that matches, else the one that comes closest)', parseIndex)
    .option('--json', 'the same as JSON')
    .action(async (rule, file, _, command: Command) =>
      exitWith(await (await import('./sigma-explain.ts')).sigmaExplain(rule, file, command.optsWithGlobals())))
}

/** How the commands about stored events read their options. */
const RETRO: RetroOptions = { rules: rulesOption, time: parseDate, count: parseCount, language: systemLanguage() }

function addRules(program: Command, exitWith: (code: number) => void): void {
  const rules = program.command('rules').description('rule sets that are used beside the built-in rules').exitOverride()
  rules.command('add')
    .description('put the Sigma rules of a directory or an archive in place; shows what changes and asks first')
    .argument('<source>', 'a directory, or a .zip of one; a set of the same name is replaced')
    .option('--name <name>', 'of the set (default: that of the source)')
    .option('--yes', 'do not ask: for scripts')
    .addOption(languageOption())
    .addHelpText('after', '\nExit code: 0 the rules are in place, 1 nothing was changed. A running server takes them at once. They are used where neither --rules nor sigma.rules names others.')
    .action(async (source, _, command: Command) => exitWith(await (await import('./rules-add.ts')).rulesAdd(source, command.optsWithGlobals())))
  rules.command('list')
    .description('the rule sets in place, with how many rules of each load and what people switched off')
    .action(async (_, command: Command) => exitWith(await (await import('./rules-list.ts')).rulesList(command.optsWithGlobals())))
  addRulesNever(rules, exitWith, RETRO)
  rules.command('remove')
    .description('take a rule set away')
    .argument('<name>', 'of the set')
    .addOption(languageOption())
    .action(async (name, _, command: Command) => exitWith(await runServed('rules remove', name, absoluteOptions(command.optsWithGlobals()))))
}

function addTest(program: Command, exitWith: (code: number) => void): void {
  program.command('test')
    .description('run every check and test of the code base')
    .argument('[pattern]', 'only test files whose path contains this')
    .option('--quick', 'before each commit: under 90 seconds')
    .addOption(new Option('--long', 'full counts').conflicts('quick'))
    .action(async (pattern, options) => {
      // A path known only at run time: the tests are no part of the program.
      const runner = new URL('../../test/run/main.ts', import.meta.url).href
      const depth = options.long ? 'long' : options.quick ? 'quick' : 'normal'
      exitWith(await (await import(runner)).runTests({ depth, pattern }))
    })
}

function addBench(program: Command, exitWith: (code: number) => void): void {
  const group = program.command('bench').description('measure the program against its bars (bench/README.md); on an otherwise idle machine').exitOverride()
  for (const { name, measures } of BENCHMARKS) {
    group.command(name)
      .description(measures)
      .argument('[args...]', 'for the benchmark; bench/README.md explains them')
      .allowUnknownOption()
      .action(async (args: string[]) => exitWith(await (await import('./bench.ts')).bench(name, args)))
  }
}

function rulesOption(description: string): Option {
  return repeatedOption('--rules <dir>', description, 'the built-in rules')
}

function pipelineOption(): Option {
  return repeatedOption('--pipeline <file>', 'a processing pipeline to change the rules with, beside those of noroshi.yaml', 'none')
}

function engineOption(): Option {
  return new Option('--engine <name>', 'the fast engine, or the plain evaluator that it is checked against').choices(['fast', 'plain']).default('fast')
}

function parseLanguage(text: string): string {
  if (text !== 'en' && text !== 'ja') throw new InvalidArgumentError('choose en or ja')
  return text
}

function parseDate(text: string): number {
  const parsed = parseIsoTime(text)
  if (parsed === null) throw new NoroshiError('bad-date', `"${text}" is not a date`)
  return parsed.microseconds
}

function parseCount(text: string): number {
  const count = Number(text)
  if (!Number.isInteger(count) || count < 1 || count > 1_000_000) throw new InvalidArgumentError('give a whole number from 1')
  return count
}

function parseIndex(text: string): number {
  const index = Number(text)
  if (!Number.isInteger(index) || index < 0) throw new InvalidArgumentError('give a whole number from 0')
  return index
}
