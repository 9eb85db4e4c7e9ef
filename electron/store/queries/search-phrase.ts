/** Text as one phrase of a full-text query. */
export const phrase = (text: string): string => `"${text.replaceAll('"', '""')}"`

/** A part of a serial's key as `certificate_search` has it, in capitals. */
export const serialPhrase = (key: string): string => phrase(key.replace(/[a-z]/g, (letter) => letter.toUpperCase()))
