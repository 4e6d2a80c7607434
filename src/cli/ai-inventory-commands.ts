import type { Command } from 'commander'
import { Argument, Option } from 'commander'
import { BOM_VERSIONS } from '../ai/inventory/bill-of-materials.ts'
import { actorOption, jsonOption, languageOption, repeatedOption } from './common-options.ts'
import { runServed } from './run-served.ts'

/** `noroshi ai incident`. */
export function addIncidentCommand(ai: Command, exitWith: (code: number) => void): void {
  ai.command('incident')
    .description('a case in the shape of the AI Incident Database, with its techniques of MITRE ATLAS')
    .argument('<case>', 'its id, or the first digits')
    .addOption(repeatedOption('--deployer <name>', 'who runs the system, as others may know', 'none'))
    .addOption(repeatedOption('--harmed <name>', 'who was harmed or nearly', 'none'))
    .addOption(repeatedOption('--submitter <name>', 'who reports it', 'none'))
    .addOption(languageOption()).addOption(jsonOption())
    .addHelpText('after', `
Tells techniques, rules, numbers and days; nothing of whom, from where and in which words. Read it before you send it; nothing is sent.
Exit code: 0 written, 2 there is no such case, or no finding of it names a technique of ATLAS.`)
    .action(async (id, _, command: Command) => exitWith(await runServed('ai incident', id, command.optsWithGlobals())))
}

/** `noroshi ai inventory`: the register of AI systems, and what there is to say about each. */
export function addInventoryCommands(ai: Command, exitWith: (code: number) => void): void {
  const inventory = ai.command('inventory').description('the register of AI systems: models, prompts, tools, data and owners (docs/ai-lifecycle.md)').exitOverride()
  inventory.command('import')
    .description('take systems from files; one of the same id is replaced, what people answered stays')
    .argument('<file...>', 'YAML or JSON: {systems: [{id, name, owner, models, prompts, tools, data, …}]}')
    .addOption(languageOption()).addOption(jsonOption())
    .action(async (files, _, command: Command) => exitWith((await import('./ai-inventory.ts')).inventoryImport(files, command.optsWithGlobals())))
  inventory.command('list')
    .description('the systems of the register')
    .addOption(languageOption()).addOption(jsonOption())
    .action(async (_, command: Command) => exitWith((await import('./ai-inventory.ts')).inventoryList(command.optsWithGlobals())))
  inventory.command('check')
    .description('go through checklists: OWASP LLMOps stages, ETSI TS 104 223, the Japanese AI business guideline')
    .addOption(systemOption())
    .addOption(repeatedOption('--checklist <id>', 'only this: owasp-llmops, etsi-ts-104-223, jp-ai-guideline', 'all'))
    .addOption(languageOption()).addOption(jsonOption())
    .addHelpText('after', `
What Noroshi can see (the register, noroshi.yaml, the last red-team run, rules) it looks at itself; the rest people answer with noroshi ai inventory answer.
Exit code: 0 every item is met or does not apply, 1 one is open or unanswered, 2 wrong usage.`)
    .action(async (_, command: Command) => exitWith((await import('./ai-inventory.ts')).inventoryCheck(command.optsWithGlobals())))
  inventory.command('answer')
    .description('enter what a person says to an item of a checklist')
    .argument('<system>', 'its id').argument('<item>', 'as check shows it: plan-threats')
    .addArgument(new Argument('<answer>', 'what holds').choices(['yes', 'no', 'not-applicable']))
    .option('--note <text>', 'where it is written down')
    .addOption(actorOption())
    .action(async (system, item, answer, _, command: Command) => exitWith((await import('./ai-inventory.ts')).inventoryAnswer(system, item, answer, command.optsWithGlobals())))
  inventory.command('found')
    .description('who talks to which model, by traffic: records of the gateway, names in DNS, TLS and HTTP, ports of model servers')
    .argument('[path...]', 'logs and captures; without any, everything that was ingested')
    .addOption(languageOption()).addOption(jsonOption())
    .addHelpText('after', `
What the register does not know comes first. A name shows that somebody talked to a service, a port is a hint only.
Exit code: 0 all of it is in the register, 1 something is not, 2 wrong usage.`)
    .action(async (paths, _, command: Command) => exitWith(paths.length === 0 ? await runServed('ai inventory found', command.optsWithGlobals()) : await (await import('./ai-found.ts')).foundInFiles(paths, command.optsWithGlobals())))
  inventory.command('export')
    .description('the AI bill of materials (CycloneDX with machine-learning models), or the register as it is')
    .addOption(new Option('--format <format>', 'what is written').choices(['cyclonedx', 'json', 'yaml']).default('cyclonedx'))
    .addOption(new Option('--specification <version>', 'of CycloneDX').choices(BOM_VERSIONS).default('1.6'))
    .addOption(systemOption())
    .action(async (_, command: Command) => exitWith((await import('./ai-inventory.ts')).inventoryExport(command.optsWithGlobals())))
}

function systemOption(): Option {
  return repeatedOption('--system <id>', 'only this system', 'all')
}
