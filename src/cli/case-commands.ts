import type { Command } from 'commander'
import { InvalidArgumentError, Option } from 'commander'
import { SEVERITIES } from '../model/severity.ts'
import { VERDICTS } from '../model/verdict.ts'
import { STATUSES } from '../store/decisions/decision.ts'
import { jsonOption, languageOption, wholeNumberFrom } from './common-options.ts'
import { runServed } from './run-served.ts'

type ExitWith = (code: number) => void

/** The commands by which cases are worked. */
export function addCaseCommands(program: Command, exitWith: ExitWith): void {
  const cases = program.command('case').description('the queue of cases, and what people decide about them (docs/cases.md)').exitOverride()
  cases.command('list')
    .description('the cases of everything stored, the most urgent first')
    .addOption(new Option('--status <status>', 'only these; may be repeated').choices(STATUSES).argParser(oneOf(STATUSES)).default([], 'all'))
    .addOption(new Option('--severity <severity>', 'only these; may be repeated').choices(SEVERITIES).argParser(oneOf(SEVERITIES)).default([], 'all'))
    .option('--min-priority <n>', 'only from this priority', wholeNumberFrom(0))
    .option('--owner <name>', 'only those of this person; "" for those of nobody')
    .option('--text <text>', 'only those whose title or first entities contain this')
    .option('--limit <n>', 'how many', wholeNumberFrom(0), 50)
    .option('--without-evidence', 'instead: decisions about what is gone, because its evidence was deleted or no rule says so now')
    .addOption(languageOption()).addOption(jsonOption())
    .action(async (_, command: Command) => exitWith(await runServed('case list', command.optsWithGlobals())))
  cases.command('show')
    .description('one case: its priority, its reasons, its findings, and what people decided')
    .argument('<id>', 'the case, by its id, an id it had earlier, or the first digits')
    .addOption(languageOption()).addOption(jsonOption())
    .action(async (id, _, command: Command) => exitWith(await runServed('case show', id, command.optsWithGlobals())))
  cases.command('decide')
    .description('enter what you decided about a case; it stays with its evidence, whatever case that is in later')
    .argument('<id>', 'the case')
    .addOption(new Option('--verdict <verdict>', 'what it was').choices(VERDICTS))
    .addOption(new Option('--status <status>', 'where the work stands').choices(STATUSES))
    .option('--owner <name>', 'who works on it; "" for nobody')
    .option('--note <text>', 'what should be known')
    .option('--together <id>', 'another case, or a finding, that belongs with it')
    .option('--apart <id>', 'another case, or a finding, that does not')
    .addOption(actorOption()).addOption(keyOption()).addOption(languageOption()).addOption(jsonOption())
    .action(async (id, _, command: Command) => exitWith(await runServed('case decide', id, command.optsWithGlobals())))
  cases.command('history')
    .description('everything that was decided about a case, what was taken back included')
    .argument('<id>', 'the case')
    .addOption(languageOption()).addOption(jsonOption())
    .action(async (id, _, command: Command) => exitWith(await runServed('case history', id, command.optsWithGlobals())))
  cases.command('undo')
    .description('take a decision back; both stay in the history, and what held before holds again')
    .argument('<decision>', 'its number, as history shows it', wholeNumberFrom(0))
    .addOption(actorOption()).addOption(keyOption()).addOption(languageOption()).addOption(jsonOption())
    .action(async (decision, _, command: Command) => exitWith(await runServed('case undo', decision, command.optsWithGlobals())))
}

function oneOf(choices: readonly string[]): (value: string, previous: readonly string[]) => string[] {
  return (value, previous) => {
    if (!choices.includes(value)) throw new InvalidArgumentError(`choose of ${choices.join(', ')}`)
    return [...previous, value]
  }
}

function actorOption(): Option {
  return new Option('--actor <name>', 'who decides (default: your user name and this machine)')
}

function keyOption(): Option {
  return new Option('--key <text>', 'a name for this entry, for scripts: given twice, it is entered once')
}
