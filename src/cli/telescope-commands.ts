import type { Command, Option } from 'commander'
import { InvalidArgumentError } from 'commander'
import { languageOption, repeatedOption, wholeNumberFrom } from './common-options.ts'

type ExitWith = (code: number) => void

/** The commands of the network telescope. */
export function addTelescopeCommands(program: Command, exitWith: ExitWith): void {
  const telescope = program.command('telescope')
    .description('who scans with what, who is attacked elsewhere, and which members to warn, from captures of unused address space (docs/telescope.md)')
    .argument('<file...>', 'pcap and pcapng files, also in .gz, .zst and .zip, in the order of time; directories; - for standard input')
    .addOption(spaceOption())
    .option('--organisations <file>', 'members to warn: YAML or JSON with name, contact, used and unused prefixes')
    .option('--attack-packets <n>', 'answers from which a flood elsewhere is an attack', wholeNumberFrom(0), 25)
    .option('--attack-seconds <n>', 'seconds that it lasts at least', wholeNumberFrom(0), 60)
    .option('--attack-rate <n>', 'answers within some minute', wholeNumberFrom(0), 30)
    .option('--carpet-network <n>', 'answering addresses of a /24 from which it is attacked as a whole', wholeNumberFrom(0), 16)
    .option('--carpet-system <n>', 'the same of an autonomous system', wholeNumberFrom(0), 64)
    .option('--asn-database <file>', 'autonomous systems from an own database in MaxMind\'s format (mmdb)')
    .addOption(languageOption())
    .option('--json', 'one JSON object (docs/schemas/telescope.schema.json)')
    .exitOverride()
    .addHelpText('after', '\nExit code: 0 done, 1 something could not be read, 2 wrong usage.')
    .action(async (files: string[], _, command: Command) => exitWith(await (await import('./telescope.ts')).watch(files, command.optsWithGlobals())))
  telescope.command('changes')
    .description('samples at which ChangeFinder sees a change in a table of counts')
    .argument('<file>', 'CSV with a header line: a time, packets and hosts')
    .addOption(languageOption())
    .option('--json', 'one JSON object (docs/schemas/telescope-changes.schema.json)')
    .action(async (file: string, _, command: Command) => exitWith(await (await import('./telescope-changes.ts')).findChanges(file, command.optsWithGlobals())))
  telescope.command('growth')
    .description('ports to which more and more hosts come: botnets that grow, before their volume shows')
    .argument('<file...>', 'captures, as above')
    .addOption(spaceOption())
    .addOption(languageOption())
    .option('--json', 'one JSON object (docs/schemas/telescope-growth.schema.json)')
    .action(async (files: string[], _, command: Command) => exitWith(await (await import('./telescope-growth.ts')).watchGrowth(files, command.optsWithGlobals())))
  telescope.command('figures')
    .description('figures by day: infected hosts by family, country and network, ports, survey scanners, victims of floods')
    .argument('<file...>', 'captures, as above')
    .addOption(spaceOption())
    .option('--surveys <file>', 'known survey scanners: an address, a prefix or a domain a line')
    .option('--names <file>', 'reverse names: an address and its name a line')
    .option('--country-database <file>', 'countries from an own database in MaxMind\'s format (mmdb)')
    .option('--asn-database <file>', 'autonomous systems from an own database in MaxMind\'s format (mmdb)')
    .option('--format <format>', 'table, csv, json (docs/schemas/telescope-figures.schema.json) or html: a page for the public', parseFiguresFormat, 'table')
    .addOption(languageOption())
    .action(async (files: string[], _, command: Command) => exitWith(await (await import('./telescope-figures.ts')).printFigures(files, command.optsWithGlobals())))
  telescope.command('flow-tuple')
    .description('the packets as flow tuples of CAIDA\'s Corsaro, for programs that read those')
    .argument('<file...>', 'captures, as above')
    .addOption(spaceOption())
    .option('--country-database <file>', 'countries from an own database in MaxMind\'s format (mmdb)')
    .option('--asn-database <file>', 'autonomous systems from an own database in MaxMind\'s format (mmdb)')
    .option('--format <format>', 'csv or avro', parseTupleFormat, 'csv')
    .option('--out <file>', 'where to write (default: standard output)')
    .addOption(languageOption())
    .action(async (files: string[], _, command: Command) => exitWith(await (await import('./telescope-flow-tuple.ts')).exportFlowTuples(files, command.optsWithGlobals())))
  telescope.command('generate')
    .description('make traffic of a darknet with known truth: for tests, benchmarks and training')
    .option('--seed <n>', 'everything follows from it', wholeNumberFrom(0), 1)
    .option('--config <file>', 'what to make, YAML or JSON (docs/schemas/telescope-generate.schema.json); without it a small mixture')
    .requiredOption('--out <file>', 'the capture (pcap)')
    .requiredOption('--truth <file>', 'what is in it (docs/schemas/telescope-truth.schema.json)')
    .addOption(languageOption())
    .action(async (_, command: Command) => exitWith((await import('./telescope-generate.ts')).generate(command.optsWithGlobals())))
}

function spaceOption(): Option {
  return repeatedOption('--space <cidr>', 'watched unused space', 'every destination')
}

function parseFiguresFormat(text: string): string {
  if (!['table', 'csv', 'json', 'html'].includes(text)) throw new InvalidArgumentError('choose table, csv, json or html')
  return text
}

function parseTupleFormat(text: string): string {
  if (text !== 'csv' && text !== 'avro') throw new InvalidArgumentError('choose csv or avro')
  return text
}
