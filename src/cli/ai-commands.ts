import type { Command } from 'commander'
import { Argument, InvalidArgumentError, Option } from 'commander'
import { POLICY_NAMES } from '../ai/judge/policies.ts'
import { repeatedOption } from './common-options.ts'
import { addIncidentCommand, addInventoryCommands } from './ai-inventory-commands.ts'
import { addDocumentCommands } from './ai-document-commands.ts'
import { addProxyCommands } from './ai-proxy-commands.ts'
import { addScanCommand } from './ai-scan-commands.ts'
import { EXCEPTION_DAYS, MOST_EXCEPTION_DAYS } from '../store/gateway/defaults.ts'
import { absoluteOptions } from './absolute-options.ts'
import { actorOption, jsonOption, languageOption } from './common-options.ts'
import { runServed } from './run-served.ts'
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
Verdicts: allow, flag (likely hostile), redact (holds a secret), block. --policy strict blocks what is only likely, monitor flags all and
stops nothing, private does as the default and redacts prompts with personal data (names, addresses, telephone numbers, cards, マイナンバー, …), too. Nothing is sent anywhere; no model weights but our own are needed.
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
  addExceptionCommands(ai, exitWith)
  addProxyCommands(ai, exitWith)
  addQuestionCommands(ai, exitWith)
  addScanCommand(ai, exitWith)
  addDocumentCommands(ai, exitWith)
  addInventoryCommands(ai, exitWith)
  addIncidentCommand(ai, exitWith)
  ai.command('redteam')
    .description('attack a model, an agent or a gateway of yours, and report what succeeds')
    .option('--target <url>', 'an endpoint: …/v1/chat/completions or …/v1/responses (OpenAI), …/v1/messages (Anthropic)')
    .option('--command <line>', 'a program that reads {system, turns, tools} as JSON and writes {text, calls}; with --mcp, a server of tools')
    .option('--mcp', 'the target is a server of tools (MCP): attack its tools instead')
    .option('--model <name>', 'the model to ask for', 'default')
    .option('--key-variable <name>', 'the environment variable that holds the key')
    .option('--authorised', 'the owner of a target outside this network has agreed')
    .addOption(repeatedOption('--goal <id>', 'only this goal', 'all'))
    .option('--tries <n>', 'attacks for each goal', wholeNumber)
    .option('--seed <text>', 'makes the same attacks again')
    .option('--only <attack>', 'only this attack, by its id: tries a success again')
    .option('--continue <file>', 'redteam.json or redteam.part.json of a run that was broken off: asks only what it has not asked')
    .option('--per-minute <n>', 'questions a minute at most; none: as fast as it answers, four at once', wholeNumber)
    .option('--timeout <seconds>', 'how long one answer may take (120)', wholeNumber)
    .option('--before <file>', 'an earlier redteam.json: tries what succeeded then first, and says what is fixed, still there or new')
    .option('--judge <url>', 'an endpoint of a model that grades what no rule decides; it sees what was asked and answered')
    .option('--judge-model <name>', 'the model to ask there', 'default')
    .option('--judge-key-variable <name>', 'the environment variable that holds its key')
    .option('--out <directory>', 'where the report is written', 'noroshi-redteam')
    .addOption(new Option('--lang <language>', 'language of what is printed: en or ja').choices(['en', 'ja']).default(systemLanguage()))
    .option('--json', 'the whole run as JSON instead of text')
    .addHelpText('after', `
Plants a mark in the system prompt, offers tools, and tries to have the mark told, the tools called, the task dropped, data carried out, money spent: directly in several
languages, as personas, in disguises, over several turns, and through documents, mails and results of tools. Variants are derived from what was refused. What was planted decides; a
model (--judge) grades only what that leaves open. Ordinary questions are asked too: who refuses those is no use. Nothing else is asked.
With --mcp: reads what a server says of its tools, whether that changes, and gives its tools arguments that a weak one obeys: paths, commands, templates, queries, addresses of this
machine. Tools that say or seem to destroy, change or send are not called.
Ctrl-C writes the report of what was tried until then; --continue goes on. A target that says it is asked too often is waited for.
Exit code: 0 no attack succeeded, 1 one did, every ordinary question was refused, or not all could be tried, 2 wrong usage.

Examples:
  noroshi ai redteam --target http://127.0.0.1:11434/v1/chat/completions --model llama3
  noroshi ai redteam --target http://127.0.0.1:8445/v1/chat/completions --key-variable SHOP_KEY --before noroshi-redteam/redteam.json
  noroshi ai redteam --mcp --command 'node my-server.js'`)
    .action(async (_, command: Command) => exitWith(await (await import('./ai-redteam.ts')).aiRedTeam(command.optsWithGlobals())))
  ai.command('mcp')
    .description('let an assistant look at cases, events and rules: a server of the Model Context Protocol on standard input and output')
    .option('--server <url>', 'the running Noroshi', 'http://127.0.0.1:8443')
    .option('--token-variable <name>', 'the environment variable that holds an API token of yours', 'NOROSHI_TOKEN')
    .addHelpText('after', `
Read-only: cases, timelines, findings, events, hunts, addresses, rules; what the token may see and no more, each look in the audit trail. Texts of the evidence that
give orders to assistants are withheld. An assistant that takes servers as JSON is told of it like this:
  {"mcpServers": {"noroshi": {"command": "/opt/noroshi/noroshi", "args": ["ai", "mcp"], "env": {"NOROSHI_TOKEN": "…"}}}}
Exit code: 0 the assistant went, 2 wrong usage.`)
    .action(async (_, command: Command) => exitWith(await (await import('./ai-mcp.ts')).aiMcp(command.optsWithGlobals())))
  ai.command('key')
    .description('make a key for an application of the gateway, and its SHA-256 for noroshi.yaml')
    .action(async () => exitWith((await import('./ai-gateway.ts')).aiKey()))
}

