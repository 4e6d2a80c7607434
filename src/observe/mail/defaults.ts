/** Characters of the text of a mail that its event carries: what a person reads of it. The whole is evidence. */
export const TEXT_CHARACTERS = 16_384

/** Characters of one field. */
export const FIELD_CHARACTERS = 4_096

/** Addresses of one field: newsletters show one, attackers thousands. */
export const ADDRESSES = 500

/** Ways from server to server that are told of one mail. */
export const HOPS = 50

/** Attachments that are listed. */
export const ATTACHMENTS = 200

/** URLs that are listed. */
export const URLS = 100
