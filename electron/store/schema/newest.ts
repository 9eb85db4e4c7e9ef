/** The fingerprint of the newest version's schema. Written by `npm run schema`. */
export const newestSchema = 'c794bbf657eee00c8857588d7d5afecaeb713e9dd675417c4d752a7ce0b13a68'