function addExceptionCommands(ai: Command, exitWith: (code: number) => void): void {
  const exception = ai.command('exception').description('verdicts of the gateway that a person marked as wrong').exitOverride()
  exception.command('list')
    .description('what is lifted and what was, with who, why, until when and how often')
    .addOption(languageOption()).addOption(jsonOption())
    .action(async (_, command: Command) => exitWith(await runServed('ai exception list', absoluteOptions(command.optsWithGlobals()))))
  exception.command('add')
    .description('mark a verdict as wrong: the same text, of the same kind of author, to the same application, is no longer stopped by the same look of that layer')
    .argument('<mark>', 'of the verdict, or its first digits: mark in the record')
    .requiredOption('--reason <text>', 'why it is wrong, for the audit trail')
    .addOption(new Option('--days <n>', `how long it holds, at most ${MOST_EXCEPTION_DAYS}`).argParser(wholeNumber).default(EXCEPTION_DAYS))
    .addOption(actorOption()).addOption(languageOption())
    .addHelpText('after', `
Holds for the gateway of the running server, else for the one that runs alone in the data folder, and for noroshi ai mcp-proxy. Every request in which it lifts a verdict says so in its record.
Exit code: 0 done, 1 the verdict is lifted already, 2 wrong usage.

Example:
  noroshi ai exception add 3f9c2a71 --reason 'a text of our training course'`)
    .action(async (mark: string, _, command: Command) => exitWith(await runServed('ai exception add', mark, absoluteOptions(command.optsWithGlobals()))))
  exception.command('end')
    .description('let the verdict stand again')
    .argument('<id>', 'of the exception, or its first digits')
    .addOption(actorOption()).addOption(languageOption())
    .action(async (id: string, _, command: Command) => exitWith(await runServed('ai exception end', id, absoluteOptions(command.optsWithGlobals()))))
}

function addQuestionCommands(ai: Command, exitWith: (code: number) => void): void {
  const question = ai.command('question').description('what the gateway and the proxies of MCP servers hold until a person has decided').exitOverride()
  question.command('list')
    .description('what waits, why it is asked, and until when')
    .addOption(languageOption()).addOption(jsonOption())
    .action(async (_, command: Command) => exitWith(await runServed('ai question list', absoluteOptions(command.optsWithGlobals()))))
  question.command('answer')
    .description('let it go on, or refuse it')
    .argument('<id>', 'of the question, or its first digits')
    .addArgument(new Argument('<decision>', 'what becomes of it').choices(['allow', 'refuse']))
    .requiredOption('--reason <text>', 'why, for the record')
    .addOption(actorOption()).addOption(languageOption())
    .addHelpText('after', '\nExit code: 0 done, 1 nobody waits for it any more, 2 wrong usage.')
    .action(async (id: string, decision: 'allow' | 'refuse', _, command: Command) => exitWith(await runServed('ai question answer', id, decision, absoluteOptions(command.optsWithGlobals()))))
}

function wholeNumber(text: string): number {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1 || number > 100_000) throw new InvalidArgumentError('give a whole number from 1')
  return number
}
