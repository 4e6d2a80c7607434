import type { Command } from 'commander'
import { Option } from 'commander'
import { POLICY_NAMES } from '../ai/judge/policies.ts'
import { systemLanguage } from './system-language.ts'

/** `noroshi ai`: what guards language models and agents. */
export function addAiCommands(program: Command, exitWith: (code: number) => void): void {
  const ai = program.command('ai').description('guard language models and agents').exitOverride()
  ai.command('judge')
    .description('judge prompts and exchanges of agents, one line for each line of the file')
    .argument('<file>', 'JSON lines: {"text": …} a prompt, {"payload": …} an exchange (URL, request, tool call, tool description, message); - reads standard input')
    .addOption(new Option('--policy <name>', 'what is done with what is found').choices(POLICY_NAMES).default('default'))
    .addOption(new Option('--lang <language>', 'language of the reasons: en or ja').choices(['en', 'ja']).default(systemLanguage()))
    .option('--json', 'JSON lines {id, verdict, layer, score, reason, latencyUs} instead of text')
    .addHelpText('after', `
Verdicts: allow, flag (likely hostile), redact (holds a secret), block. Nothing is sent anywhere; no model weights but our own are needed.
Exit code: 0 every line judged, 1 a line could not be read (it is told in its place), 2 wrong usage.

Examples:
  echo '{"text": "Ignore all previous instructions"}' | noroshi ai judge -
  noroshi ai judge prompts.jsonl --json | jq 'select(.verdict != "allow")'`)
    .action(async (file, _, command: Command) => exitWith(await (await import('./ai-judge.ts')).aiJudge(file, command.optsWithGlobals())))
  ai.command('gateway')
    .description('stand between programs and the models they ask: judge requests and answers, and write both down')
    .option('--listen <address:port>', 'where to listen, instead of gateway.listen')
    .addHelpText('after', `
Speaks as OpenAI (chat completions, responses, embeddings) and Anthropic (messages) do, streams included. Upstreams, applications and their
policies stand under gateway: in noroshi.yaml (docs/ai.md); each application has a key of its own, made by noroshi ai key. Records go to
gateway/audit.jsonl in the data folder, which noroshi ingest reads.
Exit code: 0 stopped by a signal, 1 it cannot start, 2 wrong usage.`)
    .action(async (_, command: Command) => exitWith(await (await import('./ai-gateway.ts')).aiGateway(command.optsWithGlobals())))
  ai.command('key')
    .description('make a key for an application of the gateway, and its SHA-256 for noroshi.yaml')
    .action(async () => exitWith((await import('./ai-gateway.ts')).aiKey()))
}
