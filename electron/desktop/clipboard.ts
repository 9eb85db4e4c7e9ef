import { clipboard } from 'electron'

/** Puts plain text on the system's clipboard, so that the page needs no clipboard permission. */
export const copyText = (text: string): Promise<void> => clipboard.writeText(text)
