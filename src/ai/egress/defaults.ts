/** Values of one message that is sent which are looked at, each by itself; of more it is said that they are too many. */
export const MAXIMUM_VALUES = 10_000

/** The same of what comes in, which is read as one text. */
export const MOST_HEARD_VALUES = 200_000

/** How deep a message is followed. */
export const MAXIMUM_DEPTH = 64

/** Characters from which a piece of an address can carry a secret. */
export const TOKEN_CHARACTERS = 24

/** Bits of entropy a character (Shannon 1948) from which a piece of an address is a token and no word. */
export const TOKEN_ENTROPY = 4.2

/** Characters from which a host name's label is read as encoded data. */
export const LABEL_CHARACTERS = 8

/** Encoded characters over all labels of a host name that are called smuggling. */
export const SMUGGLED_CHARACTERS = 16

/** Characters from which a label in lower case may be base32: shorter ones are words by chance. */
export const ENCODED_LABEL_CHARACTERS = 16

/** Letters and digits from which a label that changes between them is random: ids that people see are shorter. */
export const RANDOM_LABEL_CHARACTERS = 20

/** Characters of a value that is read backwards as well: no key is shorter. */
export const KEY_CHARACTERS = 16

/** Bytes that a packed value may unfold to, so that it stays bounded. */
export const UNPACKED_BYTES = 65_536

/** Characters of a command that are read as a shell does. */
export const LONGEST_COMMAND = 20_000

/** Variables of a command that are put in. */
export const MOST_VARIABLES = 40
