import { randomText, scramble, seededRandom } from './random.ts'

const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0123456789'

export interface Credentials {
  readonly key: string
  readonly secret: string
}

/** A key of 30 and a secret of 32 characters, as long and as mixed as ClassMarker's, always the same for a seed. */
export function credentialsOf(seed: number): Credentials {
  const random = seededRandom(scramble(seed, 0x6b6579))
  return { key: randomText(random, letters, 30), secret: randomText(random, letters, 32) }
}
