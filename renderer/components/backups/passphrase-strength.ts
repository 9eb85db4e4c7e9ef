export type Strength = 'short' | 'fair' | 'strong'

/**
 * A rough measure for a hint, never a barrier: four words or 20 characters of several kinds withstand guessing for long;
 * fewer than 12 characters do not.
 */
export function strengthOf(passphrase: string): Strength {
  const characters = [...passphrase.trim()]
  const words = passphrase
    .trim()
    .split(/[\s\-_.,]+/)
    .filter((word) => word.length >= 3)
  const different = new Set(characters).size
  if (new Set(words).size >= 4 && characters.length >= 16) return 'strong'
  if (characters.length >= 20 && different >= 10) return 'strong'
  return characters.length >= 12 && different >= 6 ? 'fair' : 'short'
}
