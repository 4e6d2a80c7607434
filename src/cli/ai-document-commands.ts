import type { Command } from 'commander'
import { jsonOption, languageOption, repeatedOption } from './common-options.ts'

/** What is said about documents that models are given: before they are taken in, and after an answer was made of them. */
export function addDocumentCommands(ai: Command, exitWith: (code: number) => void): void {
  ai.command('documents')
    .description('check documents before a model is given them: hidden text, orders, documents made to be found, text unlike the others')
    .argument('<path...>', 'text, Markdown, HTML, PDF, mails, Word, Excel and PowerPoint files, or folders of them')
    .addOption(repeatedOption('--against <path>', 'documents that were taken in before: compared with, not judged', 'none'))
    .option('--questions <file>', 'questions that people ask, one a line: a document that holds one and little else is told')
    .addOption(languageOption()).addOption(jsonOption())
    .addHelpText('after', `
Verdicts: block (keep it out), flag (let a person look), allow. Each with its reason and where it stands (characters from the beginning of the file, or of the part of an
Office document). What could not be read is said. Nothing is sent anywhere.
Exit code: 0 nothing was found, 1 something was, or a file could not be read, 2 wrong usage.

Examples:
  noroshi ai documents handbook/ --questions faq.txt
  noroshi ai documents new/ --against handbook/ --json | jq 'select(.verdict != "allow")'`)
    .action(async (paths, _, command: Command) => exitWith(await (await import('./ai-documents.ts')).aiDocuments(paths, command.optsWithGlobals())))
  ai.command('trace')
    .description('say of each sentence of an answer which document it comes from, and which sentences come from none')
    .argument('<answer>', 'a text file; - reads standard input')
    .addOption(repeatedOption('--source <path>', 'a document, or a folder of them, that the answer was made of', 'none'))
    .addOption(languageOption()).addOption(jsonOption())
    .addHelpText('after', `
Words and numbers are compared, not meaning: what an answer says in quite other words counts as unsupported, and a word "not" is not seen.
Exit code: 0 every sentence is supported, 1 one is not or in part only, 2 wrong usage.

Example:
  noroshi ai trace answer.txt --source handbook/ --json | jq 'select(.support == "unsupported").text'`)
    .action(async (answer, _, command: Command) => exitWith(await (await import('./ai-trace.ts')).aiTrace(answer, command.optsWithGlobals())))
}
