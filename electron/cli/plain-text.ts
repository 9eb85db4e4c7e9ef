/** Text from outside as a terminal may show it: a control character in a name could move the cursor or rewrite the screen. */
export const plainText = (text: string): string => text.replace(/\p{Cc}/gu, '�')

/** The same for JSON, where such a character has a written form and none of the text is lost. */
export const plainJson = (document: unknown): string =>
  JSON.stringify(document).replace(
    /[\u007f-\u009f]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
