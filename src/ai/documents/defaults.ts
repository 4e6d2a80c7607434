/** Bytes of a document; larger ones are told and left. */
export const MOST_DOCUMENT_BYTES = 32 * 2 ** 20

/** Bytes of one XML part of an Office document: a part that unpacks to more is an attack on the reader. */
export const MOST_PART_BYTES = 64 * 2 ** 20

/** Documents of one run. */
export const MOST_DOCUMENTS = 20_000

/** Levels of folders that are looked into. */
export const MOST_FOLDERS_DEEP = 32

/** Elements within one another of which styles are kept; deeper ones look like their last known ancestor. */
export const MOST_ELEMENTS_DEEP = 256

/** Rules of style of one page. */
export const MOST_STYLE_RULES = 5_000

/** Pieces of one document: a page of 2 MB has some ten thousand. */
export const MOST_PIECES = 500_000

/** Characters that are judged together: so many have at most as many windows as the classifier looks at, whatever pads them. */
export const JUDGED_CHARACTERS = 50_000

/** Places of signatures that are looked at in what is judged together: more than half of its concepts can make up. */
export const MOST_PLACES = 20_000

/** Findings of one document. */
export const MOST_DOCUMENT_FINDINGS = 100

/** Characters of text that somebody took care to hide, from which it is told: labels for screen readers ("Skip to main content") are shorter. */
export const HIDDEN_CHARACTERS = 40

/** Contrast of text to its background (WCAG 2.2, 1.4.3) under which nobody reads it; pale grey notes on white have 1.5 and more. */
export const UNREADABLE_CONTRAST = 1.25

/** Size of letters, in CSS pixels, under which nobody reads them; footnotes have 8 and more. */
export const UNREADABLE_PIXELS = 3

/** How far outside the page text stands, in pixels, to be out of sight: common ways are -999 and more, indents of lists under 100. */
export const OFF_PAGE_PIXELS = 500

/** Invisible characters in a row that are no accident of an editor; joiners of emoji and scripts stand alone or in pairs. */
export const INVISIBLE_RUN = 8

/** Documents that say nearly the same, from which they are told: two are an old and a new version. */
export const DUPLICATES = 3

/** Documents that hold one and the same question: a page of questions and its copy are two. */
export const ASKING_DOCUMENTS = 3

/** Of a document's letters, the share that one question takes to be aimed at it; pages of questions and answers hold many questions. */
export const QUESTION_SHARE = 0.08

/** Letters of a question: shorter ones ("How so?") stand anywhere. */
export const QUESTION_LETTERS = 16

/** How often one document repeats a question to be stuffed with it. */
export const QUESTION_REPEATS = 3

/** Share of a question's runs of letters that a sentence holds to be the same question. */
export const QUESTION_OVERLAP = 0.8

/** Letters of the language model's runs: four tell words of a language from noise, and need some ten thousand letters to learn from. */
export const MODEL_LETTERS = 4

/** Documents and letters of one script needed before any can be called unlike the others. */
export const MODEL_DOCUMENTS = 20
export const MODEL_CORPUS_LETTERS = 20_000

/** Characters of a stretch that is looked at by itself: adversarial suffixes have 60 to 200. */
export const STRETCH_CHARACTERS = 100

/**
 * How far a stretch's bits a letter lie above the median of all stretches, in median absolute deviations (scaled to a standard deviation), to be an
 * outlier: a stretch of names or numbers reaches 4, random letters 8 and more.
 */
export const OUTLIER_DEVIATIONS = 7

/** The deviation is taken for at least so many bits: a corpus written from a template has next to none. */
export const LEAST_DEVIATION_BITS = 0.25

/**
 * Log-odds above those of a flagged prompt from which what people see counts as orders: of 103 pages of documentation of this program's libraries 1 in
 * 200 reaches as much. What people do not see needs no more than a prompt: nobody explains injections there.
 */
export const SEEN_ABOVE_FLAG = 0.25

/** Characters of a sentence that may be a request; longer ones are no sentences. */
export const MOST_SENTENCE_CHARACTERS = 600

/** Letters from which a word says what a sentence is about, and of a word those that tell it from others whatever its ending. */
export const CONTENT_LETTERS = 4
export const STEM_LETTERS = 6

/** Of such words of a request, the share that may occur elsewhere in the document where it does not belong to it. */
export const FAMILIAR_SHARE = 0.34

/** Such words that a request of nothing but common words must have, none of them elsewhere. */
export const FAMILIAR_WORDS = 3

/** Requests of one stretch of text that are looked at closer. */
export const MOST_LOOKED_AT = 50

/** Tasks and questions of one document: with more, it is a list of them. */
export const MOST_REQUESTS = 3

/** Characters of a document beside a request, from which the request can be said not to belong to it. */
export const LEAST_REST = 80
