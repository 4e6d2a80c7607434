import type { ChatConfiguration } from '../../platform/config/notify-schema.ts'
import type { Outgoing, Sender } from '../send/sent-result.ts'
import { postHook } from './post-hook.ts'

/** Posts into a chat. None of these has a name for a message that a receiver could know again: one that was taken without an answer comes twice. */
export function chatSender({ kind, url }: ChatConfiguration): Sender {
  return { send: (outgoing, signal) => postHook(url, JSON.stringify(chatBody(kind, outgoing)), {}, signal) }
}

/** What a chat shows. Nothing of it is markup: names of people, channels and links in what attackers wrote stay text. */
export function chatBody(kind: ChatConfiguration['kind'], { subject, text }: Pick<Outgoing, 'subject' | 'text'>): unknown {
  switch (kind) {
    // https://docs.slack.dev: plain_text blocks hold at most 3,000 characters, a header 150; text is what notifications show, and is mrkdwn.
    case 'slack':
      return {
        text: slackText(subject),
        blocks: [
          { type: 'header', text: { type: 'plain_text', text: cut(subject, 150), emoji: false } },
          { type: 'section', text: { type: 'plain_text', text: cut(text, 3_000), emoji: false } },
        ],
        unfurl_links: false,
      }
    // A code block shows everything as it is; a fence within would end it.
    case 'mattermost':
      return { text: `${markdownText(subject)}\n\`\`\`text\n${cut(text, MATTERMOST_LENGTH).replaceAll('```', '\'\'\'')}\n\`\`\`` }
    // Adaptive Cards 1.4, as workflows of Teams take them: a RichTextBlock of TextRuns has no markdown.
    case 'teams':
      return {
        type: 'message',
        attachments: [{
          contentType: 'application/vnd.microsoft.card.adaptive',
          content: {
            $schema: 'http://adaptivecards.io/schemas/adaptive-card.json', type: 'AdaptiveCard', version: '1.4',
            body: [
              { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: subject, weight: 'Bolder', size: 'Medium' }] },
              ...cut(text, TEAMS_LENGTH).split('\n').map(line => ({ type: 'RichTextBlock', spacing: 'None', inlines: [{ type: 'TextRun', text: line === '' ? ' ' : line }] })),
            ],
          },
        }],
      }
  }
}

/** UTF-16 units: a post of Mattermost holds 16,383 characters, a card of Teams 28 kB. */
const MATTERMOST_LENGTH = 14_000
const TEAMS_LENGTH = 8_000

/** The three characters that mean something to Slack: with them come links, mentions and channels. */
function slackText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** Signs of markdown as what they are; a mention needs its sign beside the name, which a zero-width space takes away. */
function markdownText(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()#+\-.!|~<>]/g, '\\$&').replaceAll('@', '@\u200b')
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`
}
