/** Judgements of texts that are remembered: a conversation sends its earlier texts again with each turn. */
export const REMEMBERED_JUDGEMENTS = 20_000

/** Characters of a request from which it is judged in turns with others, so that it holds nobody up; shorter ones are done in some milliseconds. */
export const LONG_TEXT_CHARACTERS = 20_000

/** What a text costs beside its length, in characters. */
export const TEXT_COST_CHARACTERS = 200

/** Characters of a text that a judging model is shown; of a longer one it would see a piece only, and that may be the harmless one. */
export const MOST_SHOWN_CHARACTERS = 16_000

/** Texts of one request that a judging model is asked about: the last ones, since it was asked about the others before. */
export const MOST_ASKED_TEXTS = 4

/** Questions to judging models under way at once, of all requests. */
export const MOST_JUDGE_QUESTIONS = 32

/** Bytes of the answer of a judging model, and tokens that it is asked for. */
export const MOST_JUDGE_BYTES = 64 * 2 ** 10
export const JUDGE_TOKENS = 100

/** Answers of judging models that are remembered. */
export const REMEMBERED_LOOKS = 10_000

/** Failures of a judging model in a row after which it is not asked for so many milliseconds: one that is gone would hold up each doubtful request. */
export const JUDGE_FAILURES = 3
export const JUDGE_PAUSE_MS = 30_000

/** System prompts whose letters are remembered; an application has few. */
export const REMEMBERED_SYSTEMS = 200

/** Bytes of a request, or of an answer that comes whole; larger ones are refused. */
export const MOST_BODY_BYTES = 32 * 2 ** 20

/** How deep the JSON of a request is nested at most: deeper ones are for the stack of whoever reads them. */
export const MOST_BODY_DEPTH = 500

/** Megabytes of all bodies of requests under way together: read, taken apart and judged they take about five times as much of the memory. */
export const BODIES_MB = 64

/** Bytes of a body that is not counted: a long conversation. */
export const UNCOUNTED_BODY_BYTES = 64 * 2 ** 10

/** Seconds after which whoever found no room for a large request is told to come again: judging one takes less. */
export const RETRY_SECONDS = 2

/** Bytes of a refused request that are read and dropped so that its sender can read why, and milliseconds that this may take. */
export const MOST_DRAINED_BYTES = 64 * 2 ** 20
export const DRAIN_MS = 5_000

/** Texts of a request: a long conversation of an agent has some thousands, and each costs a look of its own. */
export const MOST_TEXTS = 10_000

/** Characters of one event of a stream: large pictures come in one, of some megabytes each. */
export const MOST_EVENT_CHARACTERS = 16 * 2 ** 20

/** Bytes of the head of a request. */
export const MOST_HEAD_BYTES = 64 * 2 ** 10

/** Requests at once of all applications; beyond, the next is told to come again. */
export const MOST_REQUESTS = 2_000

/** Milliseconds without a byte of the upstream before a request is given up: models that think long send nothing meanwhile. */
export const UPSTREAM_SILENCE_MS = 600_000

/** Milliseconds in which the head of a request and its body must come. */
export const REQUEST_MS = 120_000

/** Milliseconds that requests under way have to end when the gateway stops. */
export const STOP_MS = 10_000

/** Characters of a text that the audit record quotes. */
export const AUDITED_CHARACTERS = 4_000

/** Judgements that one audit record lists. */
export const AUDITED_JUDGEMENTS = 20

/** Bytes of a file of audit records before the next is begun. */
export const AUDIT_FILE_BYTES = 256 * 2 ** 20

/** Looks at one text that may be lifted, or stand beside one another: each costs another judgement of it. */
export const MOST_LIFTED = 16

/** Milliseconds between looks for exceptions that a command changed, and between counts of their uses. */
export const EXCEPTIONS_LOOK_MS = 2_000

/** Seconds that a person has to answer when the policy does not say: programs mostly wait some minutes for a model. */
export const ASK_SECONDS = 120

/** Seconds that a request is held at most. */
export const MOST_ASK_SECONDS = 3_600

/** Requests that wait for a person at once; of more, the policy's answer to silence is given at once. */
export const MOST_QUESTIONS = 200

/** Milliseconds between comments that keep a stream open while a person is asked. */
export const HOLD_COMMENT_MS = 15_000

/** Milliseconds between looks for answers in the folder of a gateway that runs alone. */
export const ANSWER_LOOK_MS = 500

/** Characters that are added to a text of a stream before it is looked at again: three or four pieces of most streams. */
export const LOOK_CHARACTERS = 16

/** Characters of one text of an answer that are looked at at once: some milliseconds of a core. */
export const LONG_ANSWER_CHARACTERS = 8_000

/** Characters of a stream that are kept for its record: its end. */
export const KEPT_ANSWER_CHARACTERS = 8_000

/** Tokens of an answer whose length the program does not name: ten pages. Whoever needs longer ones, or a model that thinks long, names a limit. */
export const UNNAMED_ANSWER_TOKENS = 4_000

/** Tokens of any answer: what the longest answers of common models have (16,384 to 32,768). */
export const MOST_ANSWER_TOKENS = 32_768

/** Of its limit, how many times an answer may seem to have before it is cut here: an upstream that keeps to it counts its own tokens, of which English has five letters and a line of a table some twenty. */
export const LIMIT_ALLOWANCE = 2

/** Tokens that it may seem to have beyond its limit in any case: a single one may be a long word. */
export const LEAST_ALLOWANCE_TOKENS = 100

/** Answers of which is remembered what their conversations hold: each has a few names and texts. */
export const MOST_CARRIED = 10_000

/** Answers that were withheld of which the names are remembered: upstreams keep them for later. */
export const REMEMBERED_WITHHELD = 10_000

/** Requests without a key of the gateway that are written down one by one, of one sender and of all, and the milliseconds for which that holds; more are counted: who tries keys may not fill the disk. */
export const MOST_WRONG_KEYS_OF_ONE = 5
export const MOST_WRONG_KEYS = 50
export const WRONG_KEYS_MS = 60_000

/** Characters of a text that is looked at together with its neighbours: who cuts an order into pieces makes them short. */
export const SHORT_TEXT_CHARACTERS = 80

/** Characters of neighbours that are looked at together. */
export const JOINT_CHARACTERS = 300

/** Characters that neighbours have together at least: shorter ones are words of assent, and no order has so few. */
export const LEAST_JOINT_CHARACTERS = 12

/** Such looks at one request, of each origin: the last 6,000 characters of short texts, for 20 ms of a core. */
export const MOST_JOINT_TEXTS = 40
