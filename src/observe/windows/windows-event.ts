import { isoMicroseconds } from './iso-microseconds.ts'
import type { Fields, FieldValue } from '../../model/value.ts'
import { isFields } from '../../model/value.ts'
import { WindowsFields } from './windows-fields.ts'

/** A Windows event as detection sees it. */
export interface WindowsEvent {
  /** On one level: the elements of System, then those of EventData or UserData. */
  readonly fields: Fields
  /** System's, whatever the data calls by these names. */
  readonly channel: string | null
  readonly provider: string | null
  /** Microseconds; null when System has none that is between 1970 and 2255. */
  readonly time: number | null
}

/**
 * The fields of a Windows event in evtx_dump's JSON shape, with `#attributes` or with `--separate-json-attributes`, with or without the
 * outer `Event`: all on one level, as detection sees them. Elements of System go by their names, attributes as `Provider_Name`,
 * `Execution_ProcessID`, `TimeCreated`; EventData's members and UserData's leaves by theirs; unnamed data is the list `Data`. Names that
 * are in both become the list [System's, the data's].
 */
export function flattenWindowsEvent(event: Fields): WindowsEvent {
  const inner = event['Event']
  const root = isFields(inner) ? inner : event
  const gathered = new WindowsFields()
  if (isFields(root['System'])) gathered.addSystemElements(root['System'])
  const system = knownOfSystem(gathered.fields)
  for (const [section, content] of Object.entries(root)) {
    if (section === 'EventData') gathered.addEventData(content)
    else if (section === 'UserData') addUserData(gathered, content)
    else if (section === 'RenderingInfo') addRendering(gathered, content)
    else if (section !== 'System' && !section.startsWith('#') && !section.endsWith('attributes')) gathered.addSystem(section, content)
  }
  return { fields: gathered.fields, ...system }
}

/** To be read before the data's fields join. */
export function knownOfSystem(fields: Fields): Omit<WindowsEvent, 'fields'> {
  const { Channel: channel, Provider_Name: provider, TimeCreated: created } = fields
  return {
    channel: typeof channel === 'string' ? channel : null,
    provider: typeof provider === 'string' ? provider : null,
    time: typeof created === 'string' ? isoMicroseconds(created) : null,
  }
}

function addUserData(gathered: WindowsFields, content: FieldValue): void {
  if (isFields(content)) gathered.addElement('UserData', content)
  else gathered.addSystem('UserData', content)
}

/** What a forwarding host rendered: its texts for level, task and so on would only repeat System's numbers under the same names. */
function addRendering(gathered: WindowsFields, content: FieldValue): void {
  if (isFields(content) && content['Message'] !== undefined) gathered.addSystem('Message', content['Message'])
}
