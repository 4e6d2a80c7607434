import type { Command } from 'commander'
import { Option } from 'commander'
import { IMPORT_FORMATS } from '../register/import/draft.ts'
import { ENTRY_KINDS } from '../store/register/entry.ts'
import { absolute, absoluteOptions } from './absolute-options.ts'
import { actorOption, jsonOption, languageOption, wholeNumberFrom } from './common-options.ts'
import { runServed } from './run-served.ts'

type ExitWith = (code: number) => void

/** The commands about whose an address is. */
export function addRegisterCommands(program: Command, exitWith: ExitWith): void {
  addWho(program, exitWith)
  const register = program.command('register').description('organisations, sites, prefixes, domains, devices and contacts: whose is it (docs/register.md)').exitOverride()
  register.command('import')
    .description('take entries from files; known ones are changed in what the file speaks of, and what does not fit is refused by itself')
    .argument('<file...>', 'CSV, RDAP answers, NetBox JSON, LDIF')
    .addOption(new Option('--format <format>', 'instead of what the content looks like').choices(IMPORT_FORMATS))
    .addOption(new Option('--kind <kind>', 'of the entries of a CSV file without a column for it (default: by the name of the file)').choices(ENTRY_KINDS))
    .option('--dry-run', 'only tell what would be new, changed or refused')
    .addOption(actorOption()).addOption(languageOption()).addOption(jsonOption())
    .addHelpText('after', '\nExit code: 0 everything was taken, 1 something was refused, 2 wrong usage. `noroshi register undo` takes an import back.')
    .action(async (files, _, command: Command) => exitWith(await runServed('register import', absolute(files), absoluteOptions(command.optsWithGlobals()))))
  register.command('list')
    .description('the entries, by kind and key')
    .addOption(new Option('--kind <kind>', 'only of this kind').choices(ENTRY_KINDS))
    .option('--text <text>', 'only those that say this somewhere')
    .option('--learnt', 'instead: machines that logs tell of, with when they were seen first and last, and whether the register knows them')
    .option('--imports', 'instead: what was imported and changed, the newest first')
    .option('--limit <n>', 'how many', wholeNumberFrom(1), 100)
    .addOption(languageOption()).addOption(jsonOption())
    .action(async (_, command: Command) => exitWith(await runServed('register list', absoluteOptions(command.optsWithGlobals()))))
  register.command('show')
    .description('one entry, with what it said before')
    .addArgument(kindArgument(register)).argument('<key>', 'as the list shows it')
    .addOption(languageOption()).addOption(jsonOption())
    .action(async (kind, key, _, command: Command) => exitWith(await runServed('register show', kind, key, absoluteOptions(command.optsWithGlobals()))))
  register.command('export')
    .description('print entries in a form that import takes')
    .addOption(new Option('--kind <kind>', 'only of this kind').choices(ENTRY_KINDS))
    .addOption(new Option('--format <format>', 'CSV needs a kind').choices(['csv', 'json']).default('csv'))
    .action(async (_, command: Command) => exitWith(await runServed('register export', absoluteOptions(command.optsWithGlobals()))))
  register.command('forget')
    .description('remove an entry; its history stays')
    .addArgument(kindArgument(register)).argument('<key>', 'as the list shows it')
    .addOption(actorOption()).addOption(languageOption())
    .action(async (kind, key, _, command: Command) => exitWith(await runServed('register forget', kind, key, absoluteOptions(command.optsWithGlobals()))))
  register.command('undo')
    .description('take an import back, but for what was changed since')
    .argument('<number>', 'of the import', wholeNumberFrom(1))
    .addOption(actorOption()).addOption(languageOption())
    .action(async (number, _, command: Command) => exitWith(await runServed('register undo', number, absoluteOptions(command.optsWithGlobals()))))
}

function addWho(program: Command, exitWith: ExitWith): void {
  program.command('who')
    .description('whose an address was: translation, lease, machine, person, place and owner, each with its log line (docs/register.md)')
    .argument('<address>', 'for example 192.0.2.7, 198.51.100.1:40001, [2001:db8::7]:443')
    .argument('[time...]', 'when (default: now): at 2026-11-22T10:00:00Z; without a zone it is UTC')
    .addOption(languageOption()).addOption(jsonOption())
    .addHelpText('after', '\nExit code: 0 something is known, 1 nothing is, 2 wrong usage.')
    .action(async (address, time, _, command: Command) => exitWith(await runServed('who', address, time, absoluteOptions(command.optsWithGlobals()))))
}

function kindArgument(register: Command) {
  return register.createArgument('<kind>', ENTRY_KINDS.join(', ')).choices(ENTRY_KINDS)
}
