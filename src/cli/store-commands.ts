import { resolve } from 'node:path'
import type { Command } from 'commander'
import { absolute, absoluteOptions } from './absolute-options.ts'
import { actorOption, jsonOption, languageOption } from './common-options.ts'
import { runServed } from './run-served.ts'

type ExitWith = (code: number) => void

/** The commands about the data folder and what lies in it. */
export function addStoreCommands(program: Command, exitWith: ExitWith): void {
  addDoctor(program, exitWith)
  addEvidence(program, exitWith)
  addReset(program, exitWith)
}

function addEvidence(program: Command, exitWith: ExitWith): void {
  const evidence = program.command('evidence').description('evidence as received, with its chain of custody (docs/custody.md)').exitOverride()
  evidence.command('add')
    .description('take files in as they are, without analysing them')
    .argument('<path...>', 'files and directories')
    .addOption(actorOption()).addOption(jsonOption())
    .action(async (paths, _, command: Command) => exitWith(await runServed('evidence add', absolute(paths), absoluteOptions(command.optsWithGlobals()))))
  evidence.command('list')
    .description('what there is, with holds and deletions')
    .addOption(jsonOption())
    .action(async (_, command: Command) => exitWith(await (await import('./evidence.ts')).listEvidence(command.optsWithGlobals())))
  evidence.command('show')
    .description('one blob or piece of evidence, with its history')
    .argument('<id>', 'the beginning of its SHA-256')
    .addOption(jsonOption())
    .action(async (id, _, command: Command) => exitWith(await (await import('./evidence.ts')).showEvidence(id, command.optsWithGlobals())))
  evidence.command('export')
    .description('write the bytes of a blob to a file')
    .argument('<id>', 'the beginning of its SHA-256')
    .argument('<file>', 'a file that is not there yet')
    .addOption(actorOption()).addOption(jsonOption())
    .action(async (id, file, _, command: Command) =>
      exitWith(await runServed('evidence export', id, resolve(file), absoluteOptions(command.optsWithGlobals()))))
  for (const [deed, description] of DEEDS) {
    evidence.command(deed)
      .description(description)
      .argument('<id>', 'the beginning of the SHA-256 of a blob or a piece of evidence')
      .requiredOption('--reason <text>', 'why; stands in the ledger')
      .addOption(actorOption()).addOption(jsonOption())
      .action(async (id, _, command: Command) =>
        exitWith(await runServed('evidence change', deed, id, absoluteOptions(command.optsWithGlobals()))))
  }
  evidence.command('verify')
    .description('check every blob, entry, hash, signature and their order; reads only')
    .argument('[folder]', 'a data folder or a copy of one; without it the one in use, and an entry says that it was verified')
    .option('--key <file>', 'a public key kept elsewhere, instead of the one in the folder')
    .option('--head <hash>', 'the hash of an entry that was noted earlier')
    .addOption(actorOption()).addOption(jsonOption())
    .action(async (folder, _, command: Command) =>
      exitWith(folder === undefined
        ? await runServed('evidence verify', absoluteOptions(command.optsWithGlobals()))
        : await (await import('./evidence-verify.ts')).verifyEvidence(folder, command.optsWithGlobals())))
}

const DEEDS = [
  ['hold', 'forbid deletion of a blob or a piece of evidence until it is released'],
  ['release', 'end a hold'],
  ['delete', 'delete the bytes; the entries stay'],
] as const

function addDoctor(program: Command, exitWith: ExitWith): void {
  program.command('doctor')
    .description('check the machine, the settings, the data folder, rules and engines; say what is wrong and what to do')
    .option('--dry', 'leave the data folder alone: try the engines in a temporary one')
    .addOption(languageOption()).addOption(jsonOption())
    .addHelpText('after', '\nExit code: 0 everything works, 1 something does not.')
    .action(async (_, command: Command) => exitWith(await (await import('./doctor.ts')).doctor(command.optsWithGlobals())))
}

function addReset(program: Command, exitWith: ExitWith): void {
  program.command('reset')
    .description('delete the data folder and everything in it; asks first')
    .option('--yes', 'do not ask: for scripts')
    .addOption(languageOption())
    .action(async (_, command: Command) => exitWith(await (await import('./reset.ts')).reset(command.optsWithGlobals())))
}
