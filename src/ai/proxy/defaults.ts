/** Bytes of one message between an agent and a server; pictures come within them. */
export const MESSAGE_BYTES = 16 * 2 ** 20

/** How deep a message is nested at most: deeper ones are for the stack of whoever reads them. */
export const MOST_NESTED = 500

/** Characters of what an agent sends out in one message: more cannot be looked through as one text. */
export const OUTGOING_CHARACTERS = 900_000

/** Characters of a result that are judged as one text. */
export const PIECE_CHARACTERS = 400_000

/** Characters by which pieces overlap, so that nothing stands on a seam. */
export const OVERLAP_CHARACTERS = 2_000

/** Requests of one agent that wait for an answer; a further one is refused. */
export const MOST_PENDING = 1_000

/** Milliseconds that a server has for an answer over standard input and output: tools may work long. */
export const ANSWER_MS = 600_000

/** Milliseconds that a server has to end when its input is closed, and again when it was asked to. */
export const END_MS = 3_000

/** Milliseconds after which what a tool brought into a conversation no longer counts: neither revision says where one conversation ends. */
export const CONVERSATION_MS = 30 * 60_000

/** Texts of one conversation that are not to be trusted: one is enough, but exceptions may lift some. */
export const MOST_SUSPECTS = 50

/** Conversations that are remembered. */
export const MOST_CONVERSATIONS = 10_000

/** Calls of one conversation that are looked at as a sequence. */
export const SEQUENCE_CALLS = 10

/** Names of hosts in one message that are resolved. */
export const MOST_RESOLVED = 8

/** Milliseconds that a name of a host has to be resolved. */
export const RESOLVE_MS = 2_000

/** Addresses in one message that are looked at. */
export const MOST_ADDRESSES = 100

/** Bytes of the file of one server's pins; a larger one is none of ours. */
export const PIN_FILE_BYTES = 32 * 2 ** 20

/** Bytes of one description; a larger one is withheld. */
export const DEFINITION_BYTES = 256 * 2 ** 10

/** Descriptions of one tool that wait for a person; a server that makes up more is stopped without further notes. */
export const MOST_WAITING = 20

/** Tools of one server that are pinned. */
export const MOST_PINNED = 5_000

/** Milliseconds after the first description of a server within which its others count as listed with it. */
export const FIRST_LIST_MS = 10 * 60_000

/** How deep a description is followed. */
export const MOST_DEPTH = 64

/** Milliseconds after which an agent's card is fetched again. */
export const CARD_MS = 5 * 60_000
