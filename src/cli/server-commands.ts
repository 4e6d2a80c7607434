import type { Command } from 'commander'
import { Option } from 'commander'
import { ROLES, TLP_MARKINGS } from '../store/accounts/person.ts'
import { absoluteOptions } from './absolute-options.ts'
import { languageOption } from './common-options.ts'
import { runServed } from './run-served.ts'

type ExitWith = (code: number) => void

/** The commands about the server and the people who use it. */
export function addServerCommands(program: Command, exitWith: ExitWith): void {
  addUp(program, exitWith)
  addUser(program, exitWith)
  addService(program, exitWith)
}

function addUp(program: Command, exitWith: ExitWith): void {
  program.command('up')
    .description('start the engines and the server, and print how to sign in; runs until Ctrl-C or SIGTERM (docs/server.md)')
    .option('--listen <address>', 'where to listen; any address but the machine\'s own is served over TLS (default: 127.0.0.1:8443)')
    .option('--demo', 'also take in the examples that come with Noroshi')
    .option('--no-console', 'the API alone')
    .addOption(languageOption())
    .addHelpText('after', `
Other commands work while it runs: they use its store.

Examples:
  noroshi up --demo
  noroshi up --listen 0.0.0.0:8443`)
    .action(async (_, command: Command) => exitWith(await (await import('./up.ts')).up(command.optsWithGlobals())))
}

function addUser(program: Command, exitWith: ExitWith): void {
  const user = program.command('user').description('who may sign in (docs/server.md)').exitOverride()
  user.command('add')
    .description('add an account and print its first sign-in link')
    .argument('<name>', 'what they sign in with: small letters, digits, dot, - and _')
    .addOption(new Option('--role <role>', 'what they may do').choices(ROLES).default('viewer'))
    .addOption(new Option('--clearance <marking>', 'the strictest TLP marking they may see').choices(TLP_MARKINGS).default('amber'))
    .option('--display-name <text>', 'how they are shown')
    .option('--organisation <id>', 'of a member, who sees what concerns it (default: organisation in noroshi.yaml)')
    .addOption(languageOption())
    .action(async (name, _, command: Command) => exitWith(await runServed('user add', name, absoluteOptions(command.optsWithGlobals()))))
  user.command('reset')
    .description('print a new sign-in link; enables the account again')
    .argument('<name>', 'of the account')
    .addOption(languageOption())
    .action(async (name, _, command: Command) => exitWith(await runServed('user reset', name, absoluteOptions(command.optsWithGlobals()))))
  user.command('disable')
    .description('end an account with its sessions and tokens; what they entered stays')
    .argument('<name>', 'of the account')
    .addOption(languageOption())
    .action(async (name, _, command: Command) => exitWith(await runServed('user disable', name, absoluteOptions(command.optsWithGlobals()))))
  user.command('list')
    .description('everybody who may sign in')
    .addOption(languageOption())
    .option('--json', 'the same as JSON (docs/schemas)')
    .action(async (_, command: Command) => exitWith(await runServed('user list', absoluteOptions(command.optsWithGlobals()))))
}

function addService(program: Command, exitWith: ExitWith): void {
  const service = program.command('service').description('run the server, or a sensor, under systemd').exitOverride()
  service.command('install')
    .description('write a systemd unit for noroshi up, start it, and say what was done')
    .option('--sensor', 'for noroshi sensor, on a small machine elsewhere (docs/sensor.md)')
    .option('--dry', 'print the unit and change nothing')
    .option('--user <name>', 'as whom it runs (default: you; a system user noroshi when you are root)')
    .option('--listen <address>', 'where it listens (default: what noroshi.yaml says)')
    .addOption(languageOption())
    .action(async (_, command: Command) => exitWith(await (await import('./service.ts')).installService(command.optsWithGlobals())))
}
