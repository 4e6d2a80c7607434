import { resolve } from 'node:path'
import type { Command } from 'commander'
import { parseIsoTime } from '../model/time.ts'
import { NoroshiError } from '../platform/noroshi-error.ts'
import { absoluteOptions } from './absolute-options.ts'
import { actorOption, jsonOption, languageOption, repeatedOption } from './common-options.ts'
import { runServed } from './run-served.ts'

type ExitWith = (code: number) => void

/** The commands about keeping what there is: copies of it, and for how long (docs/keeping.md). */
export function addKeepCommands(program: Command, exitWith: ExitWith): void {
  addBackup(program, exitWith)
  addRestore(program, exitWith)
  addRetention(program, exitWith)
  addBundle(program, exitWith)
  addCatalogue(program, exitWith)
  addExtract(program, exitWith)
}

function addBackup(program: Command, exitWith: ExitWith): void {
  program.command('backup')
    .description('copy everything while it is used: both stores as of one moment, evidence, keys, settings (docs/keeping.md)')
    .argument('<path>', 'a file that is not there yet, or a folder (there already, or ending with a slash), which takes many and keeps what is new')
    .option('--passphrase-file <file>', 'encrypt with the passphrase on its first line')
    .addOption(actorOption()).addOption(languageOption()).addOption(jsonOption())
    .addHelpText('after', '\nExit code: 0 done, 1 some evidence was damaged before, or no backup was made, 2 wrong usage.')
    .action(async (path: string, _, command: Command) => {
      const { backupPlace } = await import('./backup.ts')
      exitWith(await runServed('backup', backupPlace(path), optionsOf(command.optsWithGlobals())))
    })
}

function addRestore(program: Command, exitWith: ExitWith): void {
  program.command('restore')
    .description('put a backup into an empty data folder; every checksum is compared first, everything restored is counted afterwards')
    .argument('<path>', 'the file or folder that noroshi backup made')
    .option('--backup <name>', 'of several in a folder (default: the newest)')
    .option('--check', 'only compare the checksums')
    .option('--expect <sha256>', 'of the manifest, as it was noted when the backup was made')
    .option('--settings <file>', 'write the noroshi.yaml of the backup there')
    .option('--passphrase-file <file>', 'the passphrase it was encrypted with')
    .addOption(actorOption()).addOption(languageOption()).addOption(jsonOption())
    .addHelpText('after', '\nExit code: 0 done, 1 the backup is not whole, or the folder cannot take it, 2 wrong usage.')
    .action(async (path: string, _, command: Command) => exitWith(await (await import('./restore.ts')).restore(resolve(path), optionsOf(command.optsWithGlobals()))))
}

function addRetention(program: Command, exitWith: ExitWith): void {
  program.command('retention')
    .description('how much there is of each dataset, how it grows, when the disk is full, and what is due by the rules of noroshi.yaml')
    .option('--apply', 'do what is due: to the cold folder or store, or delete; without it nothing is changed')
    .addOption(actorOption()).addOption(languageOption()).addOption(jsonOption())
    .action(async (_, command: Command) => exitWith(await runServed('retention', optionsOf(command.optsWithGlobals()))))
}

function addBundle(program: Command, exitWith: ExitWith): void {
  program.command('bundle')
    .description('write one file that installs this Noroshi where there is no network: program, Node, packages, console, rules, mappings, tables of places')
    .argument('[file]', 'a new file (default: noroshi-VERSION-linux-ARCH.run here)')
    .addOption(languageOption())
    .addHelpText('after', '\nInstall it with: sh FILE [FOLDER]')
    .action(async (file: string | undefined, _, command: Command) => exitWith(await (await import('./bundle.ts')).bundle(file, command.optsWithGlobals())))
}

function addCatalogue(program: Command, exitWith: ExitWith): void {
  program.command('catalogue')
    .description('what is collected, since when, on what basis, who may use it, and how long it is kept')
    .addOption(languageOption()).addOption(jsonOption())
    .addHelpText('after', '\nExit code: 0 every dataset is described under catalogue: in noroshi.yaml, 1 some are not.')
    .action(async (_, command: Command) => exitWith(await runServed('catalogue', optionsOf(command.optsWithGlobals()))))
}

function addExtract(program: Command, exitWith: ExitWith): void {
  program.command('extract')
    .description('a sanitised extract of events, with keyed pseudonyms for addresses (prefixes kept), users, hosts, own domains and mail, and a report')
    .argument('<query>', 'which events, in the hunt language')
    .requiredOption('--out <folder>', 'a new folder')
    .requiredOption('--basis <text>', 'why it may be given away; stands in the report and the audit trail')
    .requiredOption('--recipient <name>', 'who gets it')
    .option('--key-file <file>', 'the key of the pseudonyms, to compare extracts (default: a new one that is not kept)')
    .addOption(repeatedOption('--drop <field>', 'leave a field out', 'none'))
    .option('--from <time>', 'only events from this time', parseTime)
    .option('--to <time>', 'only events before this time', parseTime)
    .addOption(actorOption()).addOption(languageOption()).addOption(jsonOption())
    .addHelpText('after', '\nOnly datasets whose entry under catalogue: in noroshi.yaml says extract: true. Exit code: 0 all that was found, 1 some was left out.')
    .action(async (query: string, _, command: Command) => exitWith(await runServed('extract', query, optionsOf(command.optsWithGlobals()))))
}

function parseTime(text: string): number {
  const parsed = parseIsoTime(text)
  if (parsed === null) throw new NoroshiError('bad-date', `"${text}" is not a date`)
  return parsed.microseconds
}

const PATH_OPTIONS: readonly string[] = ['passphraseFile', 'settings', 'out', 'keyFile']

/** Their paths as another process understands them. */
function optionsOf<Options extends object>(options: Options): Options {
  const changed: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(options)) {
    if (PATH_OPTIONS.includes(name) && typeof value === 'string') changed[name] = resolve(value)
  }
  return { ...absoluteOptions(options), ...changed }
}
