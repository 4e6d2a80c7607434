import type { Command } from 'commander'
import { Option } from 'commander'
import { absoluteOptions } from './absolute-options.ts'
import { actorOption, jsonOption, languageOption, wholeNumberFrom } from './common-options.ts'
import { runServed } from './run-served.ts'

type ExitWith = (code: number) => void

/** The commands about who is told what. */
export function addNotifyCommands(program: Command, exitWith: ExitWith): void {
  const notify = program.command('notify').description('who is told what, and what became of it (docs/notify.md)').exitOverride()
  notify.command('preview')
    .description('what a template says, of an invented case or of one of yours; nothing is sent')
    .argument('[template]', 'its name (default: a list of all)')
    .option('--case <id>', 'a case of the store, by its id or the first digits')
    .addOption(new Option('--format <format>', 'what a person reads, what machines get, or the whole mail').choices(['text', 'json', 'xml', 'mail']).default('text'))
    .addOption(languageOption())
    .action(async (template: string | undefined, options: { readonly case?: string }, command: Command) => exitWith(options.case === undefined
      ? await (await import('./notify-preview.ts')).notifyPreview(template ?? null, command.optsWithGlobals())
      : await runServed('notify preview', template ?? null, absoluteOptions(command.optsWithGlobals()))))
  notify.command('test')
    .description('send an invented message by a channel now, and say what the other side answered')
    .argument('<channel>', 'its name in noroshi.yaml')
    .option('--to <recipient>', 'of mail: an address, or contact:ID of the register')
    .addOption(languageOption())
    .addHelpText('after', '\nExit code: 0 the other side took it, 1 it did not, 2 wrong usage.')
    .action(async (channel: string, _, command: Command) => exitWith(await runServed('notify test', channel, absoluteOptions(command.optsWithGlobals()))))
  notify.command('list')
    .description('messages with what became of them, the newest first; exit code 1 when one is held or has failed')
    .option('--case <id>', 'only those about a case')
    .option('--troubled', 'only those that are held or have failed')
    .option('--limit <n>', 'how many', wholeNumberFrom(1), 50)
    .addOption(languageOption()).addOption(jsonOption())
    .action(async (_, command: Command) => exitWith(await runServed('notify list', absoluteOptions(command.optsWithGlobals()))))
  notify.command('show')
    .description('one message whole, with every try to send it')
    .argument('<id>', 'its id, or the first digits')
    .addOption(languageOption()).addOption(jsonOption())
    .action(async (id: string, _, command: Command) => exitWith(await runServed('notify show', id, absoluteOptions(command.optsWithGlobals()))))
  notify.command('acknowledge')
    .description('say that a message was read: reminders and escalation end')
    .argument('<id>', 'its id, or the first digits')
    .addOption(actorOption()).addOption(languageOption())
    .action(async (id: string, _, command: Command) => exitWith(await runServed('notify acknowledge', id, absoluteOptions(command.optsWithGlobals()))))
  notify.command('cancel')
    .description('take back a message that has not gone out')
    .argument('<id>', 'its id, or the first digits')
    .addOption(actorOption()).addOption(languageOption())
    .action(async (id: string, _, command: Command) => exitWith(await runServed('notify cancel', id, absoluteOptions(command.optsWithGlobals()))))
}
