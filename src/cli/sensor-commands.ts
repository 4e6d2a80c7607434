import { resolve } from 'node:path'
import type { Command } from 'commander'
import { InvalidArgumentError } from 'commander'
import { MOST_TOKEN_MINUTES, TOKEN_MINUTES } from '../store/sensors/defaults.ts'
import { absoluteOptions } from './absolute-options.ts'
import { languageOption } from './common-options.ts'
import { runServed } from './run-served.ts'

type ExitWith = (code: number) => void

/** The commands about remote sensors: those of the small machine, and those of its hub. */
export function addSensorCommands(program: Command, exitWith: ExitWith): void {
  const sensor = program.command('sensor')
    .description('receive on this machine for a hub elsewhere; runs until Ctrl-C or SIGTERM (docs/sensor.md)')
    .option('--hub <url>', 'the hub, like https://noroshi.example:8444 (default: sensor.hub in noroshi.yaml, else where it was enrolled)')
    .exitOverride()
    .addHelpText('after', `
On this machine:   noroshi sensor enrol --hub https://noroshi.example:8444
                   noroshi sensor
At the hub:        noroshi sensor token NAME, list, configure NAME FILE, revoke NAME`)
    .action(async (_, command: Command) => exitWith(await (await import('./sensor.ts')).runSensor(command.optsWithGlobals())))
  sensor.command('enrol')
    .description('make this machine a sensor of a hub, with a token of noroshi sensor token')
    .argument('[token]', 'the token; without it, it is read from standard input, where no other user of the machine sees it')
    .addOption(languageOption())
    .action(async (token: string | undefined, _, command: Command) => exitWith(await (await import('./sensor-enrol.ts')).sensorEnrol(token, command.optsWithGlobals())))
  addHubCommands(sensor, exitWith)
}

function addHubCommands(sensor: Command, exitWith: ExitWith): void {
  sensor.command('token')
    .description('at the hub: print a token with which one sensor of this name is enrolled, once; one that has the name ends then')
    .argument('<name>', 'what the sensor is called: small letters, digits and -')
    .option('--minutes <n>', 'how long the token holds', parseMinutes, TOKEN_MINUTES)
    .option('--organisation <id>', 'whose its events are (default: organisation in noroshi.yaml)')
    .addOption(languageOption())
    .action(async (name: string, _, command: Command) => exitWith(await runServed('sensor token', name, absoluteOptions(command.optsWithGlobals()))))
  sensor.command('list')
    .description('at the hub: each sensor with its state, rate, lag, spool, drops, version and clock; exit code 1 when one is away or has a problem')
    .option('--organisation <id>', 'of which organisation (default: all)')
    .option('--json', 'one JSON object per line (docs/schemas)')
    .addOption(languageOption())
    .action(async (_, command: Command) => exitWith(await runServed('sensor list', absoluteOptions(command.optsWithGlobals()))))
  sensor.command('configure')
    .description('at the hub: say what a sensor collects; it takes that within seconds of its next report')
    .argument('<name>', 'of the sensor; it need not be enrolled yet')
    .argument('<file>', 'YAML with sources:, as in noroshi.yaml; addresses and paths are those of the sensor\'s machine')
    .option('--organisation <id>', 'of which organisation (default: organisation in noroshi.yaml)')
    .addOption(languageOption())
    .action(async (name: string, file: string, _, command: Command) => exitWith(await runServed('sensor configure', name, resolve(file), absoluteOptions(command.optsWithGlobals()))))
  sensor.command('revoke')
    .description('at the hub: take nothing more from a sensor; what it sent stays')
    .argument('<name>', 'of the sensor')
    .option('--organisation <id>', 'of which organisation (default: organisation in noroshi.yaml)')
    .addOption(languageOption())
    .action(async (name: string, _, command: Command) => exitWith(await runServed('sensor revoke', name, absoluteOptions(command.optsWithGlobals()))))
}

function parseMinutes(text: string): number {
  const minutes = Number(text)
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > MOST_TOKEN_MINUTES) throw new InvalidArgumentError(`give a whole number from 1 to ${MOST_TOKEN_MINUTES}`)
  return minutes
}
