/** The fingerprint of the newest version's schema. Written by `npm run schema`. */
export const newestSchema = 'a6b16a7da9dbdbc952c467774909fa266bf0aa635702c44937bbdc4c389ca855'
